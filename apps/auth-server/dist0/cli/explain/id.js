/** Explains a UUID: a session, a user, or a request (x-request-id). */
import { reasons } from "../../shared/index.js";
import { listEventsOf, listRequestEvents } from "../../audit/audit-trail.sql.js";
import { findSessionState } from "../../sessions/state.sql.js";
import { findUserByEmail, findUserById } from "../../users/users.sql.js";
import { eventsTold, moment } from "./explanation.js";
import { findRequest } from "./log.js";
import { factsOfSession, isReason, sessionEnd, signInAgain } from "./session-end.js";
export async function explainId(asked, id) {
    const session = await findSessionState(asked.db, id);
    if (session !== null)
        return explainSession(asked, session);
    const user = await findUserById(asked.db, id);
    return user === null
        ? ((await explainGone(asked, id)) ?? explainRequest(asked, id))
        : explainUser(asked, user);
}
async function explainSession({ db, nowMs }, session) {
    const events = await listEventsOf(db, "session_id", session.id, eventsTold);
    const end = sessionEnd(session, events, nowMs);
    return {
        kind: "session",
        what: `A session of ${session.email} through ${session.clientName}`,
        works: end === null,
        why: end ?? `It has been refreshed ${session.generation} times.`,
        next: end === null ? "Nothing." : signInAgain,
        facts: factsOfSession(session, nowMs),
        events,
    };
}
/** Explains an email address, in any spelling. */
export async function explainEmail(asked, email) {
    const found = await findUserByEmail(asked.db, email);
    if (found !== null)
        return explainUser(asked, found.user);
    return {
        kind: "unknown",
        what: "It looks like an email address",
        works: null,
        why: "No user here has it. The audit keeps no email addresses, so a deleted user is found by id only.",
        next: "See: regrant user list",
        facts: {},
        events: [],
    };
}
async function explainUser({ db, nowMs }, { id, email, roles, createdAt, disabledAt }) {
    return {
        kind: "user",
        what: `The user ${email}`,
        works: disabledAt === null,
        why: disabledAt === null ? "The account is enabled." : `Disabled on ${moment(disabledAt, nowMs)}.`,
        next: disabledAt === null ? "Nothing." : `To enable the account: regrant user enable ${id}`,
        facts: { id, roles: roles.join(" ") || "–", created: moment(createdAt, nowMs) },
        events: await listEventsOf(db, "user_id", id, eventsTold),
    };
}
/** Explains a deleted user or session: the audit outlives both. */
async function explainGone({ db, nowMs }, id) {
    const ofUser = await listEventsOf(db, "user_id", id, eventsTold);
    const deletion = ofUser.findLast(({ event }) => event === "user.deleted");
    if (deletion !== undefined) {
        const by = deletion.actor === null ? "" : ` by ${deletion.actor}`;
        return {
            kind: "user",
            what: "A user who was deleted",
            works: false,
            why: `The account was deleted on ${moment(deletion.at, nowMs)}${by}.`,
            next: "Nothing brings it back. A new account gets a new id: regrant user create",
            facts: { id },
            events: ofUser,
        };
    }
    const ofSession = await listEventsOf(db, "session_id", id, eventsTold);
    if (ofSession.length === 0)
        return null;
    return {
        kind: "session",
        what: "A session that no longer exists",
        works: false,
        why: "It ended and was purged, or its user, client or API was deleted.",
        next: signInAgain,
        facts: { session: id },
        events: ofSession,
    };
}
async function explainRequest({ db, logLines }, id) {
    const events = await listRequestEvents(db, id, eventsTold);
    const logged = logLines === null ? null : await findRequest(logLines, id);
    if (events.length === 0 && logged === null) {
        return {
            kind: "unknown",
            what: "It looks like the id of a request, a session or a user",
            works: null,
            why: `No session, user or audit event has it${logLines === null ? "" : ", nor does a line of this log"}. Most requests leave no audit event.`,
            next: "If it is a request (x-request-id), search the server's log for it: regrant explain <id> --log <file>, or --log - to read standard input.",
            facts: {},
            events,
        };
    }
    const reason = logged?.reason ?? events.find((event) => event.reason !== null)?.reason ?? null;
    const meant = reason !== null && isReason(reason) ? reasons[reason] : null;
    return {
        kind: "request",
        what: `A request${logged === null ? "" : `, ${logged.method} ${logged.route}`}`,
        works: logged === null ? null : logged.status < 400,
        why: meant === null ? whatHappened(logged) : `${meant.meaning} (${reason})`,
        next: meant?.remedy ?? "Nothing.",
        facts: logged === null ? {} : factsOf(logged),
        events,
    };
}
const whatHappened = (logged) => logged === null
    ? "The audit shows what it did; the server's log shows how it was answered (--log <file>)."
    : `It was answered with ${logged.status}.`;
const factsOf = ({ at, status, ms, clientId, failure }) => ({
    at,
    status: String(status),
    took: `${ms} ms`,
    ...(clientId !== null && { client: clientId }),
    ...(failure !== null && { failure }),
});
//# sourceMappingURL=id.js.map