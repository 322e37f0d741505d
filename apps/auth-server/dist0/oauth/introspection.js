import { decideRefresh } from "../sessions/decide-refresh.js";
import { decodeRefreshToken, hashRefreshSecret, succeedRefreshToken, } from "../sessions/refresh-token.js";
import { findSessionState } from "../sessions/state.sql.js";
import { acrOf } from "../tokens/authentication-context.js";
import { verifyAccessToken } from "../tokens/own-tokens.js";
import { stillAllowed } from "./grants/grant.js";
import { areEnabled, findTokenHolder } from "./token-holders.sql.js";
/** The same response for everything that is inactive or not for this introspector to know (§2.2). */
const inactive = { active: false };
export async function introspect(context, introspector, token) {
    const refreshToken = decodeRefreshToken(context.secrets, token);
    if (refreshToken !== null) {
        return "client" in introspector
            ? introspectRefreshToken(context, introspector.client, refreshToken)
            : inactive;
    }
    const claims = verifyAccessToken(context, token);
    if (claims === null || !isEntitled(introspector, claims))
        return inactive;
    const holder = await findHolder(context, claims);
    if (holder === null)
        return inactive;
    return { active: true, token_type: "Bearer", ...claims, ...usernameOf(holder) };
}
/** The name that people know the user by (§2.2): the e-mail address. */
const usernameOf = ({ email }) => email !== null && { username: email };
const isEntitled = (introspector, { aud, client_id }) => "client" in introspector
    ? introspector.client.clientId === client_id
    : [aud].flat().includes(introspector.resource);
/** Null if the session, user or client has ended the token early, or a client through which it was exchanged. */
export async function findHolder({ db }, { client_id, sub, sid, aud, act }) {
    if (act !== undefined && !(await areEnabled(db, actorsIn(act))))
        return null;
    if (sid !== undefined) {
        const session = await findSessionState(db, sid);
        if (session === null || session.revoked || session.expired)
            return null;
        return session.clientDisabled || session.userDisabled ? null : session;
    }
    const holder = await findTokenHolder(db, client_id, sub === client_id ? null : sub, [aud].flat());
    return holder?.clientDisabledAt || holder?.userDisabledAt ? null : holder;
}
/** All who act, the last first (RFC 8693 §4.1). */
export const actorsIn = ({ sub, act }) => [sub, ...(act === undefined ? [] : actorsIn(act))];
/** Active if a refresh by this client would succeed now, including inside the retry window. */
async function introspectRefreshToken({ config, db, secrets, unanswered, monotonic }, client, token) {
    if (!client.grantTypes.includes("refresh_token"))
        return inactive;
    const askedAt = monotonic();
    const session = await findSessionState(db, token.sessionId);
    if (session === null)
        return inactive;
    const rotated = { seconds: session.secondsSinceRotation, askedAt };
    const presented = {
        clientId: client.clientId,
        generation: token.generation,
        secretHash: hashRefreshSecret(token.secret),
        successors: secrets.map((entry) => succeedRefreshToken(entry, token)),
        scope: null,
        resource: null,
        wasUnanswered: unanswered.excuses(token, rotated),
    };
    const decision = decideRefresh(session, presented, config.refreshRetrySeconds);
    if (decision !== "current" && decision !== "retried")
        return inactive;
    const scope = stillAllowed(client, session.scope, session.resource);
    return {
        active: true,
        ...(scope.length > 0 && { scope: scope.join(" ") }),
        client_id: client.clientId,
        ...usernameOf(session),
        sub: session.userId,
        aud: session.resource,
        iss: config.issuer,
        exp: Math.floor(session.idleExpiresAt.getTime() / 1000),
        sid: session.id,
        auth_time: session.authTimeSeconds,
        acr: acrOf(session.amr),
    };
}
//# sourceMappingURL=introspection.js.map