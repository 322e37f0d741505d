import type { Rotation } from "./rotate.sql.js";
type Presented = Pick<Rotation, "sessionId" | "generation">;
/** When a row was rotated, according to the database. */
export interface RotatedAgo {
    /** By the database's clock, when it was asked. */
    readonly seconds: number;
    /** Just before the database was asked, by this process's clock. */
    readonly askedAt: number;
}
export interface UnansweredRotations {
    /** A refresh that began at `startedAt` was sent and remains unanswered. */
    note(presented: Presented, startedAt: number): void;
    /** Whether the database has just answered a refresh; while it does not, clients wait and retry. */
    databaseAnswers(answers: boolean): void;
    /** Whether a recorded attempt may be the one that rotated the row. */
    excuses(presented: Presented, rotated: RotatedAgo): boolean;
    /** The excuse was used. Other holders of the same token have `REFRESH_RETRY_SECONDS` from the first use. */
    use(presented: Presented): void;
}
/** @param now a clock that never steps, in milliseconds */
export declare function createUnansweredRotations(retrySeconds: number, now: () => number): UnansweredRotations;
export {};
