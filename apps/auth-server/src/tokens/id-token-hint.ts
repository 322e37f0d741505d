/**
 * ID tokens that come back as a hint of who is meant. They may have expired long ago.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
import { signingAlgorithms } from "@regrant/shared";
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from "jose";

export interface IdTokenHint {
  /** The user's id. */
  readonly subject: string;
  readonly clientId: string;
  readonly sessionId: string | null;
}

interface Verification {
  readonly config: { readonly issuer: string };
  readonly keyRing: { readonly jwks: JSONWebKeySet };
}

/**
 * Null if it is not an ID token of this issuer, or signed with a key that is no longer published. Does not check `exp`, nor
 * whether the session is still open.
 */
export async function verifyIdTokenHint(
  { config, keyRing }: Verification,
  token: string,
): Promise<IdTokenHint | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(token, createLocalJWKSet(keyRing.jwks), {
      algorithms: [...signingAlgorithms],
    });
    const { iss, sub, aud, sid } = JSON.parse(Buffer.from(payload).toString());
    if (protectedHeader.typ !== "JWT" || iss !== config.issuer) return null;
    return { subject: sub, clientId: aud, sessionId: sid ?? null };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
