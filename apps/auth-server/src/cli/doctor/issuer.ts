/** The issuer as clients and APIs reach it: over the network, by its name, through whatever stands in front. */
import type { SigningKey } from "../../store/signing-keys.js";
import type { AddressAnswer, IssuerAnswers } from "./ask-issuer.js";
import { error, type Finding, ok, warning } from "./finding.js";

export interface IssuerState extends IssuerAnswers {
  /** ISSUER. */
  readonly issuer: string;
  /** As the database has them; null where that could not be read. */
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
        "Start the server; see DNS, proxy and firewall. From a machine that the name does not lead to: --issuer-url.",
      );
    const said = body?.issuer;
    if (status !== 200 || said === undefined) {
      return error(
        "metadata",
        `${url} answers ${status} and no metadata (RFC 8414).`,
        "Let the proxy pass every path on to the authorization server.",
      );
    }
    return said === issuer
      ? ok("metadata", `${url} answers, and its issuer is ISSUER letter for letter.`)
      : error(
          "metadata",
          `${url} says that its issuer is ${JSON.stringify(said)}, and ISSUER is ${JSON.stringify(issuer)}. Tokens of the one are refused by APIs of the other.`,
          "Use one spelling everywhere: scheme, host, port, no slash at the end.",
        );
  },

  ({ keys, jwks: { url, status, body, failure }, nowMs }) => {
    if (failure !== null)
      return error("jwks", `${url} does not answer: ${failure}.`, "See DNS, proxy and firewall.");
    const published = body?.keys;
    if (status !== 200 || !Array.isArray(published))
      return error("jwks", `${url} answers ${status} and no key set.`, "Let the proxy pass it on.");
    if (keys === null) return ok("jwks", `${url} answers with ${published.length} keys.`);
    const seen = published.map(kidOf);
    const missing = keys.filter(({ kid, stagedAt }) => !seen.includes(kid) && isSettled(stagedAt, nowMs));
    const foreign = seen.filter((kid) => keys.every((key) => key.kid !== kid));
    if (missing.length === 0 && foreign.length === 0)
      return ok("jwks", `${url} answers with the keys of this database (${seen.length}).`);
    const differences = [
      ...missing.map(({ kid }) => `lacks ${kid}`),
      ...foreign.map((kid) => `has ${kid}, which is not in it`),
    ];
    return error(
      "jwks",
      `${url} is not the key set of this database: it ${differences.join("; ")}.`,
      "See that the server there uses the same DATABASE_URL, and that no cache holds the answer longer than its Cache-Control says.",
    );
  },

  ({ jwks: { url, body, failure } }) => {
    if (failure !== null || !Array.isArray(body?.keys)) return [];
    const unusable = body.keys.filter((key) => !isPublicRs256(key)).map(kidOf);
    return unusable.length === 0
      ? ok("jwks_members", "Each published key is an RS256 key with public members only.")
      : error(
          "jwks_members",
          `At ${url}, ${unusable.join(", ")} is no RSA key for RS256 with public members only.`,
          "If a private member is there, the key is lost: find out what answers at this address, and replace the key.",
        );
  },

  ({ jwks: { url, status, failure, cacheControl } }) => {
    if (failure !== null || status !== 200) return [];
    return cacheControl?.includes("max-age=")
      ? ok("jwks_cache", `Verifiers may keep the keys: ${cacheControl}.`)
      : warning(
          "jwks_cache",
          `${url} comes with ${cacheControl === null ? "no Cache-Control" : `Cache-Control: ${cacheControl}`}: verifiers cannot tell how long the keys hold.`,
          "Let the proxy leave Cache-Control as it is.",
        );
  },

  ({ addresses }) => {
    const silent = addresses.filter(({ failure }) => failure !== null);
    if (silent.length === 0 || silent.length === addresses.length) return [];
    const heard = addresses.filter(({ failure }) => failure === null);
    const [{ host = "" } = {}] = addresses;
    return warning(
      "issuer_addresses",
      `${host} leads to ${list(addresses)}, and the server answers only at ${list(heard)}: programs that try the other one first wait, or find nobody.`,
      host === "localhost"
        ? "Set HOST to localhost, which listens on both."
        : "Listen there too, or take the address out of DNS.",
    );
  },
];

/** By then every replica has loaded a new key. */
const isSettled = (stagedAt: Date, nowMs: number): boolean => nowMs - stagedAt.getTime() > 30_000;

const list = (addresses: readonly AddressAnswer[]): string =>
  addresses.map(({ address }) => address).join(" and ");

const kidOf = (key: unknown): string =>
  typeof key === "object" && key !== null && "kid" in key ? String(key.kid) : "a key without kid";

function isPublicRs256(key: unknown): boolean {
  if (typeof key !== "object" || key === null) return false;
  const members = Object.entries(key);
  const { kty, alg } = Object.fromEntries(members);
  const secret = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
  return kty === "RSA" && alg === "RS256" && members.every(([name]) => !secret.includes(name));
}
