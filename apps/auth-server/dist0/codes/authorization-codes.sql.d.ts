/** Authorization codes: stored as hashes, redeemed once, by one statement. */
import { type Owner } from "../database/batches.sql.js";
import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { type WhichSessions } from "../sessions/end.sql.js";
import { type Opening } from "../sessions/open.sql.js";
import { type OpenedSession, type RequestedClaims } from "../sessions/session.sql.js";
export interface NewAuthorizationCode {
    readonly codeHash: Buffer;
    readonly clientId: string;
    /** The sign-in behind the code. */
    readonly signInId: string;
    /** Whether the consent must still exist when the code is redeemed. */
    readonly needsConsent: boolean;
    readonly redirectUri: string;
    readonly redirectUriSent: boolean;
    /** Null if the client may do without PKCE. */
    readonly codeChallenge: string | null;
    readonly scope: readonly string[];
    readonly resource: string;
    readonly nonce: string | null;
    readonly requestedClaims: RequestedClaims | null;
    readonly lifeSeconds: number;
}
/**
 * Insert a code if its sign-in, and its consent if one is needed, still exist. Locks both rows, so that whoever
 * deletes them and then the codes cannot miss this one. Served by sign_ins_id_key and consents_pkey.
 *
 * @returns whether it was inserted
 */
export declare function insertAuthorizationCode(db: Db, code: NewAuthorizationCode): Promise<boolean>;
/** What a redemption presents, and the session to open. */
export interface Redemption extends Opening {
    readonly codeHash: Buffer;
    /** Null if the token request has none. */
    readonly redirectUri: string | null;
    /** Null if the token request has none; the code's then applies. */
    readonly resource: string | null;
    /** Computed from the presented verifier; null if there is none. */
    readonly codeChallenge: string | null;
    /** At most; the code's resource may allow less. */
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
    /** A session without refresh tokens ends with its only access token, so it takes that token's lifetime. */
    readonly refreshes: boolean;
}
/**
 * Redeem a code, once, open its session and end the sessions that this displaces: one statement. Of any number of
 * simultaneous redemptions, one sees the row. Served by authorization_codes_pkey, users_pkey and resources_pkey.
 */
export declare const redeemAuthorizationCode: (db: Db, redemption: Redemption) => Promise<OpenedSession | null>;
/** Delete the codes that would open these sessions. A code is as old as its sign-in. Served by authorization_codes_user_id. */
export declare function deleteCodes(db: Db, which: WhichSessions): Promise<void>;
/** A code read under its row lock. */
export interface LockedCode {
    readonly clientId: string;
    readonly userId: string;
    readonly redirectUri: string;
    readonly redirectUriSent: boolean;
    readonly codeChallenge: string | null;
    readonly resource: string;
    readonly userDisabled: boolean;
    /** The session that redeeming it opened. */
    readonly sessionId: string | null;
}
/** Read a code under its row lock, so that a redemption in flight finishes before it is judged. */
export declare function lockAuthorizationCode(tx: Transaction, codeHash: Buffer): Promise<LockedCode | null>;
/** After a day, so that reuse of a code is detected and can be explained. */
export declare const purgeableCodes: Purgeable;
/** Not redeemed and not expired. Codes are few, so the table is scanned. */
export declare const countCodesOf: (db: Db, owner: Owner) => Promise<number>;
export declare const deleteCodesOf: (db: Db, owner: Owner, wait: boolean) => Promise<void>;
