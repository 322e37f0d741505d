import type { VerificationKey } from "./jwks.js";
/** A million entries of eight bits, which is what the draft's own test vectors go up to. */
export declare const maxListBytes = 1048576;
/** Such a list where nothing can be compressed. */
export declare const maxTokenBytes: number;
export interface StatusList {
    /** Per entry: 1, 2, 4 or 8. */
    readonly bits: number;
    readonly bytes: Uint8Array;
    /** Seconds since 1970. */
    readonly issuedAt: number;
    /** Milliseconds since 1970; infinite where the list does not say. */
    readonly expiresAt: number;
    /** How long before it has to be asked for again; null where it does not say. */
    readonly ttlSeconds: number | null;
}
/** 0 is valid (§7.1); undefined is beyond the list's end. */
export declare function statusAt({ bits, bytes }: StatusList, idx: number): number | undefined;
/** @throws OAuthError if it is no JWT. Does not check anything. */
export declare const kidOfList: (token: string) => unknown;
/**
 * Check a status list token, and decompress its list.
 *
 * @param uri that it was fetched from, and that tokens refer to
 * @param at milliseconds since 1970
 * @throws Error
 */
export declare function readStatusList(token: string, key: VerificationKey, uri: string, at: number, toleranceSeconds: number): Promise<StatusList>;
