/** A refresh token, by its tag and its session's row: what a refresh with it would be answered now. */
import { decideRefresh, type RefreshDecision } from "../../sessions/decide-refresh.js";
import { findSessionState, type SessionState } from "../../sessions/state.sql.js";
import { listSessionEvents } from "../../store/audit-trail.js";
import {
  decodeRefreshToken,
  hashRefreshSecret,
  type RefreshToken,
  succeedRefreshToken,
} from "../../tokens/refresh-token.js";
import { type Asked, type Explanation, eventsTold } from "./explanation.js";
import { factsOfSession, sessionEnd, signInAgain } from "./session-end.js";

/** "rgr_" and 92 characters. */
const wholeLength = 96;

export async function explainRefreshToken(asked: Asked, text: string): Promise<Explanation> {
  const { config, db, keys, nowMs } = asked;
  const token = decodeRefreshToken(keys, text);
  if (token === null) return unreadable(text);
  const session = await findSessionState(db, token.sessionId);
  const events = await listSessionEvents(db, token.sessionId, eventsTold);
  const common = { kind: "refresh_token", events } as const;
  if (session === null) {
    return {
      ...common,
      what: "A refresh token of this server",
      works: false,
      why: "Its session is gone: it ended long ago and was purged, or it is in another database than this one.",
      next: signInAgain,
      facts: { session: token.sessionId, generation: String(token.generation) },
    };
  }
  const presented = {
    clientId: session.clientId,
    generation: token.generation,
    secretHash: hashRefreshSecret(token.secret),
    successors: keys.map((entry) => succeedRefreshToken(entry, token)),
    scope: null,
    resource: null,
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
        why: "It is the session's current one.",
        next: "Refresh with it when the access token expires; it is used up by that.",
      };
    case "retried":
      return {
        why: `It was replaced ${Math.floor(session.secondsSinceRotation)} seconds ago, and its successor is unused: a refresh with it is answered with that same successor, for ${Math.max(0, Math.ceil(retrySeconds - session.secondsSinceRotation))} more seconds.`,
        next: "If the answer was lost, repeat the refresh at once; else use the successor.",
      };
    case "reused":
      return {
        why: `It was replaced ${behind} ${behind === 1 ? "refresh" : "refreshes"} ago, and ${behind === 1 ? "its time for a retry is over" : "a successor of it is in use"}. Its session goes on. Whoever presents this token now is taken for a thief, and the session ends.`,
        next: "Throw it away and use the newest one. If a client holds this as its newest, it loses answers or keeps tokens in two places; it has to sign in again.",
      };
    case "ahead":
      return {
        why: `It is ${-behind} ahead of its session: the database was restored from a backup that is older than the token.`,
        next: signInAgain,
      };
    case "mismatch":
      return {
        why: "Its tag is good and its generation is the session's, yet its secret is not: the database was restored from a backup, or somebody uses a leaked entry of SECRETS.",
        next: "Sign in again. If no backup was restored, rotate SECRETS.",
      };
    case "resource_lost":
      return {
        why: `Its client may no longer ask for ${session.resource}.`,
        next: "Give the resource back to the client, or sign in for another.",
      };
    case "user_disabled":
    case "client_disabled":
      return { why: end ?? "", next: "Ask the operator: it works again once that is lifted." };
    default:
      return { why: end ?? "", next: signInAgain };
  }
}

const unreadable = (text: string): Explanation => ({
  kind: "refresh_token",
  what: "It looks like a refresh token of Regrant",
  works: false,
  why:
    text.length === wholeLength
      ? "Its tag is wrong: it was changed, or made under SECRETS that are not set here (another installation, or an entry that was taken out)."
      : `It has ${text.length} characters, and a whole one has ${wholeLength}: it was cut, or something was added.`,
  next: "Compare it with what the token endpoint answered; compare SECRETS here with the server's. If an entry of SECRETS is lost, sign in again.",
  facts: {},
  events: [],
});
