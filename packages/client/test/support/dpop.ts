/** The check of proofs (RFC 9449 §4.3) at the test's servers, by jose. */
import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from "jose";
import type { Received, Reply } from "./listen.js";

export class ProofRefused extends Error {}

export interface ProofCheck {
  /** The proofs so far, with their headers. */
  readonly proofs: { readonly jwk: JWK; readonly claims: Record<string, unknown> }[];
  /** What the next proofs have to contain. */
  nonce: string | null;
  /** This server's clock, in milliseconds since 1970. */
  now(): number;
  /** @returns the key's thumbprint; null if there is no proof */
  check(request: Received, url: string, accessToken?: string): Promise<string | null>;
  /** Headers for every answer. */
  headers(): Record<string, string>;
}

const toleranceSeconds = 60;

export function createProofCheck(): ProofCheck {
  const seen = new Set<string>();
  const proofs: ProofCheck["proofs"] = [];
  const own: ProofCheck = {
    proofs,
    nonce: null,
    now: Date.now,
    async check({ method, headers }, url, accessToken) {
      const { dpop } = headers;
      if (dpop === undefined) return null;
      const refuse = (): never => {
        throw new ProofRefused("invalid_dpop_proof");
      };
      const { payload, protectedHeader } = await jwtVerify(String(dpop), EmbeddedJWK, {
        typ: "dpop+jwt",
        algorithms: ["ES256"],
        currentDate: new Date(own.now()),
        clockTolerance: toleranceSeconds,
      }).catch(refuse);
      const { jwk = {} } = protectedHeader;
      proofs.push({ jwk, claims: payload });
      const { iat = 0, jti = "", htm, htu, ath, nonce } = payload;
      const hash = accessToken && createHash("sha256").update(accessToken).digest("base64url");
      if (htm !== method || htu !== url || ath !== hash || "d" in jwk) refuse();
      if (Math.abs(own.now() / 1_000 - iat) > toleranceSeconds) refuse();
      if (own.nonce !== null && nonce !== own.nonce) throw new ProofRefused("use_dpop_nonce");
      if (seen.has(jti)) refuse();
      seen.add(jti);
      return calculateJwkThumbprint(jwk);
    },
    headers: () => ({
      date: new Date(own.now()).toUTCString(),
      ...(own.nonce !== null && { "dpop-nonce": own.nonce }),
    }),
  };
  return own;
}

/** An API's (§7.1). */
export const proofChallenge = (error: string): Reply => ({
  status: 401,
  headers: { "www-authenticate": `Bearer, DPoP algs="ES256", error="${error}"` },
});
