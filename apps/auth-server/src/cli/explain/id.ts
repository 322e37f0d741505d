/** A UUID: a session's, a user's, or that of a request, which stands in its answer as x-request-id. */
import { reasons } from "@regrant/shared";
import { findSessionState, type SessionState } from "../../sessions/state.sql.js";
import { listRequestEvents, listSessionEvents } from "../../store/audit-trail.js";
import { findUserById, type User } from "../../users/users.sql.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";
import { findRequest, type LoggedRequest } from "./log.js";
import { factsOfSession, isReason, sessionEnd, signInAgain } from "./session-end.js";

export async function explainId(asked: Asked, id: string): Promise<Explanation> {
  const session = await findSessionState(asked.db, id);
  if (session !== null) return explainSession(asked, session);
  const user = await findUserById(asked.db, id);
  return user === null ? explainRequest(asked, id) : explainUser(user, asked.nowMs);
}

async function explainSession({ db, nowMs }: Asked, session: SessionState): Promise<Explanation> {
  const events = await listSessionEvents(db, session.id, eventsTold);
  const end = sessionEnd(session, events, nowMs);
  return {
    kind: "session",
    what: `A session of ${session.email} through ${session.clientName}`,
    works: end === null,
    why: end ?? `It is open, after ${session.generation} refreshes.`,
    next: end === null ? "Nothing." : signInAgain,
    facts: factsOfSession(session, nowMs),
    events,
  };
}

const explainUser = ({ id, email, roles, createdAt, disabledAt }: User, nowMs: number): Explanation => ({
  kind: "user",
  what: `The user ${email}`,
  works: disabledAt === null,
  why: disabledAt === null ? "Nobody has disabled it." : `Disabled on ${moment(disabledAt, nowMs)}.`,
  next: disabledAt === null ? "Nothing." : "Ask the operator.",
  facts: { id, roles: roles.join(" ") || "–", created: moment(createdAt, nowMs) },
  events: [],
});

async function explainRequest({ db, logLines }: Asked, id: string): Promise<Explanation> {
  const events = await listRequestEvents(db, id, eventsTold);
  const logged = logLines === null ? null : await findRequest(logLines, id);
  if (events.length === 0 && logged === null) {
    return {
      kind: "unknown",
      what: "It has the form of a request's, a session's or a user's id",
      works: null,
      why: `Nothing here has it: no session, no user, no audit event${logLines === null ? "" : ", and no line of this log"}. Most requests leave no audit event; a session may be purged.`,
      next: "Look for it in the server's log: regrant explain <request id> --log <file>, or with --log - from standard input.",
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
    next: meant?.remedy ?? "Nothing: nothing was refused.",
    facts: logged === null ? {} : factsOf(logged),
    events,
  };
}

const whatHappened = (logged: LoggedRequest | null): string =>
  logged === null
    ? "The audit has what it did; whether it was answered is in the log (--log)."
    : `It was answered with ${logged.status}.`;

const factsOf = ({ at, status, ms, clientId, failure }: LoggedRequest): Record<string, string> => ({
  at,
  status: String(status),
  took: `${ms} ms`,
  ...(clientId !== null && { client: clientId }),
  ...(failure !== null && { failure }),
});
