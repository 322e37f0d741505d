/** Leaves a server that cannot be reached alone, and tries with one at a time whether it is back. */
export interface ServerRest {
    /** How many may try now, of so many. */
    places(all: number): number;
    reached(): void;
    /** Counts once for all that tried at the same time. */
    unreached(): void;
}
/** @param monotonic milliseconds; never steps */
export declare function createServerRest(monotonic: () => number): ServerRest;
