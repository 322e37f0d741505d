/** Signed-in browsers. The cookie holds 256 random bits, the table their hash. */
import type { Actor, Origin } from "../audit/actor.js";
import { type Owner } from "../database/batches.sql.js";
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
export interface SignIn {
    readonly id: string;
    readonly userId: string;
    readonly email: string;
    readonly roles: readonly string[];
    readonly credentialVersion: number;
    /** When the user last signed in, with all that this took. */
    readonly authenticatedAt: Date;
    /** How (RFC 8176). */
    readonly amr: readonly string[];
    /** Seconds since then, by the database's clock. */
    readonly ageSeconds: number;
}
/** Another provider's session, whose end ends the sign-in. */
export interface SignInProvider {
    readonly id: string;
    /** The user's `sub` there. */
    readonly subject: string;
    /** `sid`; null if it gives none. */
    readonly sessionId: string | null;
}
export interface NewSignIn extends Origin {
    readonly tokenHash: Buffer;
    /** The browser's previous sign-in, which this one replaces. */
    readonly replacedHash: Buffer | null;
    /** By which version of the password the user has signed in with this browser before; null if never. */
    readonly knownBy: number | null;
    readonly userId: string;
    /** The version that the user's credentials matched. */
    readonly credentialVersion: number;
    readonly amr: readonly string[];
    /** Default: now. */
    readonly authenticatedAt?: Date;
    /** The provider that vouched for the user, where one did. */
    readonly provider?: SignInProvider | undefined;
    readonly lifeSeconds: number;
    /** Per user. */
    readonly maxSignIns: number;
}
/**
 * One statement. If the same user signs in again, the id stays, so that sessions opened from this browser remain
 * linked to it; and so does the provider behind them, whose logout ends them, too. Beyond `maxSignIns`, the user's oldest
 * sign-ins make room. Locks the user's row, so that a change of the credentials, which ends sign-ins, comes before or after.
 * Served by sign_ins_pkey, sign_ins_user_id and audit_events_user_id.
 *
 * A browser that is new is audited: neither is it known by the current password, nor was its previous sign-in the same user's. An
 * account's first sign-in is no news: the account's creation is still in the audit, and nothing that was opened since.
 *
 * @returns the version of the user's password; null if the credentials have changed or the user is disabled
 */
export declare function insertSignIn(db: Db, signIn: NewSignIn): Promise<number | null>;
export interface SignInStep extends Origin {
    readonly id: string;
    /** Of the token that is replaced. */
    readonly replacedHash: Buffer;
    readonly tokenHash: Buffer;
    /** All that was proven, then and now. */
    readonly amr: readonly string[];
}
/**
 * Record what else a user has proven since they signed in, under a new token: a copy of the old one must not rise with it. Since
 * when they are signed in, and for how long, stays. Served by sign_ins_pkey.
 *
 * @returns false if the sign-in has ended
 */
export declare function stepUpSignIn(db: Db, step: SignInStep): Promise<boolean>;
/** Null if it has expired or its user is disabled. Served by sign_ins_pkey. */
export declare function findSignIn(db: Db, tokenHash: Buffer): Promise<SignIn | null>;
/** A browser, as its user sees it. */
export interface ListedSignIn {
    readonly id: string;
    readonly authenticatedAt: Date;
    readonly expiresAt: Date;
    readonly address: string;
    readonly userAgent: string | null;
    /** The cursor of the next page. */
    readonly key: string;
}
/** A user's browsers that are signed in, the last first, after this key. Served by sign_ins_user_id. */
export declare function listSignIns(db: Db, userId: string, exceptId: string | null, after: string | null, limit: number): Promise<ListedSignIn[]>;
/** Served by sign_ins_id_key. */
export declare function findListedSignIn(db: Db, id: string): Promise<ListedSignIn | null>;
/** How many of a user's browsers are signed in, except one; counting stops at `limit`. Served by sign_ins_user_id. */
export declare function countSignIns(db: Db, userId: string, exceptId: string | null, limit: number): Promise<number>;
/** Conditions on sign-ins; all must hold. */
export interface WhichSignIns {
    readonly id?: string;
    readonly userId?: string;
    readonly tokenHash?: Buffer;
    /** All except this one. */
    readonly exceptSignInId?: string;
    /** PostgreSQL's text, to the microsecond; default: now. */
    readonly openedUntil?: string;
}
/**
 * End the sign-ins that exist at the start. Works inside a transaction or, batch by batch, without one. Served by
 * sign_ins_pkey, sign_ins_id_key and sign_ins_user_id.
 *
 * @returns how many
 */
export declare function endSignIns(db: Db, which: WhichSignIns, reason: EndReason, by: Actor): Promise<number>;
/** Conditions on the sign-ins through a provider; all must hold. */
export interface WhichOfProvider {
    readonly providerId: string;
    readonly subject?: string | undefined;
    readonly sessionId?: string | undefined;
    /** Those that were there then. */
    readonly openedUntil?: Date | undefined;
    readonly exceptSignInId?: string | undefined;
}
/** Served by sign_ins_provider. */
export declare function listSignInsOfProvider(db: Db, which: WhichOfProvider): Promise<Pick<SignIn, "id" | "userId">[]>;
export declare const purgeableSignIns: Purgeable;
/** Browsers that are signed in. Served by the index on user_id. */
export declare const countSignInsOf: (db: Db, owner: Owner) => Promise<number>;
