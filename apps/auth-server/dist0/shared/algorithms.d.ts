/** The signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1) that Regrant signs with and verifies, the default first. */
export declare const signingAlgorithms: readonly ["RS256", "PS256", "ES256", "EdDSA"];
export type SigningAlgorithm = (typeof signingAlgorithms)[number];
export declare const isSigningAlgorithm: (alg: unknown) => alg is SigningAlgorithm;
