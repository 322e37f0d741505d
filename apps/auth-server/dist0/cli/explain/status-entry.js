import { createShuffle } from "../../status-lists/shuffle.js";
import { findList } from "../../status-lists/status-lists.sql.js";
/** Null if the token refers to none. */
export async function findStatusEntry(db, { status }) {
    if (status === undefined)
        return null;
    const { idx, uri } = status.status_list;
    const number = Number(/\/(\d{1,9})$/.exec(uri)?.[1]);
    const list = Number.isInteger(number) ? await findList(db, number) : null;
    const entry = `entry ${idx} of ${uri}`;
    if (list === null)
        return { isRevoked: false, told: `${entry}, a list that is not in this database` };
    const placeOf = createShuffle(list.seed);
    const isRevoked = list.revoked.some((position) => placeOf(position) === idx);
    return { isRevoked, told: `${entry}, ${isRevoked ? "revoked" : "not revoked"}` };
}
//# sourceMappingURL=status-entry.js.map