/** `npm start -- --reset`: forgets what earlier runs left in `.data/`. The caller has the lock, and keeps it. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { dataFolder, repository } from "../paths.js";
import { clearLeftOvers } from "../postgres/left-over.js";
import { stackFiles } from "../running-stack.js";
import type { Terminal } from "../terminal.js";

const meanings: Readonly<Record<string, string>> = {
  postgres: "the database: users, clients, sessions, keys",
  secrets: "what its keys and tokens depend on",
  "demo.json": "the demo users' passwords, the demo clients' secrets",
  "bff-app.json": "the secrets of the app with a back end",
  "jwks.json": "the keys that the resource server keeps",
  "ports.json": "the choice of ports",
  "stack.json": "where the last run served",
  logs: "the logs",
  mail: "the mails",
};

/** Removes everything but the lock, and prints what that was. */
export async function reset(terminal: Terminal, folder: string = dataFolder): Promise<void> {
  await clearLeftOvers(join(folder, basename(stackFiles.postgres)));
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name !== basename(stackFiles.lock))
    : [];
  if (names.length === 0) return terminal.line("  Nothing to forget: this folder has no data yet.");
  terminal.line(`  Deleting from ${relative(repository, folder)}/`);
  for (const name of names) {
    rmSync(join(folder, name), { recursive: true });
    terminal.line(`    ${name.padEnd(12)} ${terminal.colours.dim(meanings[name] ?? "")}`.trimEnd());
  }
}
