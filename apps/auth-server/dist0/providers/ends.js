import { endManySessions } from "../codes/ends.js";
import { endSignIns, listSignInsOfProvider } from "../users/sign-ins.sql.js";
/**
 * End such sign-ins, and the sessions that they opened. A sign-in that is over already, by sign-out or by its age, is not
 * found any more, and neither are the sessions that it left open.
 *
 * @returns how many sessions ended
 */
export async function endSignInsOfProvider(db, which, reason, by) {
    let ended = 0;
    for (const { id, userId } of await listSignInsOfProvider(db, which)) {
        await endSignIns(db, { userId, id }, reason, by);
        ended += await endManySessions(db, { userId, signInId: id }, reason, by);
    }
    return ended;
}
//# sourceMappingURL=ends.js.map