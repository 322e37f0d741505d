/**
 * A signing key: generation, encryption at rest, decryption.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3 RS256
 * @see https://www.rfc-editor.org/rfc/rfc7638 the kid
 */
import { createCipheriv, createDecipheriv, createPrivateKey, generateKeyPair, randomBytes, } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint, exportJWK } from "jose";
/** A fault that an operator can fix; the message says how. */
export class SigningKeyError extends Error {
    name = "SigningKeyError";
}
const generate = promisify(generateKeyPair);
/**
 * Generate an RSA-2048 key, encrypted under the first entry of `SECRETS`. Takes up to a second, off the event loop.
 */
export async function makeSigningKey(secrets) {
    const pair = await generate("rsa", { modulusLength: 2048 });
    const { n = "", e = "" } = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint({ kty: "RSA", n, e });
    return {
        publicJwk: { kty: "RSA", use: "sig", alg: "RS256", kid, n, e },
        ...sealKey(secrets, kid, pair.privateKey),
    };
}
/** Encrypt a private key under the first entry of `SECRETS`. */
export function sealKey(secrets, kid, privateKey) {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", secrets[0].signingKeyEncryption, iv).setAAD(Buffer.from(kid));
    const sealed = [cipher.update(privateKey.export({ type: "pkcs8", format: "der" })), cipher.final()];
    return { privateKey: Buffer.concat([iv, cipher.getAuthTag(), ...sealed]), secretName: secrets[0].name };
}
/** Decrypt a private key. @throws {SigningKeyError} if its entry of `SECRETS` is missing or differs */
export function openKey(secrets, kid, { privateKey, secretName }) {
    const entry = secrets.find(({ name }) => name === secretName);
    if (entry === undefined) {
        throw new SigningKeyError(`Signing key ${kid} is encrypted under the SECRETS entry "${secretName}", which is not set: put it back behind the others.`);
    }
    try {
        const decipher = createDecipheriv("aes-256-gcm", entry.signingKeyEncryption, privateKey.subarray(0, 12));
        decipher.setAAD(Buffer.from(kid)).setAuthTag(privateKey.subarray(12, 28));
        const der = Buffer.concat([decipher.update(privateKey.subarray(28)), decipher.final()]);
        return createPrivateKey({ key: der, type: "pkcs8", format: "der" });
    }
    catch (cause) {
        throw new SigningKeyError(`Signing key ${kid} does not open with the SECRETS entry "${secretName}": its value was changed.`, { cause });
    }
}
//# sourceMappingURL=signing-key.js.map