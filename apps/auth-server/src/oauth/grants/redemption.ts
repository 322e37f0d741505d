/** What the grants share that open a session by a code: the session as it is asked for, and the tokens once it is open. */
import { randomUUID } from "node:crypto";
import type { TokenResponse } from "@regrant/shared";
import type { Context } from "../../context.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import type { Opening } from "../../sessions/open.sql.js";
import { encodeRefreshToken, hashRefreshSecret, newRefreshSecret } from "../../sessions/refresh-token.js";
import type { OpenedSession } from "../../sessions/session.sql.js";
import { type GrantRequest, issueTokens, newTokenId, stillAllowed } from "./grant.js";

export interface SessionByCode {
  readonly opening: Opening & {
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
    readonly refreshes: boolean;
  };
  /** Sign the tokens of the session that was opened. */
  issue(grant: OpenedSession): Promise<TokenResponse>;
}

export function sessionByCode(context: Context, request: GrantRequest): SessionByCode {
  const { client, origin, jkt } = request;
  const { config, secrets } = context;
  const refreshes = client.grantTypes.includes("refresh_token");
  const lifetimes = lifetimesOf(config, client);
  const secret = newRefreshSecret();
  const sessionId = randomUUID();
  const tokenId = newTokenId();
  return {
    opening: {
      ...origin,
      clientId: client.clientId,
      sessionId,
      secretHash: hashRefreshSecret(secret),
      // A session without refresh tokens ends with its only access token.
      idleSeconds: refreshes ? lifetimes.sessionIdleSeconds : lifetimes.accessTokenSeconds,
      absoluteSeconds: refreshes ? lifetimes.sessionAbsoluteSeconds : lifetimes.accessTokenSeconds,
      refreshes,
      accessTokenId: tokenId,
      maxSessions: config.maxSessions,
      jkt,
    },
    issue: (grant) =>
      issueTokens(context, request, {
        subject: grant.userId,
        audience: grant.resource,
        scope: stillAllowed(client, grant.scope, grant.resource),
        tokenId,
        user: { roles: grant.roles, sessionId, authTimeSeconds: grant.authTimeSeconds, amr: grant.amr },
        statusIndex: grant.statusIndex,
        identity: grant.identity,
        nonce: grant.nonce,
        ...(refreshes && { refreshToken: encodeRefreshToken(secrets, { sessionId, generation: 0, secret }) }),
      }),
  };
}
