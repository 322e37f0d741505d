/** Which bit a token refers to, and the lists as they are published: built when somebody asks, and served from memory. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { signStatusList, statusListUri } from "../tokens/status-list-token.js";
import { encodeBits } from "./encode.js";
import { createShuffle, listSize } from "./shuffle.js";
import { findList, makeList } from "./status-lists.sql.js";
/** How long a revocation can go unnoticed here; then the next request reads what is new. */
const readAgainMs = 1_000;
/** A list that does not change is signed anew this often, long before its end. */
const signAgainMs = 3_600_000;
/** Some 40 KiB each with 1 % revoked. 10 million sessions have 77. */
const mostLists = 1_000;
const compress = promisify(gzip);
export function createStatusLists(room) {
    const { db, issuer, monotonic } = room;
    const shuffles = new LRUCache({ max: mostLists });
    const kept = new LRUCache({ max: mostLists });
    const asked = new LRUCache({
        max: mostLists,
    });
    async function shuffleOf(number) {
        const known = shuffles.get(number);
        if (known !== undefined)
            return known;
        const shuffle = createShuffle(await makeList(db, number));
        shuffles.set(number, shuffle);
        return shuffle;
    }
    async function read(number) {
        const stored = await findList(db, number);
        if (stored === null)
            return null;
        const last = kept.get(number);
        const key = room.signingKey();
        if (last !== undefined && isCurrent(last, stored, key, room.now()))
            return last;
        const list = await build(room, key, number, stored);
        kept.set(number, list);
        return list;
    }
    return {
        async referenceOf(statusIndex) {
            const number = Math.floor(statusIndex / listSize);
            const shuffle = await shuffleOf(number);
            return { idx: shuffle(statusIndex % listSize), uri: statusListUri(issuer, number) };
        },
        find(number) {
            const last = asked.get(number);
            if (last !== undefined && monotonic() - last.at < readAgainMs)
                return last.answer;
            const answer = read(number);
            asked.set(number, { at: monotonic(), answer });
            // Whoever waits is told; the next request tries again.
            answer.catch(() => asked.delete(number));
            return answer;
        },
    };
}
const isCurrent = ({ kid, signedAtMs, revoked }, stored, key, now) => kid === key.kid &&
    now - signedAtMs < signAgainMs &&
    revoked.length === stored.revoked.length &&
    revoked.every((number, index) => number === stored.revoked[index]);
async function build({ issuer, now }, key, number, { seed, revoked }) {
    const signedAtMs = now();
    const token = await signStatusList(key, {
        uri: statusListUri(issuer, number),
        issuedAtSeconds: Math.floor(signedAtMs / 1000),
        lst: await encodeBits(revoked.map(createShuffle(seed))),
    });
    const plain = Buffer.from(token);
    return { plain, gzip: await compress(plain), kid: key.kid, signedAtMs, revoked };
}
//# sourceMappingURL=status-lists.js.map