import { type ActiveKey } from "../keys/sign-jws.js";
export interface IdTokenInput {
    readonly issuer: string;
    /** The user's id. */
    readonly subject: string;
    readonly clientId: string;
    readonly issuedAtSeconds: number;
    readonly lifeSeconds: number;
    readonly authTimeSeconds: number;
    /** How the user was authenticated (RFC 8176). */
    readonly amr: readonly string[];
    /** Undefined if no session was opened. */
    readonly sessionId: string | undefined;
    /** Only in the response to the request that had it (§12.2). */
    readonly nonce: string | null;
    /** Issued beside it. */
    readonly accessToken: string;
    /** About the user. They cannot replace the claims above. */
    readonly claims: Readonly<Record<string, unknown>>;
}
/** Sign the ID token of a grant that has been checked; this checks nothing. */
export declare function signIdToken(key: ActiveKey, input: IdTokenInput): Promise<string>;
