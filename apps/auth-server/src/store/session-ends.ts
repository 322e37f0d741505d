/** Ends sessions, and deletes codes that would open more. Revocation and rotation lock the same rows. */
import type { Actor } from "./audit-events.js";
import type { Db } from "./database.js";
import { endSignIns } from "./sign-ins.js";
import { conditionsOf, readClock } from "./sql-parts.js";

/** Conditions on sessions; all must hold. */
export interface WhichSessions {
  readonly id?: string;
  readonly userId?: string;
  readonly clientId?: string;
  /** Only those opened by this sign-in. */
  readonly signInId?: string;
  /** All except those opened by this sign-in. */
  readonly exceptSignInId?: string;
  /** PostgreSQL's text, to the microsecond. */
  readonly openedUntil?: string;
}

/**
 * End open sessions, at most `limit`, in order of their ids. Codes go first, so that redemptions in flight finish
 * before the sessions are read. Served by sessions_pkey, sessions_open, sessions_client_id and
 * authorization_codes_user_id.
 *
 * @returns how many ended
 */
export async function endSessions(
  db: Db,
  which: WhichSessions,
  reason: string,
  by: Actor,
  limit: number | null = null,
): Promise<number> {
  if (which.id === undefined) await deleteCodes(db, which);
  return (await revoke(db, which, reason, by, limit)).length;
}

/** A code is as old as its sign-in. */
async function deleteCodes(db: Db, { openedUntil, ...which }: WhichSessions): Promise<void> {
  const codes = conditionsOf([...columnsOf(which), ["authenticated_at <= ", openedUntil]], 0);
  await db.query(`delete from authorization_codes where session_id is null${codes.sql}`, [...codes.values]);
}

/** @returns the ended sessions' ids, in order */
async function revoke(
  db: Db,
  which: WhichSessions & AmongMany,
  reason: string,
  by: Actor,
  limit: number | null,
  at: string | null = null,
): Promise<string[]> {
  const sessions = conditionsOf(columnsOf(which), 7);
  const { rows } = await db.query<{ id: string }>(
    `with chosen as (
       select id from sessions where revoked_at is null${sessions.sql} order by id limit $6 for update),
     revoked as (
       update sessions s set revoked_at = coalesce($7, now()), revoke_reason = $1 from chosen where s.id = chosen.id
       returning s.id, s.client_id, s.user_id),
     audit as (
       insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
       select 'session.revoked', $1, client_id, user_id, id, $2, $3, $4, $5 from revoked)
     select id from revoked order by id`,
    [reason, by.actor, by.address, by.userAgent, by.requestId, limit, at, ...sessions.values],
  );
  return rows.map(({ id }) => id);
}

/** Rows locked and written per statement, well within its time limit. */
export const sessionBatch = 1000;

interface AmongMany {
  readonly afterId?: string | undefined;
}

/**
 * The same for any number of sessions, in batches: each is its own transaction, and if one fails, earlier ones stay.
 * Ends what was open at the start, not what opens meanwhile. Codes go before the clock is read, so that a session
 * opened by one at the last moment counts as open.
 */
export async function endManySessions(
  db: Db,
  which: WhichSessions,
  reason: string,
  by: Actor,
): Promise<number> {
  await deleteCodes(db, which);
  const openedUntil = which.openedUntil ?? (await readClock(db));
  let ended = 0;
  for (let afterId: string | undefined; ; ) {
    // With an explicit time, these sessions end as of that time; later ones are unaffected.
    const at = which.openedUntil ?? null;
    const ids = await revoke(db, { ...which, openedUntil, afterId }, reason, by, sessionBatch, at);
    ended += ids.length;
    if (ids.length < sessionBatch) return ended;
    afterId = ids.at(-1);
  }
}

export interface Ended {
  readonly sessionsEnded: number;
  readonly signInsEnded: number;
}

/**
 * Sign a user out everywhere, or everywhere except one browser. Sign-ins first: codes are inserted under their
 * sign-in's lock, so none is missed, and a browser still signed in could open the next session without a password.
 */
export async function endEverything(
  db: Db,
  { userId, exceptSignInId, openedUntil }: Pick<WhichSessions, "userId" | "exceptSignInId" | "openedUntil">,
  reason: string,
  by: Actor,
): Promise<Ended> {
  const whose = {
    ...(userId !== undefined && { userId }),
    ...(openedUntil !== undefined && { openedUntil }),
  };
  const except = exceptSignInId !== undefined;
  const signInsEnded = await endSignIns(
    db,
    { ...whose, ...(except && { exceptId: exceptSignInId }) },
    reason,
    by,
  );
  const which = { ...whose, ...(except && { exceptSignInId }) };
  return { signInsEnded, sessionsEnded: await endManySessions(db, which, reason, by) };
}

const columnsOf = (which: WhichSessions & AmongMany): [string, string | undefined][] => [
  ["id = ", which.id],
  ["user_id = ", which.userId],
  ["client_id = ", which.clientId],
  ["sign_in_id = ", which.signInId],
  ["sign_in_id is distinct from ", which.exceptSignInId],
  ["id > ", which.afterId],
  ["created_at <= ", which.openedUntil],
];
