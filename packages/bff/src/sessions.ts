/** A request's session: found, refreshed, ended, and what the browser is then told to keep. */
import { dropCookie } from "./cookies.js";
import { SignedOut, Unavailable } from "./errors.js";
import { isOver, type Refreshes } from "./refreshes.js";
import { type HeaderFields, Refusal } from "./refusal.js";
import {
  endedState,
  type Found,
  isSession,
  type Session,
  type SessionCookie,
  type State,
} from "./session-cookie.js";

export interface Opened {
  readonly session: Session;
  readonly isRefreshed: boolean;
  /** @throws Refusal if the session has ended | Unavailable | Refused */
  refresh(): Promise<void>;
  /** The same before the token is over: if the server is away and the token still good, that is good enough. */
  refreshAhead(): Promise<void>;
  /** The values of Set-Cookie for the answer. */
  cookies(): Promise<string[]>;
  cookieHeaders(): Promise<HeaderFields>;
}

export interface Sessions {
  find(cookie: string | string[] | undefined): Promise<Found>;
  /** @throws Refusal if nobody is signed in */
  open(cookie: string | string[] | undefined): Promise<Opened>;
  replace(state: State, found: Pick<Found, "names">): Promise<string[]>;
}

const signedOut = (reason: string | null, cookies: readonly string[] = []): Refusal => {
  const description = reason === null ? "nobody is signed in" : `the session has ended: ${reason}`;
  const headers = cookies.length > 0 ? { "set-cookie": [...cookies] } : {};
  return new Refusal(401, "signed_out", description, { reason, headers });
};

export function createSessions(cookie: SessionCookie, refreshes: Refreshes): Sessions {
  const find = (header: string | string[] | undefined) => cookie.read(header?.toString());
  return {
    find,
    replace: cookie.write,
    async open(header) {
      const found = await find(header);
      const { state, number } = found;
      if (!isSession(state)) throw signedOut(state?.reason ?? (number > 0 ? "cookie_unreadable" : null));
      let session = state;
      const refresh = async () => {
        session = await refreshes.refresh(session).catch(async (error: unknown) => {
          if (!(error instanceof SignedOut)) throw error;
          throw signedOut(error.reason, await cookie.write(endedState(session, error.reason), found));
        });
      };
      const cookies = async () =>
        session === state ? found.stale.map(dropCookie) : await cookie.write(session, found);
      return {
        get session() {
          return session;
        },
        get isRefreshed() {
          return session !== state;
        },
        refresh,
        refreshAhead: () =>
          refresh().catch((error: unknown) => {
            if (!(error instanceof Unavailable) || isOver(session)) throw error;
          }),
        cookies,
        cookieHeaders: async () => ({ "set-cookie": await cookies() }),
      };
    },
  };
}
