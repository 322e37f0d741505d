/** The holder of an access token without a session. */
import type { Db } from "../database/database.js";
export interface TokenHolder {
    readonly clientName: string;
    readonly clientDisabledAt: Date | null;
    /** Null if the client acts for itself. */
    readonly email: string | null;
    readonly userDisabledAt: Date | null;
}
/**
 * The client, and the user if there is one. Served by clients_pkey, users_pkey and resources_pkey.
 *
 * @returns null if one of them is gone, or all resources
 */
export declare function findTokenHolder(db: Db, clientId: string, userId: string | null, resources: readonly string[]): Promise<TokenHolder | null>;
/** Whether none of these clients is gone or disabled. Served by clients_pkey. */
export declare function areEnabled(db: Db, clientIds: readonly string[]): Promise<boolean>;
