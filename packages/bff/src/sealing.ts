/**
 * Encryption of cookies: JWE (RFC 7516), `dir` with A256GCM. Each use, issuer and client has keys of its own, so that no
 * cookie is ever taken for another, not even another app's with the same secrets.
 */
import type { SecretEntry } from "@regrant/shared/named-secrets";
import { CompactEncrypt, type CryptoKey, compactDecrypt } from "jose";
import type { Settings } from "./settings.js";

export interface Sealing {
  seal(value: object): Promise<string>;
  /** Null if no secret of ours has sealed it, or somebody has changed it. */
  unseal(text: string): Promise<unknown>;
}

const expected = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };

export function createSealing({ secrets, issuer, clientId }: Settings, use: "session" | "sign-in"): Sealing {
  const info = `regrant bff ${use} ${issuer.href} ${clientId}`;
  const keys = new Map(secrets.map((entry) => [entry.name, deriveKey(entry, info)]));
  const [{ name: kid }] = secrets;
  return {
    async seal(value) {
      const text = new TextEncoder().encode(JSON.stringify(value));
      const jwe = new CompactEncrypt(text).setProtectedHeader({ alg: "dir", enc: "A256GCM", kid });
      return jwe.encrypt(await keyOf(kid));
    },
    async unseal(text) {
      try {
        const { plaintext } = await compactDecrypt(text, ({ kid }: { kid?: string }) => keyOf(kid), expected);
        return JSON.parse(new TextDecoder().decode(plaintext));
      } catch {
        return null;
      }
    },
  };

  async function keyOf(name: string | undefined): Promise<CryptoKey> {
    const key = keys.get(name ?? "");
    if (key === undefined) throw new Error("a secret that is not ours");
    return key;
  }
}

async function deriveKey({ bytes }: SecretEntry, info: string): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto;
  const secret = await subtle.importKey("raw", new Uint8Array(bytes), "HKDF", false, ["deriveKey"]);
  const hkdf = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode(info),
  };
  return subtle.deriveKey(hkdf, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
