/** What each room lets the purge delete, in order. */
import type { Retention } from "../config.js";
import type { Purgeable } from "../database/purge.sql.js";
export declare const purgeables: ({ endedSessionSeconds, auditMonths }: Retention) => Purgeable[];
