/** The signatures that are understood (RFC 7518 §3, RFC 8037 §3.1), each for one kind of key. */
import { Buffer } from "node:buffer";
import { constants, type KeyObject, verify } from "node:crypto";
import type { SigningAlgorithm } from "@regrant/shared";
import type { PublicJwk } from "./public-jwk.js";

interface Scheme {
  readonly kty: PublicJwk["kty"];
  readonly hash: "sha256" | null;
  readonly options?: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: "ieee-p1363";
  };
  /** Every signature has exactly so many bytes: DER, which is longer, is none (RFC 7518 §3.4). Null: as the modulus. */
  readonly bytes: number | null;
}

const schemes: Readonly<Record<SigningAlgorithm, Scheme>> = {
  RS256: { kty: "RSA", hash: "sha256", bytes: null },
  PS256: {
    kty: "RSA",
    hash: "sha256",
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    bytes: null,
  },
  ES256: { kty: "EC", hash: "sha256", options: { dsaEncoding: "ieee-p1363" }, bytes: 64 },
  EdDSA: { kty: "OKP", hash: null, bytes: 64 },
};

export type SignatureCheck = (signingInput: string, signature: Uint8Array) => boolean;

export const isForKey = (alg: SigningAlgorithm, { kty }: PublicJwk): boolean => schemes[alg].kty === kty;

/** @param alg must be for this kind of key: see `isForKey` */
export function createSignatureCheck(alg: SigningAlgorithm, keyObject: KeyObject): SignatureCheck {
  const { hash, options, bytes } = schemes[alg];
  const check =
    options === undefined
      ? (input: Buffer, signature: Uint8Array) => verify(hash, input, keyObject, signature)
      : checkWith(hash, keyObject, options);
  return (signingInput, signature) =>
    (bytes === null || signature.length === bytes) && check(Buffer.from(signingInput, "latin1"), signature);
}

/** Cloudflare Workers accept options only with an encoded key, which they parse for each signature. */
function checkWith(hash: Scheme["hash"], keyObject: KeyObject, options: NonNullable<Scheme["options"]>) {
  let key: Parameters<typeof verify>[2] = { key: keyObject, ...options };
  return (input: Buffer, signature: Uint8Array): boolean => {
    try {
      return verify(hash, input, key, signature);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      key = {
        key: keyObject.export({ format: "der", type: "spki" }),
        format: "der",
        type: "spki",
        ...options,
      };
      return verify(hash, input, key, signature);
    }
  };
}
