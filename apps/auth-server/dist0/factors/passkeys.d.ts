/**
 * Signing in with a passkey: how pages ask for it, and what an answer has to prove.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 */
import type { AuthenticatorTransport, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { Origin } from "../audit/actor.js";
import { type PasskeyRoom } from "./passkey-room.js";
import { type Passkey } from "./passkeys.sql.js";
interface Asking {
    /** Who has given the password already; null: whoever has a passkey. */
    readonly userId: string | null;
    /** Of the page that asks. */
    readonly formToken: string;
}
/** RFC 8176: one that can be copied is in software, wherever it was made. */
export declare const keyKind: ({ backupEligible }: Pick<Passkey, "backupEligible">) => "swk" | "hwk";
export declare const descriptorOf: ({ credentialId, transports }: Passkey) => {
    id: string;
    transports: AuthenticatorTransport[];
};
/**
 * What a page asks the browser for. Where nobody has given a password yet, it names no passkeys: no answer tells a stranger who
 * has some.
 *
 * @returns null if there can be no answer
 */
export declare function passkeyOptions({ db, secrets, config: { issuer }, now }: PasskeyRoom, { userId, formToken }: Asking): Promise<PublicKeyCredentialRequestOptionsJSON | null>;
/** Who a passkey proves to be at the browser, and how that counts (RFC 8176). */
export interface PasskeyProof {
    readonly userId: string;
    readonly credentialVersion: number;
    /** After a password: what it adds to that. */
    readonly amr: readonly string[];
}
/**
 * Check a passkey's answer, and use it up.
 *
 * @param answer the browser's, as JSON
 * @throws {OAuthError} invalid_grant: passkey_refused for all that proves nothing, passkey_too_late, user_disabled
 */
export declare function checkPasskey(room: PasskeyRoom, { answer, origin, ...asking }: Asking & {
    readonly answer: string;
    readonly origin: Origin;
}): Promise<PasskeyProof>;
export {};
