/**
 * Rotations that arrive while others are in flight are sent to the database together: one round trip and one durable
 * commit for all. Under load those make up most of a refresh's cost; without load nothing changes.
 */
import { OAuthError } from "../shared/index.js";
import { isDatabaseAway, onConnection } from "../database/database.js";
import { dropped } from "../database/queue.js";
import { rotateSession, rotateSessions } from "./rotate.sql.js";
const most = 100;
/** One batch is in flight at a time; what arrives meanwhile forms the next. */
export function createRotationQueue(pool) {
    const queue = new Map();
    let underWay = false;
    async function send() {
        while (queue.size > 0) {
            const batch = [...queue.values()].slice(0, most);
            for (const { rotation } of batch)
                queue.delete(rotation.sessionId);
            const alive = batch.filter(isWanted);
            if (alive.length > 0)
                await rotateTogether(pool, alive);
        }
        underWay = false;
    }
    return (rotation, asker) => {
        // The session is in the queue already, or the request has conditions that the batch statement does not check.
        if (queue.has(rotation.sessionId) || rotation.scope !== null || rotation.resource !== null) {
            asker?.begin();
            return rotateAlone(pool, rotation);
        }
        return new Promise((resolve, reject) => {
            queue.set(rotation.sessionId, { rotation, asker, resolve, reject });
            if (underWay)
                return;
            underWay = true;
            setImmediate(send); // includes what arrives in the same turn of the event loop
        });
    };
}
/**
 * From here on the rotation completes even if its client leaves: a detected reuse, for example, must leave its trace.
 */
function isWanted({ asker, reject }) {
    if (asker?.isDroppable) {
        reject(dropped());
        return false;
    }
    asker?.begin();
    return true;
}
const rotateAlone = (pool, rotation) => onConnection(pool, (db) => rotateSession(db, rotation));
/**
 * Settles every rotation of the batch; never throws. Those missing from the batch's result are repeated singly, where
 * they may wait for their row without holding up the queue.
 */
async function rotateTogether(pool, batch) {
    const singly = ({ rotation, resolve }) => resolve(rotateAlone(pool, rotation));
    const rotations = batch.map(({ rotation }) => rotation);
    try {
        const grants = await onConnection(pool, (db) => rotateSessions(db, rotations));
        for (const waiting of batch) {
            const grant = grants.get(waiting.rotation.sessionId);
            if (grant === undefined)
                singly(waiting);
            else
                waiting.resolve(grant);
        }
    }
    catch (error) {
        // One failing rotation must not fail the others. If the database is away or busy, repeating only takes longer.
        const isAway = isDatabaseAway(error) || error instanceof OAuthError;
        for (const waiting of batch)
            isAway ? waiting.reject(error) : singly(waiting);
    }
}
//# sourceMappingURL=rotation-queue.js.map