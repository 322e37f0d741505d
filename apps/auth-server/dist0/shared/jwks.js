/** The published keys (RFC 7517 §5): public keys only (RFC 7518 §6.2, §6.3.1; RFC 8037 §2). */
import { Type } from "typebox";
const published = {
    use: Type.Literal("sig"),
    kid: Type.String({ description: "RFC 7638 thumbprint." }),
};
export const Jwk = Type.Union([
    Type.Object({
        kty: Type.Literal("RSA"),
        ...published,
        alg: Type.Union([Type.Literal("RS256"), Type.Literal("PS256")]),
        n: Type.String({ description: "Modulus, base64url." }),
        e: Type.String({ description: "Exponent, base64url." }),
    }),
    Type.Object({
        kty: Type.Literal("EC"),
        ...published,
        alg: Type.Literal("ES256"),
        crv: Type.Literal("P-256"),
        x: Type.String(),
        y: Type.String(),
    }),
    Type.Object({
        kty: Type.Literal("OKP"),
        ...published,
        alg: Type.Literal("EdDSA"),
        crv: Type.Literal("Ed25519"),
        x: Type.String(),
    }),
]);
export const JwkSet = Type.Object({ keys: Type.Array(Jwk) }, { $id: "JwkSet" });
