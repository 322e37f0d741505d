/** Ends sessions, by one statement. Revocation and rotation lock the same rows. */
import type { Actor } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { conditionsOf } from "../database/parts.sql.js";
import type { EndReason } from "./end-reasons.js";

/** Conditions on sessions; all must hold. */
export interface WhichSessions {
  readonly id?: string;
  readonly userId?: string;
  readonly clientId?: string;
  readonly resource?: string;
  /** Only those opened by this sign-in. */
  readonly signInId?: string;
  /** All except those opened by this sign-in. */
  readonly exceptSignInId?: string;
  /** All except those that were granted this scope. */
  readonly withoutScope?: string;
  /** PostgreSQL's text, to the microsecond. */
  readonly openedUntil?: string;
}

/** One batch of many. */
interface Batch {
  readonly limit?: number;
  /** The last id of the previous batch. */
  readonly afterId?: string | undefined;
  /** The time of their end; now by default. */
  readonly at?: string | undefined;
}

/**
 * End open sessions, in order of their ids; ended ones keep their date and reason. Served by sessions_pkey,
 * sessions_open and sessions_client_id. Does not delete the codes that would open more: codes/ends.ts does.
 *
 * @returns the ended sessions' ids, in order
 */
export async function revokeSessions(
  db: Db,
  which: WhichSessions,
  reason: EndReason,
  by: Actor,
  { limit, afterId, at }: Batch = {},
): Promise<string[]> {
  const sessions = conditionsOf(
    [["id = ", which.id], ...ownersOf(which), ["id > ", afterId], ["created_at <= ", which.openedUntil]],
    7,
  );
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

/** Conditions on columns that authorization codes have too. */
export const ownersOf = (which: WhichSessions): [string, unknown][] => [
  ["user_id = ", which.userId],
  ["client_id = ", which.clientId],
  ["resource = ", which.resource],
  ["sign_in_id = ", which.signInId],
  ["sign_in_id is distinct from ", which.exceptSignInId],
  ["not scope @> ", which.withoutScope && [which.withoutScope]],
];
