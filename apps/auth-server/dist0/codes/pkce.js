/**
 * Proof Key for Code Exchange: S256 only, required of every client.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
import { hash } from "node:crypto";
/** SHA-256 in base64url has 43 characters, the last with only four bits. */
export const isCodeChallenge = (value) => /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value);
/**
 * RFC 7636 §4.1 asks for 43 to 128 characters. Shorter ones could be guessed. Which characters is not checked:
 * clients in use send others (padded, standard base64), and the hash decides.
 */
export const isCodeVerifier = (value) => value.length >= 43 && value.length <= 128;
/** The S256 challenge of a verifier (RFC 7636 §4.6). */
export const codeChallengeOf = (verifier) => hash("sha256", verifier, "base64url");
//# sourceMappingURL=pkce.js.map