/**
 * The password grant, for first-party clients that an operator allows to use it. Opens a session if the client may
 * refresh, and otherwise issues only an access token. RFC 9700 §2.4 forbids it; it exists for an operator's own
 * command lines and tests, and is off by default.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
import { randomUUID } from "node:crypto";
import { OAuthError } from "../../shared/index.js";
import { findFactors, needsSecondFactor } from "../../factors/factors.sql.js";
import { required } from "../../http/form.js";
import { lifetimesOf } from "../../sessions/lifetimes.js";
import { encodeRefreshToken, hashRefreshSecret, newRefreshSecret } from "../../sessions/refresh-token.js";
import { changedMeanwhile, checkPassword } from "../../users/sign-in.js";
import { openSessionByPassword } from "../../users/users.sql.js";
import { requiresMfa } from "../step-up.js";
import { checkTarget } from "../target.js";
import { issueTokens, newTokenId } from "./grant.js";
export const passwordGrant = async (context, request) => {
    const { client, form } = request;
    const refreshes = client.grantTypes.includes("refresh_token");
    // Without a session there is nothing that an ID token could be about.
    const target = refreshes ? checkTarget(client, form) : checkTarget(client, form, []);
    const user = await checkPassword(context, {
        email: required(form, "username"),
        password: required(form, "password"),
        clientId: client.clientId,
        origin: request.origin,
    });
    await refuseWithoutSecondFactor(context, client, user);
    const tokenId = newTokenId();
    const opened = refreshes
        ? await openSession(context, request, { user, target, tokenId })
        : { authTimeSeconds: Math.floor(context.now() / 1000), amr: ["pwd"] };
    // Without a session, the token goes with its client.
    const none = { refreshToken: undefined, identity: null, statusIndex: client.statusIndex };
    const { refreshToken, identity, statusIndex, ...session } = { ...none, ...opened };
    const response = await issueTokens(context, request, {
        subject: user.id,
        audience: target.resource,
        scope: target.scope,
        tokenId,
        user: { roles: user.roles, ...session },
        statusIndex,
        identity,
        ...(refreshToken !== undefined && { refreshToken }),
    });
    return { outcome: "issued", response };
};
/** Said only to whoever knows the password. */
async function refuseWithoutSecondFactor({ config, db }, client, { id, roles }) {
    if (!requiresMfa(config, client, roles) && !needsSecondFactor(await findFactors(db, id)))
        return;
    throw new OAuthError("invalid_grant", "This sign-in needs a second factor.", {
        reason: "second_factor_required",
    });
}
async function openSession(context, { client, origin }, { user, target, tokenId }) {
    const { config, db, secrets } = context;
    const sessionId = randomUUID();
    const secret = newRefreshSecret();
    const lifetimes = lifetimesOf(config, client, target.resource);
    const opened = await openSessionByPassword(db, {
        ...origin,
        ...target,
        sessionId,
        clientId: client.clientId,
        userId: user.id,
        secretHash: hashRefreshSecret(secret),
        idleSeconds: lifetimes.sessionIdleSeconds,
        absoluteSeconds: lifetimes.sessionAbsoluteSeconds,
        accessTokenId: tokenId,
        credentialVersion: user.credentialVersion,
        maxSessions: config.maxSessions,
    });
    if (opened === null)
        throw await changedMeanwhile(context, user.id);
    return {
        refreshToken: encodeRefreshToken(secrets, { sessionId, generation: 0, secret }),
        sessionId,
        authTimeSeconds: opened.authTimeSeconds,
        amr: opened.amr,
        statusIndex: opened.statusIndex,
        identity: opened.identity,
    };
}
//# sourceMappingURL=password.js.map