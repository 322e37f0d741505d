/**
 * Where a number stands in its list: a Feistel network over 17 bits whose round functions are tables, drawn from the list's seed. A
 * bijection, so that no place is given twice.
 */
import { createHash } from "node:crypto";
/** Entries of a list: 2^17. */
export const listSize = 131_072;
const rounds = 8;
/** Of the right half; the left one has 8. */
const rightBits = 9;
const right = (1 << rightBits) - 1;
const left = 0xff;
/** @param seed 32 random bytes */
export function createShuffle(seed) {
    const tableBytes = 2 << rightBits;
    const drawn = createHash("shake256", { outputLength: rounds * tableBytes })
        .update(seed)
        .digest();
    const tables = new Uint16Array(rounds << rightBits);
    for (let entry = 0; entry < tables.length; entry++)
        tables[entry] = drawn.readUInt16LE(2 * entry);
    return (position) => {
        let l = position >> rightBits;
        let r = position & right;
        for (let round = 0; round < rounds; round += 2) {
            l ^= (tables[(round << rightBits) | r] ?? 0) & left;
            r ^= (tables[((round + 1) << rightBits) | l] ?? 0) & right;
        }
        return (l << rightBits) | r;
    };
}
//# sourceMappingURL=shuffle.js.map