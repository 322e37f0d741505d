/**
 * Settles a refresh that the single statement did not match: reads the row under its lock, decides with a pure
 * function, commits the effect, and only then throws the refusal.
 */
import { OAuthError } from "../shared/index.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { decideRefresh, findCurrent } from "./decide-refresh.js";
import { revokeSessions } from "./end.sql.js";
import { lockSession, recordRetry } from "./judge.sql.js";
import { isLateCopy } from "./late-copies.js";
import { elsewhereInARow, elsewhereOf, mostElsewhereInARow } from "./lock-step.js";
import { suspicionsOf, unwatched } from "./policies.js";
import { reasonOf, refusalOf } from "./refresh-refusals.js";
import { succeedRefreshToken } from "./refresh-token.js";
import { rotateSession } from "./rotate.sql.js";
/** @throws {OAuthError} with the decision's reason, after its effect was committed */
export async function settleContestedRefresh(room, refresh) {
    const { presented } = refresh;
    const settled = await inTransaction(room.db, (tx) => settle(tx, room, refresh));
    if (typeof settled === "object" && "outcome" in settled) {
        // After the commit: if this response is lost too, the excuse must still be there.
        if (settled.isExcused)
            room.unanswered.use(refresh.rotation);
        return settled;
    }
    if (settled === "late_copy")
        throw givenUp();
    if (typeof settled === "object") {
        await endTheRest(refresh, settled);
        throw refusalOf(settled.refusal, refresh.rotation);
    }
    if (settled === "ahead") {
        room.log.error({ sessionId: presented.sessionId, generation: presented.generation }, "a refresh token is newer than its session: the database was restored from a backup; ended the session");
    }
    throw refusalOf(settled, refresh.rotation);
}
/**
 * Not in the decision's transaction: there can be many, and others end them in the opposite lock order. On the pool,
 * ahead of queued requests. If it fails, the session's next refresh continues it.
 */
async function endTheRest({ rotation: { address, userAgent, requestId }, endEverything }, { reusedFrom: userId, openedUntil }) {
    const whose = { userId, ...(openedUntil !== null && { openedUntil }) };
    await endEverything(whose, reasonOf("reused"), { address, userAgent, requestId });
}
/** Decide and record the trace. A refusal is returned, not thrown, so that the trace is committed. */
async function settle(tx, { config, secrets, auditRefusal, unanswered, stalls, monotonic }, { presented, rotation, policies, work }) {
    const askedAt = monotonic();
    const session = await lockSession(tx, presented.sessionId);
    if (session === null)
        return "unknown";
    const successors = secrets.map((entry) => succeedRefreshToken(entry, presented));
    const wasUnanswered = unanswered.excuses(rotation, { seconds: session.secondsSinceRotation, askedAt });
    const decided = decideRefresh(session, { ...rotation, successors, wasUnanswered }, config.refreshRetrySeconds);
    const suspicions = suspicionsOf(session, decided, rotation, policies);
    const elsewhere = elsewhereOf(session, rotation, policies.onAddressChange);
    const inARow = decided === "retried" ? elsewhereInARow(session, elsewhere) : 0;
    const inLockStep = inARow >= mostElsewhereInARow;
    const decision = suspicions.find(({ revokes }) => revokes)?.kind ?? (inLockStep ? "reused" : decided);
    const { clientId, address, userAgent, requestId } = rotation;
    const by = { address, userAgent, requestId };
    const who = { ...by, clientId, userId: session.userId, sessionId: session.id };
    for (const { kind, detail } of suspicions)
        await insertAuditEvent(tx, { event: `session.${kind}`, detail, ...who });
    switch (decision) {
        case "retried": {
            await recordRetry(tx, rotation, inARow);
            return {
                outcome: "retried",
                grant: session,
                successor: found(findCurrent(session, successors)),
                isExcused: session.secondsSinceRotation > config.refreshRetrySeconds,
            };
        }
        case "current":
            return {
                outcome: "issued",
                grant: found(await rotateSession(tx, { ...rotation, ...unwatched })),
                successor: found(successors[0]),
            };
        case "reused": {
            const late = work.signal.aborted &&
                isLateCopy(session.generation - presented.generation, session.secondsSinceRotation, stalls.beganSecondsAgo(), config.refreshRetrySeconds);
            const detail = {
                ...(inLockStep && { retried_elsewhere_in_a_row: inARow }),
                ...(late && { late_copy: true }),
            };
            await insertAuditEvent(tx, {
                event: "refresh_token.refused",
                reason: reasonOf(decision),
                ...who,
                ...(Object.keys(detail).length > 0 && { detail }),
            });
            if (late)
                return "late_copy";
            await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
            if (config.reuseRevokes === "session")
                return decision;
            return { refusal: decision, reusedFrom: session.userId, openedUntil: null };
        }
        case "revoked":
            if (config.reuseRevokes === "session" || session.revokeReason !== reasonOf("reused"))
                return decision;
            return { refusal: decision, reusedFrom: session.userId, openedUntil: session.revokedAt };
        case "address_changed":
        case "refresh_burst":
            await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
            return decision;
        case "ahead":
        case "wrong_client":
        case "mismatch":
            await auditRefusal(tx, { event: "refresh_token.refused", reason: reasonOf(decision), ...who }, session.id);
            // After a restore, the row's state is one in which older tokens were valid. None of them may become valid
            // again.
            if (decision === "ahead")
                await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
            return decision;
        default:
            return decision;
    }
}
/** Nobody reads it: the client has gone. */
const givenUp = () => new OAuthError("temporarily_unavailable", "The request timed out before it was processed.", {
    reason: "deadline_exceeded",
});
/** A value whose presence the decision has established. */
function found(value) {
    if (value === null || value === undefined)
        throw new Error("the session changed under its own lock");
    return value;
}
//# sourceMappingURL=contested-refresh.js.map