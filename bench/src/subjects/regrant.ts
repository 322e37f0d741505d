/** Regrant's authorization server as a subject: started as an operator would start it, set up by its own CLI. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@regrant/dev-stack";
import type { SigningAlgorithm } from "@regrant/shared";
import {
  accessTokenSeconds,
  type ClientCredentials,
  newSecret,
  poolSize,
  refreshTokenSeconds,
  resource,
  type Subject,
  scope,
  tokenTarget,
} from "../work.js";

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 10_000;
/** Short, because the time until a server is ready is measured too. */
const READY_POLL_MS = 20;
const SIGN_INS_AT_ONCE = 4;

export const authServer = (file: string): string =>
  fileURLToPath(new URL(`dist/${file}`, import.meta.resolve("@regrant/auth-server/package.json")));

/** What has to be known to start server processes on one set-up database. */
export interface Regrant {
  readonly env: NodeJS.ProcessEnv;
  readonly client: ClientCredentials;
  readonly user: { readonly email: string; readonly password: string };
}

/** An API for each algorithm, which its access tokens are signed with; the first is the default. */
export const resourcesFor = (algs: readonly SigningAlgorithm[]): readonly string[] =>
  algs.map((alg, index) => (index === 0 ? resource : `${resource}/${alg}`));

/** Migrate the database and make a resource for each algorithm, client and user. */
export async function setUpRegrant(
  databaseUrl: string,
  algs: readonly SigningAlgorithm[] = ["RS256"],
): Promise<Regrant> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, SECRETS: `bench:${newSecret()}` };
  const user = { email: "ada@example.com", password: newSecret() };
  const grants = ["client_credentials", "refresh_token", "password"].flatMap((grant) => ["--grant", grant]);
  const scopeAndJson = ["--scope", scope, "--json"];
  await regrant(env, ["migrate"]);
  const resources = resourcesFor(algs);
  for (const [index, uri] of resources.entries())
    await regrant(env, ["resource", "create", uri, "--signing-alg", algs[index] ?? "", ...scopeAndJson]);
  const allowed = [...grants, ...resources.flatMap((uri) => ["--resource", uri])];
  const client = ["client", "create", "--name", "bench", ...allowed, "--first-party"];
  const { client_id, client_secret } = JSON.parse(await regrant(env, [...client, ...scopeAndJson]));
  await regrant(env, ["user", "create", user.email, "--password-stdin", "--json"], `${user.password}\n`);
  return { env, client: { id: client_id, secret: client_secret }, user };
}

/** Run one command of the CLI. @returns its stdout; @throws with its stderr */
function regrant(env: NodeJS.ProcessEnv, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [authServer("cli/main.js"), ...args],
      { env },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stdin?.end(input);
  });
}

export interface StartOptions {
  /** Takes the server's log: one line per request, as in production. */
  readonly logFolder: string;
  /** Instead of the set-up's own URL. */
  readonly databaseUrl?: string;
  readonly nodeFlags?: readonly string[];
  /** By their names in the environment. */
  readonly settings?: NodeJS.ProcessEnv;
}

/** Start one server process and wait until it says that it is ready. */
export async function startRegrant({ env, client, user }: Regrant, options: StartOptions): Promise<Subject> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const logFile = join(options.logFolder, `regrant-${port}.log`);
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [...(options.nodeFlags ?? []), authServer("server.js")], {
    stdio: ["ignore", log, log],
    env: {
      ...env,
      ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
      ...{ NODE_ENV: "production", ISSUER: `http://localhost:${port}`, HOST: "127.0.0.1" },
      ...{ PORT: String(port), MANAGEMENT_PORT: String(managementPort) },
      ...{ DATABASE_POOL_SIZE: String(poolSize), ACCESS_TOKEN_SECONDS: String(accessTokenSeconds) },
      SESSION_IDLE_SECONDS: String(refreshTokenSeconds),
      // All sessions are one user's.
      MAX_SESSIONS: "100000",
      DRAIN_SECONDS: "0",
      ...options.settings,
    },
  });
  closeSync(log);
  const stop = stopOnce(child);
  await untilReady(child, `http://127.0.0.1:${managementPort}/health/ready`, logFile).catch(async (error) => {
    await stop();
    throw error;
  });
  const target = tokenTarget(port, "/oauth2/token", client);
  const signIn = (count: number, of = resource) =>
    signInMany(`http://127.0.0.1:${port}${target.path}`, target.headers, user, count, of);
  return { name: "Regrant", pid: child.pid ?? 0, target, signIn, stop };
}

async function untilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await delay(READY_POLL_MS);
  }
  const log = readFileSync(logFile, "utf8").slice(-2000);
  throw new Error(`the authorization server did not become ready at ${url}; its log ends:\n${log}`);
}

/** SIGTERM, and SIGKILL where that does not end it; also when the bench itself is ended. */
function stopOnce(child: ChildProcess): () => Promise<void> {
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const killNow = () => child.kill("SIGKILL");
  process.once("exit", killNow);
  return async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(killNow, STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
    process.off("exit", killNow);
  };
}

/** By the password grant, a few at a time: hashing a password is meant to be dear. */
async function signInMany(
  url: string,
  headers: Readonly<Record<string, string>>,
  user: Regrant["user"],
  count: number,
  of: string,
): Promise<string[]> {
  const body = new URLSearchParams({
    grant_type: "password",
    username: user.email,
    password: user.password,
    scope,
    resource: of,
  });
  const tokens: string[] = [];
  const signInNext = async (): Promise<void> => {
    while (tokens.length < count) {
      const index = tokens.push("") - 1;
      const response = await fetch(url, { method: "POST", headers, body });
      const answer = (await response.json()) as { refresh_token?: string };
      if (!answer.refresh_token)
        throw new Error(`sign-in failed: ${response.status} ${JSON.stringify(answer)}`);
      tokens[index] = answer.refresh_token;
    }
  };
  await Promise.all(Array.from({ length: SIGN_INS_AT_ONCE }, signInNext));
  return tokens;
}
