/**
 * The scope that the metadata name (RFC 8414 §2), kept in memory: the document outlives the database.
 *
 * What the issuer offers as a resource itself, its administration and accounts, is nothing that strangers should ask for.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "./database.js";
import { listScope } from "./resources.js";

/** How late a change can be noticed, and how soon a database that is away is asked again. */
const readAgainMs = 5_000;
/** A database that is well has answered by then; the document does not wait longer. */
const patienceMs = 200;

/** Empty until the database has answered once. */
export type SupportedScope = () => Promise<readonly string[]>;

/** `monotonic`: milliseconds. */
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
        () => undefined, // /health/ready says that the database is away; the document has what was known
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
