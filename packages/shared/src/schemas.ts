/** The wire's shapes as schemas, by which an answer can be checked. */
export { AccessTokenClaims } from "./claims.js";
export { IntrospectionResponse } from "./introspection-response.js";
export { Jwk, JwkSet } from "./jwks.js";
export { AuthorizationServerMetadata, ProtectedResourceMetadata } from "./metadata.js";
export { ErrorResponse, TokenResponse } from "./token-response.js";
