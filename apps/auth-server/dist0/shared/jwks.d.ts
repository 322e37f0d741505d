/** The published keys (RFC 7517 §5): public keys only (RFC 7518 §6.2, §6.3.1; RFC 8037 §2). */
export type Jwk = {
    kty: "RSA";
    use: "sig";
    /** RFC 7638 thumbprint. */
    kid: string;
    alg: "RS256" | "PS256";
    /** Modulus, base64url. */
    n: string;
    /** Exponent, base64url. */
    e: string;
} | {
    kty: "EC";
    use: "sig";
    /** RFC 7638 thumbprint. */
    kid: string;
    alg: "ES256";
    crv: "P-256";
    x: string;
    y: string;
} | {
    kty: "OKP";
    use: "sig";
    /** RFC 7638 thumbprint. */
    kid: string;
    alg: "EdDSA";
    crv: "Ed25519";
    x: string;
};
export type JwkSet = {
    keys: Array<{
        kty: "RSA";
        use: "sig";
        /** RFC 7638 thumbprint. */
        kid: string;
        alg: "RS256" | "PS256";
        /** Modulus, base64url. */
        n: string;
        /** Exponent, base64url. */
        e: string;
    } | {
        kty: "EC";
        use: "sig";
        /** RFC 7638 thumbprint. */
        kid: string;
        alg: "ES256";
        crv: "P-256";
        x: string;
        y: string;
    } | {
        kty: "OKP";
        use: "sig";
        /** RFC 7638 thumbprint. */
        kid: string;
        alg: "EdDSA";
        crv: "Ed25519";
        x: string;
    }>;
};
