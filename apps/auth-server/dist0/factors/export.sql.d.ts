/** What a user's export says of their factors: everything but what proves them. */
import type { Db } from "../database/database.js";
/** In wire names. Served by passkeys_user_id, totp_authenticators_pkey and recovery_codes_user_id. */
export declare function exportFactors(db: Db, userId: string): Promise<object>;
