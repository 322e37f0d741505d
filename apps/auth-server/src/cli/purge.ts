/** regrant purge: what the server does by the clock, once and now. */
import { Command } from "commander";
import { type Retention, readRetention } from "../config.js";
import { leftToOwner, type OnBatch, purge } from "../jobs/purge.js";
import { purgeables } from "../purgeables.js";
import { countAuditMonth, listPastAuditMonths } from "../store/audit-partitions.js";
import { type Db, inTransaction } from "../store/database.js";
import { countPurgeable } from "../store/purge.js";
import { CommandError, explainBusyMonths } from "./command-error.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

/** To count the rows of a large table. */
const countingMs = 600_000;

export function purgeCommand(): Command {
  return new Command("purge")
    .description("remove now what the server's purge would remove at its next turn")
    .option("--dry-run", "count it, and remove nothing")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Expired authorization codes (a day later), sign-ins and password delays; sessions that ended or expired more than
ENDED_SESSION_SECONDS ago; months of audit events older than AUDIT_RETENTION_MONTHS. Both settings have to be those of
the server. Can be interrupted at any time; the next run goes on.`,
    )
    .action(async ({ dryRun, json }: { dryRun?: true; json?: true }) => {
      const retention = readRetention(process.env);
      if (dryRun) return showPurgeable(retention, json);
      const stopping = new AbortController();
      process.once("SIGINT", () => stopping.abort()).once("SIGTERM", () => stopping.abort());
      const onBatch = json || !process.stderr.isTTY ? undefined : showProgress;
      const { removed, dropped, made, left, complete } = await withDatabase((db) =>
        purge(db, retention, stopping.signal, onBatch),
      ).catch(explainBusyMonths);
      if (json)
        printJson({ removed, audit_partitions_dropped: dropped, audit_partitions_made: made, complete });
      else show(removed, dropped);
      if (left.length > 0) console.error(`${left.join(", ")}: ${leftToOwner}`);
      if (stopping.signal.aborted) throw new CommandError("stopped before the end; run it again to go on");
      if (!complete)
        throw new CommandError("a server's own purge is at work; leave it to that, or try again");
    });
}

async function showPurgeable(retention: Retention, json: true | undefined): Promise<void> {
  const { rows, partitions } = await withDatabase(
    (db) => inTransaction(db, (tx) => countAll(tx, retention)),
    countingMs,
  );
  if (json) return printJson({ dry_run: true, would_remove: rows, audit_partitions_would_drop: partitions });
  const counts = Object.entries({ ...rows, ...partitions });
  printTable(
    counts.map(([table, count]) => ({ table, rows: count })),
    "There is nothing to purge.",
  );
}

async function countAll(db: Db, retention: Retention) {
  const rows: Record<string, number> = {};
  for (const purgeable of purgeables(retention)) rows[purgeable.table] = await countPurgeable(db, purgeable);
  const partitions: Record<string, number> = {};
  for (const month of await listPastAuditMonths(db, retention.auditMonths)) {
    partitions[month] = await countAuditMonth(db, month);
  }
  return { rows, partitions };
}

const showProgress: OnBatch = (table, removed, share) => {
  process.stderr.write(
    `\r${table}: ${Math.floor(share * 100)} %, ${removed} removed${share === 1 ? "\n" : ""}`,
  );
};

function show(removed: Readonly<Record<string, number>>, dropped: readonly string[]): void {
  const rows = Object.entries(removed).map(([table, count]) => ({ table, removed: String(count) }));
  printTable(
    [...rows, ...dropped.map((table) => ({ table, removed: "all" }))],
    "There was nothing to purge.",
  );
}
