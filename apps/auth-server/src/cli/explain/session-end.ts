/** Whether a session is open; if not, when and why it ended. */
import { type Reason, reasons } from "@regrant/shared";
import type { RecordedEvent } from "../../audit/audit-trail.sql.js";
import { endReasons, isEndReason } from "../../sessions/end-reasons.js";
import type { SessionState } from "../../sessions/state.sql.js";
import { moment } from "./explanation.js";

/** @returns null if it is open */
export function sessionEnd(
  session: SessionState,
  events: readonly RecordedEvent[],
  nowMs: number,
): string | null {
  if (session.revokedAt !== null) {
    const at = moment(session.revokedAt, nowMs);
    return `The session was ended on ${at}: ${endInWords(session.revokeReason ?? "")}${traceOf(events)}`;
  }
  if (session.userDisabledAt !== null)
    return `The user was disabled on ${moment(session.userDisabledAt, nowMs)}.`;
  if (session.clientDisabledAt !== null)
    return `The client was disabled on ${moment(session.clientDisabledAt, nowMs)}.`;
  if (!session.expired) return null;
  const isAbsolute = session.idleExpiresAt.getTime() >= session.absoluteExpiresAt.getTime();
  return isAbsolute
    ? `The session reached its maximum lifetime on ${moment(session.absoluteExpiresAt, nowMs)}.`
    : `The session was idle for too long and expired on ${moment(session.idleExpiresAt, nowMs)}.`;
}

/** Another version can have ended it for a reason of its own. */
const endInWords = (reason: string): string =>
  isEndReason(reason) ? endReasons[reason].meaning : `${reason}.`;

export const isReason = (text: string): text is Reason => Object.hasOwn(reasons, text);

/** Who or which request ended it, if the audit has it. */
function traceOf(events: readonly RecordedEvent[]): string {
  const end = events.findLast(({ event }) => event === "session.revoked");
  const cause = events.findLast(({ event }) => event.endsWith(".refused")) ?? end;
  const told = end?.reason === cause?.reason ? cause : end;
  if (told === undefined) return "";
  const by = [
    told.actor !== null && `by ${told.actor}`,
    told.address !== null && `from ${told.address}`,
    told.requestId !== null && `in the request ${told.requestId}`,
  ].filter((text) => text !== false);
  return by.length === 0 ? "" : ` It happened ${by.join(" ")}.`;
}

export const factsOfSession = (session: SessionState, nowMs: number): Record<string, string> => ({
  session: session.id,
  user: session.email,
  client: `${session.clientName} (${session.clientId})`,
  resource: session.resource,
  scope: session.scope.join(" ") || "–",
  ...(session.jkt !== null && { "bound to": `the key ${session.jkt}` }),
  "signed in": moment(session.createdAt, nowMs),
  "last refreshed": session.generation === 0 ? "never" : moment(session.rotatedAt, nowMs),
  "idle until": moment(session.idleExpiresAt, nowMs),
  "at most until": moment(session.absoluteExpiresAt, nowMs),
});

export const signInAgain = "Sign in again. An ended session cannot be reopened.";
