/** What a client is told, and the defaults. */
import type { ClientEvent } from "./events.js";
import { memoryStore, type Store } from "./store.js";
import { tabStorage } from "./surroundings.js";

export interface ClientOptions {
  /** The authorization server, letter for letter as in its metadata. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where sign-ins come back to: one of those registered for the client, letter for letter. */
  readonly redirectUri: string;
  /** What to ask for; the client's registered scope where absent. */
  readonly scope?: string;
  /** The API that the tokens are for (RFC 8707); the client's first registered one where absent. */
  readonly resource?: string;
  /** The addresses under which `fetch` sends the token. Default: `resource` alone. */
  readonly apis?: readonly string[];
  /** Keeps the refresh token. Default: none; it is in the server's HttpOnly cookie, out of this code's reach. */
  readonly refreshTokenStore?: Store;
  /** Keeps `state` and the PKCE verifier of sign-ins under way. Default: `sessionStorage`. */
  readonly signInStore?: Store;
  /**
   * Refreshes this long before the access token expires, but not in the first half of its life. Default: 30.
   * 0: never ahead; an expired token is sent, and the API's refusal leads to the refresh.
   */
  readonly refreshAheadSeconds?: number;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** The grant is dead, or another tab signed out: `reason` is the server's, or `signed_out`. */
  readonly onSignedOut?: (reason: string) => void;
  /** Another tab signed in, perhaps as another user: what this page shows has to be loaded again. */
  readonly onSignedIn?: () => void;
  /** Told of each request and its answer. */
  readonly onEvent?: (event: ClientEvent) => void;
}

/** What a sign-in can ask of the server beyond the client's options (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1). */
export interface SignInRequest {
  /** `login`: ask for the password again. `consent`: ask again what the app may do. `none`: ask nothing. */
  readonly prompt?: "login" | "consent" | "none";
  /** Ask for the password again where the last time was longer ago. */
  readonly maxAgeSeconds?: number;
  /** The e-mail address to fill in. */
  readonly loginHint?: string;
}

export const defaultRefreshAheadSeconds = 30;

/** Prefixes the keys in stores, the lock's name and the channel's: one client of one server. */
export const nameOf = ({ issuer, clientId }: ClientOptions): string => `regrant ${issuer} ${clientId}`;

/** Where there is no `sessionStorage`, sign-ins under way last as long as the page or the process. */
export function signInStoreOf(options: ClientOptions): Store {
  return options.signInStore ?? tabStorage() ?? processStore;
}

const processStore = memoryStore();
