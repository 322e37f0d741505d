/** Thousands of expired rows, created by SQL. */
import { asOperator } from "./databases.js";
import { notes, type TestClient, type TestUser } from "./fixtures.js";
import { sharedDatabase, type TestServer } from "./server.js";

/** Sessions that expired 40 days ago, in the file's shared database. */
export async function insertExpiredSessions(
  { clientId }: TestClient,
  { id }: TestUser,
  count: number,
): Promise<void> {
  await asOperator(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                           last_access_token_id, first_address, last_address)
     select gen_random_uuid(), '${clientId}', '${id}', '{}', '${notes.uri}', sha256('gone'), now() - interval '40 days',
            now() + interval '1 day', gen_random_uuid(), '203.0.113.7', '203.0.113.7' from generate_series(1, ${count})`,
    await sharedDatabase(),
  );
}

export async function countRows({ db }: TestServer, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? Number.NaN;
}
