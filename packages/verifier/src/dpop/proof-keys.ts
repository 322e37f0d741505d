/** The key that a proof's header holds (RFC 9449 §4.2), and what else the header has to say. */
import {
  isObject,
  isSigningAlgorithm,
  mediaTypeOf,
  privateMemberOf,
  type SigningAlgorithm,
} from "@regrant/shared";
import { LRUCache } from "lru-cache";
import { decodeObject } from "../jws.js";
import { importPublicKey, publicPartOf, thumbprintOf } from "../public-jwk.js";
import { createSignatureCheck, isForKey, type SignatureCheck } from "../signatures.js";
import { refuseProof } from "./refuse.js";

/** The algorithms that proofs may be signed with, as `dpop_signing_alg_values_supported` lists them. */
export const proofAlgorithms = ["ES256", "Ed25519", "EdDSA", "PS256", "RS256"] as const;

export interface ProofKey {
  readonly jkt: string;
  readonly verify: SignatureCheck;
}

/** Strangers can send any key, and each is imported before its signature is checked: slow ones are refused. */
const modulusBits = { least: 2048, most: 4096 };
const mostExponentCharacters = 6; // 65537 is AQAB

/** Clients repeat their header word for word, so a known one costs no parsing and no import. */
const bounds = { keys: 5_000, cachedCharacters: 2_048 };

export function createProofKeys(): (header: string) => ProofKey {
  const known = new LRUCache<string, ProofKey>({ max: bounds.keys });
  return (header) => {
    const found = known.get(header);
    if (found !== undefined) return found;
    const key = readHeader(decodeObject(header));
    if (header.length <= bounds.cachedCharacters) known.set(header, key);
    return key;
  };
}

/** @throws OAuthError `invalid_dpop_proof` */
function readHeader({ typ, alg, crit, jwk }: Readonly<Record<string, unknown>>): ProofKey {
  if (mediaTypeOf(typ) !== "dpop+jwt")
    throw refuseProof("dpop_proof_typ", "typ: the JWT in the DPoP header is not a DPoP proof (dpop+jwt)");
  const algorithm = algorithmOf(alg);
  if (algorithm === null)
    throw refuseProof(
      "dpop_proof_alg",
      `alg: the DPoP proof is not signed with one of ${proofAlgorithms.join(", ")}`,
    );
  if (crit !== undefined)
    throw refuseProof("dpop_proof_malformed", "crit: the DPoP proof demands an unsupported extension");
  if (!isObject(jwk))
    throw refuseProof("dpop_proof_key", "jwk: the DPoP proof does not contain its public key");
  return readKey(algorithm, jwk);
}

/** RFC 9864 §2.2 gives EdDSA with Ed25519 the name Ed25519. */
function algorithmOf(alg: unknown): SigningAlgorithm | null {
  if (alg === "Ed25519") return "EdDSA";
  return isSigningAlgorithm(alg) ? alg : null;
}

function readKey(algorithm: SigningAlgorithm, jwk: Readonly<Record<string, unknown>>): ProofKey {
  const secret = privateMemberOf(jwk);
  if (secret !== null)
    throw refuseProof(
      "dpop_proof_key",
      `jwk: the DPoP proof contains the private member ${secret}: replace the key, and send its public half only`,
    );
  const part = publicPartOf(jwk);
  if (
    part === null ||
    !isForKey(algorithm, part) ||
    (jwk.alg !== undefined && algorithmOf(jwk.alg) !== algorithm)
  )
    throw refuseProof("dpop_proof_key", "jwk: the DPoP proof's key is not one for its alg");
  const isQuick = part.kty !== "RSA" || part.e.length <= mostExponentCharacters;
  const keyObject = isQuick ? importPublicKey(part, modulusBits) : null;
  if (keyObject === null)
    throw refuseProof(
      "dpop_proof_key",
      `jwk: the DPoP proof's key is invalid; an RSA key must have ${modulusBits.least} to ${modulusBits.most} bits`,
    );
  return { jkt: thumbprintOf(part), verify: createSignatureCheck(algorithm, keyObject) };
}
