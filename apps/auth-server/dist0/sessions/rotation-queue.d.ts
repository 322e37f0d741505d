import { type Pool } from "../database/database.js";
import { type Asker } from "../database/queue.js";
import { type Rotation } from "./rotate.sql.js";
import type { SessionGrant } from "./session.sql.js";
/** Consume a refresh token, unless the asker leaves before its turn; null if the statement does not match. */
export type Rotate = (rotation: Rotation, asker?: Asker) => Promise<SessionGrant | null>;
/** One batch is in flight at a time; what arrives meanwhile forms the next. */
export declare function createRotationQueue(pool: Pool): Rotate;
