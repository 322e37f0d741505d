/** Parses a JWK Set (RFC 7517 §5) into the keys that can verify, each with its one algorithm. */
import { isSigningAlgorithm, type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { importPublicKey, type PublicJwk, publicPartOf } from "./public-jwk.js";
import { createSignatureCheck, isForKey, type SignatureCheck } from "./signatures.js";

export interface VerificationKey {
  readonly kid: string;
  /** The only one, whatever a token's header says (RFC 8725 §3.1). */
  readonly alg: SigningAlgorithm;
  readonly jwk: PublicJwk;
  readonly verify: SignatureCheck;
}

export type VerificationKeys = ReadonlyMap<string, VerificationKey>;

/** A kid is only a name; RFC 7638 thumbprints have 43 characters. */
export const maxKidCharacters = 256;

/** The minimum is RFC 7518 §3.3's; above the maximum, verification is too expensive. */
const modulusBits = { least: 2048, most: 16_384 };

type Members = Readonly<Record<string, unknown>>;

const isForSignatures = ({ use, key_ops: operations }: Members): boolean =>
  (use === undefined || use === "sig") &&
  (operations === undefined || (Array.isArray(operations) && operations.includes("verify")));

/** What the key says; or, if it says nothing, the first of the wanted ones that its kind can do. */
function algorithmOf(
  alg: unknown,
  jwk: PublicJwk,
  wanted: readonly SigningAlgorithm[],
): SigningAlgorithm | undefined {
  if (alg === undefined) return [...wanted, ...signingAlgorithms].find((one) => isForKey(one, jwk));
  return isSigningAlgorithm(alg) && isForKey(alg, jwk) ? alg : undefined;
}

const isSame = (a: PublicJwk, b: PublicJwk): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Only the public members are read, so that a private key published by mistake is used as a public one. */
function importKey(
  value: unknown,
  known: VerificationKeys,
  wanted: readonly SigningAlgorithm[],
): VerificationKey | null {
  if (typeof value !== "object" || value === null) return null;
  const members: Members = { ...value };
  const { kid } = members;
  if (typeof kid !== "string" || kid === "" || kid.length > maxKidCharacters) return null;
  const jwk = isForSignatures(members) ? publicPartOf(members) : null;
  const alg = jwk === null ? undefined : algorithmOf(members.alg, jwk, wanted);
  if (jwk === null || alg === undefined) return null;
  const same = known.get(kid);
  if (same?.alg === alg && isSame(same.jwk, jwk)) return same;
  const keyObject = importPublicKey(jwk, modulusBits);
  return keyObject === null ? null : { kid, alg, jwk, verify: createSignatureCheck(alg, keyObject) };
}

/**
 * Import the keys of a JWK Set that are understood, and no others (RFC 7517 §5). A key already in `known` keeps its identity, so
 * that cached tokens stay verified.
 *
 * @param wanted the algorithms that keys which name none are taken for
 */
export function importKeys(
  jwks: readonly unknown[],
  known: VerificationKeys,
  wanted: readonly SigningAlgorithm[],
): VerificationKeys {
  const keys = new Map<string, VerificationKey>();
  for (const jwk of jwks) {
    const key = importKey(jwk, known, wanted);
    if (key !== null && !keys.has(key.kid)) keys.set(key.kid, key);
  }
  return keys;
}

/** How many keys can verify tokens of these algorithms. */
export const countKeys = (keys: VerificationKeys, wanted: readonly SigningAlgorithm[]): number =>
  [...keys.values()].filter(({ alg }) => wanted.includes(alg)).length;

/**
 * Parse a JWK Set. Keeps keys of other algorithms than the wanted ones too: status lists may be signed with them.
 *
 * @throws Error if it is no JWK Set, or has no key of a wanted algorithm
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function parseJwkSet(
  text: string,
  known: VerificationKeys,
  wanted: readonly SigningAlgorithm[],
): VerificationKeys {
  const document: unknown = JSON.parse(text);
  if (typeof document !== "object" || document === null || !("keys" in document)) {
    throw new Error("the answer is not a JWK Set");
  }
  if (!Array.isArray(document.keys)) throw new Error("the answer is not a JWK Set");
  const keys = importKeys(document.keys, known, wanted);
  if (countKeys(keys, wanted) === 0) throw new Error(`the JWK Set has no key for ${wanted.join(", ")}`);
  return keys;
}
