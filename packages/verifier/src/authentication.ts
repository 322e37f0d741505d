/**
 * What a route requires of the user's sign-in: how, and how recently, they authenticated.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9470
 */
import { OAuthError, type RequiredAuthentication } from "@regrant/shared";
import type { AccessToken } from "./claims.js";

/** Names what the sign-in lacks, so that a client can ask the user for it at once (RFC 9470 §3). */
export class InsufficientAuthenticationError extends OAuthError {
  constructor(
    description: string,
    reason: "acr_insufficient" | "authentication_too_old",
    /** For the challenge's `acr_values` and `max_age`. */
    readonly authentication: RequiredAuthentication,
  ) {
    super("insufficient_user_authentication", description, { reason });
  }
}

/** Fail at startup, not at the first request, if a route requires what no sign-in can have. */
export function checkAuthentication({ acrValues, maxAgeSeconds }: AuthenticationDemand): void {
  const wrong = acrValues?.find((acr) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(acr));
  if (wrong !== undefined) throw new TypeError(`not a single acr: ${JSON.stringify(wrong)}`);
  if (acrValues?.length === 0) throw new TypeError("acrValues needs at least one acr");
  if (maxAgeSeconds !== undefined && !(Number.isSafeInteger(maxAgeSeconds) && maxAgeSeconds >= 0))
    throw new TypeError(`maxAgeSeconds is not a whole number of seconds: ${maxAgeSeconds}`);
  if (acrValues === undefined && maxAgeSeconds === undefined)
    throw new TypeError("requireAuthentication needs acrValues, maxAgeSeconds or both");
}

export interface AuthenticationDemand {
  /** The token's `acr` has to be one of these. */
  readonly acrValues?: readonly string[] | undefined;
  /** How long ago the user may have signed in, by this machine's clock. */
  readonly maxAgeSeconds?: number | undefined;
}

/**
 * Require that the user signed in in one of these ways, and no longer ago than this. A token without `acr` or `auth_time`, such
 * as a client's own, has neither.
 *
 * @param nowSeconds since 1970
 * @throws InsufficientAuthenticationError 401 `insufficient_user_authentication`, reason `acr_insufficient` or
 * `authentication_too_old`
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 */
export function requireAuthentication(
  { claims: { acr, auth_time } }: AccessToken,
  { acrValues, maxAgeSeconds }: AuthenticationDemand,
  nowSeconds = Date.now() / 1_000,
): void {
  // Both at once: a client that is told of one after the other has to ask the user twice.
  const required = { acrValues, maxAge: maxAgeSeconds };
  if (acrValues !== undefined && (acr === undefined || !acrValues.includes(acr)))
    throw new InsufficientAuthenticationError(
      "acr: the user has to sign in in another way",
      "acr_insufficient",
      required,
    );
  if (maxAgeSeconds !== undefined && (auth_time === undefined || nowSeconds - auth_time > maxAgeSeconds))
    throw new InsufficientAuthenticationError(
      "auth_time: the user signed in too long ago",
      "authentication_too_old",
      required,
    );
}
