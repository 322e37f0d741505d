/** Logout tokens. @see https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken */
import { signJws } from "../keys/sign-jws.js";
/** As §4 recommends: at most two minutes, so that a captured token cannot be sent again for long. */
const lifeSeconds = 120;
/** §2.4; never with a `nonce`, so that it cannot be taken for an ID token. */
export const signLogoutToken = (key, input) => signJws(key, "logout+jwt", {
    iss: input.issuer,
    sub: input.subject,
    aud: input.clientId,
    iat: input.issuedAtSeconds,
    exp: input.issuedAtSeconds + lifeSeconds,
    jti: input.tokenId,
    sid: input.sessionId,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
});
//# sourceMappingURL=logout-token.js.map