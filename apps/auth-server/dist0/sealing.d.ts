import type { Secrets } from "./secrets.js";
/** What something is sealed for. None of one purpose opens as another. */
export type SealedUse = "half sign-in" | "mail" | "provider secret" | "provider sign-in" | "totp secret";
/**
 * Encrypt under the first entry of `SECRETS`. Does not limit how long the result is good for.
 *
 * @param about what else must match when it is opened, such as the row's key
 * @returns iv 12 | tag 16 | AES-256-GCM
 */
export declare function seal([{ sealing }]: Secrets, use: SealedUse, about: string, plain: string): Buffer;
/** @returns null if no entry of `SECRETS` opens it, for this use and about this */
export declare function unseal(secrets: Secrets, use: SealedUse, about: string, sealed: Buffer): string | null;
