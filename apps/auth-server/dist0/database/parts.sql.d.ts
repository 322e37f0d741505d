/** SQL fragments shared by several tables: optional conditions, and paging by time and id. */
import type { Db } from "./database.js";
/** The database's clock, to the microsecond. */
export declare function readClock(db: Db): Promise<string>;
/** `and …` for each condition that is set; `from` parameters precede them. */
export declare function conditionsOf(conditions: readonly (readonly [sql: string, value: unknown])[], from: number): {
    readonly sql: string;
    readonly values: readonly unknown[];
};
/** SQL for a list's cursor: this time, to the microsecond, and the id. */
export declare const timeKey: (time: string, id: string) => string;
/** A cursor's time and id; two nulls for the first page. */
export declare const partsOf: (key: string | null) => [string | null, string | null];
