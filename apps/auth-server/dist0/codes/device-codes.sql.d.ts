/** Device codes and their user codes: stored as a hash, decided on by a user, redeemed once. */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { type WhichSessions } from "../sessions/end.sql.js";
import { type Opening } from "../sessions/open.sql.js";
import { type OpenedSession } from "../sessions/session.sql.js";
/** The first pause, and what each poll that comes too early adds to it (RFC 8628 §3.5). */
export declare const pollSeconds = 5;
export interface NewDeviceCode {
    readonly codeHash: Buffer;
    readonly userCode: string;
    readonly clientId: string;
    readonly scope: readonly string[];
    readonly resource: string;
    readonly network: string;
    readonly address: string;
    readonly userAgent: string | null;
    readonly lifeSeconds: number;
}
/**
 * Insert a code, unless too many devices of the network wait. Simultaneous ones do not count each other. Served by
 * device_codes_network.
 *
 * @returns "full", or "taken" if another device has this user code
 */
export declare function insertDeviceCode(db: Db, code: NewDeviceCode): Promise<"inserted" | "full" | "taken">;
/** A device that waits, or whose user has decided. */
export interface AskingDevice {
    readonly userCode: string;
    readonly clientId: string;
    readonly scope: readonly string[];
    readonly resource: string;
    readonly address: string;
    readonly userAgent: string | null;
    readonly createdAt: Date;
    /** This user's. */
    readonly decision: "allowed" | "denied" | null;
}
/** Null if none waits for this user with this code, who has not decided either. Served by device_codes_user_code_key. */
export declare function findAskingDevice(db: Db, userCode: string, userId: string): Promise<AskingDevice | null>;
/**
 * What the user decides, once. Locks the sign-in, so that whoever ends it and then deletes the codes cannot miss this one.
 * Served by sign_ins_id_key and device_codes_user_code_key.
 *
 * @returns false if the sign-in has ended, or the code has expired or was decided on before
 */
export declare function decideDeviceCode(db: Db, userCode: string, signInId: string, decision: "allowed" | "denied"): Promise<boolean>;
/** What a redemption presents, and the session to open. */
export interface DeviceRedemption extends Opening {
    readonly codeHash: Buffer;
    /** At most; the code's resource may allow less. */
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
    /** A session without refresh tokens ends with its only access token, so it takes that token's lifetime. */
    readonly refreshes: boolean;
}
/**
 * Redeem a code that its user has allowed, once, and open its session: one statement. Of any number of simultaneous
 * redemptions, one sees the row. Served by device_codes_pkey, users_pkey and resources_pkey.
 */
export declare const redeemDeviceCode: (db: Db, redemption: DeviceRedemption) => Promise<OpenedSession | null>;
/** A code as a poll finds it, before the poll counts. */
export interface PolledCode {
    readonly clientId: string;
    readonly decision: "allowed" | "denied" | null;
    readonly isRedeemed: boolean;
    readonly isExpired: boolean;
    readonly isTooEarly: boolean;
    readonly userDisabled: boolean;
}
/**
 * Count a poll, and tell what it finds: one statement, so that replicas agree on when the next one may come. Another client's does
 * not count. Null if there is no such code. Served by device_codes_pkey.
 */
export declare function pollDeviceCode(db: Db, { codeHash, clientId }: Pick<DeviceRedemption, "codeHash" | "clientId">): Promise<PolledCode | null>;
/** Delete the codes that would open these sessions. A code is as old as its sign-in. Served by device_codes_user_id. */
export declare function deleteDeviceCodes(db: Db, which: WhichSessions): Promise<void>;
/** After a day, so that a late poll is told why. */
export declare const purgeableDeviceCodes: Purgeable;
