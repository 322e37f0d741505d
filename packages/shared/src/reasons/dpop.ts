/** Proofs of possession (RFC 9449). */
import { entry, type ReasonEntry } from "./entry.js";

export const dpopReasons = {
  dpop_proof_missing: entry(
    "invalid_dpop_proof",
    "The request has no DPoP header, but needs one: its token or its client is bound to a key.",
    "Send a DPoP proof, made for this request, in the DPoP header (RFC 9449 §4).",
  ),
  dpop_proof_repeated: entry(
    "invalid_dpop_proof",
    "The request has more than one DPoP header.",
    "Send one proof in one DPoP header (RFC 9449 §4.3).",
  ),
  dpop_proof_malformed: entry(
    "invalid_dpop_proof",
    "The DPoP header is not one signed JWT, or the JWT lacks iat or jti.",
    "Make the proof with a DPoP library. It needs the claims jti, htm, htu and iat (RFC 9449 §4.2).",
  ),
  dpop_proof_typ: entry(
    "invalid_dpop_proof",
    "The JWT in the DPoP header is not a DPoP proof.",
    "Set the header's typ to dpop+jwt (RFC 9449 §4.2).",
  ),
  dpop_proof_alg: entry(
    "invalid_dpop_proof",
    "The proof is not signed with an algorithm that is accepted here: symmetric ones and none never are.",
    "Use one of dpop_signing_alg_values_supported in the metadata: ES256, Ed25519 (also called EdDSA), PS256 or RS256.",
  ),
  dpop_proof_key: entry(
    "invalid_dpop_proof",
    "The proof's jwk is missing, is not for its alg, is not a valid key, is RSA of fewer than 2048 or more than 4096 bits, or contains a private key.",
    "Send the public key only, of the kind that alg needs. A private key that was sent is no longer secret: make a new one.",
  ),
  dpop_proof_signature: entry(
    "invalid_dpop_proof",
    "The proof's signature was not made by the key in its header.",
    "Sign with the private key of jwk. ES256 signatures are 64 bytes, not DER (RFC 7518 §3.4).",
  ),
  dpop_proof_htm: entry(
    "invalid_dpop_proof",
    "The proof was made for another HTTP method.",
    "Make a proof for each request, with its method as htm.",
  ),
  dpop_proof_htu: entry(
    "invalid_dpop_proof",
    "The proof was made for another URL.",
    "Make a proof for each request, with its URL, without query and fragment, as htu. Operators: behind a proxy that changes addresses, the server has to know its public URL (an API: the verifier's option dpop.url).",
  ),
  dpop_proof_time: entry(
    "invalid_dpop_proof",
    "The proof is too old, or from the future.",
    "Make a proof for each request, just before it is sent, and check the clock: by default a minute is accepted either way.",
  ),
  dpop_proof_replayed: entry(
    "invalid_dpop_proof",
    "The proof has been used before.",
    "Make a proof for each request, with a jti of its own; for a repeated request too.",
  ),
  dpop_proof_token: entry(
    "invalid_dpop_proof",
    "The proof was made for another access token, or for none.",
    "Set ath to the SHA-256 hash of the access token that the request carries (RFC 9449 §4.2).",
  ),
  dpop_nonce_required: entry(
    "use_dpop_nonce",
    "The proof lacks this server's nonce, or has an old one.",
    "Repeat the request with a new proof that contains the value of the DPoP-Nonce header as nonce (RFC 9449 §8, §9). Nothing was used up.",
  ),
  dpop_key_mismatch: entry(
    "invalid_dpop_proof",
    "The proof was made with another key than the one that the token or the authorization code is bound to.",
    "Use the key that the token was requested with. If it is lost, sign in again.",
  ),
  token_binding_unknown: entry(
    "invalid_token",
    "The access token is bound to its client in a way that this API cannot check: its cnf claim is not a key's thumbprint (jkt), alone.",
    "Get a token that is bound by DPoP, or to nothing.",
  ),
  token_bound: entry(
    "invalid_token",
    "The access token is bound to a key, but was sent as a bearer token.",
    "Send: Authorization: DPoP <access token>, and a proof in the DPoP header (RFC 9449 §7.1).",
  ),
  token_not_bound: entry(
    "invalid_token",
    "The access token is not bound to a key, but was sent with the scheme DPoP, or the API requires bound tokens.",
    "Send it as a bearer token; or, where the API requires DPoP, send a DPoP proof when requesting the token.",
  ),
  dpop_required: entry(
    "invalid_dpop_proof",
    "Access tokens of this client, or of the API that the token is for, are always bound to a key, and the request has no proof of one.",
    "Send a DPoP proof with the token request. Operators: the settings are require_dpop of the client and of the resource.",
  ),
  dpop_jkt_malformed: entry(
    "invalid_request",
    "The dpop_jkt of the authorization request is not the thumbprint of a key.",
    "Send the SHA-256 thumbprint of the public key in base64url: 43 characters (RFC 7638, RFC 9449 §10).",
  ),
} as const satisfies Record<string, ReasonEntry>;
