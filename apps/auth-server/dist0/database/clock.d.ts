import type { FastifyBaseLogger } from "fastify";
import type { Pool } from "./database.js";
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
export declare function watchClock(db: Pool, now: () => number, log: FastifyBaseLogger): Clock;
