/**
 * Compares this machine's clock with the database's. One stamps tokens, the other ends sessions; a clock that is a
 * day off signs tokens that every API refuses.
 */
import { clockDoubt } from "../telemetry/index.js";
import { readDatabaseClock } from "./facts.sql.js";
/** @param now milliseconds since 1970 */
export function watchClock(db, now, log) {
    let aheadSeconds = null;
    let isDoubted = false;
    /** The database reads its clock at some moment between query and response. */
    async function measure() {
        const askedAt = now();
        const databaseMs = await readDatabaseClock(db);
        return ((askedAt + now()) / 2 - databaseMs) / 1000;
    }
    return {
        get aheadSeconds() {
            return aheadSeconds;
        },
        async compare() {
            const measured = await measure().catch(() => null);
            if (measured === null)
                return;
            aheadSeconds = measured;
            const doubt = clockDoubt(measured, "the database's");
            if ((doubt !== null) === isDoubted)
                return;
            isDoubted = doubt !== null;
            if (doubt === null)
                log.info({ aheadSeconds }, "this machine's clock and the database's agree again");
            else
                log.error({ aheadSeconds }, doubt);
        },
    };
}
//# sourceMappingURL=clock.js.map