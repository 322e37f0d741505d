/** The client side of the loop of RFC 6749 figure 2, for browsers and Node.js. */
export type { IdTokenClaims, UserInfo } from "./claims.js";
export { type Client, createClient } from "./client.js";
export { type DpopKey, dpopKey } from "./dpop.js";
export { BodyNotReplayedError, RefusedError, SignedOutError, UnavailableError } from "./errors.js";
export type { AnswerEvent, ClientEvent, RequestEvent, SharedEvent, WaitEvent } from "./events.js";
export type { ClientOptions, DeviceCode, DeviceSignInOptions, SignInRequest } from "./options.js";
export { memoryStore, type Store } from "./store.js";
