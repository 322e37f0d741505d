/** PgBouncer in front of a test's database, for real, where it is installed. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

/** Start it in front of this database. @returns the database's URL through it */
export async function pgBouncer(
  databaseUrl: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const target = new URL(databaseUrl);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "regrant-pgbouncer-"));
  chmodSync(folder, 0o755);
  const database = target.pathname.slice(1);
  const users = join(folder, "userlist.txt");
  writeFileSync(users, `"${decodeURIComponent(target.username)}" "${decodeURIComponent(target.password)}"\n`);
  const lines = Object.entries({ auth_type: "plain", auth_file: users, ...settings });
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
${database} = host=127.0.0.1 port=${target.port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
${lines.map(([name, value]) => `${name} = ${value}`).join("\n")}
`,
  );
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
