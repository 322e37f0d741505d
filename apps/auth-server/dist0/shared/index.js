/**
 * The protocol's vocabulary, shared by both servers, the verifier and the client. No I/O.
 *
 * Wire formats are types here; their schemas, which load TypeBox, are in `@regrant/shared/schemas`.
 */
export { isSigningAlgorithm, signingAlgorithms } from "./algorithms.js";
export { bearerChallenge, hasQueryToken, parseAuthorization, readNodeToken, tokenRepeated, } from "./bearer.js";
export { statusOf } from "./error-codes.js";
export { OAuthError } from "./errors.js";
export { checkHeadSize, headTooLarge, mostParsedHeadBytes } from "./head-size.js";
export { checkNotProxied, isLoopbackHost, keepLoopbackFromProxies } from "./loopback.js";
export { reasons } from "./reasons.js";
export { formatScope, isScopeToken, isScopeWithin, parseScope } from "./scope.js";
export { parseUrl } from "./url.js";
export { wellKnown } from "./well-known.js";
