/** Work that no response waits for. It is finished before the process ends. */
import type { FastifyBaseLogger } from "fastify";
export interface Background {
    /** Run it in the background; a failure is logged under `problem`. */
    add(work: Promise<void>, problem: string): void;
    /** Resolves when all of it is done. */
    finish(): Promise<void>;
}
export declare function createBackground(log: FastifyBaseLogger): Background;
