/** Checks the issuer as clients and APIs reach it: by name, over the network, through any proxy. */
import { isObject, isSigningAlgorithm, privateMemberOf, signingAlgorithms } from "@regrant/shared";
import type { SigningKey } from "../../keys/signing-keys.sql.js";
import type { AddressAnswer, IssuerAnswers } from "./ask-issuer.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface IssuerState extends IssuerAnswers {
  /** ISSUER. */
  readonly issuer: string;
  /** From the database; null if it could not be read. */
  readonly keys: readonly SigningKey[] | null;
  readonly nowMs: number;
}

export const issuerChecks: readonly ((state: IssuerState) => Finding | Finding[])[] = [
  ({ issuer, metadata }) => {
    const { url, status, body, failure } = metadata;
    if (failure !== null)
      return error(
        "metadata",
        `${url} does not answer: ${failure}.`,
        "Start the server, and check DNS, proxy and firewall. If this machine cannot use the issuer's name, pass --issuer-url.",
      );
    const said = body?.issuer;
    if (status !== 200 || said === undefined) {
      return error(
        "metadata",
        `${url} answers ${status} without metadata (RFC 8414).`,
        "Make the proxy forward every path to the authorization server.",
      );
    }
    return said === issuer
      ? ok("metadata", `${url} answers, and its issuer equals ISSUER.`)
      : error(
          "metadata",
          `${url} names the issuer ${JSON.stringify(said)}, but ISSUER is ${JSON.stringify(issuer)}. APIs that trust one refuse tokens from the other.`,
          "Spell it the same everywhere: scheme, host, port, no trailing slash.",
        );
  },

  ({ keys, jwks: { url, status, body, failure }, nowMs }) => {
    if (failure !== null)
      return error("jwks", `${url} does not answer: ${failure}.`, "Check DNS, proxy and firewall.");
    const published = body?.keys;
    if (status !== 200 || !Array.isArray(published))
      return error("jwks", `${url} answers ${status} without a key set.`, "Make the proxy forward it.");
    if (keys === null) return ok("jwks", `${url} answers with ${published.length} keys.`);
    const seen = published.map(kidOf);
    const missing = keys.filter(({ kid, stagedAt }) => !seen.includes(kid) && isSettled(stagedAt, nowMs));
    const foreign = seen.filter((kid) => keys.every((key) => key.kid !== kid));
    if (missing.length === 0 && foreign.length === 0)
      return ok("jwks", `${url} publishes the keys of this database (${seen.length}).`);
    const differences = [
      ...missing.map(({ kid }) => `lacks ${kid}`),
      ...foreign.map((kid) => `has ${kid}, which is not in the database`),
    ];
    return error(
      "jwks",
      `${url} does not match this database: it ${differences.join("; ")}.`,
      "Check that the server there uses the same DATABASE_URL, and that no cache ignores Cache-Control.",
    );
  },

  ({ jwks: { url, body, failure } }) => {
    if (failure !== null || !Array.isArray(body?.keys)) return [];
    const unusable = body.keys.filter((key) => !isPublicKey(key)).map(kidOf);
    return unusable.length === 0
      ? ok(
          "jwks_members",
          `All published keys are for ${signingAlgorithms.join(", ")}, with public members only.`,
        )
      : error(
          "jwks_members",
          `At ${url}, ${unusable.join(", ")} is no key for ${signingAlgorithms.join(", ")} with public members only.`,
          "If a private member is published, the key has leaked: replace it, and find out what answers at this address.",
        );
  },

  ({ jwks: { url, status, failure, cacheControl } }) => {
    if (failure !== null || status !== 200) return [];
    return cacheControl?.includes("max-age=")
      ? ok("jwks_cache", `Verifiers may cache the keys: ${cacheControl}.`)
      : warning(
          "jwks_cache",
          `${url} has ${cacheControl === null ? "no Cache-Control" : `Cache-Control: ${cacheControl}`}, so verifiers do not know how long to cache the keys.`,
          "Make the proxy leave Cache-Control unchanged.",
        );
  },

  ({ addresses }) => {
    const silent = addresses.filter(({ failure }) => failure !== null);
    if (silent.length === 0 || silent.length === addresses.length) return [];
    const heard = addresses.filter(({ failure }) => failure === null);
    const [{ host = "" } = {}] = addresses;
    return warning(
      "issuer_addresses",
      `${host} resolves to ${list(addresses)}, but the server answers only at ${list(heard)}: programs that try another address first are delayed or fail.`,
      host === "localhost"
        ? "Set HOST=localhost to listen on both."
        : "Listen there too, or remove the address from DNS.",
    );
  },
];

/** Long enough for every replica to load a new key. */
const isSettled = (stagedAt: Date, nowMs: number): boolean => nowMs - stagedAt.getTime() > 30_000;

const list = (addresses: readonly AddressAnswer[]): string =>
  addresses.map(({ address }) => address).join(" and ");

const kidOf = (key: unknown): string =>
  typeof key === "object" && key !== null && "kid" in key ? String(key.kid) : "a key without kid";

function isPublicKey(key: unknown): boolean {
  return isObject(key) && isSigningAlgorithm(key.alg) && privateMemberOf(key) === null;
}
