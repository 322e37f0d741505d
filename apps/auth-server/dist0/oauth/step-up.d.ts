/**
 * Whether a sign-in is strong enough for what it is used for.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
 * @see https://www.rfc-editor.org/rfc/rfc9470
 */
import type { Client } from "../clients/clients.sql.js";
import type { Config } from "../config.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import type { AuthorizationRequest } from "./authorization-request.js";
/** Whether a role of the user requires a second factor at every sign-in. */
export declare const isMfaRole: ({ requireMfaRoles }: Pick<Config, "requireMfaRoles">, roles: readonly string[]) => boolean;
/** Who requires a second factor of a user who signs in to a client. */
export declare const requiresMfa: (config: Pick<Config, "requireMfaRoles">, client: Pick<Client, "requireMfa">, roles: readonly string[]) => boolean;
/**
 * Whether the second factor has still to be shown. What a request asks for counts as needed, even if it is only a wish: a client
 * that asks because an API wants it would otherwise get the same token again, and again (RFC 9470 §5). A request can only add to
 * what the client and the user's roles require.
 */
export declare const isStepUpDue: (config: Pick<Config, "requireMfaRoles">, client: Pick<Client, "requireMfa">, { asksForMfa }: Pick<AuthorizationRequest, "asksForMfa">, { amr, roles }: Pick<SignIn, "amr" | "roles">) => boolean;
