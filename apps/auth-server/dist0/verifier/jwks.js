/** Parses a JWK Set (RFC 7517 §5) into keys that can verify RS256 (RFC 7518 §3.3, §6.3.1). */
import { createPublicKey } from "node:crypto";
/** A kid is only a name; RFC 7638 thumbprints have 43 characters. */
export const maxKidCharacters = 256;
/** The minimum is RFC 7518 §3.3's; above the maximum, verification is too expensive. */
const modulusBits = { least: 2048, most: 16_384 };
const isOptional = (value, wanted) => value === undefined || value === wanted;
const isForVerification = (jwk) => jwk.kty === "RSA" &&
    isOptional(jwk.use, "sig") &&
    isOptional(jwk.alg, "RS256") &&
    (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes("verify")));
function isStrongEnough(keyObject) {
    const { modulusLength = 0, publicExponent = 0n } = keyObject.asymmetricKeyDetails ?? {};
    const isLongEnough = modulusLength >= modulusBits.least && modulusLength <= modulusBits.most;
    return isLongEnough && publicExponent >= 3n && publicExponent % 2n === 1n;
}
/** Imports only `n` and `e`, so that a private key published by mistake is used as a public one. */
function importKey(jwk) {
    if (typeof jwk !== "object" || jwk === null)
        return null;
    const { kid, n, e, ...rest } = { ...jwk };
    if (!isForVerification(rest) || typeof n !== "string" || typeof e !== "string")
        return null;
    if (typeof kid !== "string" || kid === "" || kid.length > maxKidCharacters)
        return null;
    try {
        const keyObject = createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
        return isStrongEnough(keyObject) ? { kid, n, e, keyObject } : null;
    }
    catch {
        return null; // RFC 7517 §5: ignore keys that are not understood
    }
}
/**
 * Import the keys of a JWK Set that can verify RS256, and no others. A key already in `known` keeps its identity, so that
 * cached tokens stay verified.
 */
export function importKeys(jwks, known) {
    const keys = new Map();
    for (const jwk of jwks) {
        const key = importKey(jwk);
        if (key === null || keys.has(key.kid))
            continue;
        const same = known.get(key.kid);
        keys.set(key.kid, same?.n === key.n && same.e === key.e ? same : key);
    }
    return keys;
}
/**
 * Parse a JWK Set, keeping the keys that can verify RS256.
 *
 * @throws Error if it is no JWK Set or no usable key is left
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function parseJwkSet(text, known) {
    const document = JSON.parse(text);
    if (typeof document !== "object" || document === null || !("keys" in document)) {
        throw new Error("the answer is not a JWK Set");
    }
    if (!Array.isArray(document.keys))
        throw new Error("the answer is not a JWK Set");
    const keys = importKeys(document.keys, known);
    if (keys.size === 0)
        throw new Error("the JWK Set has no key for RS256");
    return keys;
}
