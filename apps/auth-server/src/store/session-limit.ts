/** No user has more than `MAX_SESSIONS` sessions open with one client: the one that was unused for the longest makes room. */

/** A sign-in has to be quick: where there are far too many, each one ends so many, and its own room. */
const atMostEnded = 500;

/**
 * CTEs after one called `session`, which inserts the new one: `displaced` are those that make room for it. `max` is a
 * parameter.
 *
 * Sign-ins at the same time each end another one and wait for nobody. What they do not see of each other, the next sign-in
 * ends. What had expired counts until it is marked so here: otherwise any number of such rows could lie in the way. Served
 * by sessions_open.
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

/** The audit of both, after `makeRoom`; `requestId` is a parameter. Whoever signed in displaced the others. */
export const auditSignIn = (requestId: string): string => `
      audit as (
        insert into audit_events (event, reason, client_id, user_id, session_id, address, user_agent, request_id)
        select e.event, e.reason, n.client_id, n.user_id, e.id, n.first_address, n.user_agent, ${requestId}
          from session n, lateral (
            select 'session.created' as event, null as reason, n.id
            union all
            select 'session.revoked', d.revoke_reason, d.id from displaced d where d.revoke_reason <> 'expired') e)`;
