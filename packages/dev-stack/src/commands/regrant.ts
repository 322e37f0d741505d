/**
 * `npx regrant …`: the auth-server's command line, on the database of `DATABASE_URL`, else on the dev stack's,
 * which is started for as long as the command takes where it does not run. Says so on stderr: stdout is the
 * command's own. With the dev stack's database come its issuer and its ports, for `doctor` and `explain`.
 */
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { releaseLock, takeLock } from "../lock.js";
import { mailSettings } from "../mails.js";
import { checkBuilt, cliScript } from "../paths.js";
import { startPostgres } from "../postgres/start.js";
import { runRegrant } from "../regrant-command.js";
import { findRunningStack, type RunningStack, stackFiles } from "../running-stack.js";
import { keepSecrets } from "../secrets.js";
import { keptPort, portsFrom } from "./choose-port.js";

const WAIT_FOR_LOCK_MS = 60_000;

/** Runs the command and returns its exit code. */
export async function regrant(args: readonly string[]): Promise<number> {
  checkBuilt(cliScript);
  if (process.env.DATABASE_URL || needsNoDatabase(args)) return run(args, {});
  const SECRETS = process.env.SECRETS ?? keepSecrets(stackFiles.secrets);
  const running = await runningStack();
  if (running) {
    say(`on the dev stack that runs, ${running.issuer} (DATABASE_URL is not set)`);
    const port = Number(new URL(running.issuer).port);
    return run(args, { ...settingsFrom(port), DATABASE_URL: running.databaseUrl, SECRETS });
  }
  return runOnOwnPostgres(args, SECRETS);
}

function needsNoDatabase(args: readonly string[]): boolean {
  if (args[0] === "secret" && args[1] === "init") return true;
  return args.length === 0 || args.some((arg) => ["help", "--help", "-h", "--version", "-V"].includes(arg));
}

/** Those that `doctor` and `explain` look at beside the database. */
const settingsFrom = (port: number) => ({
  ...{ ISSUER: `http://localhost:${port}`, HOST: "localhost", PORT: String(port) },
  MANAGEMENT_HOST: "127.0.0.1",
  MANAGEMENT_PORT: String(portsFrom(port).authServerManagement),
  ...mailSettings,
});

/** The running stack; or null, and then the lock is ours. */
async function runningStack(): Promise<RunningStack | null> {
  const deadline = Date.now() + WAIT_FOR_LOCK_MS;
  for (let waited = false; ; waited = true) {
    const running = findRunningStack();
    if (running) return running;
    const holder = takeLock(stackFiles.lock);
    if (!holder) return null;
    if (Date.now() > deadline)
      throw new Error(`process ${holder.pid} keeps the dev stack's database to itself`);
    if (!waited)
      say(`waiting for process ${holder.pid}, which is starting the dev stack or uses its database`);
    await delay(100);
  }
}

async function runOnOwnPostgres(args: readonly string[], secrets: string): Promise<number> {
  // The terminal's Ctrl-C ends the command; this process stays to stop PostgreSQL.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined);
  try {
    say("on the dev stack's database, started for this command (DATABASE_URL is not set)");
    const postgres = await startPostgres({ dataDir: stackFiles.postgres, durable: true });
    try {
      const env = { ...settingsFrom(keptPort()), DATABASE_URL: postgres.url, SECRETS: secrets };
      if (args[0] !== "migrate") await runRegrant(["migrate"], { env });
      return await run(args, env);
    } finally {
      await postgres.stop();
    }
  } finally {
    releaseLock(stackFiles.lock);
  }
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const child = spawn(process.execPath, [cliScript, ...args], {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve(code ?? 1));
  });
}

function say(text: string): void {
  process.stderr.write(`regrant: ${text}\n`);
}
