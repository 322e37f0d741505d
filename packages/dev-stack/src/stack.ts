/** The whole of Regrant on this machine: PostgreSQL, authorization servers on it, and the resource server. */
import { resolve } from "node:path";
import { authServerScript, checkBuilt, cliScript, resourceServerScript } from "./paths.js";
import { freePortNear } from "./ports.js";
import type { Postgres } from "./postgres/start.js";
import { regrantJson } from "./regrant-in-thread.js";
import type { ServerProcess } from "./server-process.js";
import { forgetServers, stopRecordedServers } from "./server-records.js";
import type { Env, StackOptions } from "./stack-options.js";
import {
  type AuthServerEnv,
  authServerSettings,
  type Launch,
  startAuthServer,
  startResourceServer,
  startStackPostgres,
} from "./stack-parts.js";

export interface Stack {
  readonly issuer: string;
  /** The resource server's identifier, which is its URL: access tokens for it have it as `aud`. */
  readonly resource: string;
  readonly postgres: Postgres;
  readonly authServers: readonly [ServerProcess, ...ServerProcess[]];
  readonly resourceServer: ServerProcess;
  /** The settings that every authorization server of this stack has in common, `DATABASE_URL` among them. */
  readonly authServerEnv: Env;
  /** Runs `regrant … --json` on this stack's database. */
  regrant<T>(args: readonly string[], input?: string): Promise<T>;
  /** Starts one more authorization server on the same database, on any free port unless `env` names one. */
  startAuthServer(env?: Env, nodeArgs?: readonly string[]): Promise<ServerProcess>;
  /** Starts one more resource server, on any free port unless `env` names one: a stopped one's, for instance. */
  startResourceServer(env?: Env): Promise<ServerProcess>;
  /** Stops the servers, then PostgreSQL. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, migrates, starts the servers, each when the one before is ready.
 *
 * What an earlier run on the same folder left running is stopped first. Does not look for a living stack
 * there: that is what the lock of `npm start` is for.
 *
 * @throws Error naming the part that failed, with its last log lines; all others are stopped by then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  checkBuilt(cliScript, authServerScript, resourceServerScript);
  const launch: Launch = { options, dataDir: resolve(options.dataDir), undo: [] };
  try {
    return await startParts(launch);
  } catch (error) {
    await undoAll(launch);
    throw error;
  }
}

async function startParts(launch: Launch): Promise<Stack> {
  const { options, dataDir } = launch;
  const step = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    options.abort?.throwIfAborted();
    options.onProgress?.(name);
    return run();
  };
  await stopRecordedServers(dataDir);
  const postgres = await step("starting PostgreSQL", () => startStackPostgres(launch));
  const env = await authServerSettings(launch, postgres);
  const issuer = env.ISSUER;
  await step("migrating the database", () => regrantJson(["migrate"], env));
  const authServers = await step("starting the authorization server", () => startAuthServers(launch, env));
  const resourceServer = await step("starting the resource server", () =>
    startResourceServer(launch, issuer),
  );
  return {
    issuer,
    resource: resourceServer.url,
    postgres,
    authServers,
    resourceServer,
    authServerEnv: env,
    regrant: (args, input = "") => regrantJson(args, env, input),
    startAuthServer: (extra, nodeArgs) => startAuthServer(launch, { ...env, ...extra }, nodeArgs),
    startResourceServer: (extra) => startResourceServer(launch, issuer, extra),
    stop: () => undoAll(launch),
  };
}

/** One after the other, so that a failure leaves none behind that is still starting. */
async function startAuthServers(launch: Launch, env: AuthServerEnv): Promise<Stack["authServers"]> {
  const { authServers: count = 1, ports } = launch.options;
  const first = await startAuthServer(launch, {
    ...env,
    PORT: new URL(env.ISSUER).port,
    MANAGEMENT_PORT: String(await freePortNear(ports?.authServerManagement ?? 0)),
  });
  const others: ServerProcess[] = [];
  while (others.length < count - 1) others.push(await startAuthServer(launch, env));
  return [first, ...others];
}

async function undoAll({ undo, dataDir }: Launch): Promise<void> {
  for (let last = undo.pop(); last; last = undo.pop()) await last();
  forgetServers(dataDir);
}
