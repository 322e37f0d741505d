/** Both servers and PostgreSQL as processes, for one test file. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, type StackOptions, type StackPart, startStack } from "@regrant/dev-stack";
import pg from "pg";

export interface TestStack extends Stack {
  /** The data folder. */
  readonly folder: string;
  /** The test's own access to the database. */
  readonly db: pg.Pool;
  /** All processes' log so far. */
  readonly log: readonly LogLine[];
}

export interface LogLine {
  readonly part: StackPart;
  readonly line: string;
}

/** Starts a stack in a temporary folder; its `stop()` leaves nothing behind. */
export async function startTestStack(options: Omit<StackOptions, "dataDir"> = {}): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-e2e-"));
  // Lets in the user that PostgreSQL runs as under root; the data directory inside stays closed.
  chmodSync(folder, 0o711);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const log: LogLine[] = [];
  const stack = await startStack({
    ...options,
    dataDir: folder,
    onLog: (part, line) => log.push({ part, line }),
  }).catch((error: unknown) => {
    removeFolder();
    throw error;
  });
  const db = new pg.Pool({ connectionString: stack.postgres.url, application_name: "e2e", max: 5 });
  // Killing PostgreSQL breaks idle connections; the next query opens another.
  db.on("error", () => undefined);
  const stop = async () => {
    await db.end();
    await stack.stop();
    removeFolder();
  };
  return { ...stack, folder, db, log, stop };
}
