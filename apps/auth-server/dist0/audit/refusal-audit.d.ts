import type { Db } from "../database/database.js";
import { type AuditEvent } from "./audit-events.sql.js";
/** `about` is the account or client to count for; those about nobody known are counted together. */
export type AuditRefusal = (db: Db, event: AuditEvent, about: string | undefined) => Promise<void>;
/** `now` is milliseconds since 1970. */
export declare function createAuditRefusal(metrics: {
    countAuditLeftOut(event: string): void;
}, now: () => number): AuditRefusal;
