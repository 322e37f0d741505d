/**
 * Where requests wait for PostgreSQL, instead of in the driver's pool: that queue is unbounded and keeps requests
 * that nobody waits for any more. Background work (jobs, readiness, metrics) asks the pool directly, so it is next
 * whenever a connection becomes free.
 */
import { OAuthError } from "@regrant/shared";
import type pg from "pg";
import type { Pool, Transaction } from "./database.js";

/** The request on whose behalf the database is asked. */
export interface Asker {
  /** The client has gone and nothing has been asked yet, so the work can be dropped. */
  readonly isDroppable: boolean;
  /** Work has started. Later statements, such as the audit of a refusal, are not dropped. */
  begin(): void;
}

/** The database as requests use it. */
export interface Database extends Pool {
  /** The same for one request: dropped if its client goes away while it waits for its first connection. */
  for(asker: Asker): Database;
}

interface Limits {
  /** The pool's number of connections, so that a request never waits in the pool. */
  readonly places: number;
  readonly mostWaiting: number;
}

interface Waiter {
  readonly since: number;
  readonly asker: Asker | undefined;
  readonly start: () => void;
  readonly refuse: (error: OAuthError) => void;
}

/** Milliseconds. Later than this, the deadline (`http/deadline.ts`) is about to answer the request anyway. */
const patience = 1_500;
const sweepInterval = 50;

/** `onWaiting` receives the number of waiting requests whenever it changes. */
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
    const { release } = connection; // the pool makes a new one each time
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

/** First in, first out. */
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
   * Resolves when there is a place; call `leave` afterwards.
   *
   * @throws {OAuthError} temporarily_unavailable if there is none in time or the client has gone
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

  /** Pass the place on. */
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

  /** Drop waiters whose client has gone or whose time is up. */
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

/** The statement was never sent, so this must not look like a lost answer (`isDatabaseAway`). */
const refusal = (reason: "overloaded" | "database_unavailable" | "request_abandoned", description: string) =>
  new OAuthError("temporarily_unavailable", description, { reason, headers: { "retry-after": "1" } });
const full = () => refusal("overloaded", "The server is busy; repeat the request.");
const late = () =>
  refusal("database_unavailable", "The database does not answer in time; repeat the request.");
export const dropped = () => refusal("request_abandoned", "The client has gone; nothing was done.");
