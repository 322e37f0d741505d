/**
 * JWK Sets of others: which of their keys may verify a signature here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
import { createPublicKey } from "node:crypto";
import { isObject, privateMemberOf } from "@regrant/shared";

type Members = Readonly<Record<string, unknown>>;

/** A JWK Set as it was sent: see `faultOfKey` for which of its keys count. */
export interface PublicKeys {
  readonly keys: readonly Members[];
}

/** Of a JWK Set in a setting; the keys themselves are checked by `faultOfKey`. */
export const keySetSchema = {
  type: ["object", "null"],
  required: ["keys"],
  properties: {
    keys: { type: "array", minItems: 1, maxItems: 20, items: { type: "object", additionalProperties: true } },
  },
};

/** What a public key has, and what is said about it (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2). */
const publicMembers = ["kty", "crv", "x", "y", "n", "e", "kid", "alg", "use"];

/** RFC 9864 §2.2 renames EdDSA with the curve Ed25519, and some libraries write the new name already. */
const newEdDsa = "Ed25519";

/** The algorithms by every `alg` that stands for one of them. */
export const algNamesOf = (algorithms: readonly string[]): readonly string[] =>
  algorithms.includes("EdDSA") ? [...algorithms, newEdDsa] : algorithms;

/** Of an RSA key's modulus: RFC 7518 §3.3, and what a signature may cost to verify. */
const rsaBits = { least: 2048, most: 8192 };

export const isKeySet = (value: unknown): value is PublicKeys =>
  isObject(value) && Array.isArray(value.keys) && value.keys.every(isObject);

/** Without what nothing here reads, such as certificates. */
export const withoutExtras = (key: Members): Members =>
  Object.fromEntries(publicMembers.flatMap((name) => (name in key ? [[name, key[name]]] : [])));

/** Why the key cannot verify signatures here; null if it can. */
export function faultOfKey(key: Members): string | null {
  const secret = privateMemberOf(key);
  if (secret !== null)
    return `has the private member ${secret}. Whoever has seen it can sign: replace the key, and send its public half only`;
  if (key.use !== undefined && key.use !== "sig") return "has a use other than sig";
  if (Array.isArray(key.key_ops) && !key.key_ops.includes("verify")) return "has key_ops without verify";
  const algorithms = algorithmsOf(key);
  if (algorithms === null) return "is neither RSA, nor EC with the curve P-256, nor OKP with Ed25519";
  if (key.alg !== undefined && !algorithms.some((alg) => alg === key.alg))
    return `has an alg other than ${algorithms.join(" or ")}`;
  return faultOfMaterial(key);
}

/** Whether signatures that the key verifies may have this `alg`. */
export const isForAlg = (key: Members, alg: string): boolean => {
  const { alg: only } = withoutEdDsaAlg(key);
  return only === undefined ? (algorithmsOf(key)?.includes(alg) ?? false) : only === alg;
};

/** jose takes a key only for the `alg` that it names: without one, an Ed25519 key is found by either name of its algorithm. */
export const withoutEdDsaAlg = (key: Members): Members =>
  key.kty === "OKP" ? { ...key, alg: undefined } : key;

function algorithmsOf({ kty, crv }: Members): readonly string[] | null {
  if (kty === "RSA") return ["RS256", "PS256"];
  if (kty === "EC" && crv === "P-256") return ["ES256"];
  return kty === "OKP" && crv === "Ed25519" ? ["EdDSA", newEdDsa] : null;
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
    return "has values that are not a valid key";
  }
}
