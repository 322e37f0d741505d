/** Parses a JWK Set (RFC 7517 §5) into keys that can verify RS256 (RFC 7518 §3.3, §6.3.1). */
import { type KeyObject } from "node:crypto";
export interface VerificationKey {
    readonly kid: string;
    readonly n: string;
    readonly e: string;
    readonly keyObject: KeyObject;
}
export type VerificationKeys = ReadonlyMap<string, VerificationKey>;
/** A kid is only a name; RFC 7638 thumbprints have 43 characters. */
export declare const maxKidCharacters = 256;
/**
 * Import the keys of a JWK Set that can verify RS256, and no others. A key already in `known` keeps its identity, so that
 * cached tokens stay verified.
 */
export declare function importKeys(jwks: readonly unknown[], known: VerificationKeys): VerificationKeys;
/**
 * Parse a JWK Set, keeping the keys that can verify RS256.
 *
 * @throws Error if it is no JWK Set or no usable key is left
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export declare function parseJwkSet(text: string, known: VerificationKeys): VerificationKeys;
