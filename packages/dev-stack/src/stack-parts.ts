/** How each part of the stack is started: its settings, its ports, its log. */
import { join } from "node:path";
import { signingAlgorithms } from "@regrant/shared";
import { authServerScript, resourceServerScript } from "./paths.js";
import { freePortNear } from "./ports.js";
import { clearLeftOvers } from "./postgres/left-over.js";
import { type Postgres, startPostgres } from "./postgres/start.js";
import { keepSecrets } from "./secrets.js";
import { type ServerProcess, startServer } from "./server-process.js";
import { recordServer } from "./server-records.js";
import type { Env, StackOptions, StackPart } from "./stack-options.js";

/** One start of a stack: what was asked for, and how to undo what was started, last first. */
export interface Launch {
  readonly options: StackOptions;
  readonly dataDir: string;
  readonly undo: (() => Promise<void>)[];
}

export async function startStackPostgres({ options, dataDir, undo }: Launch): Promise<Postgres> {
  const postgresDir = join(dataDir, "postgres");
  // Before a port is chosen: what a killed run left behind may still hold the usual one.
  await clearLeftOvers(postgresDir);
  const postgres = await startPostgres({
    dataDir: postgresDir,
    port: await freePortNear(options.ports?.postgres ?? 0),
    durable: options.durable ?? false,
    settings: options.postgresSettings ?? {},
    onLog: (line) => options.onLog?.("PostgreSQL", line),
  });
  undo.push(() => postgres.stop());
  return postgres;
}

/** The settings that all authorization servers of one stack share. */
export type AuthServerEnv = Env & { readonly ISSUER: string };

/** Those settings; the issuer has the first one's port. */
export async function authServerSettings(
  { options, dataDir }: Launch,
  postgres: Postgres,
): Promise<AuthServerEnv> {
  const port = await freePortNear(options.ports?.authServer ?? 0);
  return {
    ISSUER: `http://localhost:${port}`,
    HOST: "localhost",
    MANAGEMENT_HOST: "127.0.0.1",
    DATABASE_URL: postgres.url,
    SECRETS: keepSecrets(join(dataDir, "secrets")),
    LOG_LEVEL: "info",
    DRAIN_SECONDS: "0",
    ...options.authServerEnv,
  };
}

/** The first authorization server has the port that the issuer names; every further one any free port. */
export async function startAuthServer(
  launch: Launch,
  env: Env,
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> {
  const PORT = env.PORT ?? String(await freePortNear(0));
  const MANAGEMENT_PORT = env.MANAGEMENT_PORT ?? String(await freePortNear(0));
  const script = authServerScript;
  return startPart(launch, "auth-server", { script, nodeArgs, env: { ...env, PORT, MANAGEMENT_PORT } });
}

/**
 * `CLOCK_TOLERANCE_SECONDS` is 0: all parts share this machine's clock, so an expired token is refused at once. `ALGORITHMS` are all: a
 * resource's `signing_alg` can be changed while everything runs.
 */
export async function startResourceServer(
  launch: Launch,
  issuer: string,
  extra: Env = {},
): Promise<ServerProcess> {
  const { ports, resourceServerEnv } = launch.options;
  const port = await freePortNear(ports?.resourceServer ?? 0);
  const env = {
    ISSUER: issuer,
    AUDIENCE: `http://localhost:${port}`,
    ALGORITHMS: signingAlgorithms.join(","),
    JWKS_URL: `${issuer}/.well-known/jwks.json`,
    JWKS_FILE: join(launch.dataDir, "jwks.json"),
    HOST: "localhost",
    PORT: String(port),
    MANAGEMENT_HOST: "127.0.0.1",
    MANAGEMENT_PORT: String(await freePortNear(ports?.resourceServerManagement ?? 0)),
    CLOCK_TOLERANCE_SECONDS: "0",
    DRAIN_SECONDS: "0",
    ...resourceServerEnv,
    ...extra,
  };
  return startPart(launch, "resource-server", { script: resourceServerScript, env });
}

async function startPart(
  { options, dataDir, undo }: Launch,
  part: StackPart,
  server: { script: string; env: Env; nodeArgs?: readonly string[] },
): Promise<ServerProcess> {
  const started = await startServer({
    ...server,
    logFile: join(dataDir, "logs", `${part}.log`),
    onLog: (line) => options.onLog?.(part, line),
    onSpawn: (pid) => recordServer(dataDir, pid),
    ...(options.abort ? { abort: options.abort } : {}),
  });
  undo.push(() => started.stop());
  return started;
}
