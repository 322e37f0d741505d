/** The claims of an access token (RFC 9068 §2.2), as the authorization server issues them and APIs read them. */
import { Type } from "typebox";
/** One entry of a Token Status List (draft-ietf-oauth-status-list §6.2). */
export const StatusListReference = Type.Object({ idx: Type.Integer(), uri: Type.String() });
export const AccessTokenClaims = Type.Object({
    iss: Type.String({ description: "The issuer, compared as a string." }),
    sub: Type.String({ description: "The user's id, or the client's id where no user takes part." }),
    aud: Type.Union([Type.String(), Type.Array(Type.String())], { description: "The resource (RFC 8707)." }),
    exp: Type.Integer({ description: "Seconds since 1970." }),
    iat: Type.Integer({ description: "Seconds since 1970." }),
    jti: Type.String(),
    client_id: Type.String(),
    scope: Type.Optional(Type.String({ description: "Space-separated (RFC 6749 §3.3)." })),
    roles: Type.Optional(Type.Array(Type.String(), { description: "The user's roles (RFC 9068 §2.2.3.1)." })),
    sid: Type.Optional(Type.String({ description: "The session's id." })),
    auth_time: Type.Optional(Type.Integer({ description: "When the user signed in, seconds since 1970." })),
    acr: Type.Optional(Type.String({
        description: "How strongly the user was authenticated: 1 or 2 factors (RFC 9470 §6.1).",
    })),
    act: Type.Optional(Type.Unsafe({
        type: "object",
        title: "Actor",
        description: "Who acts for the user (RFC 8693 §4.1), the last one outermost.",
    })),
    cnf: Type.Optional(Type.Object({ jkt: Type.String() }, { description: "The thumbprint of the key that the token works with (RFC 9449 §6.1)." })),
    status: Type.Optional(Type.Object({ status_list: StatusListReference }, { description: "Where its revocation is published." })),
}, { $id: "AccessTokenClaims" });
