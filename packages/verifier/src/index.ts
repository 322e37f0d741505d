/** Offline verification of RFC 9068 access tokens, free of any framework. For Fastify: `@regrant/verifier/fastify`. */
export { OAuthError } from "@regrant/shared";
export { InsufficientScopeError, requireAnyRole, requireScope } from "./authorization.js";
export {
  type ChallengeOptions,
  createRefusals,
  parseAuthorization,
  type Refusal,
  tokenRepeated,
} from "./bearer.js";
export type { AccessToken, Claims } from "./claims.js";
export { parseJwksUrl } from "./jwks-fetch.js";
export type { KeysEvent, KeysStatus } from "./key-store.js";
export { describeResource, type ResourceDescription, resourceMetadataUrl } from "./metadata.js";
export type { TokenCacheBounds } from "./token-cache.js";
export { type CacheStatus, createVerifier, type Verifier, type VerifierOptions } from "./verifier.js";
