/** Finds the user that a command names. */
import type { Pool } from "../database/database.js";
import { type User } from "../users/users.sql.js";
/** By email address or id. @throws if there is none */
export declare function findUserBy(db: Pool, who: string): Promise<User>;
