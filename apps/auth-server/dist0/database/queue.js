/**
 * Where requests wait for PostgreSQL, instead of in the driver's pool: that queue is unbounded and keeps requests
 * that nobody waits for any more. Background work (jobs, readiness, metrics) asks the pool directly, so it is next
 * whenever a connection becomes free.
 */
import { OAuthError } from "../shared/index.js";
/** Milliseconds. Later than this, the deadline (`http/deadline.ts`) is about to answer the request anyway. */
const patience = 1_500;
const sweepInterval = 50;
/** `onWaiting` receives the number of waiting requests whenever it changes. */
export function createDatabase(pool, limits, onWaiting) {
    return askFor(pool, new Queue(limits, onWaiting), undefined);
}
function askFor(pool, queue, asker) {
    const query = async (...args) => {
        await queue.enter(asker);
        try {
            return await pool.query(...args);
        }
        finally {
            queue.leave();
        }
    };
    const connect = async () => {
        await queue.enter(asker);
        const connection = await pool.connect().catch((error) => {
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
        query: query,
        connect: connect,
        for: (other) => askFor(pool, queue, other),
    };
}
/** First in, first out. */
class Queue {
    #mostWaiting;
    #onWaiting;
    #waiting = new Set();
    #free;
    #sweeping;
    constructor({ places, mostWaiting }, onWaiting) {
        this.#free = places;
        this.#mostWaiting = mostWaiting;
        this.#onWaiting = onWaiting;
    }
    /**
     * Resolves when there is a place; call `leave` afterwards.
     *
     * @throws {OAuthError} temporarily_unavailable if there is none in time or the client has gone
     */
    async enter(asker) {
        if (asker?.isDroppable)
            throw dropped();
        if (this.#free > 0) {
            this.#free -= 1;
            asker?.begin();
            return;
        }
        if (this.#waiting.size >= this.#mostWaiting)
            this.#sweep();
        if (this.#waiting.size >= this.#mostWaiting)
            throw full();
        await new Promise((start, refuse) => {
            this.#waiting.add({ since: performance.now(), asker, start, refuse });
            this.#sweeping ??= setInterval(() => this.#sweep(), sweepInterval).unref();
            this.#onWaiting(this.#waiting.size);
        });
    }
    /** Pass the place on. */
    leave() {
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
    #sweep() {
        const tooEarly = performance.now() - patience;
        for (const waiter of this.#waiting) {
            const refusal = waiter.asker?.isDroppable ? dropped() : waiter.since < tooEarly ? late() : null;
            if (refusal === null)
                continue;
            this.#waiting.delete(waiter);
            waiter.refuse(refusal);
        }
        this.#changed();
    }
    #changed() {
        this.#onWaiting(this.#waiting.size);
        if (this.#waiting.size > 0)
            return;
        clearInterval(this.#sweeping);
        this.#sweeping = undefined;
    }
}
/** The statement was never sent, so this must not look like a lost answer (`isDatabaseAway`). */
const refusal = (reason, description) => new OAuthError("temporarily_unavailable", description, { reason, headers: { "retry-after": "1" } });
const full = () => refusal("overloaded", "The server is busy; repeat the request.");
const late = () => refusal("database_unavailable", "The database does not answer in time; repeat the request.");
export const dropped = () => refusal("request_abandoned", "The client has gone; nothing was done.");
//# sourceMappingURL=queue.js.map