/** Checks PostgreSQL: version, schema, durability, rights, clock, connections, TLS. */
import type { AuditMonths } from "../../audit/audit-partitions.sql.js";
import { type Unfit } from "../../database/check.sql.js";
import type { DatabaseFacts } from "../../database/facts.sql.js";
import type { Tls } from "../../database/tls.js";
import type { Pooler } from "../../database/url.js";
import { type Finding } from "./finding.js";
export interface DatabaseState {
    readonly facts: DatabaseFacts;
    readonly pendingMigrations: readonly string[];
    /** This machine's clock when the database read its own, in milliseconds since 1970. */
    readonly nowMs: number;
    /** DATABASE_POOL_SIZE; null if the settings could not be read. */
    readonly poolSize: number | null;
    readonly pooler: Pooler;
    /** Whether a pooler is in between; null if unknown. */
    readonly isPooled: boolean | null;
    /** The TLS settings in DATABASE_URL; null if there are none. */
    readonly tls: Pick<Tls, "verifies" | "options"> | null;
    /** Null if there are no tables yet, or nothing is missing. */
    readonly missingRights: Unfit | null;
    /** Null if there are no tables yet. */
    readonly months: AuditMonths | null;
}
export declare const databaseChecks: readonly ((state: DatabaseState) => Finding | Finding[])[];
