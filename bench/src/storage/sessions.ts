/** Sessions by the million, made by SQL: as many sign-ins would take days. */
import { hash } from "node:crypto";
import { deriveSecrets, parseSecrets } from "@regrant/auth-server/dist/secrets.js";
import { encodeRefreshToken } from "@regrant/auth-server/dist/sessions/refresh-token.js";
import type { Client } from "pg";
import type { Regrant } from "../subjects/regrant.js";

/**
 * Fill the table with sessions of the one client and user. The secret of a session's first refresh token follows from its
 * id, so that tokens can be had of any of them. Indexes are made anew afterwards and nothing is checked meanwhile: for
 * an empty table that nobody uses.
 */
export async function insertSessions(
  db: Client,
  count: number,
  expiredDaysAgo: number | null,
): Promise<void> {
  const { rows } = await db.query<{ definition: string }>(
    "select indexdef as definition from pg_indexes where tablename = 'sessions' and indexname <> 'sessions_pkey'",
  );
  await db.query(`
    set session_replication_role = replica;
    alter table sessions drop constraint sessions_pkey;
    drop index sessions_user_id, sessions_client_id`);
  await db.query(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                           last_access_token_id, first_address, last_address, user_agent)
     select ids.id, c.client_id, u.id, '{notes:read}', r.uri, sha256(sha256(ids.id::text::bytea)),
            now() + $2 * interval '1 day', now() + interval '180 days', ids.id, '203.0.113.7', '203.0.113.7',
            'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
       from (select gen_random_uuid() as id from generate_series(1, $1::int)) ids, clients c, users u, resources r`,
    [count, expiredDaysAgo === null ? 30 : -expiredDaysAgo],
  );
  await db.query("alter table sessions add primary key (id)");
  for (const { definition } of rows) await db.query(definition);
  await db.query("set session_replication_role = default");
  await db.query("vacuum analyze sessions");
  await db.query("checkpoint");
}

/** The first refresh tokens of so many sessions, from all over the table. */
export async function tokensFromAllOver(
  db: Client,
  { env }: Regrant,
  count: number,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from (select id from sessions
      tablesample bernoulli ((select least(100, 150.0 * $1 / count(*)) from sessions))) sample order by random() limit $1`,
    [count],
  );
  const entries = parseSecrets(env.SECRETS ?? "");
  if (typeof entries === "string") throw new Error(entries);
  const secrets = deriveSecrets(entries);
  return rows.map(({ id }) =>
    encodeRefreshToken(secrets, { sessionId: id, generation: 0, secret: hash("sha256", id, "buffer") }),
  );
}

/** Bytes of the table without its indexes. */
export async function tableBytes(db: Client): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>("select pg_relation_size('sessions')::float8 as bytes");
  return rows[0]?.bytes ?? Number.NaN;
}
