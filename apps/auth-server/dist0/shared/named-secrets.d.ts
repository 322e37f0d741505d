/** Secrets with names, for rotation: the first is for writing, all are for reading. */
export interface SecretEntry {
    readonly name: string;
    /** At least 32 random bytes. */
    readonly bytes: Buffer;
}
/**
 * Parse `name:base64url,name:base64url`.
 *
 * @returns the entries, or what is wrong with them, without showing a secret
 */
export declare function parseSecrets(value: string): [SecretEntry, ...SecretEntry[]] | string;
