/** PgBouncer in front of a test's database, for real, where it is installed; by the file that docs/operations/database.md shows. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@regrant/dev-stack";
import { describe } from "vitest";
import { cleanUp } from "./clean-up.js";

const program = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"]
  .map((folder) => join(folder, "pgbouncer"))
  .find((path) => existsSync(path));

if (program === undefined)
  console.warn("  No pgbouncer here (Debian: apt-get install pgbouncer): its tests are skipped.");

export function describeWithPgBouncer(what: string, tests: () => void): void {
  describe.skipIf(program === undefined)(what, tests);
}

const document = readFileSync(new URL("../../../../docs/operations/database.md", import.meta.url), "utf8");
const [documentedFile] = /\[databases\][\s\S]*?pool_mode = session/.exec(document) ?? [];

/** What docs/operations/database.md sets for the role, for another database. */
export const documentedRoleSettings = (database: string): string[] =>
  (document.match(/alter role regrant in database auth set (?!search_path).*;/g) ?? []).map((sql) =>
    sql.replace("database auth", `database ${database}`),
  );

/** Start it in front of this database. @returns the database's URL through it */
export async function pgBouncer(
  databaseUrl: string,
  mode: "session" | "transaction" | "statement",
  more = "",
): Promise<string> {
  const target = new URL(databaseUrl);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "regrant-pgbouncer-"));
  chmodSync(folder, 0o755);
  const database = target.pathname.slice(1);
  const users = join(folder, "userlist.txt");
  writeFileSync(users, `"${decodeURIComponent(target.username)}" "${decodeURIComponent(target.password)}"\n`);
  const lines = (documentedFile ?? "")
    .replace(
      "auth = host=127.0.0.1 port=5432 dbname=auth",
      `${database} = host=127.0.0.1 port=${target.port}`,
    )
    .replace("/etc/pgbouncer/userlist.txt", users)
    .replace("pool_mode = session", `pool_mode = ${mode}`)
    .split("\n")
    .map((line) => line.trim());
  const file = join(folder, "pgbouncer.ini");
  // Several run on one machine, so each gets a port and no socket.
  writeFileSync(file, [...lines, `listen_port = ${port}`, "unix_socket_dir =", more, ""].join("\n"));
  // It refuses to run as root.
  const user = process.geteuid?.() === 0 ? ["-u", "nobody"] : [];
  const child = spawn(program ?? "pgbouncer", [...user, file], { stdio: "ignore" });
  cleanUp(async () => {
    await end(child);
    rmSync(folder, { recursive: true });
  });
  while (!(await accepts(port))) await sleep(20);
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}

const end = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGQUIT");
  });

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
