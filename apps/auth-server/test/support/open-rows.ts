/** Thousands of open sessions, created by SQL. */
import { asOperator } from "./databases.js";
import { notes, type TestClient, type TestUser } from "./fixtures.js";
import { sharedDatabase } from "./server.js";

/**
 * Sessions in the file's shared database, opened and last used at intervals of a second; the newest is `age` seconds
 * old.
 */
export async function insertOpenSessions(
  { clientId }: Pick<TestClient, "clientId">,
  { id }: Pick<TestUser, "id">,
  count: number,
  age = 3600,
): Promise<void> {
  await asOperator(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, created_at, rotated_at, idle_expires_at,
                           absolute_expires_at, last_access_token_id, first_address, last_address, user_agent)
     select gen_random_uuid(), '${clientId}', '${id}', '{notes:read}', '${notes.uri}', sha256('nobody has it'),
            now() - (${age} + i) * interval '1 second', now() - (${age} + i) * interval '1 second', now() + interval '30 days',
            now() + interval '180 days', gen_random_uuid(), '203.0.113.7', '203.0.113.7',
            'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
       from generate_series(1, ${count}) i`,
    await sharedDatabase(),
  );
}
