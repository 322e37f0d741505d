/**
 * Proof Key for Code Exchange, S256 only, demanded of every client.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
import { hash } from "node:crypto";

/** SHA-256 in base64url is 43 characters, of which the last holds four bits. */
export const isCodeChallenge = (value: string): boolean =>
  /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value);

/**
 * RFC 7636 §4.1: 43 to 128 characters. Shorter ones can be guessed; which characters they are is only checked by the hash, since
 * clients in use send others (padded, standard base64).
 */
export const isCodeVerifier = (value: string): boolean => value.length >= 43 && value.length <= 128;

/** The S256 challenge of a verifier (RFC 7636 §4.6). */
export const codeChallengeOf = (verifier: string): string => hash("sha256", verifier, "base64url");
