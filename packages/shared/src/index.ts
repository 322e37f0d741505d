/** The protocol's vocabulary, shared by both servers, the verifier and the client. No I/O. */
export { AccessTokenClaims, type AccessTokenHeader } from "./claims.js";
export { type ErrorCode, OAuthError, type OAuthErrorOptions, statusOf } from "./errors.js";
export { IntrospectionResponse } from "./introspection-response.js";
export { Jwk, JwkSet } from "./jwks.js";
export { AuthorizationServerMetadata, ProtectedResourceMetadata, wellKnown } from "./metadata.js";
export { type Reason, type ReasonEntry, reasons } from "./reasons.js";
export { formatScope, isScopeToken, isScopeWithin, parseScope } from "./scope.js";
export { ErrorResponse, TokenResponse } from "./token-response.js";
