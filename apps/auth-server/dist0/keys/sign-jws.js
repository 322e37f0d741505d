/** The only place that signs anything (RFC 7515 §5.1). */
import { sign } from "node:crypto";
/** Each header is made once, because all tokens share the same few. */
export function createActiveKey(kid, privateKey) {
    const headers = new Map();
    return {
        kid,
        privateKey,
        header(typ) {
            const made = headers.get(typ) ?? base64url(JSON.stringify({ typ, alg: "RS256", kid }));
            headers.set(typ, made);
            return made;
        },
    };
}
/** Sign claims as a compact JWS with RS256, on the thread pool, without blocking the event loop. */
export function signJws(key, typ, payload) {
    const input = `${key.header(typ)}.${base64url(JSON.stringify(payload))}`;
    return new Promise((resolve, reject) => {
        sign("sha256", Buffer.from(input, "latin1"), key.privateKey, (error, signature) => {
            if (error)
                reject(error);
            else
                resolve(`${input}.${signature.toString("base64url")}`);
        });
    });
}
const base64url = (text) => Buffer.from(text).toString("base64url");
//# sourceMappingURL=sign-jws.js.map