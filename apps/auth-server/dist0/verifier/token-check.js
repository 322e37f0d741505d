/** Checks one token with the keys in memory (RFC 9068 §4), without waiting or fetching. */
import { Buffer } from "node:buffer";
import { verify as verifySignature } from "node:crypto";
import { OAuthError } from "../shared/index.js";
import { checkAudience, checkClaims, checkTimes, } from "./claims.js";
import { checkHeader } from "./header.js";
import { decodeBase64url, decodeObject } from "./jws.js";
import { createTokenCache } from "./token-cache.js";
/** @param findKey finds the key that is valid at a time, in milliseconds since 1970 */
export function createTokenCheck(expected, bounds, findKey, revocation = null) {
    const cache = createTokenCache(bounds);
    let lastHeader = { text: "", kid: "" };
    let hits = 0;
    let misses = 0;
    return {
        findVerified(token, audience, at) {
            const verified = cache.find(token);
            if (verified === undefined || findKey(verified.key.kid, at) !== verified.key) {
                misses += 1;
                return undefined;
            }
            const { claims } = verified.accessToken;
            checkAudience(claims, audience);
            try {
                checkTimes(claims, at / 1_000, expected);
            }
            catch (error) {
                cache.drop(token);
                throw error;
            }
            if (verified.status !== null)
                revocation?.check(verified.status, at);
            hits += 1;
            return verified.accessToken;
        },
        /** Tokens of one key share their header, so the last good one is not parsed again. */
        kidOf({ header }) {
            if (header !== lastHeader.text)
                lastHeader = { text: header, kid: checkHeader(decodeObject(header)) };
            return lastHeader.kid;
        },
        /** The payload is parsed only after the signature is verified. */
        verifyWith(key, token, jws, audience, at) {
            const signingInput = Buffer.from(jws.signingInput, "latin1");
            if (!verifySignature("sha256", signingInput, key.keyObject, decodeBase64url(jws.signature))) {
                throw new OAuthError("invalid_token", "the signature is wrong", { reason: "token_signature" });
            }
            const accessToken = checkClaims(decodeObject(jws.payload), { ...expected, audience }, at / 1_000);
            const status = revocation?.entryOf(accessToken) ?? null;
            cache.insert({ token, accessToken, key, status });
            if (status !== null)
                revocation?.check(status, at);
            return accessToken;
        },
        dropSignedWith: cache.dropSignedWith,
        status: () => ({ ...cache.size(), hits, misses }),
    };
}
