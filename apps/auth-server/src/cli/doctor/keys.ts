/** The signing keys, and the entries of SECRETS that they and the refresh tokens hang on. */
import { type Config, maxAccessTokenSeconds } from "../../config.js";
import { keyPolicy, nextKeyStep } from "../../keys/life-cycle.js";
import { openKey } from "../../keys/signing-key.js";
import { deriveKeys } from "../../secrets.js";
import type { SigningKey } from "../../store/signing-keys.js";
import { durationInWords } from "../../views/texts/numbers.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface KeysState {
  readonly config: Config;
  readonly keys: readonly SigningKey[];
  readonly nowMs: number;
}

/** A server takes a step within ten seconds or so; what is due for longer, nobody takes. */
const overdueSeconds = 300;

export const keysChecks: readonly ((state: KeysState) => Finding | Finding[])[] = [
  ({ keys }) => {
    const active = keys.find(({ state }) => state === "active");
    if (active !== undefined) return ok("active_key", `The key ${active.kid} signs.`);
    return keys.some(({ state }) => state === "staged")
      ? warning(
          "active_key",
          "No key signs yet; one is staged.",
          "Start a server: it activates the key, the first one at once.",
        )
      : error("active_key", "There is no signing key.", "Run: regrant migrate");
  },

  ({ config, keys }) => {
    const derived = deriveKeys(config.secrets);
    const sealed = keys
      .filter(({ state }) => state !== "retired")
      .flatMap((key) => faultOf(() => openKey(derived, key.kid, key)) ?? []);
    return sealed.length === 0
      ? ok("keys_open", "The signing keys open under SECRETS.")
      : sealed.map((message) =>
          error(
            "keys_open",
            message,
            "Put back the value of SECRETS that the key was made under; no server can start without it.",
          ),
        );
  },

  ({ config, keys, nowMs }) => {
    const policy = keyPolicy(config.signingKeySeconds, maxAccessTokenSeconds);
    const due =
      keys.some(({ state }) => state === "active") &&
      nextKeyStep(keys, new Date(nowMs - overdueSeconds * 1000), policy);
    if (!due) return ok("keys_move", "No step in the keys' life is overdue.");
    const what = {
      stage: "A new key is to be staged",
      activate: "A staged key is to take over",
      remove: "A retired key is to go",
    };
    return warning(
      "keys_move",
      `${what[due.step]}, for more than ${durationInWords(overdueSeconds)}, and no server does it.`,
      "See that a server runs on this database, and its log for: key rotation failed",
    );
  },

  ({ config, keys }) => {
    const [first, ...others] = config.secrets.map(({ name }) => name);
    const told = others.map((entry) =>
      keys.some(({ secretName }) => secretName === entry)
        ? `${entry} is read, also for signing keys`
        : `${entry} is read, for refresh tokens alone`,
    );
    return ok("secrets_entries", `SECRETS: ${[`${first} writes`, ...told].join("; ")}.`);
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
