/**
 * Rotates sessions: one row per sign-in, for its whole life. Times are the database's. Rotation and revocation lock the
 * same row, so neither can overtake the other. Joins users, clients, client_resources and resources, because a refresh is
 * one statement.
 */
import type { LocatedOrigin } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type GrantRow, grantColumns, isBindable, isOpen, type SessionGrant } from "./session.sql.js";

/** What a refresh presents and requests. */
export interface Rotation extends LocatedOrigin {
  readonly sessionId: string;
  readonly clientId: string;
  readonly generation: number;
  readonly secretHash: Buffer;
  /** The same for a token that stays valid: it keeps its generation. */
  readonly nextSecretHash: Buffer;
  /** At most; the resource may allow less. */
  readonly idleSeconds: number;
  readonly accessTokenId: string;
  /** The counting period of refreshes, at most. */
  readonly accessTokenSeconds: number;
  /** The network that the session must have been used from last, in CIDR form; null allows any. */
  readonly network: string | null;
  /** Once the count exceeds this, the statement does not match, once; null means no limit. */
  readonly burst: number | null;
  /** The thumbprint of the key that the request proves. */
  readonly jkt: string | null;
  /** At least one must have been granted; null requests everything granted. */
  readonly scope: readonly string[] | null;
  /** Must be the granted resource; null accepts any. */
  readonly resource: string | null;
}

/** Whether the current counting period of refreshes still runs. */
const counting =
  "s.burst_started_at > now() - least(a.access_token_seconds, r.access_token_seconds) * interval '1 second'";

/** The session's key. One that has none yet gets it with the first refresh that proves one. */
const jkt = `coalesce(s.jkt, case when ${isBindable} then a.jkt end)`;

/**
 * How a rotation updates row `s`; `a` is what was presented, `r` the session's resource. Touches no indexed column.
 */
const rotate = `
  update sessions s
     set generation = s.generation + (a.next_secret_hash <> a.secret_hash)::int, secret_hash = a.next_secret_hash, rotated_at = now(),
         idle_expires_at = least(now() + least(a.idle_seconds, r.session_idle_seconds) * interval '1 second',
                                 s.absolute_expires_at),
         last_access_token_id = a.access_token_id, last_address = a.address, user_agent = a.user_agent,
         last_country = coalesce(a.country, s.last_country),
         status_index = coalesce(s.status_index, nextval('status_index')),
         jkt = ${jkt}, jkt_generation = case when s.jkt is null and ${jkt} is not null then s.generation + 1 else s.jkt_generation end,
         burst_started_at = case when ${counting} then s.burst_started_at else now() end,
         burst_count = case when ${counting} then s.burst_count + 1 else 1 end`;
const whereCurrent = `
   where s.id = a.id and s.client_id = a.client_id and s.generation = a.generation and s.secret_hash = a.secret_hash
     and ${isOpen}
     and u.id = s.user_id and u.disabled_at is null
     and c.client_id = s.client_id and c.disabled_at is null and (c.origin = 'operator' or r.open)
     and cr.client_id = s.client_id and cr.resource = s.resource and r.uri = s.resource
     and (s.jkt is null or s.jkt = a.jkt) and (a.jkt is not null or not r.require_dpop)
     and (a.network is null or s.last_address <<= a.network and (s.last_country = a.country) is not false)
     and (a.burst is null or s.burst_count <> a.burst or not ${counting})`;
const returning = `returning ${grantColumns}`;

/**
 * Consume a refresh token, once: the statement that everything rests on. Returns one row if every condition holds,
 * none if any fails; of any number of simultaneous uses, one sees the row. Served by sessions_pkey, users_pkey,
 * clients_pkey, client_resources_pkey and resources_pkey.
 */
export async function rotateSession(db: Db, rotation: Rotation): Promise<SessionGrant | null> {
  const { rows } = await db.query<GrantRow>({
    name: "rotate-session",
    text: `
      with a as (select $1::uuid as id, $2::text as client_id, $3::int as generation, $4::bytea as secret_hash,
                        $5::bytea as next_secret_hash, $6::int as idle_seconds, $7::uuid as access_token_id,
                        $8::inet as address, $9::text as user_agent, $10::text as country,
                        $11::int as access_token_seconds, $12::cidr as network, $13::int as burst, $14::text as jkt)
      ${rotate} from a, users u, clients c, client_resources cr, resources r ${whereCurrent}
            and ($15::text[] is null or s.scope && $15) and ($16::text is null or s.resource = $16) ${returning}`,
    values: [...presented(rotation), rotation.scope, rotation.resource],
  });
  return rows[0] ?? null;
}

/**
 * The same for many sessions: one round trip and one commit for all. Each session at most once; `scope` and
 * `resource` are not checked. Skips locked rows, so that one cannot hold up the rest: repeat singly whatever is
 * missing from the result.
 */
export async function rotateSessions(
  db: Db,
  rotations: readonly Rotation[],
): Promise<Map<string, SessionGrant>> {
  const presentations = rotations.map(presented);
  const columns = Array.from({ length: 14 }, (_, index) => presentations.map((values) => values[index]));
  const { rows } = await db.query<GrantRow>({
    name: "rotate-sessions",
    text: `
      with a as (
        select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bytea[], $6::int[], $7::uuid[], $8::inet[],
                             $9::text[], $10::text[], $11::int[], $12::cidr[], $13::int[], $14::text[])
          as a (id, client_id, generation, secret_hash, next_secret_hash, idle_seconds, access_token_id, address, user_agent,
                country, access_token_seconds, network, burst, jkt)),
      free as materialized (select id from sessions where id = any ($1::uuid[]) for update skip locked)
      ${rotate} from a, free, users u, clients c, client_resources cr, resources r ${whereCurrent} and free.id = a.id ${returning}`,
    values: columns,
  });
  return new Map(rows.map((row) => [row.id, row]));
}

const presented = (rotation: Rotation) => [
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
  rotation.jkt,
];
