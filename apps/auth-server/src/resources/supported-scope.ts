/**
 * The metadata's `scopes_supported` (RFC 8414 §2), cached so that the document survives a database outage. Leaves out
 * the issuer's own scope (administration, accounts), which third parties should not request.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "../database/database.js";
import { listScope } from "./resources.sql.js";

/** How long a change may go unnoticed, and how soon an absent database is asked again. */
const readAgainMs = 5_000;
/** A healthy database answers in this time; the document waits no longer. */
const patienceMs = 200;

/** Empty until the database has answered once. */
export type SupportedScope = () => Promise<readonly string[]>;

/** `monotonic` counts milliseconds. */
export function createSupportedScope(db: Db, issuer: string, monotonic: () => number): SupportedScope {
  let known: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  const read = () =>
    listScope(db, issuer)
      .then(
        (scope) => {
          known = scope;
        },
        () => undefined, // /health/ready reports the outage; the document uses the last known scope
      )
      .finally(() => {
        readAt = monotonic();
        reading = null;
      });
  return async () => {
    if (monotonic() - readAt < readAgainMs) return known;
    reading ??= read();
    await Promise.race([reading, sleep(patienceMs, undefined, { ref: false })]);
    return known;
  };
}
