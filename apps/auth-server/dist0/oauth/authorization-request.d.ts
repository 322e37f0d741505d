import type { FindClient } from "../clients/authentication/authenticate-client.js";
import type { Client } from "../clients/clients.sql.js";
import type { Config } from "../config.js";
import { type Form } from "../http/form.js";
import { type AuthenticationRequest } from "./authentication-request.js";
import { type Target } from "./target.js";
/** A verified return address, to which errors may be redirected too. */
export interface ReturnAddress {
    readonly client: Client;
    readonly redirectUri: string;
    readonly state: string | null;
    readonly responseMode: "query" | "form_post";
}
declare const prompts: readonly ["none", "login", "consent", "select_account"];
export type Prompt = (typeof prompts)[number] | "create";
type WhoSignsUp = Pick<Config, "signUp">;
/** `create` only where anybody may sign up (OpenID Connect Initiating User Registration 1.0 §4.1). */
export declare const promptsFor: ({ signUp }: WhoSignsUp) => readonly Prompt[];
export interface AuthorizationRequest extends Target, AuthenticationRequest {
    /** Null if the client may do without PKCE. */
    readonly codeChallenge: string | null;
    readonly prompt: ReadonlySet<Prompt>;
    /** The maximum age of the user's sign-in, in seconds; null accepts any. */
    readonly maxAgeSeconds: number | null;
    readonly loginHint: string | null;
}
/**
 * Check who asks and where to answer. Until this returns, every error is shown as a page (RFC 6749 §4.1.2.1).
 *
 * @throws {OAuthError}
 */
export declare function checkReturnAddress(findClient: FindClient, form: Form): Promise<ReturnAddress>;
/**
 * Check everything else, in the order of the RFCs. These errors are redirected to the client.
 *
 * @throws {OAuthError}
 */
export declare function checkAuthorizationRequest(config: WhoSignsUp, client: Client, form: Form): AuthorizationRequest;
/** Identifies exactly this request in this sign-in's browser, regardless of the order of parameters. */
export declare const hashRequest: (form: Form, signInId: string) => Buffer;
export {};
