/** Table sizes from PostgreSQL's statistics: no table is read. */
import type { Db } from "./database.js";
/** Rows per table of this schema, partitions included in their parent; 0 if not analyzed yet. */
export declare function estimateTableRows(db: Db): Promise<{
    table: string;
    rows: number;
}[]>;
