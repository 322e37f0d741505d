/** Entries of a list: 2^17. */
export declare const listSize = 131072;
export type Shuffle = (position: number) => number;
/** @param seed 32 random bytes */
export declare function createShuffle(seed: Buffer): Shuffle;
