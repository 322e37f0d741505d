/**
 * A signing key: generation, encryption at rest, decryption.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3 RS256
 * @see https://www.rfc-editor.org/rfc/rfc7638 the kid
 */
import { type KeyObject } from "node:crypto";
import type { Jwk } from "../shared/index.js";
import type { Secrets } from "../secrets.js";
/** A private key as stored. */
export interface SealedKey {
    /** iv 12 | tag 16 | AES-256-GCM of the PKCS #8 form, with the kid as additional data. */
    readonly privateKey: Buffer;
    /** The entry of `SECRETS` that encrypts it. */
    readonly secretName: string;
}
export interface NewSigningKey extends SealedKey {
    readonly publicJwk: Jwk;
}
/** A fault that an operator can fix; the message says how. */
export declare class SigningKeyError extends Error {
    readonly name = "SigningKeyError";
}
/**
 * Generate an RSA-2048 key, encrypted under the first entry of `SECRETS`. Takes up to a second, off the event loop.
 */
export declare function makeSigningKey(secrets: Secrets): Promise<NewSigningKey>;
/** Encrypt a private key under the first entry of `SECRETS`. */
export declare function sealKey(secrets: Secrets, kid: string, privateKey: KeyObject): SealedKey;
/** Decrypt a private key. @throws {SigningKeyError} if its entry of `SECRETS` is missing or differs */
export declare function openKey(secrets: Secrets, kid: string, { privateKey, secretName }: SealedKey): KeyObject;
