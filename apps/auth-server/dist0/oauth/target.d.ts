import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import type { Resource } from "../resources/resources.sql.js";
export interface Target {
    readonly resource: string;
    readonly scope: readonly string[];
}
/**
 * The target of a new grant: the requested resource or the client's default, with the requested scope (or all of it,
 * if none is requested) that the client may have there. The rest is omitted, which the response states (RFC 6749
 * §3.3).
 *
 * @param identity the scopes about the user that the client may name; none where no user is there, or no session
 * @throws {OAuthError} invalid_target; invalid_scope if the syntax is wrong or no scope is left
 */
export declare function checkTarget(client: Client, form: Form, identity?: readonly string[]): Target;
/**
 * The scope that a refresh requests, without what the client may not have (any more); null requests all that was
 * granted. The session decides what was granted.
 *
 * @throws {OAuthError} invalid_scope if the syntax is wrong or nothing is left
 */
export declare function checkRefreshScope(client: Client, form: Form): string[] | null;
/**
 * The client's resource that a request names, by `resource` or a synonym; null if it names none.
 *
 * @throws {OAuthError} invalid_target if it is not the client's or two are named
 */
export declare function askedResource(client: Client, form: Form): Resource | null;
