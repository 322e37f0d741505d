/**
 * JWK Sets of others: which of their keys may verify a signature here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
import { createPublicKey } from "node:crypto";

type Members = Readonly<Record<string, unknown>>;

export interface PublicKeys {
  readonly keys: readonly Members[];
}

/** What only a private or symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** What a public key has, and what is said about it (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2). */
const publicMembers = ["kty", "crv", "x", "y", "n", "e", "kid", "alg", "use"];

/** What RFC 9864 §2.2 calls EdDSA with Ed25519, and libraries write already. */
const newNameOfEdDsa = "Ed25519";

/** The same, with all names that they have. */
export const withNewNames = (algorithms: readonly string[]): readonly string[] =>
  algorithms.includes("EdDSA") ? [...algorithms, newNameOfEdDsa] : algorithms;

/** Of an RSA key's modulus: RFC 7518 §3.3, and what a signature may cost to verify. */
const rsaBits = { least: 2048, most: 8192 };

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isKeySet = (value: unknown): value is PublicKeys =>
  isObject(value) && Array.isArray(value.keys) && value.keys.every(isObject);

/** The first member that makes it a private or symmetric key; null if there is none. */
export const privateMemberOf = (key: Members): string | null =>
  privateMembers.find((member) => member in key) ?? null;

/** Without what nothing here reads, such as certificates. */
export const withoutExtras = (key: Members): Members =>
  Object.fromEntries(publicMembers.flatMap((name) => (name in key ? [[name, key[name]]] : [])));

/** Why it verifies no signature here; null if it does. */
export function faultOfKey(key: Members): string | null {
  const secret = privateMemberOf(key);
  if (secret !== null)
    return `has the private member ${secret}. Whoever has seen it can sign: replace the key, and send its public half only`;
  if (key.use !== undefined && key.use !== "sig") return 'has another use than "sig"';
  if (Array.isArray(key.key_ops) && !key.key_ops.includes("verify")) return 'has key_ops without "verify"';
  const algorithms = algorithmsOf(key);
  if (algorithms === null) return "is neither RSA, nor EC with the curve P-256, nor OKP with Ed25519";
  if (key.alg !== undefined && !algorithms.some((alg) => alg === key.alg))
    return `has an alg other than ${algorithms.join(" or ")}`;
  return faultOfMaterial(key);
}

/** Whether its signatures may have this `alg`. */
export const makes = (key: Members, alg: string): boolean => {
  const { alg: only } = withoutOnlyName(key);
  return only === undefined ? (algorithmsOf(key)?.includes(alg) ?? false) : only === alg;
};

/** The key, without its `alg` where its signatures have one algorithm by two names. */
export const withoutOnlyName = (key: Members): Members =>
  key.kty === "OKP" ? { ...key, alg: undefined } : key;

function algorithmsOf({ kty, crv }: Members): readonly string[] | null {
  if (kty === "RSA") return ["RS256", "PS256"];
  if (kty === "EC" && crv === "P-256") return ["ES256"];
  return kty === "OKP" && crv === "Ed25519" ? ["EdDSA", newNameOfEdDsa] : null;
}

function faultOfMaterial(key: Members): string | null {
  try {
    const { modulusLength, publicExponent } =
      createPublicKey({ key, format: "jwk" }).asymmetricKeyDetails ?? {};
    if (modulusLength === undefined) return null;
    if (modulusLength < rsaBits.least || modulusLength > rsaBits.most)
      return `has ${modulusLength} bits; RSA keys have ${rsaBits.least} to ${rsaBits.most} here`;
    const isUsual = publicExponent !== undefined && publicExponent >= 3n && publicExponent <= 0xffff_ffffn;
    return isUsual ? null : "has an unusual exponent";
  } catch {
    return "has values that make no key";
  }
}
