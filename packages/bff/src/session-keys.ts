/**
 * DPoP (RFC 9449): a key for each session, in its cookie. So whichever process gets the cookie has the key, and it ends
 * with the session.
 */
import { generateKeyPair, type KeyPair } from "dpop";
import { exportJWK, importJWK } from "jose";
import { LRUCache } from "lru-cache";

/** The members of a P-256 key's JWK (RFC 7518 §6.2) that are not always the same. */
export interface SessionKey {
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

const algorithm = "ES256";

export async function generateSessionKey(): Promise<SessionKey> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const { x = "", y = "", d = "" } = await exportJWK(privateKey);
  return { x, y, d };
}

/** To be used by WebCrypto. */
export type KeyPairs = (key: SessionKey) => Promise<KeyPair>;

export function createKeyPairs(): KeyPairs {
  const recent = new LRUCache<string, Promise<KeyPair>>({ max: 1_000 });
  return (key) => {
    const pair = recent.get(key.d) ?? importPair(key);
    recent.set(key.d, pair);
    return pair;
  };
}

async function importPair({ x, y, d }: SessionKey): Promise<KeyPair> {
  const publicJwk = { kty: "EC", crv: "P-256", x, y };
  const [privateKey, publicKey] = await Promise.all([
    importJWK({ ...publicJwk, d }, algorithm),
    importJWK(publicJwk, algorithm, { extractable: true }),
  ]);
  return { privateKey, publicKey } as KeyPair;
}
