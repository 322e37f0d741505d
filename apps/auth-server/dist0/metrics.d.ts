/** What is counted, for Prometheus, on the management listener. */
import type { Reason } from "./shared/index.js";
import { Registry } from "prom-client";
import type { Clock } from "./database/clock.js";
import type { ConnectionPool } from "./database/database.js";
import type { AdmissionMetrics } from "./http/http-context.js";
import type { KeyRing } from "./keys/key-ring.js";
export interface Metrics extends AdmissionMetrics {
    readonly registry: Registry;
    /** Requests that wait for a connection to the database. */
    waitingForDatabase: number;
    /** One answered token request; `outcome` is `issued`, `retried` or the reason of the refusal. */
    countTokenRequest(grantType: string, outcome: "issued" | "retried" | Reason, count?: number): void;
    /** One refusal that is not in the audit: there were too many alike. */
    countAuditLeftOut(event: string): void;
    countPurged(table: string, rows: number): void;
    /** Back-channel logout: what became of an attempt to tell a client, or of notices that are given up. */
    countLogoutNotices(outcome: "told" | "failed" | "given_up", count: number): void;
    /** What became of an attempt to send a mail, or of a mail that is not sent any more. */
    countMails(outcome: MailOutcome, count?: number): void;
    /** A purge came to its end, in seconds since 1970, and took so many. */
    setPurged(atSeconds: number, seconds: number): void;
}
export type MailOutcome = "sent" | "failed" | "given_up" | "expired" | "no_recipient" | "no_server";
/** `now` is milliseconds since 1970. */
export declare function createMetrics(pool: ConnectionPool, keyRing: KeyRing, clock: Pick<Clock, "aheadSeconds">, now: () => number): Metrics;
