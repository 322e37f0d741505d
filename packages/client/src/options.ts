/** A client's options and their defaults. */
import type { DpopKey } from "./dpop.js";
import type { ClientEvent } from "./events.js";
import { memoryStore, type Store } from "./store.js";
import { tabStorage } from "./surroundings.js";

export interface ClientOptions {
  /** The authorization server's issuer, exactly as in its metadata. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where sign-ins return to: exactly one of the URIs registered for the client. Not needed by `signInWithDevice`. */
  readonly redirectUri?: string;
  /** The scope to request; with `openid`, who signed in is in `idToken`. Default: the client's registered scope. */
  readonly scope?: string;
  /**
   * Where the server's sign-out page returns to: exactly one of the URIs registered for that. With it, `signOut()`
   * always returns that page. Default: none; the user stays signed in at the server.
   */
  readonly postLogoutRedirectUri?: string;
  /** The API that the tokens are for (RFC 8707). Default: the client's first registered one. */
  readonly resource?: string;
  /** The URLs under which `fetch` sends the token. Default: `resource` alone. */
  readonly apis?: readonly string[];
  /** Stores the refresh token. Default: none; it is in the server's HttpOnly cookie, which this code cannot read. */
  readonly refreshTokenStore?: Store;
  /** Stores `state`, the nonce and the PKCE verifier during a sign-in. Default: `sessionStorage`. */
  readonly signInStore?: Store;
  /**
   * Refresh this long before the access token expires, but not in the first half of its lifetime. Default: 30. With 0
   * the expired token is sent, and the API's refusal triggers the refresh.
   */
  readonly refreshAheadSeconds?: number;
  /**
   * Binds all tokens to a key, so that whoever copies one can do nothing with it (RFC 9449): `dpopKey()`. Default: none;
   * an access token is good for whoever holds it.
   */
  readonly dpop?: DpopKey;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** The grant has ended, or another tab signed out: `reason` is the server's, or `signed_out`. */
  readonly onSignedOut?: (reason: string) => void;
  /** Another tab signed in, perhaps as another user: reload what this page shows. */
  readonly onSignedIn?: () => void;
  /** Receives every request and its answer. */
  readonly onEvent?: (event: ClientEvent) => void;
}

/** Additional parameters of a sign-in (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1). */
export interface SignInRequest {
  /**
   * `login`: ask for the password again. `consent`: ask for consent again. `select_account`: ask who it is. `none`: ask
   * nothing.
   */
  readonly prompt?: "login" | "consent" | "select_account" | "none";
  /** Ask for the password again if the last sign-in is older than this. */
  readonly maxAgeSeconds?: number;
  /** The e-mail address to prefill. */
  readonly loginHint?: string;
  /** The preferred languages of the server's pages, separated by spaces. */
  readonly uiLocales?: string;
  /** How the user should sign in, separated by spaces. The server need not comply: check `acr` in `idToken`. */
  readonly acrValues?: string;
}

export const defaultRefreshAheadSeconds = 30;

/** Prefix for the names of stored items, lock and channel: identifies a client of a server. */
export const nameOf = ({ issuer, clientId }: ClientOptions): string => `regrant ${issuer} ${clientId}`;

/** Without `sessionStorage`, a pending sign-in lasts as long as the page or process. */
export function signInStoreOf(options: ClientOptions): Store {
  return options.signInStore ?? tabStorage() ?? processStore;
}

const processStore = memoryStore();

/** What the user is shown. */
export interface DeviceCode {
  /** To be entered at `verificationUri`, or compared with what is shown at `verificationUriComplete`. */
  readonly userCode: string;
  readonly verificationUri: string;
  /** With the code in it, for a link or a QR code; null if the server has none. */
  readonly verificationUriComplete: string | null;
  readonly expiresAt: Date;
}

export interface DeviceSignInOptions {
  /** Stops waiting for the user. */
  readonly signal?: AbortSignal;
}
