/** The process: settings, both listeners, signals. */
import { setTimeout as sleep } from "node:timers/promises";
import { keepLoopbackFromProxies } from "@regrant/shared";
import { listen, openLog, StartError, startTracing } from "@regrant/telemetry";
import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { buildApp } from "./app.js";
import { type Config, ConfigError, readConfig } from "./config.js";
import { buildManagement } from "./management.js";

/** The time for requests in flight after draining; then the process ends regardless. */
const graceMilliseconds = 5_000;

async function serve(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel }, openLog(200));
  const stopping = new AbortController();
  const { otlpEndpoint: endpoint } = config;
  const tracing =
    endpoint === undefined ? null : await startTracing({ endpoint, serviceName: "regrant-resource-server" });
  const app = await buildApp({ config, logger, tracing, stopping: stopping.signal });
  const management = buildManagement(app, stopping.signal);
  const close = () => Promise.allSettled([app.close(), management.close()]);
  try {
    await listen(management, config.managementHost, config.managementPort, "MANAGEMENT_");
    await listen(app, config.host, config.port);
  } catch (error) {
    await close();
    throw error;
  }
  const drainMilliseconds = config.drainSeconds * 1_000;
  closeWithGrace({ delay: drainMilliseconds + graceMilliseconds, logger }, async ({ err }) => {
    if (err) logger.fatal({ err }, "ending after an error");
    stopping.abort();
    // Not ready, but still serving: the load balancer redirects new requests before the listener closes.
    if (!err) await sleep(drainMilliseconds);
    await close();
    await tracing?.stop();
  });
}

keepLoopbackFromProxies(process.env);
try {
  await serve(readConfig(process.env));
} catch (error) {
  const isTold = error instanceof ConfigError || error instanceof StartError;
  console.error(isTold ? error.message : error);
  process.exitCode = 1;
}
