/** Checks the signing keys, and the entries of SECRETS that they and refresh tokens depend on. */
import type { SigningAlgorithm } from "@regrant/shared";
import { maxAccessTokenSeconds } from "../../bounds.js";
import type { Config } from "../../config.js";
import { durationInWords } from "../../http/views/texts/numbers.js";
import { defaultAlgorithm, keyPolicy, upcomingKeySteps } from "../../keys/life-cycle.js";
import { openKey } from "../../keys/signing-key.js";
import type { SigningKey } from "../../keys/signing-keys.sql.js";
import type { Provider } from "../../providers/providers.sql.js";
import { entryOf } from "../../providers/secret.js";
import type { Resource } from "../../resources/resources.sql.js";
import { deriveSecrets } from "../../secrets.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface KeysState {
  readonly config: Config;
  readonly keys: readonly SigningKey[];
  /** The algorithms that APIs and clients have chosen. */
  readonly inUse: readonly SigningAlgorithm[];
  readonly resources: readonly Pick<Resource, "uri" | "signingAlg">[];
  /** How many authenticator apps' secrets are encrypted under each entry of SECRETS. */
  readonly authenticators: ReadonlyMap<string, number>;
  readonly providers: readonly Provider[];
  readonly nowMs: number;
}

/** A running server takes a due step within about ten seconds. */
const overdueSeconds = 300;

export const keysChecks: readonly ((state: KeysState) => Finding | Finding[])[] = [
  ({ keys }) => {
    const active = keys.filter(({ state }) => state === "active");
    if (active.some(({ alg }) => alg === defaultAlgorithm))
      return ok("active_key", `Signing: ${active.map(({ alg, kid }) => `${alg} with ${kid}`).join(", ")}.`);
    return keys.some(({ alg, state }) => alg === defaultAlgorithm && state === "staged")
      ? warning(
          "active_key",
          "No key signs yet; one is staged.",
          "Start a server: it activates the first key at once.",
        )
      : error("active_key", "There is no signing key.", "Run: regrant migrate");
  },

  ({ config, keys }) => {
    const derived = deriveSecrets(config.secrets);
    const sealed = keys
      .filter(({ state }) => state !== "retired")
      .flatMap((key) => faultOf(() => openKey(derived, key.kid, key)) ?? []);
    return sealed.length === 0
      ? ok("keys_open", "The signing keys open under SECRETS.")
      : sealed.map((message) =>
          error(
            "keys_open",
            message,
            "Restore the entry of SECRETS that the key was created under; no server can start without it.",
          ),
        );
  },

  ({ config, keys, inUse }) => {
    const signs = new Set(keys.filter(({ state }) => state === "active").map(({ alg }) => alg));
    const waiting = inUse.filter((alg) => alg !== defaultAlgorithm && !signs.has(alg));
    const steps = upcomingKeySteps(keys, keyPolicy(config.signingKeySeconds, maxAccessTokenSeconds), inUse);
    return waiting.map((alg) => {
      const next = steps.find(({ alg: of, step }) => of === alg && step === "activate");
      return warning(
        "algorithm_waits",
        `No ${alg} key signs yet: ${defaultAlgorithm} signs in its place, and clients with the profile fapi2 get no tokens.`,
        next === undefined
          ? "A running server publishes the key within ten seconds, and signs with it ten minutes later. See: regrant key list"
          : `Wait until ${new Date(next.dueAt).toISOString()}: every verifier has fetched the key by then. See: regrant key list`,
      );
    });
  },

  ({ resources }) =>
    resources
      .filter(({ signingAlg }) => signingAlg !== defaultAlgorithm)
      .map(({ uri, signingAlg }) =>
        ok(
          "resource_algorithm",
          `Tokens for ${uri} are signed with ${signingAlg}: its verifier has to accept that, by its option algorithms or by ALGORITHMS.`,
        ),
      ),

  ({ config, keys, inUse, nowMs }) => {
    const policy = keyPolicy(config.signingKeySeconds, maxAccessTokenSeconds);
    // What is to be done at once has been due since nobody knows when.
    const due = upcomingKeySteps(keys, policy, inUse).find(
      ({ dueAt }) => dueAt > 0 && dueAt <= nowMs - overdueSeconds * 1000,
    );
    if (due === undefined) return ok("keys_move", "Key rotation is on schedule.");
    const what = {
      stage: "Staging a new key",
      activate: "Activating the staged key",
      retire: "Retiring the key of an unused algorithm",
      remove: "Removing an unused key",
    };
    return warning(
      "keys_move",
      `${what[due.step]} (${due.alg}) has been overdue for more than ${durationInWords(overdueSeconds)}.`,
      "Check that a server runs on this database, and search its log for: key rotation failed",
    );
  },

  ({ config, authenticators }) => {
    const lost = [...authenticators].filter(([entry]) => config.secrets.every(({ name }) => name !== entry));
    return lost.length === 0
      ? ok("authenticators_open", "SECRETS has the entries that encrypt authenticator apps' secrets.")
      : lost.map(([entry, count]) =>
          error(
            "authenticators_open",
            `SECRETS lacks ${entry}, which encrypts the secrets of authenticator apps: ${count}. Their owners cannot sign in with them.`,
            "Restore that entry of SECRETS behind the others, then run: regrant secret rewrap",
          ),
        );
  },

  ({ config, providers }) => {
    const derived = deriveSecrets(config.secrets);
    const lost = providers.filter(
      (provider) => provider.clientSecret !== null && entryOf(derived, provider) === null,
    );
    return lost.length === 0
      ? ok("providers_open", "SECRETS has the entries that encrypt other providers' secrets.")
      : lost.map(({ id }) =>
          error(
            "providers_open",
            `SECRETS lacks the entry that encrypts the secret of the provider ${id}. Nobody can sign in through it.`,
            `Restore that entry of SECRETS behind the others, then run: regrant secret rewrap. Or set the secret anew: regrant provider secret ${id}`,
          ),
        );
  },

  ({ config, keys, authenticators, providers }) => {
    const [first, ...others] = config.secrets.map(({ name }) => name);
    const derived = deriveSecrets(config.secrets);
    const ofProviders = providers.map((provider) => entryOf(derived, provider));
    const told = others.map((entry) => {
      const needs = [
        ...(keys.some(({ secretName }) => secretName === entry) ? ["signing keys"] : []),
        ...(authenticators.has(entry) ? ["authenticator apps"] : []),
        ...(ofProviders.includes(entry) ? ["other providers"] : []),
      ];
      return needs.length > 0
        ? `${entry} for reading, including ${needs.join(" and ")}`
        : `${entry} for reading, refresh tokens only`;
    });
    return ok("secrets_entries", `SECRETS: ${[`${first} is used for writing`, ...told].join("; ")}.`);
  },
];

function faultOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (cause) {
    if (cause instanceof Error) return cause.message;
    throw cause;
  }
}
