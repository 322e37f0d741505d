/**
 * Opens sessions: one statement inserts the session, ends those it displaces, and audits both. A user has at most
 * `MAX_SESSIONS` open sessions per client: the least recently used ones make room.
 */
import type { LocatedOrigin } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import type { EndReason } from "./end-reasons.js";
import { grantColumns, isBindable, type OpenedSession } from "./session.sql.js";

export interface Opening extends LocatedOrigin {
  readonly sessionId: string;
  readonly clientId: string;
  readonly secretHash: Buffer;
  readonly accessTokenId: string;
  /** Per user and client. */
  readonly maxSessions: number;
  /** The thumbprint of the key that the request proves. */
  readonly jkt: string | null;
}

/** Per sign-in, which must stay fast even with far too many sessions. */
const atMostEnded = 500;

const displaced: EndReason = "session_displaced";
const expired: EndReason = "expired";

/**
 * Makes the statement that opens a session if another room's proof holds: a password's, a code's.
 *
 * Simultaneous sign-ins end different sessions and do not wait for each other; what they cannot see of each other, the
 * next sign-in ends. Expired sessions count until they are marked here, or any number of them could get in the way.
 * Served by sessions_open.
 *
 * @param proof SQL that returns one row, or none if the proof fails: user_id, the user's columns by `identityOf`, scope,
 *   resource, nonce, requested_claims, authenticated_at, amr, sign_in_id, idle_seconds, absolute_seconds. $1 is the session's
 *   id, $2 the client's; the request's jkt is $10; its own parameters start at $11
 */
export function sessionOpener(name: string, proof: string) {
  const text = `
    with proof as (${proof}),
    session as (
      insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                            requested_claims, authenticated_at, amr, sign_in_id, last_access_token_id, first_address, last_address, user_agent,
                            last_country, jkt)
      select $1, $2, user_id, scope, resource, $3,
             now() + least(idle_seconds, absolute_seconds) * interval '1 second',
             now() + absolute_seconds * interval '1 second', requested_claims, authenticated_at, amr, sign_in_id, $4, $5,
             $5, $6, $7,
             case when $10::text is not null and exists (select from clients c where c.client_id = $2 and ${isBindable})
                  then $10 end from proof
      returning *),
    counted as (
      select id from sessions
       where user_id = (select user_id from session) and client_id = (select client_id from session) and revoked_at is null
       order by absolute_expires_at limit $9::int + ${atMostEnded}),
    surplus as (
      select s.id from sessions s where s.id = any (array(select id from counted)) and s.revoked_at is null
       order by s.idle_expires_at > now(), s.rotated_at, s.id
       limit greatest((select count(*) from counted) + 1 - $9::int, 0) for update of s skip locked),
    displaced as (
      update sessions s
         set revoked_at = now(), revoke_reason = case when s.idle_expires_at > now() then '${displaced}' else '${expired}' end
        from surplus where s.id = surplus.id
      returning s.id, s.client_id, s.user_id, s.revoke_reason),
    audit as (
      insert into audit_events (event, reason, client_id, user_id, session_id, address, user_agent, request_id)
      select e.event, e.reason, n.client_id, n.user_id, e.id, n.first_address, n.user_agent, $8
        from session n, lateral (
          select 'session.created' as event, null as reason, n.id
          union all
          select 'session.revoked', d.revoke_reason, d.id from displaced d where d.revoke_reason <> '${expired}') e)
    select ${grantColumns}, u.nonce from session s, proof u`;
  return async (db: Db, opening: Opening, proofValues: readonly unknown[]): Promise<OpenedSession | null> => {
    const { rows } = await db.query<OpenedSession>({
      name,
      text,
      values: [
        opening.sessionId,
        opening.clientId,
        opening.secretHash,
        opening.accessTokenId,
        opening.address,
        opening.userAgent,
        opening.country,
        opening.requestId,
        opening.maxSessions,
        opening.jkt,
        ...proofValues,
      ],
    });
    return rows[0] ?? null;
  };
}
