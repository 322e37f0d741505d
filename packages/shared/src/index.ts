/**
 * The protocol's vocabulary, shared by both servers, the verifier and the client. No I/O.
 *
 * Wire formats are types here; their schemas, which load TypeBox, are in `@regrant/shared/schemas`.
 */
export { isSigningAlgorithm, type SigningAlgorithm, signingAlgorithms } from "./algorithms.js";
export {
  type Challenge,
  type Credentials,
  hasQueryToken,
  type NodeRequest,
  parseAuthorization,
  parseCredentials,
  type RequiredAuthentication,
  readNodeCredentials,
  readNodeToken,
  schemeOf,
  type TokenScheme,
  tokenChallenge,
  tokenRepeated,
} from "./bearer.js";
export type { AccessTokenClaims, AccessTokenHeader, Actor, StatusListReference } from "./claims.js";
export { type ErrorCode, statusOf } from "./error-codes.js";
export { OAuthError, type OAuthErrorOptions } from "./errors.js";
export { checkHeadSize, headTooLarge, mostParsedHeadBytes } from "./head-size.js";
export type { IntrospectionResponse } from "./introspection-response.js";
export { isObject, mediaTypeOf, privateMemberOf } from "./jose.js";
export type { Jwk, JwkSet } from "./jwks.js";
export { checkNotProxied, isLoopbackHost, keepLoopbackFromProxies } from "./loopback.js";
export type { AuthorizationServerMetadata, ProtectedResourceMetadata } from "./metadata.js";
export { type Reason, type ReasonEntry, reasons } from "./reasons.js";
export { formatScope, isScopeToken, isScopeWithin, parseScope } from "./scope.js";
export type { ErrorResponse, TokenResponse } from "./token-response.js";
export { parseUrl } from "./url.js";
export { wellKnown } from "./well-known.js";
