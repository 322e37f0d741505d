/** The whole examination: read everything at once, then judge it, area by area. Nothing is changed. */
import { type Config, ConfigError, readDatabaseUrl } from "../../config.js";
import { type Client, listClients } from "../../store/clients.js";
import { createPool } from "../../store/database.js";
import { listSignInAddresses, readDatabaseFacts, type SignInAddress } from "../../store/database-facts.js";
import { pendingMigrations } from "../../store/migrations.js";
import { listSigningKeys, type SigningKey } from "../../store/signing-keys.js";
import { askIssuer } from "./ask-issuer.js";
import { checkClients } from "./clients.js";
import { type DatabaseState, databaseChecks } from "./database.js";
import { error, type Finding, warning } from "./finding.js";
import { issuerChecks } from "./issuer.js";
import { keysChecks } from "./keys.js";
import { checkProxy } from "./proxy.js";
import { readSettings, settingsChecks } from "./settings.js";

type Env = Readonly<Record<string, string | undefined>>;

export interface Area {
  readonly area: string;
  readonly findings: readonly Finding[];
}

/** What the database holds; nothing of it where the schema is not the one of this version. */
interface Contents {
  readonly keys: readonly SigningKey[];
  readonly clients: readonly Client[];
  readonly addresses: readonly SignInAddress[];
}

/** `issuerUrl`: where the issuer is reached from here, if not by its own name. `now`: milliseconds since 1970. */
export async function examine(env: Env, issuerUrl: string | null, now = Date.now): Promise<Area[]> {
  const settings = readSettings(env);
  const config = Array.isArray(settings) ? null : settings;
  const url = issuerUrl ?? config?.issuer ?? null;
  const [database, answers] = await Promise.all([
    readDatabase(config?.databaseUrl ?? databaseUrlOf(env), config, now),
    config === null || url === null ? null : askIssuer(url),
  ]);
  const areas = [
    {
      area: "Settings",
      findings: Array.isArray(settings) ? settings : settingsChecks.map((c) => c(settings)),
    },
    { area: "Database", findings: database.findings },
  ];
  if (config === null) return [...areas, skipped("the settings are right")];
  const { contents } = database;
  const nowMs = now();
  const issuer = {
    area: "Issuer",
    findings:
      answers === null || url === null
        ? []
        : judge(issuerChecks, {
            ...answers,
            issuer: config.issuer,
            keys: contents?.keys ?? null,
            nowMs,
          }),
  };
  if (contents === null) return [...areas, issuer, skipped("the database can be read")];
  const { keys, addresses } = contents;
  const clients = contents.clients.filter(({ disabledAt }) => disabledAt === null);
  const longestIdleSeconds = Math.max(
    config.sessionIdleSeconds,
    ...clients.map(({ sessionIdleSeconds }) => sessionIdleSeconds ?? 0),
  );
  return [
    ...areas,
    { area: "Keys", findings: judge(keysChecks, { config, keys, nowMs, longestIdleSeconds }) },
    issuer,
    { area: "Proxy", findings: [checkProxy({ config, addresses })] },
    { area: "Clients", findings: checkClients({ config, clients }) },
  ];
}

const judge = <S>(checks: readonly ((state: S) => Finding | Finding[])[], state: S): Finding[] =>
  checks.flatMap((check) => check(state));

const skipped = (until: string): Area => ({
  area: "The rest",
  findings: [warning("not_examined", `Nothing else can be looked at until ${until}.`, "Do the above first.")],
});

/** The one setting that the database needs, where others are wrong. */
function databaseUrlOf(env: Env): string | null {
  try {
    return readDatabaseUrl(env);
  } catch (cause) {
    if (cause instanceof ConfigError) return null; // reported with the other settings
    throw cause;
  }
}

async function readDatabase(
  databaseUrl: string | null,
  config: Config | null,
  now: () => number,
): Promise<{ findings: Finding[]; contents: Contents | null }> {
  if (databaseUrl === null) return { findings: [], contents: null };
  const db = createPool(databaseUrl, 2, () => {});
  try {
    await db.query("select 1"); // a connection's making is not to count for the clocks
    const askedMs = now();
    const facts = await readDatabaseFacts(db);
    const nowMs = (askedMs + now()) / 2;
    const pending = await pendingMigrations(db);
    const state: DatabaseState = {
      facts,
      pendingMigrations: pending,
      nowMs,
      poolSize: config?.databasePoolSize ?? null,
    };
    const findings = judge(databaseChecks, state);
    if (pending.length > 0) return { findings, contents: null };
    const [keys, clients, addresses] = await Promise.all([
      listSigningKeys(db),
      listClients(db),
      listSignInAddresses(db),
    ]);
    return { findings, contents: { keys, clients, addresses } };
  } catch (cause) {
    const message = `The database does not answer: ${cause instanceof Error ? cause.message || cause.name : cause}.`;
    const remedy = "See that PostgreSQL runs, and DATABASE_URL: host, port, user, password, database.";
    return { findings: [error("database", message, remedy)], contents: null };
  } finally {
    await db.end();
  }
}
