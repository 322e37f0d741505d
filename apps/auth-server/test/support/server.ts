/** An authorization server for tests: a real database, and its own clock and log. */
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { inject } from "vitest";
import { buildApp } from "../../src/app.js";
import { readConfig } from "../../src/config.js";
import type { Context } from "../../src/context.js";
import { createContext } from "../../src/create-context.js";
import type { ConnectionPool } from "../../src/database/database.js";
import { rotateKeys } from "../../src/keys/rotation.js";
import { cleanUp } from "./clean-up.js";
import { cloneDatabase } from "./databases.js";
import { huntSecrets } from "./secret-hunt.js";

export interface TestServer {
  readonly app: FastifyInstance;
  readonly context: Context;
  readonly db: ConnectionPool;
  /** Every logged line, at every level, as JSON. */
  readonly logLines: readonly string[];
  /** Only needed before the end of the test file. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings, by environment variable. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a clone of the template, shared by all servers of the file. */
  readonly databaseUrl?: string;
  /** Milliseconds since 1970; default: the clock that `passTime` moves. */
  readonly now?: () => number;
  /** Whether to rotate the signing keys first, as at startup. Default: true. */
  readonly withKeys?: boolean;
  /** Whether to log everything and search it for secrets. False for tens of thousands of requests. Default: true. */
  readonly withLog?: boolean;
}

let shared: Promise<string> | undefined;
let passedMs = 0;

/** The database of this test file. @returns its URL */
export function sharedDatabase(): Promise<string> {
  if (shared !== undefined) return shared;
  shared = cloneDatabase();
  return shared;
}

/** The next file starts with its own database and clock, even if this one could not be cleaned up. */
export function forgetSharedDatabase(): void {
  shared = undefined;
  passedMs = 0;
}

const testClock = (): number => Date.now() + passedMs;
const testMonotonic = (): number => performance.now() + passedMs;

/** Build a server, which is closed when the test file is done. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const databaseUrl = options.databaseUrl ?? (await sharedDatabase());
  const config = readConfig({ DATABASE_URL: databaseUrl, SECRETS: inject("secrets"), ...options.env });
  const logLines: string[] = [];
  const { withLog = true } = options;
  const write = (line: string) => void logLines.push(line);
  const log = pino({ level: withLog ? "trace" : "silent", base: null }, { write });
  const context = await createContext(config, log, options.now ?? testClock, testMonotonic);
  const endContext = async () => void (context.pool.ended || (await context.close()));
  cleanUp(endContext);
  if (options.withKeys ?? true) await rotateKeys(context);
  const app = await buildApp(context);
  cleanUp(() => app.close());
  if (withLog) huntSecrets(app, logLines);
  const close = async () => {
    await app.close();
    await endContext();
  };
  return { app, context, db: context.pool, logLines, close };
}

/** Let time pass: advances the servers' clock, and moves the database's times into the past. */
export async function passTime({ db }: TestServer, seconds: number): Promise<void> {
  passedMs += seconds * 1000;
  await ageSessions(db, seconds);
  for (const table of ["sign_ins", "authorization_codes"]) {
    await db.query(
      `update ${table} set authenticated_at = authenticated_at - $1 * interval '1 second',
                           expires_at = expires_at - $1 * interval '1 second'`,
      [seconds],
    );
  }
  await db.query(
    `update device_codes
        set created_at = created_at - $1 * interval '1 second', expires_at = expires_at - $1 * interval '1 second',
            next_poll_at = next_poll_at - $1 * interval '1 second',
            authenticated_at = authenticated_at - $1 * interval '1 second'`,
    [seconds],
  );
  await db.query(
    `update pushed_requests
        set expires_at = expires_at - $1 * interval '1 second', opened_at = opened_at - $1 * interval '1 second'`,
    [seconds],
  );
  await db.query("update consents set granted_at = granted_at - $1 * interval '1 second'", [seconds]);
  await db.query("update mailed_links set expires_at = expires_at - $1 * interval '1 second'", [seconds]);
  await db.query("update mail_limits set next_at = next_at - $1 * interval '1 second'", [seconds]);
  await db.query(
    `update sign_in_limits
        set expire = expire - $1::bigint * 1000, next_at = next_at - $1 * interval '1 second',
            known_until = known_until - $1 * interval '1 second'`,
    [seconds],
  );
}

/** Let time pass for sessions only: moves their times into the past. */
export async function ageSessions(db: ConnectionPool, seconds: number): Promise<void> {
  await db.query(
    `update sessions
        set created_at = created_at - $1 * interval '1 second',
            authenticated_at = authenticated_at - $1 * interval '1 second', rotated_at = rotated_at - $1 * interval '1 second',
            burst_started_at = burst_started_at - $1 * interval '1 second',
            idle_expires_at = idle_expires_at - $1 * interval '1 second',
            absolute_expires_at = absolute_expires_at - $1 * interval '1 second',
            revoked_at = revoked_at - $1 * interval '1 second'`,
    [seconds],
  );
}
