import { grantColumns, isOpen } from "./session.sql.js";
/** Whether the current counting period of refreshes still runs. */
const counting = "s.burst_started_at > now() - least(a.access_token_seconds, r.access_token_seconds) * interval '1 second'";
/**
 * How a rotation updates row `s`; `a` is what was presented, `r` the session's resource. Touches no indexed column.
 */
const rotate = `
  update sessions s
     set generation = s.generation + 1, secret_hash = a.next_secret_hash, rotated_at = now(),
         idle_expires_at = least(now() + least(a.idle_seconds, r.session_idle_seconds) * interval '1 second',
                                 s.absolute_expires_at),
         last_access_token_id = a.access_token_id, last_address = a.address, user_agent = a.user_agent,
         last_country = coalesce(a.country, s.last_country),
         status_index = coalesce(s.status_index, nextval('status_index')),
         burst_started_at = case when ${counting} then s.burst_started_at else now() end,
         burst_count = case when ${counting} then s.burst_count + 1 else 1 end`;
const whereCurrent = `
   where s.id = a.id and s.client_id = a.client_id and s.generation = a.generation and s.secret_hash = a.secret_hash
     and ${isOpen}
     and u.id = s.user_id and u.disabled_at is null
     and c.client_id = s.client_id and c.disabled_at is null and (c.origin = 'operator' or r.open)
     and cr.client_id = s.client_id and cr.resource = s.resource and r.uri = s.resource
     and (a.network is null or s.last_address <<= a.network and (s.last_country = a.country) is not false)
     and (a.burst is null or s.burst_count <> a.burst or not ${counting})`;
const returning = `returning ${grantColumns}`;
/**
 * Consume a refresh token, once: the statement that everything rests on. Returns one row if every condition holds,
 * none if any fails; of any number of simultaneous uses, one sees the row. Served by sessions_pkey, users_pkey,
 * clients_pkey, client_resources_pkey and resources_pkey.
 */
export async function rotateSession(db, rotation) {
    const { rows } = await db.query({
        name: "rotate-session",
        text: `
      with a as (select $1::uuid as id, $2::text as client_id, $3::int as generation, $4::bytea as secret_hash,
                        $5::bytea as next_secret_hash, $6::int as idle_seconds, $7::uuid as access_token_id,
                        $8::inet as address, $9::text as user_agent, $10::text as country,
                        $11::int as access_token_seconds, $12::cidr as network, $13::int as burst)
      ${rotate} from a, users u, clients c, client_resources cr, resources r ${whereCurrent}
            and ($14::text[] is null or s.scope && $14) and ($15::text is null or s.resource = $15) ${returning}`,
        values: [...presented(rotation), rotation.scope, rotation.resource],
    });
    return rows[0] ?? null;
}
/**
 * The same for many sessions: one round trip and one commit for all. Each session at most once; `scope` and
 * `resource` are not checked. Skips locked rows, so that one cannot hold up the rest: repeat singly whatever is
 * missing from the result.
 */
export async function rotateSessions(db, rotations) {
    const presentations = rotations.map(presented);
    const columns = Array.from({ length: 13 }, (_, index) => presentations.map((values) => values[index]));
    const { rows } = await db.query({
        name: "rotate-sessions",
        text: `
      with a as (
        select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bytea[], $6::int[], $7::uuid[], $8::inet[],
                             $9::text[], $10::text[], $11::int[], $12::cidr[], $13::int[])
          as a (id, client_id, generation, secret_hash, next_secret_hash, idle_seconds, access_token_id, address, user_agent,
                country, access_token_seconds, network, burst)),
      free as materialized (select id from sessions where id = any ($1::uuid[]) for update skip locked)
      ${rotate} from a, free, users u, clients c, client_resources cr, resources r ${whereCurrent} and free.id = a.id ${returning}`,
        values: columns,
    });
    return new Map(rows.map((row) => [row.id, row]));
}
const presented = (rotation) => [
    rotation.sessionId,
    rotation.clientId,
    rotation.generation,
    rotation.secretHash,
    rotation.nextSecretHash,
    rotation.idleSeconds,
    rotation.accessTokenId,
    rotation.address,
    rotation.userAgent,
    rotation.country,
    rotation.accessTokenSeconds,
    rotation.network,
    rotation.burst,
];
//# sourceMappingURL=rotate.sql.js.map