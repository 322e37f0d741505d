/** Logout tokens. @see https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken */
import { type ActiveKey } from "../keys/sign-jws.js";
export interface LogoutTokenInput {
    readonly issuer: string;
    readonly clientId: string;
    readonly subject: string;
    readonly sessionId: string;
    /** The same whenever the client is told again. */
    readonly tokenId: string;
    readonly issuedAtSeconds: number;
}
/** §2.4; never with a `nonce`, so that it cannot be taken for an ID token. */
export declare const signLogoutToken: (key: ActiveKey, input: LogoutTokenInput) => Promise<string>;
