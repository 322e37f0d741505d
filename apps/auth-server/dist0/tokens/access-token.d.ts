/** Access tokens: JWTs by RFC 9068, signed and never stored. @see https://www.rfc-editor.org/rfc/rfc9068#section-2 */
import type { AccessTokenClaims, StatusListReference } from "../shared/index.js";
import { type ActiveKey } from "../keys/sign-jws.js";
export interface AccessTokenInput {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly clientId: string;
    readonly scope: readonly string[];
    readonly tokenId: string;
    readonly issuedAtSeconds: number;
    readonly lifeSeconds: number;
    /** Where its revocation is published. */
    readonly status: StatusListReference | null;
    /** Who acts for the subject (RFC 8693 §4.1). */
    readonly actor?: AccessTokenClaims["act"];
    /** Absent for a client acting on its own behalf. */
    readonly user?: User | undefined;
}
interface User {
    readonly roles: readonly string[];
    readonly sessionId?: string;
    readonly authTimeSeconds: number;
    /** How the user was authenticated (RFC 8176). */
    readonly amr: readonly string[];
}
/** Sign the access token of a grant that has been checked; this checks nothing. */
export declare function signAccessToken(key: ActiveKey, input: AccessTokenInput): Promise<string>;
export {};
