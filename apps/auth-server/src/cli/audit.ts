/** regrant audit: reads the audit log. */
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import {
  type AuditFilter,
  type AuditRow,
  auditEventNames,
  listAuditEvents,
} from "../audit/audit-events.sql.js";
import { describeEvent } from "../audit/describe-event.js";
import type { Pool } from "../database/database.js";
import { findUserByEmail } from "../users/users.sql.js";
import { CommandError } from "./command-error.js";
import { secondsIn } from "./numbers.js";
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
/** An event appears when its transaction commits, shortly after its timestamp. */
const lateSeconds = 10;

export function auditCommand(): Command {
  const command = new Command("audit");
  command
    .command("tail")
    .description("show the latest events, newest last")
    .option("-f, --follow", "keep printing new events until interrupted")
    .option("-n, --number <events>", "how many events", count, 20)
    .option("--json", "print one JSON object with events[]; with --follow, one object per line and event")
    .action(tail);
  command
    .command("search")
    .description("find events that match every option, newest first")
    .option("--user <email|id>", "for this user")
    .option("--client <client_id>", "for this client")
    .option("--session <id>", "for this session (the sid of its tokens)", uuid)
    .option(
      "--event <prefix>",
      "by event name or prefix, such as session.revoked or signing_key",
      eventPrefix,
    )
    .option("--reason <reason>", "by reason, such as refresh_token_reused; see docs/errors.md")
    .option("--request <id>", "by request id (the x-request-id header)")
    .option(
      "--since <when>",
      "from this time on: 30m, 24h or 7d ago, or 2026-11-01, or 2026-11-01T08:30:00Z",
      moment,
    )
    .option("--until <when>", "before this time", moment)
    .option("--limit <events>", "maximum number of events", count, 100)
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
  printTable(events.map(toCells), "No matching event.");
  if (events.length === limit) console.error(`Showing the newest ${limit}; there may be more (--limit).`);
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

/** An id need not exist any more: events outlive users. */
async function findUserId(db: Pool, user: string): Promise<string> {
  const id = user.trim();
  if (isUuid(id)) return id;
  const found = await findUserByEmail(db, user);
  if (found === null) throw new CommandError(`there is no user ${user}; to find a deleted user, use the id`);
  return found.user.id;
}

async function tail({ follow, number, json }: TailOptions): Promise<void> {
  await withDatabase(async (db) => {
    const rows = (await listAuditEvents(db, {}, { limit: follow ? mostEvents : number })).reverse();
    const latest = rows.slice(-number);
    if (!follow) {
      if (json) return printJson({ events: latest.map(describe) });
      return printTable(latest.map(toCells), "The audit log is empty.");
    }
    const print = json ? (row: AuditRow) => printJson(describe(row)) : printLine;
    for (const row of latest) print(row);
    await followEvents(db, rows, print);
  });
}

/** Print newer events until the process is interrupted. */
async function followEvents(
  db: Pool,
  known: readonly AuditRow[],
  print: (row: AuditRow) => void,
): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort()).once("SIGTERM", () => stopping.abort());
  process.stdout.once("error", () => stopping.abort()); // `regrant audit tail --follow | head`
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
  throw new InvalidArgumentError(`Must be a whole number from 1 to ${mostEvents}.`);
}

function uuid(value: string): string {
  if (isUuid(value)) return value;
  throw new InvalidArgumentError("A session id is a UUID.");
}

const isUuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

function eventPrefix(value: string): string {
  if (auditEventNames.some((name) => name.startsWith(value))) return value;
  throw new InvalidArgumentError(`No event name starts with this. Events: ${auditEventNames.join(", ")}.`);
}

/** How long ago, or a date or time; UTC unless it has a zone. */
function moment(value: string): Date {
  const seconds = secondsIn(value);
  if (seconds !== null) return new Date(Date.now() - seconds * 1000);
  const [, day, time = "T00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const date = new Date(`${day}${time}${zone}`);
  if (!Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError(
    "Use 30m, 24h or 7d (ago), or a time like 2026-11-01 or 2026-11-01T08:30:00Z.",
  );
}
