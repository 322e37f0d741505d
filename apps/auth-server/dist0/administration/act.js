import { InvalidInput } from "./faults.js";
/** The detail of an audit event: which members changed, from what to what. */
export function changesBetween(before, after) {
    const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    const pick = (from) => Object.fromEntries(changed.map((name) => [name, from[name]]));
    return { changed, from: pick(before), to: pick(after) };
}
/** The value sent, including null; otherwise the current one. */
export const sentOr = (sent, otherwise) => (sent === undefined ? otherwise : sent);
/** Is it a time as `toISOString` writes it? `Date.parse` accepts more, such as February 30, which PostgreSQL rejects. */
export const isTime = (text) => /^[1-9]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
/** A page key of a time, to the microsecond, and an id. */
export const isTimeKey = (key) => {
    const [, at = ""] = /^(\S{23})\d{3}Z [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(key) ?? [];
    return isTime(`${at}Z`);
};
/**
 * One page. `list` fetches one more item than the page has; `keyOf` is where the next page starts.
 *
 * Pages start after a key, not an offset, so items inserted in between shift nothing.
 */
export async function pageOf({ limit, cursor }, list, keyOf, isKey = (key) => !key.includes("\0")) {
    const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString();
    if (after !== null && !isKey(after)) {
        const message = "must be the next_cursor of the previous page";
        throw new InvalidInput([{ pointer: "/cursor", message }], "parameter_invalid");
    }
    const found = await list(after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
        items,
        nextCursor: found.length > limit && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : null,
    };
}
//# sourceMappingURL=act.js.map