/** The operator's `SECRETS`, and the keys derived from them by HKDF (RFC 5869), one per use. */
import { createSecretKey, hash, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import type { SecretEntry } from "@regrant/shared/named-secrets";

export { parseSecrets, type SecretEntry } from "@regrant/shared/named-secrets";

/** One entry's keys, 32 bytes each. */
export interface DerivedKeys {
  readonly name: string;
  /** Authenticates refresh tokens before the database is asked. */
  readonly refreshTag: KeyObject;
  /** Derives the next refresh token's secret from the current one. */
  readonly refreshSuccessor: KeyObject;
  /** Encrypts private signing keys at rest. */
  readonly signingKeyEncryption: KeyObject;
  /** Encrypts whatever else is kept from readers of the database and holders of cookies (`sealing.ts`). */
  readonly sealing: KeyObject;
  /** Authenticates WebAuthn challenges. */
  readonly challengeTag: KeyObject;
  /** Recognizes the browsers that a user has signed in with. */
  readonly knownBrowserTag: KeyObject;
  /** Makes the nonces of DPoP proofs. */
  readonly dpopNonce: Uint8Array;
}

/** `SECRETS` in use: the first is for writing, all are for reading. */
export type Secrets = readonly [DerivedKeys, ...DerivedKeys[]];

/** Derive each entry's keys; done once, at start. */
export function deriveSecrets(entries: readonly [SecretEntry, ...SecretEntry[]]): Secrets {
  const [first, ...rest] = entries;
  return [deriveEntry(first), ...rest.map(deriveEntry)];
}

function deriveEntry({ name, bytes }: SecretEntry): DerivedKeys {
  const deriveBytes = (label: string) => Buffer.from(hkdfSync("sha256", bytes, "", `regrant ${label}`, 32));
  const derive = (label: string) => createSecretKey(deriveBytes(label));
  return {
    name,
    refreshTag: derive("refresh-tag"),
    refreshSuccessor: derive("refresh-successor"),
    signingKeyEncryption: derive("signing-key-encryption"),
    sealing: derive("sealing"),
    challengeTag: derive("challenge-tag"),
    knownBrowserTag: derive("known-browser-tag"),
    dpopNonce: deriveBytes("dpop-nonce"),
  };
}

/** A 256-bit secret or token handle: 43 URL-safe characters. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** How Regrant's own secrets are stored: SHA-256 is enough for 256 random bits. */
export const hashSecret = (secret: string): Buffer => hash("sha256", secret, "buffer");
