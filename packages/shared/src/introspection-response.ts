/** The introspection response (RFC 7662 §2.2). */
import { type Static, Type } from "typebox";
import { AccessTokenClaims } from "./claims.js";

/** Only `active` if false; with the token's claims if true. A refresh token has no token_type. */
export const IntrospectionResponse = Type.Intersect(
  [
    Type.Object({
      active: Type.Boolean(),
      token_type: Type.Optional(Type.Union([Type.Literal("Bearer"), Type.Literal("DPoP")])),
      username: Type.Optional(Type.String({ description: "The user's e-mail address." })),
    }),
    Type.Partial(AccessTokenClaims),
  ],
  { $id: "IntrospectionResponse" },
);
export type IntrospectionResponse = Static<typeof IntrospectionResponse>;
