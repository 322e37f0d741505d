/** Access tokens: JWTs by RFC 9068, signed and never stored. @see https://www.rfc-editor.org/rfc/rfc9068#section-2 */
import type { AccessTokenClaims, StatusListReference } from "@regrant/shared";
import { type ActiveKey, signJws } from "../keys/sign-jws.js";
import { acrOf } from "./authentication-context.js";

export interface AccessTokenInput {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly tokenId: string;
  readonly issuedAtSeconds: number;
  readonly lifeSeconds: number;
  /** Where its revocation is published. */
  readonly status: StatusListReference | null;
  /** Who acts for the subject (RFC 8693 §4.1). */
  readonly actor?: AccessTokenClaims["act"];
  /** The thumbprint of the key that it works with (RFC 9449 §6.1); null makes it a Bearer token. */
  readonly jkt?: string | null;
  /** Absent for a client acting on its own behalf. */
  readonly user?: User | undefined;
}

interface User {
  readonly roles: readonly string[];
  readonly sessionId?: string;
  /** Undefined where only another issuer has authenticated the user, and does not say when. */
  readonly authTimeSeconds: number | undefined;
  /** How the user was authenticated (RFC 8176). */
  readonly amr: readonly string[];
}

/** Sign the access token of a grant that has been checked; this checks nothing. */
export function signAccessToken(key: ActiveKey, input: AccessTokenInput): Promise<string> {
  return signJws(key, "at+jwt", claimsOf(input));
}

function claimsOf(input: AccessTokenInput): AccessTokenClaims {
  const { user } = input;
  return {
    iss: input.issuer,
    sub: input.subject,
    aud: input.audience,
    exp: input.issuedAtSeconds + input.lifeSeconds,
    iat: input.issuedAtSeconds,
    jti: input.tokenId,
    client_id: input.clientId,
    ...(input.scope.length > 0 && { scope: input.scope.join(" ") }),
    ...(user && { roles: [...user.roles], acr: acrOf(user.amr) }),
    ...(user?.authTimeSeconds !== undefined && { auth_time: user.authTimeSeconds }),
    ...(user?.sessionId !== undefined && { sid: user.sessionId }),
    ...(input.actor !== undefined && { act: input.actor }),
    ...(input.jkt && { cnf: { jkt: input.jkt } }),
    ...(input.status !== null && { status: { status_list: input.status } }),
  };
}
