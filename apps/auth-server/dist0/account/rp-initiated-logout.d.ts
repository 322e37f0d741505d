import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type Form } from "../http/form.js";
import { type IdTokenHint } from "../tokens/id-token-hint.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export interface LogoutRequest {
    /** Null if nothing shows who asks. */
    readonly hint: IdTokenHint | null;
    /** Where the user goes afterwards; null for our own page. */
    readonly returnTo: string | null;
}
export declare function rpInitiatedLogoutEndpoint(app: FastifyInstance, context: Context): void;
/**
 * A hint that proves nothing is no fault: the key may be long gone that signed it. Then the user is asked.
 *
 * @throws {OAuthError} invalid_request
 */
export declare function checkLogoutRequest(context: Context, form: Form, signIn: SignIn | null): Promise<LogoutRequest>;
/** End this browser's sign-in, the sessions begun in it, and the session that the hint names. */
export declare function signOut(context: Context, request: FastifyRequest, reply: FastifyReply, signIn: SignIn | null, { hint }: LogoutRequest): Promise<void>;
