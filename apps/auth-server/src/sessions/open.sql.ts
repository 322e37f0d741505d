/**
 * Opening: one statement inserts the session, ends what it displaces, and audits both. No user has more than `MAX_SESSIONS`
 * sessions open with one client: the one that was unused for the longest makes room.
 */
import type { LocatedOrigin } from "../audit/actor.js";
import type { Db } from "../store/database.js";
import type { EndReason } from "./end-reasons.js";
import { type GrantRow, grantColumns, type SessionGrant } from "./session.sql.js";

export interface Opening extends LocatedOrigin {
  readonly sessionId: string;
  readonly clientId: string;
  readonly secretHash: Buffer;
  readonly accessTokenId: string;
  /** Of one user with one client. */
  readonly maxSessions: number;
}

/** A sign-in has to be quick: where there are far too many, each one ends so many, and its own room. */
const atMostEnded = 500;

const displaced: EndReason = "session_displaced";
const expired: EndReason = "expired";

/**
 * What opens a session by a proof that another room looks at.
 *
 * Sign-ins at the same time each end another one and wait for nobody. What they do not see of each other, the next sign-in
 * ends. What had expired counts until it is marked so here: otherwise any number of such rows could lie in the way. Served
 * by sessions_open.
 *
 * @param proof SQL that returns one row, or none where the proof fails: user_id, roles, scope, resource, authenticated_at,
 *   sign_in_id, idle_seconds, absolute_seconds. $1 is the session's id, $2 the client's; its own parameters begin with $10
 */
export function sessionOpener(name: string, proof: string) {
  const text = `
    with proof as (${proof}),
    session as (
      insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                            authenticated_at, sign_in_id, last_access_token_id, first_address, last_address, user_agent,
                            last_country)
      select $1, $2, user_id, scope, resource, $3,
             now() + least(idle_seconds, absolute_seconds) * interval '1 second',
             now() + absolute_seconds * interval '1 second', authenticated_at, sign_in_id, $4, $5,
             $5, $6, $7 from proof
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
    select ${grantColumns} from session s, proof u`;
  return async (db: Db, opening: Opening, proofValues: readonly unknown[]): Promise<SessionGrant | null> => {
    const { rows } = await db.query<GrantRow>({
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
        ...proofValues,
      ],
    });
    return rows[0] ?? null;
  };
}
