import { readClock } from "../database/parts.sql.js";
import { revokeSessions } from "../sessions/end.sql.js";
import { deleteCodes } from "./authorization-codes.sql.js";
import { deleteDeviceCodes } from "./device-codes.sql.js";
/** Rows locked and written per statement, well within its time limit. */
export const sessionBatch = 1000;
async function deleteAllCodes(db, which) {
    await deleteCodes(db, which);
    await deleteDeviceCodes(db, which);
}
/** @returns how many sessions ended */
export async function endSessions(db, which, reason, by, batch = {}) {
    if (which.id === undefined)
        await deleteAllCodes(db, which);
    return (await revokeSessions(db, which, reason, by, batch)).length;
}
/**
 * The same for any number of sessions, in batches: each is its own transaction, and if one fails, earlier ones stay.
 * Ends what was open at the start, not what opens meanwhile. Codes go before the clock is read, so that a session
 * opened by one at the last moment counts as open.
 */
export async function endManySessions(db, which, reason, by) {
    await deleteAllCodes(db, which);
    const open = { ...which, openedUntil: which.openedUntil ?? (await readClock(db)) };
    for (let ended = 0, afterId;;) {
        // With an explicit time, these sessions end as of that time; later ones are unaffected.
        const batch = { limit: sessionBatch, afterId, at: which.openedUntil };
        const ids = await revokeSessions(db, open, reason, by, batch);
        ended += ids.length;
        if (ids.length < sessionBatch)
            return ended;
        afterId = ids.at(-1);
    }
}
//# sourceMappingURL=ends.js.map