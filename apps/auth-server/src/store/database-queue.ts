/**
 * Requests wait here for PostgreSQL, and not in the driver's pool: that one has no bound, and keeps what nobody waits for
 * any more. What the process does by itself (jobs, readiness, metrics) asks the pool directly, and so comes next whenever
 * a connection is free.
 */
import { OAuthError } from "@regrant/shared";
import type pg from "pg";
import type { Pool, Transaction } from "./database.js";

/** On whose behalf the database is asked. */
export interface Asker {
  /** Nobody waits for the answer, and nothing has been asked of the database yet: it may as well never be. */
  readonly isDroppable: boolean;
  /** Something is being asked now. What follows belongs to it, like the trace of a refusal, and is not dropped. */
  begin(): void;
}

/** The database as requests see it. */
export interface Database extends Pool {
  /** The same, on behalf of one request: while it waits for its first connection, it is dropped with its client. */
  for(asker: Asker): Database;
}

interface Limits {
  /** As many as the pool has connections, so that nothing of a request ever waits in the pool. */
  readonly places: number;
  readonly mostWaiting: number;
}

interface Waiter {
  readonly since: number;
  readonly asker: Asker | undefined;
  readonly start: () => void;
  readonly refuse: (error: OAuthError) => void;
}

/** Milliseconds. Whoever has not begun by now is about to be told to repeat the request (`endpoints/deadline.ts`). */
const patience = 1_500;
const sweepInterval = 50;

/** `onWaiting` is told how many wait, whenever that has changed. */
export function createDatabase(pool: Pool, limits: Limits, onWaiting: (count: number) => void): Database {
  return askFor(pool, new Queue(limits, onWaiting), undefined);
}

function askFor(pool: Pool, queue: Queue, asker: Asker | undefined): Database {
  const query = async (...args: Parameters<pg.Pool["query"]>) => {
    await queue.enter(asker);
    try {
      return await pool.query(...args);
    } finally {
      queue.leave();
    }
  };
  const connect = async (): Promise<Transaction> => {
    await queue.enter(asker);
    const connection = await pool.connect().catch((error: unknown) => {
      queue.leave();
      throw error;
    });
    const { release } = connection; // made anew each time it is handed out
    connection.release = (broken) => {
      release(broken);
      queue.leave();
    };
    return connection;
  };
  return {
    query: query as unknown as Pool["query"],
    connect: connect as Pool["connect"],
    for: (other) => askFor(pool, queue, other),
  };
}

/** First come, first served. */
class Queue {
  readonly #mostWaiting: number;
  readonly #onWaiting: (count: number) => void;
  readonly #waiting = new Set<Waiter>();
  #free: number;
  #sweeping: NodeJS.Timeout | undefined;

  constructor({ places, mostWaiting }: Limits, onWaiting: (count: number) => void) {
    this.#free = places;
    this.#mostWaiting = mostWaiting;
    this.#onWaiting = onWaiting;
  }

  /**
   * Resolves once there is a place; who got one has to `leave`.
   *
   * @throws {OAuthError} temporarily_unavailable where there is none in time, or the client has gone
   */
  async enter(asker: Asker | undefined): Promise<void> {
    if (asker?.isDroppable) throw dropped();
    if (this.#free > 0) {
      this.#free -= 1;
      asker?.begin();
      return;
    }
    if (this.#waiting.size >= this.#mostWaiting) this.#sweep();
    if (this.#waiting.size >= this.#mostWaiting) throw full();
    await new Promise<void>((start, refuse) => {
      this.#waiting.add({ since: performance.now(), asker, start, refuse });
      this.#sweeping ??= setInterval(() => this.#sweep(), sweepInterval).unref();
      this.#onWaiting(this.#waiting.size);
    });
  }

  /** Hand the place on. */
  leave(): void {
    for (const waiter of this.#waiting) {
      this.#waiting.delete(waiter);
      if (waiter.asker?.isDroppable) {
        waiter.refuse(dropped());
        continue;
      }
      waiter.asker?.begin();
      waiter.start();
      this.#changed();
      return;
    }
    this.#free += 1;
    this.#changed();
  }

  /** Nothing waits for nobody, or in vain. */
  #sweep(): void {
    const tooEarly = performance.now() - patience;
    for (const waiter of this.#waiting) {
      const refusal = waiter.asker?.isDroppable ? dropped() : waiter.since < tooEarly ? late() : null;
      if (refusal === null) continue;
      this.#waiting.delete(waiter);
      waiter.refuse(refusal);
    }
    this.#changed();
  }

  #changed(): void {
    this.#onWaiting(this.#waiting.size);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#sweeping);
    this.#sweeping = undefined;
  }
}

/** What is thrown here was never sent, so it must not look like an answer that the database owes (`isDatabaseAway`). */
const refusal = (reason: "overloaded" | "database_unavailable" | "request_abandoned", description: string) =>
  new OAuthError("temporarily_unavailable", description, { reason, headers: { "retry-after": "1" } });
const full = () => refusal("overloaded", "Too much is under way; repeat the request.");
const late = () =>
  refusal("database_unavailable", "The database does not answer in time; repeat the request.");
export const dropped = () => refusal("request_abandoned", "The client has gone; nothing was done.");
