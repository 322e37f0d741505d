/** SHA-256 in base64url has 43 characters, the last with only four bits. */
export declare const isCodeChallenge: (value: string) => boolean;
/**
 * RFC 7636 §4.1 asks for 43 to 128 characters. Shorter ones could be guessed. Which characters is not checked:
 * clients in use send others (padded, standard base64), and the hash decides.
 */
export declare const isCodeVerifier: (value: string) => boolean;
/** The S256 challenge of a verifier (RFC 7636 §4.6). */
export declare const codeChallengeOf: (verifier: string) => string;
