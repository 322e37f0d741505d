/**
 * Compares this machine's clock with the database's. One stamps tokens, the other ends sessions; a clock that is a
 * day off signs tokens that every API refuses.
 */
import { clockDoubt } from "@regrant/telemetry";
import type { FastifyBaseLogger } from "fastify";
import type { Pool } from "./database.js";
import { readDatabaseClock } from "./facts.sql.js";

export interface Clock {
  /** How far this machine's clock was ahead when last compared; null before that. */
  readonly aheadSeconds: number | null;
  /**
   * Compares, and logs when the difference becomes too large or is gone. Keeps the last result while the database is
   * away.
   */
  compare(): Promise<void>;
}

/** @param now milliseconds since 1970 */
export function watchClock(db: Pool, now: () => number, log: FastifyBaseLogger): Clock {
  let aheadSeconds: number | null = null;
  let isDoubted = false;

  /** The database reads its clock at some moment between query and response. */
  async function measure(): Promise<number> {
    const askedAt = now();
    const databaseMs = await readDatabaseClock(db);
    return ((askedAt + now()) / 2 - databaseMs) / 1000;
  }

  return {
    get aheadSeconds() {
      return aheadSeconds;
    },
    async compare() {
      const measured = await measure().catch(() => null);
      if (measured === null) return;
      aheadSeconds = measured;
      const doubt = clockDoubt(measured, "the database's");
      if ((doubt !== null) === isDoubted) return;
      isDoubted = doubt !== null;
      if (doubt === null) log.info({ aheadSeconds }, "this machine's clock and the database's agree again");
      else log.error({ aheadSeconds }, doubt);
    },
  };
}
