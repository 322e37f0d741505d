/** WDJB-MJHT: one of 25.6 thousand million. */
export declare function newUserCode(): string;
/** What a person typed, as it was meant; null if it cannot be a code. */
export declare function parseUserCode(typed: string): string | null;
