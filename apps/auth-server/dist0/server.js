/** The process: settings, pool, keys, listeners, signals. */
import { setTimeout as sleep } from "node:timers/promises";
import { keepLoopbackFromProxies } from "./shared/index.js";
import { listen as listenOn, openLog } from "./telemetry/index.js";
import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { buildApp, buildManagementApp } from "./app.js";
import { readConfig } from "./config.js";
import { createContext } from "./create-context.js";
import { refuseUnservable } from "./database/check.sql.js";
import { parseDatabaseUrl } from "./database/url.js";
import { failureInWords } from "./failure.js";
import { keepPurging } from "./jobs/purge.js";
import { keepSendingMails } from "./jobs/send-mails.js";
import { keepTellingClients } from "./jobs/tell-clients.js";
import { keepWatchingClock } from "./jobs/watch-clock.js";
import { keepKeysRotating, rotateKeys } from "./keys/rotation.js";
import { listen } from "./listen.js";
/** After draining, requests in progress get this long to finish; then the process exits anyway. */
const shutdownMs = 5_000;
async function main() {
    const config = readConfig(process.env);
    const log = createLog(config);
    const context = await createContext(config, log);
    await refuseUnservable(context.pool);
    warnOfUnverifiedServer(context);
    await rotateKeys(context);
    context.passwords.start();
    await context.clock.compare();
    const app = await buildApp(context);
    const management = await buildManagementApp(context);
    const { signal } = context.stopping;
    const jobs = Promise.all([
        keepKeysRotating(context, signal),
        keepPurging(context, signal),
        keepSendingMails(context, signal),
        keepTellingClients(context, signal),
        keepWatchingClock(context, signal),
    ]);
    const drainMs = config.drainSeconds * 1000;
    closeWithGrace({ delay: drainMs + shutdownMs, logger: log }, async ({ err, signal: received }) => {
        if (err)
            log.fatal({ err }, "stopping after an uncaught error");
        else
            log.info({ signal: received }, "stopping");
        context.stopping.abort();
        // Report not ready but keep serving, so that a load balancer moves on before the listener closes.
        if (!err)
            await sleep(drainMs);
        await app.close();
        await management.close();
        await jobs;
        await context.close();
        log.flush();
    });
    await listenOn(management, config.managementHost, config.managementPort, "MANAGEMENT_");
    await listen(app, config);
    log.info({ issuer: config.issuer }, "serving");
}
/** Encryption alone does not stop a man in the middle from impersonating the database. */
function warnOfUnverifiedServer({ config, log }) {
    if (parseDatabaseUrl(config.databaseUrl).tls?.verifies === "nothing")
        log.warn("the database's certificate is not verified; set sslmode=verify-full and sslrootcert in DATABASE_URL");
}
const createLog = ({ logLevel }) => pino({ level: logLevel, base: null }, openLog(1_000));
keepLoopbackFromProxies(process.env);
main().catch((error) => {
    console.error(failureInWords(error));
    process.exit(1);
});
//# sourceMappingURL=server.js.map