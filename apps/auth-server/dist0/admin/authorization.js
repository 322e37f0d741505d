/**
 * Who may administer: an access token issued by this server for itself, with `admin:read` or `admin:write`. If it is a user's,
 * the user must have the role `admin`.
 */
import { OAuthError } from "../shared/index.js";
import { findClient } from "../clients/clients.sql.js";
import { originOf } from "../http/origin.js";
import { isMfaRole } from "../oauth/step-up.js";
import { findRolesOfSession } from "../sessions/account.sql.js";
import { checkAccessToken, withChallenge } from "../tokens/own-tokens.js";
export const administratorRole = "admin";
/** The scope that a request needs. */
export const scopeOf = (method) => method === "GET" || method === "HEAD" ? "admin:read" : "admin:write";
/**
 * Check the token, and that its client and user still have these rights, so that revoking them takes effect at once. Where a
 * role of the user requires a second factor, the token has to come from a sign-in with one.
 *
 * @throws {OAuthError} invalid_token, insufficient_scope, insufficient_user_authentication, with WWW-Authenticate
 * @returns who acts, for the audit
 */
export async function checkAdministrator(context, request) {
    const scope = scopeOf(request.method);
    const claims = checkAccessToken(context, request.raw, scope);
    request.clientId = claims.client_id;
    const client = await findClient(context.db, claims.client_id);
    if (client === null || client.disabledAt !== null || !mayAsk(client, scope, context.config.issuer))
        throw lost(context);
    // In a client's own token sub is the client_id, which never looks like a user id (RFC 9068 §5).
    if (claims.sub === claims.client_id)
        return { actor: `client:${claims.client_id}`, ...originOf(request) };
    await checkUser(context, claims);
    return { actor: `user:${claims.sub}`, ...originOf(request) };
}
const mayAsk = (client, scope, resource) => client.scope.includes(scope) && client.resources.some(({ uri }) => uri === resource);
async function checkUser(context, { sid, sub, acr, roles = [] }) {
    if (!roles.includes(administratorRole)) {
        const message = `This requires a user with the role ${administratorRole}.`;
        const error = new OAuthError("insufficient_scope", message, { reason: "role_insufficient" });
        throw withChallenge(context.config, error);
    }
    const rolesNow = sid === undefined ? null : await findRolesOfSession(context.db, sid, sub);
    if (!rolesNow?.includes(administratorRole))
        throw lost(context);
    if (acr !== "2" && isMfaRole(context.config, rolesNow))
        throw insufficient(context);
}
const insufficient = ({ config }) => withChallenge(config, new OAuthError("insufficient_user_authentication", "A role of the user requires a second factor.", {
    reason: "acr_insufficient",
}), [], { acrValues: ["2"] });
const lost = ({ config }) => withChallenge(config, new OAuthError("invalid_token", "The token's client or user no longer has this right.", {
    reason: "administrator_lost",
}));
//# sourceMappingURL=authorization.js.map