/** Parses a JWK Set (RFC 7517 §5) into keys that can verify RS256 (RFC 7518 §3.3, §6.3.1). */
import { createPublicKey, type KeyObject } from "node:crypto";

export interface VerificationKey {
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly keyObject: KeyObject;
}

export type VerificationKeys = ReadonlyMap<string, VerificationKey>;

/** A kid is only a name; RFC 7638 thumbprints have 43 characters. */
export const maxKidCharacters = 256;

/** The minimum is RFC 7518 §3.3's; above the maximum, verification is too expensive. */
const modulusBits = { least: 2048, most: 16_384 };

const isOptional = (value: unknown, wanted: string): boolean => value === undefined || value === wanted;

const isForVerification = (jwk: Readonly<Record<string, unknown>>): boolean =>
  jwk.kty === "RSA" &&
  isOptional(jwk.use, "sig") &&
  isOptional(jwk.alg, "RS256") &&
  (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes("verify")));

function isStrongEnough(keyObject: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = keyObject.asymmetricKeyDetails ?? {};
  const isLongEnough = modulusLength >= modulusBits.least && modulusLength <= modulusBits.most;
  return isLongEnough && publicExponent >= 3n && publicExponent % 2n === 1n;
}

/** Imports only `n` and `e`, so that a private key published by mistake is used as a public one. */
function importKey(jwk: unknown): VerificationKey | null {
  if (typeof jwk !== "object" || jwk === null) return null;
  const { kid, n, e, ...rest }: Record<string, unknown> = { ...jwk };
  if (!isForVerification(rest) || typeof n !== "string" || typeof e !== "string") return null;
  if (typeof kid !== "string" || kid === "" || kid.length > maxKidCharacters) return null;
  try {
    const keyObject = createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
    return isStrongEnough(keyObject) ? { kid, n, e, keyObject } : null;
  } catch {
    return null; // RFC 7517 §5: ignore keys that are not understood
  }
}

/**
 * Parse a JWK Set, keeping the keys that can verify RS256. A key already in `known` keeps its identity, so that
 * cached tokens stay verified.
 *
 * @throws Error if it is no JWK Set or no usable key is left
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function parseJwkSet(text: string, known: VerificationKeys): VerificationKeys {
  const document: unknown = JSON.parse(text);
  if (typeof document !== "object" || document === null || !("keys" in document)) {
    throw new Error("the answer is not a JWK Set");
  }
  if (!Array.isArray(document.keys)) throw new Error("the answer is not a JWK Set");
  const keys = new Map<string, VerificationKey>();
  for (const jwk of document.keys) {
    const key = importKey(jwk);
    if (key === null || keys.has(key.kid)) continue;
    const same = known.get(key.kid);
    keys.set(key.kid, same?.n === key.n && same.e === key.e ? same : key);
  }
  if (keys.size === 0) throw new Error("the JWK Set has no key for RS256");
  return keys;
}
