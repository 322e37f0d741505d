/** Reads everything at once, then checks it area by area. Changes nothing. */
import { isLoopbackHost, type SigningAlgorithm } from "@regrant/shared";
import { administratorRole } from "../../admin/authorization.js";
import { readAuditMonths } from "../../audit/audit-partitions.sql.js";
import { findAlgorithmsInUse } from "../../clients/algorithms-in-use.sql.js";
import { type Client, listClients } from "../../clients/clients.sql.js";
import { type Config, ConfigError, readDatabaseAddress } from "../../config.js";
import { findMissingRights, refuseUnfitPooler } from "../../database/check.sql.js";
import { Connection } from "../../database/connection.js";
import { createPool, type Pool } from "../../database/database.js";
import { listSignInAddresses, readDatabaseFacts, type SignInAddress } from "../../database/facts.sql.js";
import { explainDatabaseFault } from "../../database/faults.js";
import { pendingMigrations } from "../../database/migrations.sql.js";
import { type DatabaseAddress, parseDatabaseUrl } from "../../database/url.js";
import { listWithoutFactor } from "../../factors/factors.sql.js";
import { countTotpBySecret } from "../../factors/totp.sql.js";
import { listSigningKeys, type SigningKey } from "../../keys/signing-keys.sql.js";
import { type OutboxState, readOutbox } from "../../mail/list.sql.js";
import { listProviders, type Provider } from "../../providers/providers.sql.js";
import { listResources, type Resource } from "../../resources/resources.sql.js";
import { listTrustedIssuers, type TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import { type EmailKeys, readEmailKeys } from "../../users/email-keys.js";
import { askIssuer } from "./ask-issuer.js";
import { checkClients } from "./clients.js";
import { type DatabaseState, databaseChecks } from "./database.js";
import { error, type Finding, warning } from "./finding.js";
import { issuerChecks } from "./issuer.js";
import { keysChecks } from "./keys.js";
import { askMailServer, mailChecks } from "./mail.js";
import { checkProxy } from "./proxy.js";
import { readSettings, settingsChecks } from "./settings.js";
import { askForKeys, checkTrust } from "./trust.js";
import { checkAdministrators, checkUsers, mostNamed } from "./users.js";

type Env = Readonly<Record<string, string | undefined>>;

export interface Area {
  readonly area: string;
  readonly findings: readonly Finding[];
}

/** Read from the database if its schema is up to date. */
interface Contents {
  readonly keys: readonly SigningKey[];
  readonly inUse: readonly SigningAlgorithm[];
  readonly clients: readonly Client[];
  readonly resources: readonly Resource[];
  readonly addresses: readonly SignInAddress[];
  readonly emailKeys: EmailKeys;
  readonly outbox: OutboxState;
  readonly authenticators: ReadonlyMap<string, number>;
  readonly providers: readonly Provider[];
  readonly trusted: readonly TrustedIssuer[];
  /** Administrators without a second factor. */
  readonly unguarded: readonly string[];
}

/** `issuerUrl`: address of the issuer from here, if its own name does not lead there. `now`: milliseconds since 1970. */
export async function examine(env: Env, issuerUrl: string | null, now = Date.now): Promise<Area[]> {
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
    ...(await examineTrust(contents)),
  ];
}

/** Nothing to say where no other issuer counts. */
async function examineTrust(contents: Contents | null): Promise<Area[]> {
  const { trusted = [], clients = [] } = contents ?? {};
  if (trusted.length === 0) return [];
  return [{ area: "Trust", findings: checkTrust({ trusted, clients, problems: await askForKeys(trusted) }) }];
}

/** In a container localhost is the container, where the server has its own port, not the published one, on IPv4 alone. */
const addressFromHere = ({ issuer, port }: Config, isContained: boolean): string =>
  isContained && isLoopbackHost(new URL(issuer).hostname) ? `http://127.0.0.1:${port}` : issuer;

const judgeContents = (
  config: Config,
  { keys, inUse, clients, resources, addresses, emailKeys, authenticators, providers, unguarded }: Contents,
  nowMs: number,
): Area[] => [
  {
    area: "Keys",
    findings: judge(keysChecks, { config, keys, inUse, resources, authenticators, providers, nowMs }),
  },
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

const judge = <S>(checks: readonly ((state: S) => Finding | Finding[])[], state: S): Finding[] =>
  checks.flatMap((check) => check(state));

const skipped = (until: string): Area => ({
  area: "The rest",
  findings: [
    warning("not_examined", `Nothing else can be checked until ${until}.`, "Fix the problems above first."),
  ],
});

/** The database settings, if other settings are wrong. */
function addressOf(env: Env): DatabaseAddress | null {
  try {
    return readDatabaseAddress(env);
  } catch (cause) {
    if (cause instanceof ConfigError) return null; // reported with the other settings
    throw cause;
  }
}

async function readDatabase(
  address: DatabaseAddress | null,
  poolSize: number | null,
  now: () => number,
): Promise<{ findings: Finding[]; contents: Contents | null }> {
  if (address === null) return { findings: [], contents: null };
  const db = createPool(address, 2, () => {});
  try {
    await refuseUnfitPooler(db);
    const isPooled = await isBehindPooler(db); // connecting must not count in the clock comparison
    const askedMs = now();
    const facts = await readDatabaseFacts(db);
    const nowMs = (askedMs + now()) / 2;
    const pending = await pendingMigrations(db);
    const hasTables = pending.length === 0;
    const state: DatabaseState = {
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
    if (!hasTables || state.missingRights !== null) return { findings, contents: null };
    return { findings, contents: await readContents(db) };
  } catch (cause) {
    const told = explainDatabaseFault(cause);
    const message = `The database is unusable: ${told ?? (cause instanceof Error ? cause.message || cause.name : cause)}.`;
    const remedy =
      "Check that PostgreSQL is running, and DATABASE_URL: host, port, database, user, password and rights.";
    return { findings: [error("database", message, remedy)], contents: null };
  } finally {
    await db.end();
  }
}

const readContents = async (db: Pool): Promise<Contents> => ({
  keys: await listSigningKeys(db),
  inUse: await findAlgorithmsInUse(db),
  clients: await listClients(db),
  resources: await listResources(db),
  addresses: await listSignInAddresses(db),
  emailKeys: await readEmailKeys(db),
  outbox: await readOutbox(db),
  authenticators: await countTotpBySecret(db),
  providers: await listProviders(db),
  trusted: await listTrustedIssuers(db),
  unguarded: await listWithoutFactor(db, [administratorRole], mostNamed + 1),
});

async function isBehindPooler(db: Pool): Promise<boolean | null> {
  const connection = await db.connect();
  connection.release();
  return connection instanceof Connection ? connection.isPooled : null;
}
