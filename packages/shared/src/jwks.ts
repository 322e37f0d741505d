/** The published keys (RFC 7517 §5): RSA public keys only (RFC 7518 §6.3.1). */
import { type Static, Type } from "typebox";

export const Jwk = Type.Object({
  kty: Type.Literal("RSA"),
  use: Type.Literal("sig"),
  alg: Type.Literal("RS256"),
  kid: Type.String({ description: "RFC 7638 thumbprint." }),
  n: Type.String({ description: "Modulus, base64url." }),
  e: Type.String({ description: "Exponent, base64url." }),
});
export type Jwk = Static<typeof Jwk>;

export const JwkSet = Type.Object({ keys: Type.Array(Jwk) }, { $id: "JwkSet" });
export type JwkSet = Static<typeof JwkSet>;
