/**
 * A queue with limited concurrency that takes turns among parties, so that one with many requests only delays itself.
 * If it is full, the party with the most waiting jobs gives up its newest to a party with fewer.
 */
export interface FairQueue {
    hasRoom(party: string): boolean;
    /** The job's result. @throws what `full` creates, if there is no room or the job was displaced */
    run<T>(party: string, work: () => Promise<T>): Promise<T>;
}
export declare function createFairQueue(atOnce: number, places: number, full: () => Error): FairQueue;
