/** `--growth`: does the sessions table grow by being refreshed? */
import { randomBytes, randomUUID } from "node:crypto";
import { rotateSessions } from "@regrant/auth-server/dist/sessions/rotate.sql.js";
import type { Client } from "pg";
import { type Bench, say } from "../loads/bench.js";
import { setUpRegrant } from "../subjects/regrant.js";
import { insertSessions, tableBytes } from "./sessions.js";

const sessions = 1000;
const refreshes = 1_000_000;
/** After it autovacuum has been there, and dead rows have their place. */
const warmUpRefreshes = 100_000;
/** As many as the server's queue sends together at most. */
const together = 100;
const pageBytes = 8192;

interface Row {
  readonly id: string;
  readonly client_id: string;
  secret_hash: Buffer;
  generation: number;
}

/** @returns the report, as Markdown */
export async function measureGrowth({ databaseUrl, db }: Bench): Promise<string> {
  await setUpRegrant(databaseUrl);
  await insertSessions(db, sessions, null);
  const { rows } = await db.query<Row>("select id, client_id, secret_hash, generation from sessions");
  const start = await tableBytes(db);
  await refreshAll(db, rows, warmUpRefreshes);
  const warm = await tableBytes(db);
  const startedAt = performance.now();
  await refreshAll(db, rows, refreshes);
  const seconds = (performance.now() - startedAt) / 1000;
  const end = await tableBytes(db);
  await db.query("select pg_stat_force_next_flush()");
  const { rows: statistics } = await db.query<{ updates: number; hot: number; vacuums: number }>(
    `select n_tup_upd::float8 as updates, n_tup_hot_upd::float8 as hot, autovacuum_count::float8 as vacuums
       from pg_stat_user_tables where relname = 'sessions'`,
  );
  const { updates = 0, hot = 0, vacuums = 0 } = statistics[0] ?? {};
  const pages = (bytes: number) => bytes / pageBytes;
  return `# Growth of the sessions table

${refreshes} refreshes of ${sessions} sessions by the statement that the server's queue sends, ${together} at a time, without
HTTP; ${(refreshes / seconds).toFixed(0)} per second.

| | pages |
| --- | ---: |
| ${sessions} sessions, never refreshed | ${pages(start)} |
| after ${warmUpRefreshes} refreshes (warm-up) | ${pages(warm)} |
| after ${refreshes} more | ${pages(end)} |

Heap-only updates: ${((100 * hot) / updates).toFixed(2)} %. Autovacuum came ${vacuums} times. Growth after the warm-up: ${pages(
    end - warm,
  )} pages: ${end <= warm ? "reached" : "missed"}.
`;
}

async function refreshAll(db: Client, rows: readonly Row[], count: number): Promise<void> {
  for (let done = 0; done < count; done += together) {
    if (done % warmUpRefreshes === 0) say(`  growth: ${done} of ${count}`);
    const batch = Array.from({ length: together }, (_, i) => rows[(done + i) % rows.length] as Row);
    const next = batch.map(() => randomBytes(32));
    const granted = await rotateSessions(
      db,
      batch.map((row, i) => ({
        sessionId: row.id,
        clientId: row.client_id,
        generation: row.generation,
        secretHash: row.secret_hash,
        nextSecretHash: next[i] as Buffer,
        idleSeconds: 2_592_000,
        accessTokenId: randomUUID(),
        accessTokenSeconds: 600,
        network: null,
        burst: null,
        jkt: null,
        scope: null,
        resource: null,
        country: null,
        address: "203.0.113.7",
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        requestId: "",
      })),
    );
    if (granted.size !== together)
      throw new Error(`${together - granted.size} of ${together} were not refreshed`);
    for (const [i, row] of batch.entries()) {
      row.generation += 1;
      row.secret_hash = next[i] as Buffer;
    }
  }
}
