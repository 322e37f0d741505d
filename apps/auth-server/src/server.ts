/** The process: settings, pool, keys, listeners, signals. */
import { setTimeout as sleep } from "node:timers/promises";
import { listen, openLog, StartError } from "@regrant/telemetry";
import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { buildApp, buildManagementApp } from "./app.js";
import { type Config, ConfigError, readConfig } from "./config.js";
import type { Context } from "./context.js";
import { createContext } from "./create-context.js";
import { keepKeysRotating, rotateKeys } from "./jobs/key-rotation.js";
import { keepPurging } from "./jobs/purge.js";
import { keepWatchingClock } from "./jobs/watch-clock.js";
import { pendingMigrations } from "./store/migrations.js";

/** After draining, requests in flight are finished within this; then the process ends all the same. */
const shutdownMs = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const context = await createContext(config, log);
  await refuseOldSchema(context);
  await rotateKeys(context);
  await context.clock.compare();

  const app = await buildApp(context);
  const management = await buildManagementApp(context);
  const { signal } = context.stopping;
  const jobs = Promise.all([
    keepKeysRotating(context, signal),
    keepPurging(context, signal),
    keepWatchingClock(context, signal),
  ]);
  const drainMs = config.drainSeconds * 1000;
  closeWithGrace({ delay: drainMs + shutdownMs, logger: log }, async ({ err, signal: received }) => {
    if (err) log.fatal({ err }, "stopping after an error that nothing caught");
    else log.info({ signal: received }, "stopping");
    context.stopping.abort();
    // Not ready any more, still serving: a balancer sends the next requests elsewhere before the listener closes.
    if (!err) await sleep(drainMs);
    await app.close();
    await management.close();
    await jobs;
    await context.db.end();
    await context.tracing?.stop();
    log.flush();
  });

  await listen(management, config.managementHost, config.managementPort, "MANAGEMENT_");
  await listen(app, config.host, config.port);
  log.info({ issuer: config.issuer }, "serving");
}

async function refuseOldSchema({ db }: Context): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0) {
    throw new ConfigError(`The database lacks ${pending.join(", ")}. Run: regrant migrate`);
  }
}

const createLog = ({ logLevel }: Config) => pino({ level: logLevel, base: null }, openLog(1_000));

main().catch((error: unknown) => {
  const isTold = error instanceof ConfigError || error instanceof StartError;
  console.error(isTold ? error.message : error);
  process.exit(1);
});
