import type { Client } from "../../clients/clients.sql.js";
import { type GrantType } from "../../clients/grant-types.js";
import { type Form } from "../../http/form.js";
import type { Grant } from "./grant.js";
/** The requested grant_type, if it exists. @throws {OAuthError} invalid_request, unsupported_grant_type */
export declare function grantTypeOf(form: Form): GrantType;
/** @throws {OAuthError} unauthorized_client if this client may not use the grant */
export declare function grantFor(grantType: GrantType, client: Client): Grant;
