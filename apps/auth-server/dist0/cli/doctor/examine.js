/** Reads everything at once, then checks it area by area. Changes nothing. */
import { isLoopbackHost } from "../../shared/index.js";
import { administratorRole } from "../../admin/authorization.js";
import { readAuditMonths } from "../../audit/audit-partitions.sql.js";
import { listClients } from "../../clients/clients.sql.js";
import { ConfigError, readDatabaseAddress } from "../../config.js";
import { findMissingRights, refuseUnfitPooler } from "../../database/check.sql.js";
import { Connection } from "../../database/connection.js";
import { createPool } from "../../database/database.js";
import { listSignInAddresses, readDatabaseFacts } from "../../database/facts.sql.js";
import { explainDatabaseFault } from "../../database/faults.js";
import { pendingMigrations } from "../../database/migrations.sql.js";
import { parseDatabaseUrl } from "../../database/url.js";
import { listWithoutFactor } from "../../factors/factors.sql.js";
import { countTotpBySecret } from "../../factors/totp.sql.js";
import { listSigningKeys } from "../../keys/signing-keys.sql.js";
import { readOutbox } from "../../mail/list.sql.js";
import { listProviders } from "../../providers/providers.sql.js";
import { readEmailKeys } from "../../users/email-keys.js";
import { askIssuer } from "./ask-issuer.js";
import { checkClients } from "./clients.js";
import { databaseChecks } from "./database.js";
import { error, warning } from "./finding.js";
import { issuerChecks } from "./issuer.js";
import { keysChecks } from "./keys.js";
import { askMailServer, mailChecks } from "./mail.js";
import { checkProxy } from "./proxy.js";
import { readSettings, settingsChecks } from "./settings.js";
import { checkAdministrators, checkUsers, mostNamed } from "./users.js";
/** `issuerUrl`: address of the issuer from here, if its own name does not lead there. `now`: milliseconds since 1970. */
export async function examine(env, issuerUrl, now = Date.now) {
    const config = readSettings(env);
    const isContained = Boolean(env.container?.trim());
    if (Array.isArray(config)) {
        const { findings } = await readDatabase(addressOf(env), null, now);
        return [
            { area: "Settings", findings: config },
            { area: "Database", findings },
            skipped("the settings are valid"),
        ];
    }
    const [{ findings, contents }, answers, problem] = await Promise.all([
        readDatabase({ url: config.databaseUrl, pooler: config.databasePooler }, config.databasePoolSize, now),
        askIssuer(issuerUrl ?? addressFromHere(config, isContained)),
        askMailServer(config),
    ]);
    const nowMs = now();
    const issuer = { ...answers, issuer: config.issuer, keys: contents?.keys ?? null, nowMs };
    return [
        { area: "Settings", findings: judge(settingsChecks, { ...config, isContained }) },
        { area: "Database", findings },
        { area: "Issuer", findings: judge(issuerChecks, issuer) },
        { area: "Mail", findings: judge(mailChecks, { config, problem, outbox: contents?.outbox ?? null }) },
        ...(contents === null ? [skipped("the database is readable")] : judgeContents(config, contents, nowMs)),
    ];
}
/** In a container localhost is the container, where the server has its own port, not the published one, on IPv4 alone. */
const addressFromHere = ({ issuer, port }, isContained) => isContained && isLoopbackHost(new URL(issuer).hostname) ? `http://127.0.0.1:${port}` : issuer;
const judgeContents = (config, { keys, clients, addresses, emailKeys, authenticators, providers, unguarded }, nowMs) => [
    { area: "Keys", findings: judge(keysChecks, { config, keys, authenticators, providers, nowMs }) },
    { area: "Users", findings: [...checkUsers(emailKeys), checkAdministrators(config, unguarded)] },
    { area: "Proxy", findings: [checkProxy({ config, addresses })] },
    {
        area: "Clients",
        findings: checkClients({
            config,
            clients: clients.filter(({ disabledAt, origin }) => disabledAt === null && origin === "operator"),
        }),
    },
];
const judge = (checks, state) => checks.flatMap((check) => check(state));
const skipped = (until) => ({
    area: "The rest",
    findings: [
        warning("not_examined", `Nothing else can be checked until ${until}.`, "Fix the problems above first."),
    ],
});
/** The database settings, if other settings are wrong. */
function addressOf(env) {
    try {
        return readDatabaseAddress(env);
    }
    catch (cause) {
        if (cause instanceof ConfigError)
            return null; // reported with the other settings
        throw cause;
    }
}
async function readDatabase(address, poolSize, now) {
    if (address === null)
        return { findings: [], contents: null };
    const db = createPool(address, 2, () => { });
    try {
        await refuseUnfitPooler(db);
        const isPooled = await isBehindPooler(db); // connecting must not count in the clock comparison
        const askedMs = now();
        const facts = await readDatabaseFacts(db);
        const nowMs = (askedMs + now()) / 2;
        const pending = await pendingMigrations(db);
        const hasTables = pending.length === 0;
        const state = {
            facts,
            pendingMigrations: pending,
            nowMs,
            poolSize,
            pooler: address.pooler,
            isPooled,
            tls: parseDatabaseUrl(address.url).tls ?? null,
            missingRights: hasTables ? await findMissingRights(db) : null,
            months: hasTables ? await readAuditMonths(db) : null,
        };
        const findings = judge(databaseChecks, state);
        if (!hasTables || state.missingRights !== null)
            return { findings, contents: null };
        const [keys, clients, addresses, emailKeys, outbox, authenticators, providers, unguarded] = await Promise.all([
            listSigningKeys(db),
            listClients(db),
            listSignInAddresses(db),
            readEmailKeys(db),
            readOutbox(db),
            countTotpBySecret(db),
            listProviders(db),
            listWithoutFactor(db, [administratorRole], mostNamed + 1),
        ]);
        const contents = { keys, clients, addresses, emailKeys, outbox, authenticators, providers, unguarded };
        return { findings, contents };
    }
    catch (cause) {
        const told = explainDatabaseFault(cause);
        const message = `The database is unusable: ${told ?? (cause instanceof Error ? cause.message || cause.name : cause)}.`;
        const remedy = "Check that PostgreSQL is running, and DATABASE_URL: host, port, database, user, password and rights.";
        return { findings: [error("database", message, remedy)], contents: null };
    }
    finally {
        await db.end();
    }
}
async function isBehindPooler(db) {
    const connection = await db.connect();
    connection.release();
    return connection instanceof Connection ? connection.isPooled : null;
}
//# sourceMappingURL=examine.js.map