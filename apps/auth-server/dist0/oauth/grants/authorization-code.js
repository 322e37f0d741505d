/**
 * The authorization code grant: a 60-second code, bound by PKCE, opens a session.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.5
 */
import { OAuthError } from "../../shared/index.js";
import { lockAuthorizationCode, redeemAuthorizationCode, } from "../../codes/authorization-codes.sql.js";
import { codeChallengeOf, isCodeVerifier } from "../../codes/pkce.js";
import { inTransaction } from "../../database/database.js";
import { required } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { hashSecret } from "../../secrets.js";
import { revokeSessions } from "../../sessions/end.sql.js";
import { askedResource } from "../target.js";
import { sessionByCode } from "./redemption.js";
export const authorizationCodeGrant = async (context, request) => {
    const { client, form } = request;
    const { db } = context;
    const code = required(form, "code");
    // Whether this code needs one, the code knows.
    const verifier = client.pkce === "required" ? required(form, "code_verifier") : form.get("code_verifier");
    if (verifier !== undefined && !isCodeVerifier(verifier))
        throw refuse("pkce_verifier_malformed");
    const { opening, issue } = sessionByCode(context, request);
    const redemption = {
        ...opening,
        codeHash: hashSecret(code),
        redirectUri: form.get("redirect_uri") ?? null,
        resource: askedResource(client, form)?.uri ?? null,
        codeChallenge: verifier === undefined ? null : codeChallengeOf(verifier),
    };
    const grant = (await redeemAuthorizationCode(db, redemption)) ?? (await refuseCode(context, redemption));
    return { outcome: "issued", response: await issue(grant) };
};
/**
 * Why the statement did not match. A second use by whoever could have made the first ends the session it opened (RFC
 * 6749 §4.1.2); any other failure ends nothing.
 */
async function refuseCode({ db, auditRefusal }, redemption) {
    const reason = await inTransaction(db, async (tx) => {
        const code = await lockAuthorizationCode(tx, redemption.codeHash);
        const decided = reasonToRefuse(code, redemption);
        const { clientId, address, userAgent, requestId } = redemption;
        const sessionId = code?.sessionId ?? undefined;
        if (code !== null) {
            const who = { userId: code.userId };
            const session = sessionId !== undefined && { sessionId };
            const event = { event: "authorization_code.refused", reason: decided, clientId };
            const by = { address, userAgent, requestId };
            await auditRefusal(tx, { ...event, ...by, ...who, ...session }, redemption.codeHash.toString("hex"));
        }
        if (decided === "code_reused" && sessionId !== undefined)
            await revokeSessions(tx, { id: sessionId }, decided, { address, userAgent, requestId });
        return decided;
    });
    throw refuse(reason, redemption);
}
/** Decides, without side effects, why a code could not be redeemed. */
function reasonToRefuse(code, redemption) {
    if (code === null)
        return "code_unknown";
    if (code.clientId !== redemption.clientId)
        return "code_wrong_client";
    const sameUri = redemption.redirectUri === null ? !code.redirectUriSent : redemption.redirectUri === code.redirectUri;
    if (!sameUri)
        return "code_redirect_uri_mismatch";
    if (code.codeChallenge !== redemption.codeChallenge)
        return "pkce_mismatch";
    if (redemption.resource !== null && redemption.resource !== code.resource)
        return "resource_exceeds_grant";
    if (code.sessionId !== null)
        return "code_reused";
    return code.userDisabled ? "user_disabled" : "code_expired";
}
const descriptions = {
    code_unknown: "There is no such authorization code.",
    code_wrong_client: "The authorization code was issued to another client.",
    code_redirect_uri_mismatch: "The redirect_uri is not the one that the authorization request had.",
    pkce_mismatch: "The code_verifier does not match the code_challenge.",
    pkce_verifier_malformed: "The code_verifier has to have 43 to 128 characters.",
    resource_exceeds_grant: "The resource is not the one of the authorization request.",
    code_reused: "The authorization code was used before; the session that it opened is now revoked.",
    code_expired: "The authorization code has expired.",
    user_disabled: "The user is disabled.",
};
/** Shows the faulty parameter, but never the code or the verifier. */
function refuse(reason, { redirectUri, resource } = {}) {
    const wrong = { code_redirect_uri_mismatch: redirectUri, resource_exceeds_grant: resource };
    const value = reason in wrong ? wrong[reason] : undefined;
    const sent = value ? ` It was sent as ${shown(value)}.` : "";
    const code = reason === "resource_exceeds_grant" ? "invalid_target" : "invalid_grant";
    return new OAuthError(code, descriptions[reason] + sent, { reason });
}
//# sourceMappingURL=authorization-code.js.map