/** What a provider says of who has come back from it, once all of it is checked. */
import { authorizationCodeGrant, fetchUserInfo } from "openid-client";
import { registeredAmr } from "../providers/amr.js";
import { findIdentity } from "../providers/identities.sql.js";
import { isIdentifier } from "../providers/logout-token.js";
import { faultOfEmail, trimmedEmail } from "../users/email-address.js";
/** The provider was asked to authenticate the user anew, and has not. */
export class AuthenticationTooOld extends Error {
    name = "AuthenticationTooOld";
}
/** A subject that is none. */
export class SubjectInvalid extends Error {
    name = "SubjectInvalid";
}
/**
 * Redeem the code of an answer. openid-client checks `state`, `iss` (RFC 9207), the ID token's signature, `iss`, `aud`, `azp`,
 * `exp`, `iat` and `nonce`, and that the userinfo is about the same `sub`.
 *
 * @throws {AuthenticationTooOld}
 * @throws {ProviderUnreachable} and openid-client's errors
 */
export async function redeemAnswer({ db }, { configuration }, provider, answer, flow) {
    const tokens = await authorizationCodeGrant(configuration, answer, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.codeVerifier,
        idTokenExpected: true,
    });
    const idToken = tokens.claims() ?? {};
    const { sub: subject, sid, amr, auth_time: authTime } = idToken;
    if (!isIdentifier(subject))
        throw new SubjectInvalid();
    checkTime(flow, authTime);
    const userId = await findIdentity(db, provider.id, subject);
    const { rolesClaim } = provider;
    const lacksRoles = rolesClaim !== null && !Object.hasOwn(idToken, rolesClaim);
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const userinfo = hasMore && (userId === null || lacksRoles)
        ? await fetchUserInfo(configuration, tokens.access_token, subject)
        : {};
    // Together: whether one document's address is verified, the other does not know.
    const { email, email_verified } = Object.hasOwn(idToken, "email") ? idToken : userinfo;
    const address = typeof email === "string" ? trimmedEmail(email) : "";
    return {
        subject,
        sessionId: isIdentifier(sid) ? sid : null,
        userId,
        email: faultOfEmail(address) === null ? address : null,
        isEmailVerified: provider.trustEmail && email_verified === true,
        amr: provider.trustMfa ? registeredAmr(amr) : [],
        claims: { ...userinfo, ...idToken },
    };
}
/** What was asked for went through the browser, where whoever sits there could leave it out. */
function checkTime({ authenticatedSince, isTimeDemanded }, authTime) {
    if (authenticatedSince === null || (authTime === undefined && !isTimeDemanded))
        return;
    if (!(typeof authTime === "number" && authTime >= authenticatedSince))
        throw new AuthenticationTooOld();
}
//# sourceMappingURL=provider-answer.js.map