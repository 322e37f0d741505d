/** Limits a user to `MAX_SESSIONS` open sessions per client: the least recently used ones make room. */

/** Per sign-in, which must stay fast even with far too many sessions. */
const atMostEnded = 500;

/**
 * CTEs to follow one named `session`, which inserts the new session; `displaced` are those that make room for it,
 * `max` is a parameter. Simultaneous sign-ins end different sessions and do not wait for each other; what they cannot
 * see of each other, the next sign-in ends. Expired sessions count until they are marked here, or any number of them
 * could get in the way. Served by sessions_open.
 */
export const makeRoom = (max: string): string => `
      counted as (
        select id from sessions
         where user_id = (select user_id from session) and client_id = (select client_id from session) and revoked_at is null
         order by absolute_expires_at limit ${max}::int + ${atMostEnded}),
      surplus as (
        select s.id from sessions s where s.id = any (array(select id from counted)) and s.revoked_at is null
         order by s.idle_expires_at > now(), s.rotated_at, s.id
         limit greatest((select count(*) from counted) + 1 - ${max}::int, 0) for update of s skip locked),
      displaced as (
        update sessions s
           set revoked_at = now(), revoke_reason = case when s.idle_expires_at > now() then 'session_displaced' else 'expired' end
          from surplus where s.id = surplus.id
        returning s.id, s.client_id, s.user_id, s.revoke_reason)`;

/**
 * CTEs to follow `makeRoom`: the audit events of both; `requestId` is a parameter. The displacing user is the actor.
 */
export const auditSignIn = (requestId: string): string => `
      audit as (
        insert into audit_events (event, reason, client_id, user_id, session_id, address, user_agent, request_id)
        select e.event, e.reason, n.client_id, n.user_id, e.id, n.first_address, n.user_agent, ${requestId}
          from session n, lateral (
            select 'session.created' as event, null as reason, n.id
            union all
            select 'session.revoked', d.revoke_reason, d.id from displaced d where d.revoke_reason <> 'expired') e)`;
