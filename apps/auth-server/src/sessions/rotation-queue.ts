/**
 * Rotations that arrive while others are under way go to the database together: one round trip and one durable
 * commit for all of them. Under load that is most of what a refresh costs; without load it changes nothing.
 */
import { OAuthError } from "@regrant/shared";
import { isDatabaseAway, onConnection, type Pool } from "../store/database.js";
import { type Asker, dropped } from "../store/database-queue.js";
import { type Rotation, rotateSession, rotateSessions } from "./rotate.sql.js";
import type { SessionGrant } from "./session.sql.js";

/** Use a refresh token up, unless the asker has gone before its turn; null where the statement does not match. */
export type Rotate = (rotation: Rotation, asker?: Asker) => Promise<SessionGrant | null>;

interface Waiting {
  readonly rotation: Rotation;
  readonly asker: Asker | undefined;
  readonly resolve: (grant: SessionGrant | null | Promise<SessionGrant | null>) => void;
  readonly reject: (error: unknown) => void;
}

const most = 100;

/** One statement of many is under way at a time: those that come meanwhile make up the next. */
export function createRotationQueue(pool: Pool): Rotate {
  const queue = new Map<string, Waiting>();
  let underWay = false;

  async function send(): Promise<void> {
    while (queue.size > 0) {
      const batch = [...queue.values()].slice(0, most);
      for (const { rotation } of batch) queue.delete(rotation.sessionId);
      const alive = batch.filter(isWanted);
      if (alive.length > 0) await rotateTogether(pool, alive);
    }
    underWay = false;
  }

  return (rotation, asker) => {
    // A session that is in the queue already, or conditions that the common statement does not look at.
    if (queue.has(rotation.sessionId) || rotation.scope !== null || rotation.resource !== null) {
      asker?.begin();
      return rotateAlone(pool, rotation);
    }
    return new Promise((resolve, reject) => {
      queue.set(rotation.sessionId, { rotation, asker, resolve, reject });
      if (underWay) return;
      underWay = true;
      setImmediate(send); // what arrived in the same turn of the event loop comes along
    });
  };
}

/** From here on it is settled whoever has gone: what it finds out, like a reuse, has to leave its trace. */
function isWanted({ asker, reject }: Waiting): boolean {
  if (asker?.isDroppable) {
    reject(dropped());
    return false;
  }
  asker?.begin();
  return true;
}

const rotateAlone = (pool: Pool, rotation: Rotation): Promise<SessionGrant | null> =>
  onConnection(pool, (db) => rotateSession(db, rotation));

/**
 * Settles every one of the batch, and never throws. What is missing from the common answer is asked for singly, where
 * it may have to wait for its row; the queue does not wait with it.
 */
async function rotateTogether(pool: Pool, batch: readonly Waiting[]): Promise<void> {
  const singly = ({ rotation, resolve }: Waiting) => resolve(rotateAlone(pool, rotation));
  const rotations = batch.map(({ rotation }) => rotation);
  try {
    const grants = await onConnection(pool, (db) => rotateSessions(db, rotations));
    for (const waiting of batch) {
      const grant = grants.get(waiting.rotation.sessionId);
      if (grant === undefined) singly(waiting);
      else waiting.resolve(grant);
    }
  } catch (error) {
    // One bad apple must not spoil the others; but where the database is away, or busy, asking again only takes longer.
    const isAway = isDatabaseAway(error) || error instanceof OAuthError;
    for (const waiting of batch) isAway ? waiting.reject(error) : singly(waiting);
  }
}
