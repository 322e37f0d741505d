/**
 * The metadata's `scopes_supported` (RFC 8414 §2), cached so that the document survives a database outage. Leaves out
 * the issuer's own scope (administration, accounts), which third parties should not request. Once a resource is open, it is what
 * is open: there are clients that ask for all that is listed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { listOpenResources, listScope } from "./resources.sql.js";
/** How long a change may go unnoticed, and how soon an absent database is asked again. */
const readAgainMs = 5_000;
/** A healthy database answers in this time; the document waits no longer. */
const patienceMs = 200;
/** `monotonic` counts milliseconds. */
export function createSupportedScope(db, issuer, monotonic) {
    let known = { scope: [], isOpen: false };
    let readAt = Number.NEGATIVE_INFINITY;
    let reading = null;
    const list = async () => {
        const open = await listOpenResources(db);
        if (open.length === 0)
            return { scope: await listScope(db, issuer), isOpen: false };
        return { scope: [...new Set(open.flatMap(({ scope }) => scope))].sort(), isOpen: true };
    };
    const read = () => list()
        .then((supported) => {
        known = supported;
    }, () => undefined)
        .finally(() => {
        readAt = monotonic();
        reading = null;
    });
    return async () => {
        if (monotonic() - readAt < readAgainMs)
            return known;
        reading ??= read();
        await Promise.race([reading, sleep(patienceMs, undefined, { ref: false })]);
        return known;
    };
}
//# sourceMappingURL=supported-scope.js.map