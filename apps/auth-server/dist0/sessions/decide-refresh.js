/**
 * The decision on a refresh that the single statement did not match: a pure function of the session's row and the
 * presented token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
import { hashRefreshSecret } from "./refresh-token.js";
/** `retrySeconds` is `REFRESH_RETRY_SECONDS`; 0 makes every second use a reuse. */
export function decideRefresh(session, presented, retrySeconds) {
    if (session === null)
        return "unknown";
    if (session.clientId !== presented.clientId)
        return "wrong_client";
    if (session.revoked)
        return "revoked";
    if (presented.generation > session.generation)
        return "ahead";
    const older = presented.generation < session.generation;
    if (older && !isRetry(session, presented, retrySeconds))
        return "reused";
    if (!older && !session.secretHash.equals(presented.secretHash))
        return "mismatch";
    if (session.clientDisabled)
        return "client_disabled";
    if (session.userDisabled)
        return "user_disabled";
    if (session.expired)
        return "expired";
    if (session.resourceLost)
        return "resource_lost";
    if (presented.scope !== null && !presented.scope.some((token) => session.scope.includes(token)))
        return "scope_exceeds_grant";
    if (presented.resource !== null && presented.resource !== session.resource)
        return "resource_exceeds_grant";
    return older ? "retried" : "current";
}
function isRetry(session, presented, retrySeconds) {
    return (presented.generation + 1 === session.generation &&
        retrySeconds > 0 &&
        (presented.wasUnanswered || session.secondsSinceRotation <= retrySeconds) &&
        findCurrent(session, presented.successors) !== undefined);
}
/** The token that the session's row expects next, if it is among these. */
export const findCurrent = (session, tokens) => tokens.find(({ secret }) => hashRefreshSecret(secret).equals(session.secretHash));
//# sourceMappingURL=decide-refresh.js.map