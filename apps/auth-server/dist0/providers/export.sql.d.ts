/** What a user's export says of accounts elsewhere that are linked to theirs. */
import type { Db } from "../database/database.js";
/** In wire names. Served by identities_user_id. */
export declare function exportIdentities(db: Db, userId: string): Promise<object[]>;
