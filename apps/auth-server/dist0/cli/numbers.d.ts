/** A whole number from a range, or this word. */
export declare const wholeNumber: (from: number, to: number, word?: string) => (value: string) => number | string;
/** The seconds in 90s, 30m, 24h or 7d; null if it is none of these. */
export declare function secondsIn(value: string): number | null;
/** A duration, in seconds. */
export declare const duration: (mostDays: number) => (value: string) => number;
export declare const limit: (value: string) => number | string;
