/** regrant audit: what happened. */
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { describeEvent } from "../administration/audit.js";
import { type AuditFilter, type AuditRow, auditEventNames, listAuditEvents } from "../store/audit-events.js";
import type { Pool } from "../store/database.js";
import { findUserByEmail } from "../users/users.sql.js";
import { CommandError } from "./command-error.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface TailOptions {
  follow?: true;
  number: number;
  json?: true;
}

interface SearchOptions {
  user?: string;
  client?: string;
  session?: string;
  event?: string;
  reason?: string;
  request?: string;
  since?: Date;
  until?: Date;
  limit: number;
  json?: true;
}

const mostEvents = 10_000;
const followSeconds = 1;
/** An event is seen when its transaction commits, which can be a little after its time. */
const lateSeconds = 10;

export function auditCommand(): Command {
  const command = new Command("audit").description(
    "what happened: sign-ins, refusals, ended sessions, changes",
  );
  command
    .command("tail")
    .description("the latest events, the newest last")
    .option("-f, --follow", "go on with new ones until interrupted")
    .option("-n, --number <events>", "how many", count, 20)
    .option("--json", "print one JSON object with events[]; with --follow one for each event, a line each")
    .action(tail);
  command
    .command("search")
    .description("events for which all of this holds, the newest first")
    .option("--user <email|id>", "of this user")
    .option("--client <client_id>", "of this application")
    .option("--session <id>", "of this session (a token's sid)", uuid)
    .option("--event <prefix>", "by name or its beginning: session.revoked, signing_key", eventPrefix)
    .option("--reason <reason>", "like refresh_token_reused; docs/errors.md has them")
    .option("--request <id>", "the answer's x-request-id")
    .option("--since <when>", "30m, 24h or 7d ago; or a time like 2026-11-01 or 2026-11-01T08:30:00Z", moment)
    .option("--until <when>", "before then", moment)
    .option("--limit <events>", "how many at most", count, 100)
    .option("--json", "print one JSON object with events[]")
    .action(search);
  return command;
}

async function search({ user, limit, json, ...options }: SearchOptions): Promise<void> {
  const events = await withDatabase(async (db) => {
    const filter = {
      ...toFilter(options),
      ...(user !== undefined && { userId: await findUserId(db, user) }),
    };
    return listAuditEvents(db, filter, { limit });
  });
  if (json) return printJson({ events: events.map(describe) });
  printTable(events.map(toCells), "No such event.");
  if (events.length === limit) console.error(`There may be more: these are the newest ${limit} (--limit).`);
}

const toFilter = ({ client, session, event, reason, request, since, until }: Conditions): AuditFilter => ({
  ...(client !== undefined && { clientId: client }),
  ...(session !== undefined && { sessionId: session }),
  ...(event !== undefined && { event }),
  ...(reason !== undefined && { reason }),
  ...(request !== undefined && { requestId: request }),
  ...(since !== undefined && { since }),
  ...(until !== undefined && { until }),
});
type Conditions = Omit<SearchOptions, "user" | "limit" | "json">;

/** By id also where the user is gone: the events stay. */
async function findUserId(db: Pool, user: string): Promise<string> {
  const id = user.trim();
  if (isUuid(id)) return id;
  const found = await findUserByEmail(db, user);
  if (found === null) throw new CommandError(`there is no user ${user}; one that is gone is found by the id`);
  return found.user.id;
}

async function tail({ follow, number, json }: TailOptions): Promise<void> {
  await withDatabase(async (db) => {
    const rows = (await listAuditEvents(db, {}, { limit: follow ? mostEvents : number })).reverse();
    const latest = rows.slice(-number);
    if (!follow) {
      if (json) return printJson({ events: latest.map(describe) });
      return printTable(latest.map(toCells), "Nothing has happened yet.");
    }
    const print = json ? (row: AuditRow) => printJson(describe(row)) : printLine;
    for (const row of latest) print(row);
    await followEvents(db, rows, print);
  });
}

/** Print what comes after these, until the process is interrupted. */
async function followEvents(
  db: Pool,
  known: readonly AuditRow[],
  print: (row: AuditRow) => void,
): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort()).once("SIGTERM", () => stopping.abort());
  let seen = new Set(known.map(({ id }) => id));
  let newest = known.at(-1)?.at;
  while (!stopping.signal.aborted) {
    const since = newest === undefined ? {} : { since: new Date(newest.getTime() - lateSeconds * 1000) };
    const rows = (await listAuditEvents(db, since, { limit: mostEvents })).reverse();
    for (const row of rows) if (!seen.has(row.id)) print(row);
    seen = new Set(rows.map(({ id }) => id));
    newest = rows.at(-1)?.at ?? newest;
    await sleep(followSeconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}

const describe = (row: AuditRow) => ({
  id: row.id,
  ...describeEvent(row),
  email: row.email,
  user_agent: row.userAgent,
  detail: row.detail,
});

const toCells = (row: AuditRow) => ({
  time: row.at.toISOString(),
  event: row.event,
  reason: row.reason,
  who: [row.email ?? row.userId, row.actor && `by ${row.actor}`].filter(Boolean).join(" ") || null,
  client: row.clientId,
  session: row.sessionId,
  address: row.address,
});

const printLine = (row: AuditRow): void =>
  console.log(
    Object.values(toCells(row))
      .map((cell) => cell ?? "–")
      .join("  "),
  );

function count(value: string): number {
  const parsed = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (parsed >= 1 && parsed <= mostEvents) return parsed;
  throw new InvalidArgumentError(`A whole number from 1 to ${mostEvents}.`);
}

function uuid(value: string): string {
  if (isUuid(value)) return value;
  throw new InvalidArgumentError("A session's id is a UUID.");
}

const isUuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

function eventPrefix(value: string): string {
  if (auditEventNames.some((name) => name.startsWith(value))) return value;
  throw new InvalidArgumentError(`No event begins like this. There are: ${auditEventNames.join(", ")}.`);
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How long ago, or a date or time; without a zone it is UTC. */
function moment(value: string): Date {
  const [, number, unit = ""] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  if (number !== undefined) return new Date(Date.now() - Number(number) * (secondsOf[unit] ?? 0) * 1000);
  const [, day, time = "T00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const date = new Date(`${day}${time}${zone}`);
  if (!Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError("30m, 24h or 7d (ago), or a time like 2026-11-01 or 2026-11-01T08:30:00Z.");
}
