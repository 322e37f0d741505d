/** Wire formats as schemas, to validate responses with. */
export { AccessTokenClaims } from "./claims.js";
export { IntrospectionResponse } from "./introspection-response.js";
export { Jwk, JwkSet } from "./jwks.js";
export { AuthorizationServerMetadata, ProtectedResourceMetadata } from "./metadata.js";
export { ErrorResponse, TokenResponse } from "./token-response.js";
