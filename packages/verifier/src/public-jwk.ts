/** A public key's required members, and no others, of the kinds that are understood (RFC 7518 §6.2, §6.3; RFC 8037 §2). */
import { Buffer } from "node:buffer";
import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** Members in the order of RFC 7638 §3.3, so that its JSON is what a thumbprint is made of. */
export type PublicJwk =
  | { readonly e: string; readonly kty: "RSA"; readonly n: string }
  | { readonly crv: "P-256"; readonly kty: "EC"; readonly x: string; readonly y: string }
  | { readonly crv: "Ed25519"; readonly kty: "OKP"; readonly x: string };

/** One spelling for one value: thumbprints are made of the text. */
const isBase64url = (value: unknown): value is string =>
  typeof value === "string" &&
  value !== "" &&
  Buffer.from(value, "base64url").toString("base64url") === value;

/** 32 bytes, leading zeros and all (RFC 7518 §6.2.1.2). */
const isCoordinate = (value: unknown): value is string =>
  typeof value === "string" && value.length === 43 && isBase64url(value);

/** Null if the key is of another kind, or its members are malformed. Does not check that they are a key. */
export function publicPartOf(jwk: Readonly<Record<string, unknown>>): PublicJwk | null {
  const { kty, crv, n, e, x, y } = jwk;
  if (kty === "RSA" && isBase64url(e) && isBase64url(n)) return { e, kty, n };
  if (kty === "EC" && crv === "P-256" && isCoordinate(x) && isCoordinate(y)) return { crv, kty, x, y };
  if (kty === "OKP" && crv === "Ed25519" && isCoordinate(x)) return { crv, kty, x };
  return null;
}

/** @see https://www.rfc-editor.org/rfc/rfc7638#section-3 */
export const thumbprintOf = (jwk: PublicJwk): string =>
  createHash("sha256").update(JSON.stringify(jwk)).digest("base64url");

/** The limits on RSA keys. */
export interface ModulusBits {
  readonly least: number;
  readonly most: number;
}

/** Null if it is no key: an EC point off the curve, or RSA of other sizes or an unsafe exponent. */
export function importPublicKey(jwk: PublicJwk, bits: ModulusBits): KeyObject | null {
  try {
    const keyObject = createPublicKey({ key: { ...jwk }, format: "jwk" });
    return jwk.kty !== "RSA" || isStrongEnough(keyObject, bits) ? keyObject : null;
  } catch {
    return null;
  }
}

function isStrongEnough(keyObject: KeyObject, { least, most }: ModulusBits): boolean {
  const { modulusLength = 0, publicExponent = 0n } = keyObject.asymmetricKeyDetails ?? {};
  const isLongEnough = modulusLength >= least && modulusLength <= most;
  return isLongEnough && publicExponent >= 3n && publicExponent % 2n === 1n;
}
