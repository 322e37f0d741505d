import { signJws } from "../keys/sign-jws.js";
import { acrOf } from "./authentication-context.js";
/** Sign the access token of a grant that has been checked; this checks nothing. */
export function signAccessToken(key, input) {
    return signJws(key, "at+jwt", claimsOf(input));
}
function claimsOf(input) {
    const { user } = input;
    return {
        iss: input.issuer,
        sub: input.subject,
        aud: input.audience,
        exp: input.issuedAtSeconds + input.lifeSeconds,
        iat: input.issuedAtSeconds,
        jti: input.tokenId,
        client_id: input.clientId,
        ...(input.scope.length > 0 && { scope: input.scope.join(" ") }),
        ...(user && { roles: [...user.roles], auth_time: user.authTimeSeconds, acr: acrOf(user.amr) }),
        ...(user?.sessionId !== undefined && { sid: user.sessionId }),
        ...(input.actor !== undefined && { act: input.actor }),
        ...(input.status !== null && { status: { status_list: input.status } }),
    };
}
//# sourceMappingURL=access-token.js.map