/** The client: what an app calls. All wiring is here. */
import { createAuthorizedFetch, onlyForApis } from "./api-requests.js";
import type { IdTokenClaims, UserInfo } from "./claims.js";
import { waitForDevice } from "./device-sign-in.js";
import { SignedOutError } from "./errors.js";
import { createWire } from "./events.js";
import {
  type ClientOptions,
  type DeviceCode,
  type DeviceSignInOptions,
  nameOf,
  type SignInRequest,
} from "./options.js";
import { noProofs } from "./proofs.js";
import { connect } from "./server.js";
import { openSession } from "./session.js";
import { createSignIns } from "./sign-in.js";
import { signOutPage } from "./sign-out.js";
import { requestUserInfo } from "./user-info.js";

export interface Client {
  /** Navigates to the server's sign-in page. Browsers only. @throws UnavailableError */
  signIn(request?: SignInRequest): Promise<void>;
  /** The URL to send the user to, if the app opens the browser itself. @throws UnavailableError */
  signInUrl(request?: SignInRequest): Promise<URL>;
  /**
   * Finishes a sign-in with the response in the given URL, or in this page's, from which it is then removed.
   *
   * @returns false if the URL contains no response
   * @throws RefusedError (for example `access_denied`, or an ID token that is not the one asked for) | UnavailableError
   */
  finishSignIn(url?: string | URL): Promise<boolean>;
  /**
   * Signs in where there is no browser (RFC 8628): `show` tells the user a code, and this waits until the user has entered it on
   * another device and decided.
   *
   * @throws RefusedError (`access_denied`, `expired_token`) | UnavailableError | the signal's reason, and whatever `show` throws
   */
  signInWithDevice(
    show: (code: DeviceCode) => void | Promise<void>,
    options?: DeviceSignInOptions,
  ): Promise<void>;
  /**
   * Gets an access token for the grant of an earlier page or process, if there is one.
   *
   * @throws UnavailableError if the server cannot tell at the moment
   */
  restore(): Promise<boolean>;
  /**
   * `fetch` with the access token, for the client's APIs only. If the API refuses the token, it is refreshed and the
   * request repeated, once.
   *
   * @throws SignedOutError | UnavailableError | BodyNotReplayedError, and whatever `fetch` throws
   */
  readonly fetch: typeof fetch;
  /** Gets a new access token now. @throws SignedOutError | UnavailableError | RefusedError */
  refresh(): Promise<void>;
  /**
   * What the server tells about the user, by the scope that was granted (`profile`, `email`, `address`, `phone`).
   *
   * @throws SignedOutError | UnavailableError | RefusedError, and whatever `fetch` throws
   */
  userInfo(): Promise<UserInfo>;
  /**
   * Discards the tokens, here and in other tabs, and revokes the grant if the server supports it. The user stays
   * signed in at the server, whose sign-out page ends that.
   *
   * @returns that page, if `postLogoutRedirectUri` is set or the grant could not be revoked; otherwise null
   * @throws UnavailableError if the server could not be reached; the tokens are discarded anyway
   */
  signOut(): Promise<URL | null>;
  /** About the access token, without the token itself; null if there is none. */
  readonly accessToken: { readonly expiresAt: Date; readonly scope: readonly string[] } | null;
  /** Who signed in, if the scope has `openid`; null if nobody did. Verified and frozen; `exp` may be past. */
  readonly idToken: IdTokenClaims | null;
  /** Stops listening to other tabs. A sign-in or refresh in progress finishes, and the other tabs hear of it. */
  close(): void;
}

export function createClient(options: ClientOptions): Client {
  const wire = createWire(options.onEvent);
  const proofs = options.dpop?.(nameOf(options)) ?? noProofs;
  const server = connect(options, proofs, wire);
  const session = openSession(options, proofs, server, wire);
  const signIns = createSignIns(options, proofs, server);
  const authorizedFetch = createAuthorizedFetch(options, proofs, session, wire);

  return {
    async signIn(request = {}) {
      location.assign(await signIns.start(request));
    },
    signInUrl: (request = {}) => signIns.start(request),
    async finishSignIn(url) {
      const address = new URL(url ?? location.href);
      const redeem = signIns.finish(address);
      if (redeem === null) return false;
      // At once: a reload must not send the code again (RFC 6749 §4.1.2).
      if (url === undefined) forgetAnswer(address);
      await session.begin(redeem);
      return true;
    },
    async signInWithDevice(show, signInOptions = {}) {
      // First, so that nothing else waits for the user.
      const redeemed = await waitForDevice(options, server, show, signInOptions);
      await session.begin(async () => redeemed);
    },
    async restore() {
      if (session.current() !== null) return true;
      try {
        await session.replace(null);
        return true;
      } catch (error) {
        if (error instanceof SignedOutError) return false;
        throw error;
      }
    },
    fetch: onlyForApis(options, authorizedFetch),
    async refresh() {
      await session.replace(session.current());
    },
    userInfo: () => requestUserInfo(server, session, authorizedFetch),
    async signOut() {
      const idToken = session.idToken();
      const isEnded = await session.end();
      if (isEnded && options.postLogoutRedirectUri === undefined) return null;
      const page = signOutPage(options, await server.metadata(), idToken);
      return page ?? (isEnded ? null : new URL(`${options.issuer}/logout`));
    },
    get accessToken() {
      const token = session.current();
      return token && { expiresAt: new Date(token.expiresAt), scope: token.scope };
    },
    get idToken() {
      return session.idToken()?.claims ?? null;
    },
    close: () => session.close(),
  };
}

/** Browsers forbid this in some frames, and if an app does it too often. */
function forgetAnswer(address: URL): void {
  try {
    history.replaceState(history.state, "", withoutAnswer(address));
  } catch {
    // `state` is used only once, so a reload does not send the code again.
  }
}

/** Removes the parameters of RFC 6749 §4.1.2 and RFC 9207 §2; the app's own stay. */
function withoutAnswer(url: URL): URL {
  const rest = new URL(url);
  for (const name of ["code", "state", "iss", "error", "error_description", "error_uri"]) {
    rest.searchParams.delete(name);
  }
  return rest;
}
