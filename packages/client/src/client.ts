/** The client: what an app calls. All wiring is here. */
import { createApiFetch } from "./api-requests.js";
import { SignedOutError } from "./errors.js";
import { createWire } from "./events.js";
import type { ClientOptions, SignInRequest } from "./options.js";
import { connect } from "./server.js";
import { openSession } from "./session.js";
import { createSignIns } from "./sign-in.js";

export interface Client {
  /** Navigates to the server's sign-in page. Browsers only. @throws UnavailableError */
  signIn(request?: SignInRequest): Promise<void>;
  /** The URL to send the user to, if the app opens the browser itself. @throws UnavailableError */
  signInUrl(request?: SignInRequest): Promise<URL>;
  /**
   * Finishes a sign-in with the response in the given URL, or in this page's, from which it is then removed.
   *
   * @returns false if the URL contains no response
   * @throws RefusedError (for example `access_denied`) | UnavailableError
   */
  finishSignIn(url?: string | URL): Promise<boolean>;
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
   * Discards the tokens, here and in other tabs, and revokes the grant if the server supports it. The user stays
   * signed in at the server, whose `/logout` page ends that.
   *
   * @returns null if the grant was revoked; otherwise the server's page on which the user can end it
   * @throws UnavailableError if the server could not be reached; the tokens are discarded anyway
   */
  signOut(): Promise<URL | null>;
  /** About the access token, without the token itself; null if there is none. */
  readonly accessToken: { readonly expiresAt: Date; readonly scope: readonly string[] } | null;
  /** Stops listening to other tabs. A sign-in or refresh in progress finishes, and the other tabs hear of it. */
  close(): void;
}

export function createClient(options: ClientOptions): Client {
  const wire = createWire(options.onEvent);
  const server = connect(options, wire);
  const session = openSession(options, server, wire);
  const signIns = createSignIns(options, server);

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
    fetch: createApiFetch(options, session, wire),
    async refresh() {
      await session.replace(session.current());
    },
    async signOut() {
      return (await session.end()) ? null : new URL(`${options.issuer}/logout`);
    },
    get accessToken() {
      const token = session.current();
      return token && { expiresAt: new Date(token.expiresAt), scope: token.scope };
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
