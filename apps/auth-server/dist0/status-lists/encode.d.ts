/** One bit for each place, the first in the lowest bit of the first byte; zlib; base64url. */
export declare function encodeBits(places: Iterable<number>): Promise<string>;
