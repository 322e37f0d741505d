/** What all grants have in common. */
import { randomUUID } from "node:crypto";
import { isScopeWithin } from "../../shared/index.js";
import { openScope } from "../../clients/clients.sql.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { signAccessToken } from "../../tokens/access-token.js";
import { signIdToken } from "../../tokens/id-token.js";
import { claimsFor, requestableClaims } from "../../users/claims.js";
export const newTokenId = () => randomUUID();
/** Sign the tokens and build the response (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). */
export async function issueTokens({ config, now, statusLists }, { client, signingKey }, issue) {
    const lifeSeconds = lifetimesOf(config, client, issue.audience).accessTokenSeconds;
    const issuedAtSeconds = Math.floor(now() / 1000);
    const common = { issuer: config.issuer, clientId: client.clientId, issuedAtSeconds, lifeSeconds };
    const accessToken = await signAccessToken(signingKey, {
        ...common,
        subject: issue.subject,
        audience: issue.audience,
        scope: issue.scope,
        tokenId: issue.tokenId,
        status: issue.statusIndex === null ? null : await statusLists.referenceOf(issue.statusIndex),
        user: issue.user,
    });
    const { user, identity = null, nonce = null } = issue;
    const idToken = user === undefined || identity === null || !issue.scope.includes("openid")
        ? null
        : await signIdToken(signingKey, {
            ...common,
            subject: issue.subject,
            authTimeSeconds: user.authTimeSeconds,
            amr: user.amr,
            sessionId: user.sessionId,
            nonce,
            accessToken,
            claims: claimsFor({ ...identity, roles: user.roles }, client.idTokenClaims === "scope" ? issue.scope : [], requestableClaims(client.scope, identity.requested?.id_token ?? [])),
        });
    return {
        access_token: accessToken,
        token_type: "Bearer",
        expires_in: lifeSeconds,
        ...(issue.refreshToken !== undefined && { refresh_token: issue.refreshToken }),
        ...(idToken !== null && { id_token: idToken }),
        ...(issue.scope.length > 0 && { scope: issue.scope.join(" ") }),
    };
}
/** The granted scope without what the client has lost since: a stranger loses what is not open any more. */
export function stillAllowed(client, scope, resource) {
    const allowed = client.origin === "operator"
        ? client.scope
        : openScope(client.resources.filter(({ uri }) => uri === resource));
    return isScopeWithin(scope, allowed) ? scope : scope.filter((token) => allowed.includes(token));
}
//# sourceMappingURL=grant.js.map