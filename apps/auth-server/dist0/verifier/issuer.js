import { kidUnknown } from "./header.js";
import { keysGone } from "./held-keys.js";
import { importKeys } from "./jwks.js";
import { splitCompactJws } from "./jws.js";
import { defaultTokenCacheBounds } from "./token-cache.js";
import { createTokenCheck } from "./token-check.js";
/** Seconds. Replicas sign by their own clocks; one that is further off reports that it is not ready. */
const signerAheadSeconds = 300;
/**
 * Create a verifier for an issuer's own tokens. They expire exactly at their `exp`, by the issuer's own clock.
 *
 * Does not check revocation, scope and roles.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createIssuerVerifier(options) {
    const { issuer, keys, now = Date.now, tokenCache = defaultTokenCacheBounds } = options;
    const expected = { issuer, clockToleranceSeconds: 0, signerAheadSeconds };
    const check = createTokenCheck(expected, tokenCache, findKey);
    let read = [];
    let held = new Map();
    function findKey(kid) {
        const current = keys();
        if (current !== read) {
            const next = importKeys(current, held);
            check.dropSignedWith(keysGone(held, next));
            [read, held] = [current, next];
        }
        return held.get(kid);
    }
    return {
        verify(token, audience) {
            const at = now();
            const verified = check.findVerified(token, audience, at);
            if (verified !== undefined)
                return verified;
            const jws = splitCompactJws(token);
            const key = findKey(check.kidOf(jws));
            if (key === undefined)
                throw kidUnknown();
            return check.verifyWith(key, token, jws, audience, at);
        },
        cacheStatus: check.status,
    };
}
