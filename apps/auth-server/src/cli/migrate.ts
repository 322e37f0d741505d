/** regrant migrate: bring the database's schema up to this version, and stage the first signing key. */
import { Command } from "commander";
import { readDatabaseUrl, readSecrets } from "../config.js";
import { stageFirstKey } from "../jobs/key-rotation.js";
import { deriveKeys } from "../secrets.js";
import { makeAuditMonths } from "../store/audit-partitions.js";
import { migrate } from "../store/migrations.js";
import { explainBusyMonths } from "./command-error.js";
import { operatorActor } from "./operator.js";
import { printJson } from "./output.js";
import { withPool } from "./with-database.js";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("bring the database's schema up to this version; makes the first signing key")
    .option("--json", "print one JSON object")
    .action(async ({ json }: { json?: true }) => {
      const keys = deriveKeys(readSecrets(process.env));
      const applied = await migrate(readDatabaseUrl(process.env), (line) => json || console.error(line));
      const { staged, months } = await withPool(async (db) => ({
        staged: await stageFirstKey(db, keys, new Date(), operatorActor()),
        months: await makeAuditMonths(db).catch(explainBusyMonths),
      }));
      if (json) return printJson({ applied, signing_key_staged: staged, audit_partitions_made: months });
      console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
      if (staged) console.log("The first signing key is made; the server activates it when it starts.");
    });
}
