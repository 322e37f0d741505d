/**
 * Whether this machine's clock agrees with the database's. Tokens are stamped by the one, sessions live by the other, and
 * what is a day off signs tokens that every API refuses.
 */
import { clockDoubt } from "@regrant/telemetry";
import type { FastifyBaseLogger } from "fastify";
import type { Pool } from "./store/database.js";
import { readDatabaseClock } from "./store/database-facts.js";

export interface Clock {
  /** This machine's less the database's, as last compared; null before. */
  readonly aheadSeconds: number | null;
  /** Compares, and logs a doubt when it comes up and when it is gone. Keeps what it knows while the database is away. */
  compare(): Promise<void>;
}

/** @param now milliseconds since 1970 */
export function watchClock(db: Pool, now: () => number, log: FastifyBaseLogger): Clock {
  let aheadSeconds: number | null = null;
  let isDoubted = false;

  /** The database answers at some moment between the question and its answer. */
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
