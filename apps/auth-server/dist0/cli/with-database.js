/** Connects, checks the schema, and disconnects, around the work of a command. */
import { readDatabaseAddress } from "../config.js";
import { explainPending, refuseUnfitPooler } from "../database/check.sql.js";
import { createPool } from "../database/database.js";
import { pendingMigrations } from "../database/migrations.sql.js";
import { CommandError } from "./command-error.js";
/**
 * Run `work` on the database in DATABASE_URL. `statementMs`: time limit of a statement inside a transaction; default: that of
 * a request.
 *
 * @throws {CommandError} if migrations are pending
 */
export async function withDatabase(work, statementMs) {
    return withPool(async (db) => {
        const pending = await pendingMigrations(db);
        if (pending.length > 0)
            throw new CommandError(await explainPending(db, pending));
        return work(db);
    }, statementMs);
}
/** The same without checking the schema. */
export async function withPool(work, statementMs) {
    const db = createPool(readDatabaseAddress(process.env), 2, () => { }, statementMs);
    try {
        await refuseUnfitPooler(db);
        return await work(db);
    }
    finally {
        await db.end();
    }
}
//# sourceMappingURL=with-database.js.map