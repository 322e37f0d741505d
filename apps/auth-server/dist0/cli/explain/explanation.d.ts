/** The answer of `regrant explain`. It never contains the text itself, nor a usable part of it. */
import type { RecordedEvent } from "../../audit/audit-trail.sql.js";
import type { Config } from "../../config.js";
import type { Db } from "../../database/database.js";
import type { Secrets } from "../../secrets.js";
/** What explaining needs. */
export interface Asked {
    readonly config: Config;
    readonly db: Db;
    readonly secrets: Secrets;
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    /** A log in JSON lines in which to find requests. */
    readonly logLines: AsyncIterable<string> | null;
}
export interface Explanation {
    readonly kind: "access_token" | "refresh_token" | "authorization_code" | "client" | "client_secret" | "resource_secret" | "sign_in" | "signing_key" | "session" | "user" | "request" | "unknown";
    /** What it is and whose, in one phrase. */
    readonly what: string;
    /** Whether it works now; null if that does not apply. */
    readonly works: boolean | null;
    /** Why, in sentences. */
    readonly why: string;
    /** What to do next. */
    readonly next: string;
    readonly facts: Readonly<Record<string, string>>;
    /** Related audit events, oldest first. */
    readonly events: readonly RecordedEvent[];
}
/** How many events to show. */
export declare const eventsTold = 8;
/** "2026-11-22 20:41:07 UTC (3 minutes ago)". */
export declare function moment(date: Date, nowMs: number): string;
