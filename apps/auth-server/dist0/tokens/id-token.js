/**
 * ID tokens: what a client learns about the sign-in.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
import { hash } from "node:crypto";
import { signJws } from "../keys/sign-jws.js";
import { acrOf } from "./authentication-context.js";
/** Sign the ID token of a grant that has been checked; this checks nothing. */
export function signIdToken(key, input) {
    return signJws(key, "JWT", {
        ...input.claims,
        iss: input.issuer,
        sub: input.subject,
        aud: input.clientId,
        azp: input.clientId,
        exp: input.issuedAtSeconds + input.lifeSeconds,
        iat: input.issuedAtSeconds,
        auth_time: input.authTimeSeconds,
        acr: acrOf(input.amr),
        ...(input.amr.length > 0 && { amr: [...input.amr] }),
        at_hash: halfHash(input.accessToken),
        ...(input.nonce !== null && { nonce: input.nonce }),
        ...(input.sessionId !== undefined && { sid: input.sessionId }),
    });
}
/** The left half of the token's SHA-256, for RS256 (§3.1.3.6). */
const halfHash = (token) => hash("sha256", token, "buffer").subarray(0, 16).toString("base64url");
//# sourceMappingURL=id-token.js.map