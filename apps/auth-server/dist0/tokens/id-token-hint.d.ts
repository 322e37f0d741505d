/**
 * ID tokens that come back as a hint of who is meant. They may have expired long ago.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
import { type JSONWebKeySet } from "jose";
export interface IdTokenHint {
    /** The user's id. */
    readonly subject: string;
    readonly clientId: string;
    readonly sessionId: string | null;
}
interface Verification {
    readonly config: {
        readonly issuer: string;
    };
    readonly keyRing: {
        readonly jwks: JSONWebKeySet;
    };
}
/**
 * Null if it is not an ID token of this issuer, or signed with a key that is no longer published. Does not check `exp`, nor
 * whether the session is still open.
 */
export declare function verifyIdTokenHint({ config, keyRing }: Verification, token: string): Promise<IdTokenHint | null>;
export {};
