/** The operator's `SECRETS`, and the keys derived from them by HKDF (RFC 5869), one per use. */
import { type KeyObject } from "node:crypto";
import type { SecretEntry } from "./shared/named-secrets.js";
export { parseSecrets, type SecretEntry } from "./shared/named-secrets.js";
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
}
/** `SECRETS` in use: the first is for writing, all are for reading. */
export type Secrets = readonly [DerivedKeys, ...DerivedKeys[]];
/** Derive each entry's keys; done once, at start. */
export declare function deriveSecrets(entries: readonly [SecretEntry, ...SecretEntry[]]): Secrets;
/** A 256-bit secret or token handle: 43 URL-safe characters. */
export declare const newSecret: () => string;
/** How Regrant's own secrets are stored: SHA-256 is enough for 256 random bits. */
export declare const hashSecret: (secret: string) => Buffer;
