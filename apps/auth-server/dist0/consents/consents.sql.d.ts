/** Users' consents: which app may use which scope at which API on their behalf. */
import type { Actor } from "../audit/actor.js";
import { type Owner } from "../database/batches.sql.js";
import type { Db } from "../database/database.js";
/** An app that may act in a user's name. */
export interface ConsentedApp {
    readonly clientId: string;
    readonly clientName: string;
    /** Its document or first redirect URI; null where it has none, or has registered several itself: it may lead anywhere. */
    readonly address: string | null;
    /** At which APIs. */
    readonly apis: readonly ConsentedApi[];
    /** The last time. */
    readonly grantedAt: Date;
}
export interface ConsentedApi {
    readonly uri: string;
    readonly name: string | null;
    readonly scope: readonly string[];
    readonly scopeDescriptions: Readonly<Record<string, string>>;
}
/** Whose consent to what: one row. */
export interface ConsentKey {
    readonly userId: string;
    readonly clientId: string;
    readonly resource: string;
}
/** The scope consented to so far, perhaps empty; null without a consent, or if it was given to another `consentHash`. */
export declare function findConsentedScope(db: Db, { userId, clientId, resource }: ConsentKey, clientHash: Buffer | null): Promise<string[] | null>;
/** What the user has let the client do, at each API, by consents given to this `consentHash`. */
export declare function findConsents(db: Db, userId: string, clientId: string, clientHash: Buffer | null): Promise<{
    readonly resource: string;
    readonly scope: readonly string[];
}[]>;
/**
 * Use up the consent given for one request, if it is recent: of any number of simultaneous uses, one succeeds.
 * Withdrawing the consent removes it.
 *
 * @returns whether there was one
 */
export declare function consumeConsent(db: Db, { userId, clientId, resource }: ConsentKey, requestHash: Buffer, withinSeconds: number): Promise<boolean>;
export interface NewConsent extends ConsentKey {
    readonly scope: readonly string[];
    /** Null if it was given for no authorization request. */
    readonly requestHash: Buffer | null;
    /** By `consentHash`. */
    readonly clientHash: Buffer | null;
}
/** Record a consent, adding to an earlier one to the same `consentHash`, and the request that it was given for. */
export declare function grantConsent(db: Db, consent: NewConsent, by: Actor): Promise<void>;
/**
 * The apps that a user agreed to, by name, after the one with this client id: each with all that it may do. Served by consents_pkey,
 * clients_pkey and resources_pkey.
 */
export declare function listConsentedApps(db: Db, userId: string, after: string | null, limit: number): Promise<ConsentedApp[]>;
/** Remove a user's consent for an app, at every API. */
export declare function deleteConsents(db: Db, userId: string, clientId: string, by: Actor): Promise<void>;
/** Served by the indexes on user_id, client_id and resource. */
export declare const countConsentsOf: (db: Db, owner: Owner) => Promise<number>;
export declare const deleteConsentsOf: (db: Db, owner: Owner, wait: boolean) => Promise<void>;
