/** The key that a proof's header holds (RFC 9449 §4.2), and what else the header has to say. */
import { isSigningAlgorithm, type SigningAlgorithm } from "@regrant/shared";
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

/** Anybody makes up keys, and each is imported before its signature is known to be right: none that is slow. */
const modulusBits = { least: 2048, most: 4096 };
const mostExponentCharacters = 6; // 65537 is AQAB

/** Clients repeat their header word for word, so a known one costs no parsing and no import. */
const bounds = { keys: 5_000, cachedCharacters: 2_048 };

/** RFC 7518 §6.2.2, §6.3.2, §6.4.1: whoever sends one has given the key away. */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

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
  if (typeof typ !== "string" || !/^(?:application\/)?dpop\+jwt$/i.test(typ))
    throw refuseProof("dpop_proof_typ", "typ: the JWT in the DPoP header is not a DPoP proof (dpop+jwt)");
  const algorithm = algorithmOf(alg);
  if (algorithm === null)
    throw refuseProof(
      "dpop_proof_alg",
      `alg: the DPoP proof is not signed with one of ${proofAlgorithms.join(", ")}`,
    );
  if (crit !== undefined)
    throw refuseProof("dpop_proof_malformed", "crit: the DPoP proof demands an unsupported extension");
  if (typeof jwk !== "object" || jwk === null)
    throw refuseProof("dpop_proof_key", "jwk: the DPoP proof does not hold its public key");
  return readKey(algorithm, { ...jwk });
}

/** RFC 9864 §2.2 gives EdDSA with Ed25519 the name Ed25519. */
function algorithmOf(alg: unknown): SigningAlgorithm | null {
  if (alg === "Ed25519") return "EdDSA";
  return isSigningAlgorithm(alg) ? alg : null;
}

function readKey(algorithm: SigningAlgorithm, jwk: Readonly<Record<string, unknown>>): ProofKey {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name)))
    throw refuseProof(
      "dpop_proof_key",
      "jwk: the DPoP proof holds a private key, which is no secret any more",
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
      `jwk: the DPoP proof's key is none, or RSA of not ${modulusBits.least} to ${modulusBits.most} bits`,
    );
  return { jkt: thumbprintOf(part), verify: createSignatureCheck(algorithm, keyObject) };
}
