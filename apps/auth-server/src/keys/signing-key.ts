/**
 * A signing key: generation, encryption at rest, decryption.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-6 RSA and EC keys
 * @see https://www.rfc-editor.org/rfc/rfc8037#section-2 EdDSA's
 * @see https://www.rfc-editor.org/rfc/rfc7638 the kid
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { promisify } from "node:util";
import type { Jwk, SigningAlgorithm } from "@regrant/shared";
import { calculateJwkThumbprint, exportJWK } from "jose";
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
export class SigningKeyError extends Error {
  override readonly name = "SigningKeyError";
}

const generate = promisify(generateKeyPair);
const generateRsa = () => generate("rsa", { modulusLength: 2048 });

const generators: Readonly<
  Record<SigningAlgorithm, () => Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }>>
> = {
  RS256: generateRsa,
  PS256: generateRsa,
  ES256: () => generate("ec", { namedCurve: "P-256" }),
  EdDSA: () => generate("ed25519"),
};

/**
 * Generate a key, encrypted under the first entry of `SECRETS`. An RSA key, of 2048 bits, takes up to a second, off the event
 * loop.
 */
export async function makeSigningKey(secrets: Secrets, alg: SigningAlgorithm): Promise<NewSigningKey> {
  const { publicKey, privateKey } = await generators[alg]();
  const members = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(members);
  // `members` are those of the key's type: `generators` pairs each algorithm with one.
  const publicJwk = { use: "sig", alg, kid, ...members } as Jwk;
  return { publicJwk, ...sealKey(secrets, kid, privateKey) };
}

/** Encrypt a private key under the first entry of `SECRETS`. */
export function sealKey(secrets: Secrets, kid: string, privateKey: KeyObject): SealedKey {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", secrets[0].signingKeyEncryption, iv).setAAD(Buffer.from(kid));
  const sealed = [cipher.update(privateKey.export({ type: "pkcs8", format: "der" })), cipher.final()];
  return { privateKey: Buffer.concat([iv, cipher.getAuthTag(), ...sealed]), secretName: secrets[0].name };
}

/** Decrypt a private key. @throws {SigningKeyError} if its entry of `SECRETS` is missing or differs */
export function openKey(secrets: Secrets, kid: string, { privateKey, secretName }: SealedKey): KeyObject {
  const entry = secrets.find(({ name }) => name === secretName);
  if (entry === undefined) {
    throw new SigningKeyError(
      `Signing key ${kid} is encrypted under the SECRETS entry "${secretName}", which is not set: put it back behind the others.`,
    );
  }
  try {
    const decipher = createDecipheriv("aes-256-gcm", entry.signingKeyEncryption, privateKey.subarray(0, 12));
    decipher.setAAD(Buffer.from(kid)).setAuthTag(privateKey.subarray(12, 28));
    const der = Buffer.concat([decipher.update(privateKey.subarray(28)), decipher.final()]);
    return createPrivateKey({ key: der, type: "pkcs8", format: "der" });
  } catch (cause) {
    throw new SigningKeyError(
      `Signing key ${kid} does not open with the SECRETS entry "${secretName}": its value was changed.`,
      { cause },
    );
  }
}
