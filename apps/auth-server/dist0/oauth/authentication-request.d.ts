import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import type { RequestedClaims } from "../sessions/session.sql.js";
export interface AuthenticationRequest {
    readonly nonce: string | null;
    /** Those whose scope the client may have. */
    readonly requestedClaims: RequestedClaims | null;
    /** What the user has to consent to: the scope, and the scopes of the requested claims. */
    readonly consentScope: readonly string[];
    /** The user that the response must be about, if the request names one. */
    readonly subject: string | null;
    /** Whether the client asks for a second factor, and for nothing weaker (RFC 9470 §4). */
    readonly asksForMfa: boolean;
}
/**
 * Unknown claims are ignored (§5.5.1), and so are unknown acr_values, and parameters that are mere wishes: display,
 * claims_locales.
 *
 * @throws {OAuthError} invalid_request, unmet_authentication_requirements
 */
export declare function checkAuthenticationRequest(client: Client, form: Form, scope: readonly string[]): AuthenticationRequest;
