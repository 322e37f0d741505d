/** The signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1) that Regrant signs with and verifies, the default first. */
export const signingAlgorithms = ["RS256", "PS256", "ES256", "EdDSA"];
export const isSigningAlgorithm = (alg) => signingAlgorithms.includes(alg);
