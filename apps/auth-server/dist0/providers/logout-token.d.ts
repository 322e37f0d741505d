import type { ProviderClient } from "./provider-clients.js";
export interface ProviderLogout {
    /** At least one of the two. */
    readonly subject: string | undefined;
    readonly sessionId: string | undefined;
    readonly issuedAt: Date;
}
/** What is wrong with it; nothing of the token is in the message. */
export declare class LogoutTokenInvalid extends Error {
    readonly name = "LogoutTokenInvalid";
}
/**
 * Verify it. Does not check that its `jti` is new: what it does can be repeated, since it ends only what was there at its `iat`.
 *
 * @throws {LogoutTokenInvalid}
 * @throws {JOSEError} and {ProviderUnreachable}
 */
export declare function verifyLogoutToken({ configuration, keys }: ProviderClient, token: string, currentDate: Date): Promise<ProviderLogout>;
/** A `sub` or `sid`: at most 255 characters (OpenID Connect Core 1.0 §2), and nothing that PostgreSQL could not keep. */
export declare const isIdentifier: (value: unknown) => value is string;
