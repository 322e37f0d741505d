import type { Passkey } from "./passkeys.sql.js";
/** The relying party's id: the issuer's host. Null for an IP address, which can have no passkeys. */
export declare function rpIdOf(issuer: string): string | null;
/** The id's 16 bytes: it stays when the address changes, and says nothing of the person. */
export declare const handleOfUser: (userId: string) => Buffer;
/** What browsers and password managers may know of an account's passkeys, so that they stop offering what was removed here. */
export interface PasskeyAccount {
    readonly rpId: string;
    readonly userId: string;
    readonly name: string;
    readonly displayName: string;
    readonly allAcceptedCredentialIds: readonly string[];
}
/** @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods */
export declare function passkeyAccount(issuer: string, { id, email }: {
    readonly id: string;
    readonly email: string;
}, passkeys: readonly Passkey[]): PasskeyAccount | null;
/** Loaded when somebody asks for it: it takes longer than all else that a server starts with. */
export declare const webAuthn: () => Promise<typeof import("@simplewebauthn/server")>;
