import { OAuthError, type Reason } from "../../shared/index.js";
import type { Form } from "../../http/form.js";
export interface Credentials {
    readonly clientId: string;
    readonly secret: string | undefined;
}
export interface AuthenticationMethod {
    /**
     * What the request presents in this way, in each way that it can be read; null where it uses another.
     *
     * @throws {OAuthError} where it is broken
     */
    read(form: Form, authorization: string | undefined): readonly Credentials[] | null;
    /** Why it proves nothing for a client registered with this method; null where it does. */
    check(accepted: readonly Buffer[], secret: string | undefined): SecretReason | null;
    /** By the Authorization header: a refusal has a challenge (RFC 6749 §5.2). */
    readonly isByHeader: boolean;
}
export declare const secretReasons: {
    readonly client_secret_missing: "This client has to authenticate with its secret.";
    readonly client_secret_mismatch: "The client secret is wrong.";
    readonly client_secret_unexpected: "A public client has no secret to send.";
};
export type SecretReason = keyof typeof secretReasons;
/** A client with a secret may send it in the header or in the body, whichever it was registered with. */
export declare function checkSecret(accepted: readonly Buffer[], secret: string | undefined): SecretReason | null;
export declare const refuseClient: (reason: Reason, description: string) => OAuthError;
/** The same refusal, with the challenge that RFC 6749 §5.2 wants where the header was used. */
export declare const challenge: (error: OAuthError) => OAuthError;
