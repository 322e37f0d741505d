/** Bytes of database for each session, by how often it has been refreshed. */
import { Client } from "pg";
import { type Bench, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { type SubjectOnDatabase, setUpAll } from "../subjects/all.js";

/** Fewer sessions where each is refreshed more often: all of that takes time. */
const steps = [
  { refreshes: 1, sessions: 300 },
  { refreshes: 100, sessions: 50 },
  { refreshes: 10_000, sessions: 4 },
] as const;

export interface SessionBytes {
  readonly name: string;
  readonly refreshes: number;
  readonly sessions: number;
  /** Growth of tables, indexes and TOAST from before the sign-ins to after the last refresh. */
  readonly bytesPerSession: number;
  readonly rowsPerSession: number;
}

interface Size {
  readonly bytes: number;
  readonly rows: number;
}

/** Each step on a database of its own, so that none finds room that another has left. */
export async function measureBytes(bench: Bench): Promise<readonly SessionBytes[]> {
  const measured: SessionBytes[] = [];
  for (const step of steps) {
    const name = `refreshed_${step.refreshes}`;
    await bench.db.query(`create database ${name}`);
    const url = new URL(bench.databaseUrl);
    url.pathname = `/${name}`;
    const db = new Client({ connectionString: url.href });
    await db.connect();
    try {
      for (const subject of await setUpAll(bench, url.href))
        measured.push(await measureStep(bench, db, subject, step));
    } finally {
      await db.end();
    }
  }
  return measured;
}

async function measureStep(
  bench: Bench,
  db: Client,
  { name, schema, start }: SubjectOnDatabase,
  { refreshes, sessions }: (typeof steps)[number],
): Promise<SessionBytes> {
  const subject = await start();
  try {
    const before = await sizeOf(db, schema);
    const { load } = await prepareTokenLoad(bench, "refresh", subject, sessions);
    const plan = { seconds: Number.POSITIVE_INFINITY, requestsEach: refreshes };
    const { requests, firstError } = await bench.generator.call("run", { name: load, ...plan });
    if (requests !== refreshes * sessions) throw new Error(`${name}: ${requests} refreshes; ${firstError}`);
    const after = await sizeOf(db, schema);
    const bytesPerSession = (after.bytes - before.bytes) / sessions;
    const rowsPerSession = (after.rows - before.rows) / sessions;
    say(`  ${name}, ${refreshes} refreshes: ${bytesPerSession.toFixed(0)} bytes per session`);
    return { name, refreshes, sessions, bytesPerSession, rowsPerSession };
  } finally {
    await subject.stop();
  }
}

/** All tables of a schema, to the byte and the row. */
async function sizeOf(db: Client, schema: string): Promise<Size> {
  const { rows: tables } = await db.query<{ name: string; bytes: number }>(
    `select oid::regclass::text as name, pg_total_relation_size(oid)::float8 as bytes
       from pg_class where relnamespace = $1::regnamespace and relkind = 'r'`,
    [schema],
  );
  let [bytes, rows] = [0, 0];
  for (const table of tables) {
    bytes += table.bytes;
    const { rows: counted } = await db.query<{ rows: number }>(
      `select count(*)::int as rows from ${table.name}`,
    );
    rows += counted[0]?.rows ?? Number.NaN;
  }
  return { bytes, rows };
}
