/** What the server tells about the user. @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo */
import { reasonOf } from "@regrant/shared/issuer-answers";
import * as oauth from "oauth4webapi";
import { type AuthorizedFetch, challengeOf } from "./api-requests.js";
import type { UserInfo } from "./claims.js";
import { RefusedError } from "./errors.js";
import { checkAvailable, type Server } from "./server.js";
import type { Session } from "./session.js";

/**
 * Checks that the answer is about the user who signed in (§5.3.2).
 *
 * @throws SignedOutError | UnavailableError | RefusedError, and whatever `fetch` throws
 */
export async function requestUserInfo(
  server: Server,
  session: Session,
  authorizedFetch: AuthorizedFetch,
): Promise<UserInfo> {
  const metadata = await server.metadata();
  const { issuer, userinfo_endpoint: url } = metadata;
  if (url === undefined) throw new TypeError(`${issuer} has no userinfo_endpoint`);
  const request = new Request(url, { headers: { accept: "application/json" } });
  const response = await authorizedFetch(request, true);
  checkAvailable(url, response);
  const idToken = session.idToken();
  if (idToken === null) {
    throw new TypeError(
      "userInfo() requires the scope openid: only an ID token tells whose answer it has to be",
    );
  }
  const { sub } = idToken.claims;
  return oauth.processUserInfoResponse(metadata, server.client, sub, response).catch(rethrow);
}

function rethrow(cause: unknown): never {
  const challenge = cause instanceof oauth.WWWAuthenticateChallengeError ? challengeOf(cause) : {};
  const reason = reasonOf(challenge.error_uri) ?? "userinfo_invalid";
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new RefusedError(challenge.error ?? "invalid_token", reason, challenge.error_description ?? why, {
    cause,
  });
}
