/**
 * Offline verification of RFC 9068 access tokens, without a framework. For frameworks: `@regrant/verifier/fastify`,
 * `/express` (also Connect) and `/fetch` (Hono, Workers, Deno). For MCP servers: `/mcp`. For an authorization
 * server's own tokens: `/issuer`.
 */
export {
  type Credentials,
  OAuthError,
  parseAuthorization,
  parseCredentials,
  schemeOf,
  type TokenScheme,
  tokenRepeated,
} from "@regrant/shared";
export {
  type AuthenticationDemand,
  InsufficientAuthenticationError,
  requireAuthentication,
} from "./authentication.js";
export { InsufficientScopeError, requireAnyRole, requireScope } from "./authorization.js";
export {
  type ChallengeOptions,
  createRefusals,
  type Refusal,
} from "./bearer.js";
export type { DpopOptions, DpopSupport, PresentedProof } from "./binding.js";
export type { AccessToken, Claims } from "./claims.js";
export { refusalCors } from "./cors.js";
export type { KeysSource } from "./held-keys.js";
export { parseJwksUrl } from "./jwks-fetch.js";
export type { KeysEvent, KeysStatus } from "./keys-status.js";
export { describeResource, type ResourceDescription, resourceMetadataUrl } from "./metadata.js";
export type { VerifierOptions } from "./options.js";
export type { RevocationOptions } from "./revocation-options.js";
export type { RevocationStatus } from "./status-lists.js";
export { defaultTokenCacheBounds, type TokenCacheBounds } from "./token-cache.js";
export type { CacheStatus } from "./token-check.js";
export { createVerifier, type Verifier } from "./verifier.js";
