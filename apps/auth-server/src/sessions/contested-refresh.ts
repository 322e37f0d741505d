/**
 * Settles a refresh that the single statement did not match: reads the row under its lock, decides with a pure
 * function, commits the effect, and only then throws the refusal.
 */
import { OAuthError } from "@regrant/shared";
import type { Actor } from "../audit/actor.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import type { AuditRefusal } from "../audit/refusal-audit.js";
import { inTransaction, type Pool, type Transaction } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { decideRefresh, findCurrent, type RefreshRefusal } from "./decide-refresh.js";
import { revokeSessions, type WhichSessions } from "./end.sql.js";
import type { EndReason } from "./end-reasons.js";
import { lockSession, recordRetry } from "./judge.sql.js";
import { isLateCopy } from "./late-copies.js";
import { elsewhereInARow, elsewhereOf, mostElsewhereInARow } from "./lock-step.js";
import { type Policies, suspicionsOf, unwatched } from "./policies.js";
import { reasonOf, refusalOf } from "./refresh-refusals.js";
import { type RefreshToken, succeedRefreshToken } from "./refresh-token.js";
import { type Rotation, rotateSession } from "./rotate.sql.js";
import type { SessionGrant } from "./session.sql.js";
import type { StallWatch } from "./stalls.js";
import type { UnansweredRotations } from "./unanswered-rotations.js";

export interface RefreshRoom {
  readonly config: { readonly refreshRetrySeconds: number; readonly reuseRevokes: "session" | "user" };
  readonly db: Pool;
  readonly secrets: Secrets;
  readonly auditRefusal: AuditRefusal;
  readonly unanswered: UnansweredRotations;
  readonly stalls: StallWatch;
  readonly monotonic: () => number;
  readonly log: { error(what: object, message: string): void };
}

export interface SettledRefresh {
  readonly outcome: "issued" | "retried";
  readonly grant: SessionGrant;
  /** The refresh token for the response. */
  readonly successor: RefreshToken;
  /** Whether it is a retry only because an earlier attempt went unanswered. */
  readonly isExcused?: boolean;
}

export interface ContestedRefresh {
  readonly presented: RefreshToken;
  /** What `rotation` makes of it. */
  readonly successor: RefreshToken;
  readonly rotation: Rotation;
  readonly policies: Policies;
  /** Of the request. Whether its signal is aborted counts at the moment of the decision. */
  readonly work: { readonly signal: AbortSignal };
  /** Signs the user out everywhere: sign-ins and codes too, which are not this room's. */
  endEverything(
    whose: Pick<WhichSessions, "userId" | "openedUntil">,
    reason: EndReason,
    by: Actor,
  ): Promise<unknown>;
}

/** @throws {OAuthError} with the decision's reason, after its effect was committed */
export async function settleContestedRefresh(
  room: RefreshRoom,
  refresh: ContestedRefresh,
): Promise<SettledRefresh> {
  const { presented } = refresh;
  const settled = await inTransaction(room.db, (tx) => settle(tx, room, refresh));
  if (typeof settled === "object" && "outcome" in settled) {
    // After the commit: if this response is lost too, the excuse must still be there.
    if (settled.isExcused) room.unanswered.use(refresh.rotation);
    return settled;
  }
  if (settled === "late_copy") throw givenUp();
  if (typeof settled === "object") {
    await endTheRest(refresh, settled);
    throw refusalOf(settled.refusal, refresh.rotation);
  }
  if (settled === "ahead") {
    room.log.error(
      { sessionId: presented.sessionId, generation: presented.generation },
      "a refresh token is newer than its session: the database was restored from a backup; ended the session",
    );
  }
  throw refusalOf(settled, refresh.rotation);
}

/** For `REUSE_REVOKES=user`: the user whose other sessions and browsers are to end. */
interface ReuseOfUser {
  readonly refusal: RefreshRefusal;
  readonly reusedFrom: string;
  /** Set if the session had ended before: whatever was opened since is not the thief's. */
  readonly openedUntil: string | null;
}

/**
 * Not in the decision's transaction: there can be many, and others end them in the opposite lock order. On the pool,
 * ahead of queued requests. If it fails, the session's next refresh continues it.
 */
async function endTheRest(
  { rotation: { address, userAgent, requestId }, endEverything }: ContestedRefresh,
  { reusedFrom: userId, openedUntil }: ReuseOfUser,
): Promise<void> {
  const whose = { userId, ...(openedUntil !== null && { openedUntil }) };
  await endEverything(whose, reasonOf("reused"), { address, userAgent, requestId });
}

/** Decide and record the trace. A refusal is returned, not thrown, so that the trace is committed. */
async function settle(
  tx: Transaction,
  { config, secrets, auditRefusal, unanswered, stalls, monotonic }: RefreshRoom,
  { presented, successor, rotation, policies, work }: ContestedRefresh,
): Promise<SettledRefresh | RefreshRefusal | ReuseOfUser | "late_copy"> {
  const askedAt = monotonic();
  const session = await lockSession(tx, presented.sessionId);
  if (session === null) return "unknown";
  const successors = secrets.map((entry) => succeedRefreshToken(entry, presented));
  const wasUnanswered = unanswered.excuses(rotation, { seconds: session.secondsSinceRotation, askedAt });
  const decided = decideRefresh(
    session,
    { ...rotation, successors, wasUnanswered },
    config.refreshRetrySeconds,
  );
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
        successor,
      };
    case "reused": {
      const late =
        work.signal.aborted &&
        isLateCopy(
          session.generation - presented.generation,
          session.secondsSinceRotation,
          stalls.beganSecondsAgo(),
          config.refreshRetrySeconds,
        );
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
      if (late) return "late_copy";
      await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
      if (config.reuseRevokes === "session") return decision;
      return { refusal: decision, reusedFrom: session.userId, openedUntil: null };
    }
    case "revoked":
      if (config.reuseRevokes === "session" || session.revokeReason !== reasonOf("reused")) return decision;
      return { refusal: decision, reusedFrom: session.userId, openedUntil: session.revokedAt };
    case "address_changed":
    case "refresh_burst":
      await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
      return decision;
    case "ahead":
    case "wrong_client":
    case "mismatch":
    case "key_mismatch":
    case "proof_missing":
      await auditRefusal(
        tx,
        { event: "refresh_token.refused", reason: reasonOf(decision), ...who },
        session.id,
      );
      // After a restore, the row's state is one in which older tokens were valid. None of them may become valid
      // again.
      if (decision === "ahead") await revokeSessions(tx, { id: session.id }, reasonOf(decision), by);
      return decision;
    default:
      return decision;
  }
}

/** Nobody reads it: the client has gone. */
const givenUp = () =>
  new OAuthError("temporarily_unavailable", "The request timed out before it was processed.", {
    reason: "deadline_exceeded",
  });

/** A value whose presence the decision has established. */
function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the session changed under its own lock");
  return value;
}
