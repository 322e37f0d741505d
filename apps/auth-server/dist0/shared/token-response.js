/** Responses of the token endpoint (RFC 6749 §5.1, §5.2). */
import { Type } from "typebox";
export const TokenResponse = Type.Object({
    access_token: Type.String(),
    token_type: Type.Union([Type.Literal("Bearer"), Type.Literal("DPoP")], {
        description: "DPoP: bound to the key of the request's proof (RFC 9449 §5).",
    }),
    expires_in: Type.Integer({ minimum: 1, description: "Seconds." }),
    issued_token_type: Type.Optional(Type.String({ description: "Of a token exchange (RFC 8693 §2.2.1)." })),
    refresh_token: Type.Optional(Type.String()),
    id_token: Type.Optional(Type.String({ description: "For the scope openid (OpenID Connect Core 1.0 §3.1.3.3, §12.2)." })),
    scope: Type.Optional(Type.String({ description: "The access token's scope, where it has one." })),
}, { $id: "TokenResponse" });
export const ErrorResponse = Type.Object({
    error: Type.String(),
    error_description: Type.String(),
    error_uri: Type.Optional(Type.String({ description: "Leads to the reason's entry in docs/errors.md." })),
}, { $id: "ErrorResponse" });
