/** What the grants share that open a session by a code: the session as it is asked for, and the tokens once it is open. */
import { randomUUID } from "node:crypto";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { encodeRefreshToken, hashRefreshSecret, newRefreshSecret } from "../../sessions/refresh-token.js";
import { issueTokens, newTokenId, stillAllowed } from "./grant.js";
export function sessionByCode(context, request) {
    const { client, origin } = request;
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
        },
        issue: (grant) => issueTokens(context, request, {
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
//# sourceMappingURL=redemption.js.map