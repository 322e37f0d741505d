import type { Origin } from "../audit/actor.js";
import type { Secrets } from "../secrets.js";
import { type GuessingRoom } from "./guess-factor.js";
/** @returns a new secret in base32 */
export declare const newTotpSecret: () => string;
/** What authenticator apps read from a QR code (the Key URI format of Google Authenticator). */
export declare const totpUri: (secret: string, names: {
    readonly issuer: string;
    readonly label: string;
}) => string;
/** The digits of a typed code; null if it cannot be one. Apps show it with a space in the middle. */
export declare function totpDigits(typed: string): string | null;
/**
 * The time step that a code belongs to; null if it is wrong. Does not check whether it was used.
 *
 * @param now milliseconds since 1970
 */
export declare function totpStep(secret: string, digits: string, now: number): number | null;
export declare const sealTotpSecret: (secrets: Secrets, userId: string, secret: string) => Buffer;
export declare const openTotpSecret: (secrets: Secrets, userId: string, sealed: Buffer) => string | null;
/**
 * Check a user's code, and use it up. A wrong one is counted and audited.
 *
 * @throws {OAuthError} invalid_grant if it is wrong or was used before, too_many_requests
 */
export declare function checkTotp(room: GuessingRoom & {
    readonly secrets: Secrets;
    readonly now: () => number;
}, { userId, digits, origin }: {
    readonly userId: string;
    readonly digits: string;
    readonly origin: Origin;
}): Promise<void>;
