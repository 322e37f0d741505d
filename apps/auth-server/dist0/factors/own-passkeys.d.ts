/**
 * The passkeys that users add to their account, rename and remove.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
 */
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Actor, Origin } from "../audit/actor.js";
import type { Pool } from "../database/database.js";
import { type PasskeyRoom } from "./passkey-room.js";
/** Of one user. The page names all of them to the browser. */
export declare const mostPasskeys = 20;
/** How long the browser lets a person take to make one, in seconds. */
export declare const makingSeconds = 120;
interface Owner {
    readonly userId: string;
    /** Of the page that asks. */
    readonly formToken: string;
}
/**
 * What the account's page asks the browser to make: a passkey that is found without a user name, and unlocked by its user. No
 * attestation: any authenticator is welcome, and which one it is is nobody's business.
 *
 * @returns null if there can be none, or no more
 */
export declare function registrationOptions({ db, secrets, config: { issuer }, now }: PasskeyRoom, owner: Owner & {
    readonly email: string;
    readonly rpName: string;
}): Promise<PublicKeyCredentialCreationOptionsJSON | null>;
/** Where it was made, as far as the browser tells. */
export type MadeOn = "this device" | "phone" | "security key";
export interface Added {
    /** What it has just shown, as a second factor. */
    readonly amr: readonly string[];
    /** The recovery codes that come with a user's first factor; null if it is not the first. */
    readonly codes: readonly string[] | null;
}
/**
 * Add the passkey that the browser has made.
 *
 * @throws {OAuthError} invalid_grant
 */
export declare function addPasskey(room: PasskeyRoom, owner: Owner & {
    readonly answer: string;
    readonly origin: Origin;
    readonly nameOf: (on: MadeOn) => string;
}): Promise<Added>;
/**
 * Remove one of a user's own passkeys. Sign-ins and sessions that it has opened stay open.
 *
 * @throws {OAuthError} factor_unknown, factor_required, credential_required
 */
export declare const removeOwnPasskey: (db: Pool, { userId, id }: {
    readonly userId: string;
    readonly id: string;
}, requireMfaRoles: readonly string[], by: Actor) => Promise<void>;
export {};
