/**
 * The ID token: who signed in.
 *
 * The signature is checked only where there is no TLS: the token comes straight from the token endpoint, so that TLS
 * shows whose it is (OpenID Connect Core 1.0 §3.1.3.7, 6).
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
import * as oauth from "oauth4webapi";
import type { IdTokenClaims } from "./claims.js";
import { RefusedError, UnavailableError } from "./errors.js";
import { isLoopback } from "./urls.js";

/** Exists in memory, and in messages to this origin's other tabs. */
export interface IdToken {
  /** As received, for `id_token_hint`. */
  readonly value: string;
  /** Frozen. */
  readonly claims: IdTokenClaims;
}

/** What the ID token of a sign-in has to answer. */
export interface AskedOfIdToken {
  /** Undefined if the scope did not contain `openid`. An ID token that comes anyway then has no nonce. */
  readonly nonce?: string;
  readonly maxAgeSeconds?: number;
  /** Where there is no nonce to tell. Default: false. */
  readonly needsIdToken?: boolean;
}

/** What a client is registered for unless it says otherwise (OpenID Connect Dynamic Client Registration 1.0 §2). */
const algorithm = "RS256";

/**
 * Verify the ID token in a token response that is otherwise in order. `asked` is null for a refresh, where it may be
 * missing (§12.2). Does not check that its `sub` is still the same.
 *
 * @returns null if there is none and none was asked for
 * @throws RefusedError | UnavailableError
 */
export async function verifyIdToken(
  metadata: oauth.AuthorizationServer,
  { client_id }: oauth.Client,
  response: Response,
  asked: AskedOfIdToken | null,
  options: oauth.ValidateSignatureOptions,
): Promise<IdToken | null> {
  const client: oauth.Client = {
    client_id,
    id_token_signed_response_alg: algorithm,
    [oauth.clockSkew]: secondsBehind(response),
  };
  try {
    const answer =
      asked === null
        ? await oauth.processRefreshTokenResponse(metadata, client, response)
        : await oauth.processAuthorizationCodeResponse(metadata, client, response, expectationsOf(asked));
    const claims = oauth.getValidatedIdTokenClaims(answer);
    if (answer.id_token === undefined || claims === undefined) return null;
    if (isLoopback(new URL(metadata.issuer))) {
      await oauth.validateApplicationLevelSignature(metadata, response, options);
    }
    return freeze({ value: answer.id_token, claims });
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError("invalid_token", "id_token_invalid", `the ID token: ${why}`, { cause });
  }
}

const expectationsOf = ({ nonce, maxAgeSeconds, needsIdToken = false }: AskedOfIdToken) => ({
  ...(needsIdToken && { requireIdToken: true }),
  ...(nonce !== undefined && { expectedNonce: nonce, requireIdToken: true }),
  ...(nonce !== undefined && maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
});

/** How far this clock is behind the server's, where its `Date` can be read: a wrong clock here keeps nobody out. */
function secondsBehind({ headers }: Response): number {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? 0 : Math.round((at - Date.now()) / 1_000);
}

/** A copy, frozen all through. */
export const freeze = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_name, member) => Object.freeze(member));
