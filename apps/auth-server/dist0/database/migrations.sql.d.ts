import { type Db } from "./database.js";
import type { DatabaseAddress } from "./url.js";
export declare const migrationsDirectory: string;
/** Apply pending migrations. @returns their names */
export declare function migrate(database: DatabaseAddress | string, onProgress: (line: string) => void): Promise<string[]>;
export interface MigrationNames {
    readonly applied: readonly string[];
    readonly pending: readonly string[];
}
/** The applied and the pending migrations, each in order. */
export declare function listMigrations(db: Db, list?: string | null): Promise<MigrationNames>;
/** Pending migrations, in order. */
export declare const pendingMigrations: (db: Db) => Promise<readonly string[]>;
