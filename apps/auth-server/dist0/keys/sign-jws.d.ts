/** The only place that signs anything (RFC 7515 §5.1). */
import { type KeyObject } from "node:crypto";
/** The active key, decrypted. */
export interface ActiveKey {
    readonly kid: string;
    readonly privateKey: KeyObject;
    /** The JOSE header for this `typ`, in base64url. */
    header(typ: string): string;
}
/** Each header is made once, because all tokens share the same few. */
export declare function createActiveKey(kid: string, privateKey: KeyObject): ActiveKey;
/** Sign claims as a compact JWS with RS256, on the thread pool, without blocking the event loop. */
export declare function signJws(key: ActiveKey, typ: string, payload: object): Promise<string>;
