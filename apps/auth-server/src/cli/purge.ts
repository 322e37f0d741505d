/** regrant purge: runs the server's scheduled purge once, now. */
import { Command } from "commander";
import { countAuditMonth, listPastAuditMonths } from "../audit/audit-partitions.sql.js";
import { type Retention, readRetention } from "../config.js";
import { type Db, inTransaction } from "../database/database.js";
import { countPurgeable } from "../database/purge.sql.js";
import { leftToOwner, type OnBatch, purge } from "../jobs/purge.js";
import { purgeables } from "../jobs/purgeables.js";
import { purgeableUsers } from "../users/users.sql.js";
import { explainBusyMonths } from "./busy-months.js";
import { CommandError } from "./command-error.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

/** Enough to count the rows of a large table. */
const countingMs = 600_000;

export function purgeCommand(): Command {
  return new Command("purge")
    .option("--dry-run", "only count what would be removed")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Removes authorization codes a day after they expire, expired sign-ins and password delays, sessions that ended or expired
more than ENDED_SESSION_SECONDS ago, unused clients that no operator registered, and audit events older than
AUDIT_RETENTION_MONTHS. Use the server's values for both settings. You can interrupt it at any time; the next run continues.`,
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
      if (stopping.signal.aborted) throw new CommandError("interrupted; run it again to continue");
      if (!complete) throw new CommandError("a server is already purging; let it finish, or try again");
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
    "Nothing to purge.",
  );
}

async function countAll(db: Db, retention: Retention) {
  const rows: Record<string, number> = {};
  for (const purgeable of purgeables(retention)) rows[purgeable.table] = await countPurgeable(db, purgeable);
  rows.users = await countPurgeable(db, purgeableUsers);
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
  printTable([...rows, ...dropped.map((table) => ({ table, removed: "all" }))], "Nothing to purge.");
}
