/** A list's bits on the wire. @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §4 */
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { listSize } from "./shuffle.js";
const compress = promisify(deflate);
/** The draft recommends the highest, 9. With 1 % revoked, that takes eight times as long (12 ms) for a tenth fewer bytes. */
const level = 7;
/** One bit for each place, the first in the lowest bit of the first byte; zlib; base64url. */
export async function encodeBits(places) {
    const bytes = Buffer.alloc(listSize / 8);
    for (const place of places)
        bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    return (await compress(bytes, { level })).toString("base64url");
}
//# sourceMappingURL=encode.js.map