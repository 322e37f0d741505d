/** The process: settings, both listeners, signals. */
import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { buildApp } from "./app.js";
import { type Config, ConfigError, readConfig } from "./config.js";
import { buildManagement } from "./management.js";

/** A write per log line costs as much as answering; lines wait for a block of them, or this long. */
const logBuffer = { sync: false, minLength: 4_096, periodicFlush: 200 };

/** Long enough for requests under way; then the process ends regardless. */
const graceMilliseconds = 10_000;

async function serve(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel }, pino.destination(logBuffer));
  const app = await buildApp({ config, logger });
  const management = buildManagement(app);
  const close = () => Promise.allSettled([app.close(), management.close()]);
  try {
    await management.listen({ host: config.managementHost, port: config.managementPort });
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw error;
  }
  closeWithGrace({ delay: graceMilliseconds, logger }, async ({ err }) => {
    if (err) logger.fatal({ err }, "ending after an error");
    await close();
  });
}

try {
  await serve(readConfig(process.env));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
