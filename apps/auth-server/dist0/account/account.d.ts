/** What users do to their account, for the page and the API alike. */
import type { Actor, Origin } from "../audit/actor.js";
import type { Context } from "../context.js";
import { type Ended } from "../users/ends.js";
/**
 * Set a new password and end everything that the old one opened, but this browser's sign-in: in one transaction as far as
 * one batch goes, so that it all holds or none of it; the rest, where there is more, directly after.
 *
 * @returns the new credential version
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, since the old password was checked
 */
export declare function changePassword({ db, passwords }: Context, { userId, signInId, credentialVersion, password, origin, }: {
    readonly userId: string;
    readonly signInId: string;
    /** The version that the old password matched. */
    readonly credentialVersion: number;
    readonly password: string;
    readonly origin: Origin;
}): Promise<number>;
/**
 * Take back what a user allowed an app, which commits at once, then end the app's sessions.
 *
 * @returns how many ended
 */
export declare function withdrawConsent({ db }: Context, userId: string, clientId: string, by: Actor): Promise<number>;
/**
 * End the sign-in of one of the user's browsers, and the sessions that it opened: a browser that is in other hands has the
 * apps' tokens, too.
 */
export declare function endBrowser({ db }: Context, userId: string, signInId: string, by: Actor): Promise<Ended>;
