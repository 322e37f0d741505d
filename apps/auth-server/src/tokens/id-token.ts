/**
 * ID tokens: what a client learns about the sign-in.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
import { hash } from "node:crypto";
import { type ActiveKey, signJws } from "../keys/sign-jws.js";
import { acrOf } from "./authentication-context.js";

export interface IdTokenInput {
  readonly issuer: string;
  /** The user's id. */
  readonly subject: string;
  readonly clientId: string;
  readonly issuedAtSeconds: number;
  readonly lifeSeconds: number;
  readonly authTimeSeconds: number;
  /** How the user was authenticated (RFC 8176). */
  readonly amr: readonly string[];
  /** Undefined if no session was opened. */
  readonly sessionId: string | undefined;
  /** Only in the response to the request that had it (§12.2). */
  readonly nonce: string | null;
  /** Issued beside it. */
  readonly accessToken: string;
  /** About the user. They cannot replace the claims above. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Sign the ID token of a grant that has been checked; this checks nothing. */
export function signIdToken(key: ActiveKey, input: IdTokenInput): Promise<string> {
  return signJws(key, "JWT", {
    ...input.claims,
    iss: input.issuer,
    sub: input.subject,
    aud: input.clientId,
    azp: input.clientId,
    exp: input.issuedAtSeconds + input.lifeSeconds,
    iat: input.issuedAtSeconds,
    auth_time: input.authTimeSeconds,
    acr: acrOf(input.amr),
    ...(input.amr.length > 0 && { amr: [...input.amr] }),
    at_hash: halfHash(key, input.accessToken),
    ...(input.nonce !== null && { nonce: input.nonce }),
    ...(input.sessionId !== undefined && { sid: input.sessionId }),
  });
}

/**
 * The left half of the token's hash by the algorithm's own hash function (§3.1.3.6). Ed25519's is SHA-512 (RFC 8032 §5.1).
 *
 * @see https://bitbucket.org/openid/connect/issues/1125 what that is for EdDSA
 */
function halfHash({ alg }: ActiveKey, token: string): string {
  const whole = hash(alg === "EdDSA" ? "sha512" : "sha256", token, "buffer");
  return whole.subarray(0, whole.length / 2).toString("base64url");
}
