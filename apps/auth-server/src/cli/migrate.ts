/** regrant migrate: updates the database schema and creates the first signing key. */
import { Command, Option } from "commander";
import { makeAuditMonths } from "../audit/audit-partitions.sql.js";
import { readDatabaseAddress, readSecrets } from "../config.js";
import { refuseUnmigratable } from "../database/check.sql.js";
import { listMigrations, migrate } from "../database/migrations.sql.js";
import { stageFirstKey } from "../keys/rotation.js";
import { deriveSecrets } from "../secrets.js";
import { fillEmailKeys, readEmailKeys } from "../users/email-keys.js";
import { explainBusyMonths } from "./busy-months.js";
import { operatorActor } from "./operator.js";
import { printJson, printTable } from "./output.js";
import { withPool } from "./with-database.js";

interface MigrateOptions {
  status?: true;
  dryRun?: true;
  json?: true;
}

export function migrateCommand(): Command {
  return new Command("migrate")
    .option("--status", "only list applied and pending migrations")
    .addOption(new Option("--dry-run", "only list the migrations that would be applied").conflicts("status"))
    .option("--json", "print one JSON object")
    .action(async ({ status, dryRun, json }: MigrateOptions) => {
      if (status) return printStatus(json);
      if (dryRun) return printPending(json);
      const secrets = deriveSecrets(readSecrets(process.env));
      await withPool(refuseUnmigratable);
      const applied = await migrate(readDatabaseAddress(process.env), (line) => json || console.error(line));
      const { staged, months, addresses } = await withPool(async (db) => ({
        staged: await stageFirstKey(db, secrets, new Date(), operatorActor()),
        months: await makeAuditMonths(db).catch(explainBusyMonths),
        addresses: await fillEmailKeys(db).then(() => readEmailKeys(db)),
      }));
      if (addresses.collisions.length > 0) {
        console.error(
          `Email addresses shared by several users in different spellings: ${addresses.collisions.length}. All of them can still sign in; regrant doctor lists them.`,
        );
      }
      if (json) return printJson({ applied, signing_key_staged: staged, audit_partitions_made: months });
      console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
      if (staged) console.log("Created the first signing key. The server activates it when it starts.");
    });
}

async function printStatus(json?: true): Promise<void> {
  const { applied, pending } = await withPool(listMigrations);
  if (json) return printJson({ applied, pending });
  const rows = [
    ...applied.map((migration) => ({ migration, state: "applied" })),
    ...pending.map((migration) => ({ migration, state: "pending" })),
  ];
  printTable(rows, "There are no migrations.");
}

async function printPending(json?: true): Promise<void> {
  const { pending } = await withPool(listMigrations);
  const files = pending.map((name) => `${name}.sql`);
  if (json) return printJson({ would_apply: files });
  if (files.length === 0) return console.log("The schema is up to date; nothing to apply.");
  console.log("These would be applied in this order, each in its own transaction. Nothing was changed.");
  for (const file of files) console.log(`  ${file}`);
}
