/** Explains a refresh token: what a refresh with it would return now. */

import { listEventsOf } from "../../audit/audit-trail.sql.js";
import { decideRefresh, type RefreshDecision } from "../../sessions/decide-refresh.js";
import {
  decodeRefreshToken,
  hashRefreshSecret,
  type RefreshToken,
  succeedRefreshToken,
} from "../../sessions/refresh-token.js";
import { findSessionState, type SessionState } from "../../sessions/state.sql.js";
import { type Asked, type Explanation, eventsTold } from "./explanation.js";
import { factsOfSession, sessionEnd, signInAgain } from "./session-end.js";

/** "rgr_" and 92 characters. */
const wholeLength = 96;

export async function explainRefreshToken(asked: Asked, text: string): Promise<Explanation> {
  const { config, db, secrets, nowMs } = asked;
  const token = decodeRefreshToken(secrets, text);
  if (token === null) return unreadable(text);
  const session = await findSessionState(db, token.sessionId);
  const events = await listEventsOf(db, "session_id", token.sessionId, eventsTold);
  const common = { kind: "refresh_token", events } as const;
  if (session === null) {
    return {
      ...common,
      what: "A refresh token of this server",
      works: false,
      why: "Its session no longer exists: it ended and was purged, its user, client or API was deleted, or it is in another database.",
      next: signInAgain,
      facts: { session: token.sessionId, generation: String(token.generation) },
    };
  }
  const presented = {
    clientId: session.clientId,
    generation: token.generation,
    secretHash: hashRefreshSecret(token.secret),
    successors: secrets.map((entry) => succeedRefreshToken(entry, token)),
    scope: null,
    resource: null,
    // Whichever it takes.
    jkt: session.jkt ?? "",
    wasUnanswered: false,
  };
  const decision = decideRefresh(session, presented, config.refreshRetrySeconds);
  const end = sessionEnd(session, events, nowMs);
  return {
    ...common,
    what: `A refresh token of ${session.email} through ${session.clientName}`,
    works: decision === "current" || decision === "retried",
    ...judgement(decision, token, session, config.refreshRetrySeconds, end),
    facts: {
      ...factsOfSession(session, nowMs),
      generation: `${token.generation} (the session is at ${session.generation})`,
    },
  };
}

function judgement(
  decision: RefreshDecision,
  { generation }: RefreshToken,
  session: SessionState,
  retrySeconds: number,
  end: string | null,
): { why: string; next: string } {
  const behind = session.generation - generation;
  switch (decision) {
    case "current":
      return {
        why: `It is the session's current refresh token.${boundTo(session)}`,
        next: "Use it when the access token expires. Each refresh returns the next one.",
      };
    case "retried":
      return {
        why: `It was replaced ${Math.floor(session.secondsSinceRotation)} seconds ago, but its successor has not been used: for ${Math.max(0, Math.ceil(retrySeconds - session.secondsSinceRotation))} more seconds, a refresh with it returns that same successor.${boundTo(session)}`,
        next: "If the response was lost, repeat the refresh now. Otherwise use the successor.",
      };
    case "reused":
      return {
        why: `It was replaced ${behind} ${behind === 1 ? "refresh" : "refreshes"} ago, and ${behind === 1 ? "the time for a retry is over" : "a successor has been used"}. The session is still open, but using this token counts as theft and would end it.`,
        next: "Discard it and use the newest one. If this is the newest that a client has, the client loses responses or stores tokens in two places, and must sign in again.",
      };
    case "ahead":
      return {
        why: `It is ${-behind} ahead of its session: the database was restored from a backup older than the token.`,
        next: signInAgain,
      };
    case "mismatch":
      return {
        why: "Its tag and generation are right but its secret is not: the database was restored from a backup, or someone is using a leaked entry of SECRETS.",
        next: "Sign in again. If no backup was restored, rotate SECRETS.",
      };
    case "resource_lost":
      return {
        why: `Its client may no longer ask for ${session.resource}.`,
        next: "Give the client access to the resource again, or sign in for another.",
      };
    case "user_disabled":
    case "client_disabled":
      return { why: end ?? "", next: "Ask the operator to enable it again." };
    default:
      return { why: end ?? "", next: signInAgain };
  }
}

const boundTo = ({ jkt }: SessionState): string =>
  jkt === null ? "" : " It works with a DPoP proof of the key only that its session is bound to.";

const unreadable = (text: string): Explanation => ({
  kind: "refresh_token",
  what: "It looks like a Regrant refresh token",
  works: false,
  why:
    text.length === wholeLength
      ? "Its tag is wrong: it was changed, or created under an entry of SECRETS that is not set here (another installation, or a removed entry)."
      : `It has ${text.length} characters instead of ${wholeLength}: it was truncated, or something was added.`,
  next: "Compare it with the token endpoint's response, and SECRETS here with the server's. If an entry of SECRETS is lost, sign in again.",
  facts: {},
  events: [],
});
