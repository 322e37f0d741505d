/** The client: what an app calls. The only wiring. */
import { createApiFetch } from "./api-requests.js";
import { SignedOutError } from "./errors.js";
import { createWire } from "./events.js";
import type { ClientOptions, SignInRequest } from "./options.js";
import { connect } from "./server.js";
import { openSession } from "./session.js";
import { createSignIns } from "./sign-in.js";

export interface Client {
  /** Sends this page to the server to sign in. Browsers only. @throws UnavailableError */
  signIn(request?: SignInRequest): Promise<void>;
  /** Where to send the user to sign in, for whoever opens the browser otherwise. @throws UnavailableError */
  signInUrl(request?: SignInRequest): Promise<URL>;
  /**
   * Takes the answer of a sign-in from this page's address, which it then removes from there, or from the one given.
   *
   * @returns false where it is no such answer
   * @throws RefusedError (`access_denied`, say) | UnavailableError
   */
  finishSignIn(url?: string | URL): Promise<boolean>;
  /**
   * Gets an access token for the grant of an earlier page or process, if there is one.
   *
   * @throws UnavailableError where that cannot be told now
   */
  restore(): Promise<boolean>;
  /**
   * `fetch` with the access token, for the client's APIs only. A refused token is refreshed and the request
   * repeated, once.
   *
   * @throws SignedOutError | UnavailableError | BodyNotReplayedError, and what `fetch` throws
   */
  readonly fetch: typeof fetch;
  /** Gets a new access token now. @throws SignedOutError | UnavailableError | RefusedError */
  refresh(): Promise<void>;
  /**
   * Drops the tokens, here and in the other tabs, and ends the grant at the server if it has an endpoint for that.
   * The user's sign-in at the server is another matter: its page `/logout` ends that.
   *
   * @returns null where the grant has ended; else the server's page on which the user can end it
   * @throws UnavailableError where the tokens are gone, and the server could not be told
   */
  signOut(): Promise<URL | null>;
  /** About the access token, never the token itself. Null while there is none. */
  readonly accessToken: { readonly expiresAt: Date; readonly scope: readonly string[] } | null;
  /** Hears nothing of the other tabs from now on. A sign-in or refresh under way is finished, and they are told of it. */
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
      // At once: a reload must not present the code again (RFC 6749 §4.1.2).
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

/** Browsers refuse it in some frames, and where an app does it too often; a reload then finds no sign-in of that state. */
function forgetAnswer(address: URL): void {
  try {
    history.replaceState(history.state, "", withoutAnswer(address));
  } catch {
    // `state` serves once: the code is not sent a second time.
  }
}

/** The parameters of RFC 6749 §4.1.2 and RFC 9207 §2; the app's own stay. */
function withoutAnswer(url: URL): URL {
  const rest = new URL(url);
  for (const name of ["code", "state", "iss", "error", "error_description", "error_uri"]) {
    rest.searchParams.delete(name);
  }
  return rest;
}
