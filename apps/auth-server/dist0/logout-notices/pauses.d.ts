/** How long a client, or a notice that it refuses, is left alone before the next attempt. */
/** In seconds, after this many failures in a row. @param random from 0 to 1; spreads what failed together */
export declare const pauseAfter: (failures: number, random?: number) => number;
