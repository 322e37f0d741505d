/**
 * Detects whether this process stood still (frozen, swapped out, suspended with its machine, or kept busy) for so
 * long that what it reads next may be old. It measures this itself, so no peer can fake it.
 */
export interface StallWatch {
    /** How many seconds ago the last stall began, if its backlog may still be in progress; otherwise null. */
    beganSecondsAgo(): number | null;
    stop(): void;
}
/**
 * @param monotonic milliseconds; never steps
 * @param wall milliseconds; keeps running while the machine is suspended, unlike the other
 */
export declare function watchStalls(monotonic: () => number, wall: () => number): StallWatch;
