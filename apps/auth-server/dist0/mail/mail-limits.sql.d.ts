import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
/**
 * Whether a mail may go to this address (as `emailKey` writes it) because of a request from this network: one a minute and ten
 * in a row per address, thirty in a row per network. One statement, outside the caller's transaction: its rows stay locked.
 */
export declare function takeMailTurn(db: Db, { address, network }: {
    readonly address: string;
    readonly network: string;
}): Promise<boolean>;
/**
 * Whether a mail of security notices may go to this user: five in a row, then one in ten minutes. What waits goes with the next,
 * so that a flood delays a notice, and never keeps it back.
 */
export declare function takeNoticesTurn(db: Db, userId: string): Promise<boolean>;
export declare const purgeableMailLimits: Purgeable;
