/**
 * The session: one encrypted cookie, and nothing here that is not in it.
 *
 * Answers overtake each other: one that waited for a slow API can carry a cookie older than the browser has by now. So
 * the cookie's name ends with a number that grows with each refresh. An older one never overwrites a newer one; the
 * highest counts, and the others are dropped at the next request. Whoever refreshes the same cookie makes the same
 * number, and the authorization server gives both the same refresh token.
 */
import { LRUCache } from "lru-cache";
import { cookieNameOf, dropCookie, readCookies, setCookie } from "./cookies.js";
import { Refusal } from "./refusal.js";
import { createSealing } from "./sealing.js";
import type { SessionKey } from "./session-keys.js";
import type { Settings } from "./settings.js";

export interface Session {
  readonly number: number;
  readonly accessToken: string;
  /** Milliseconds since 1970; null if the server did not say. */
  readonly expiresAt: number | null;
  /** When it is time to refresh. */
  readonly dueAt: number | null;
  readonly refreshToken: string | null;
  /** As received, for `id_token_hint`; its claims say who signed in. */
  readonly idToken: string;
  /** What the tokens are bound to; missing if they are not. */
  readonly key?: SessionKey;
}

/** What is left of a session that has ended: why, and a number that no answer still under way comes up to. */
export interface Ended {
  readonly number: number;
  readonly reason: string;
}

export type State = Session | Ended;

export interface Found {
  /** Null if there is no cookie, or none that can be read. */
  readonly state: State | null;
  /** The highest there is, whether it can be read or not; 0 if there is none. */
  readonly number: number;
  /** The names of all cookies of ours that the browser sent. */
  readonly names: readonly string[];
  /** Those among them that a newer one has superseded. */
  readonly stale: readonly string[];
}

export interface SessionCookie {
  read(header: string | undefined): Promise<Found>;
  /** The values of Set-Cookie that replace whatever was found. @throws Refusal if it is too large */
  write(state: State, found: Pick<Found, "names">): Promise<string[]>;
}

export const isSession = (state: State | null): state is Session => state !== null && "accessToken" in state;

/** Refreshes that can be under way when a session ends. Less than the milliseconds until somebody has signed in again. */
const roomForRefreshes = 1_000;
export const endedState = ({ number }: Pick<Found, "number">, reason: string): Ended => ({
  number: number + roomForRefreshes,
  reason,
});

/** Long enough for all tabs to learn why, and for every answer under way to arrive. */
const endedSeconds = 24 * 60 * 60;
/** Browsers take 4,096 bytes of name and value. */
const chunkLength = 3_800;
/** Node.js takes 16 KiB of headers, and there may be an old cookie beside the new one. */
const mostChunks = 3;

/** Of the tag, which ends the text. */
const slotLength = 22;

const none: Found = { state: null, number: 0, names: [], stale: [] };

export function createSessionCookie(settings: Settings): SessionCookie {
  const sealing = createSealing(settings, "session");
  const beginning = `${cookieNameOf(settings)}.`;
  /** A browser sends the same text with each request. By its last characters: to hash all of it takes longer than to compare. */
  const unsealed = new LRUCache<string, { readonly text: string; readonly state: State }>({ max: 1_000 });
  const keep = (text: string, state: State) => void unsealed.set(text.slice(-slotLength), { text, state });

  async function unseal(text: string, number: number): Promise<State | null> {
    const known = unsealed.get(text.slice(-slotLength));
    if (known?.text === text) return known.state.number === number ? known.state : null;
    const state = (await sealing.unseal(text)) as State | null;
    if (state === null || state.number !== number) return null;
    keep(text, state);
    return state;
  }

  return {
    async read(header = "") {
      const cookies = readCookies(header, beginning);
      if (cookies.size === 0) return none;
      const number = Math.max(...[...cookies.keys()].map(numberOf));
      const first = number.toString(36);
      const text = join(first, cookies);
      const names = [...cookies.keys()];
      const stale = names.filter((name) => name !== first && !name.startsWith(`${first}.`));
      return {
        state: text === null ? null : await unseal(text, number),
        number,
        names: names.map((name) => beginning + name),
        stale: stale.map((name) => beginning + name),
      };
    },
    async write(state, { names }) {
      const text = await sealing.seal(state);
      const chunks = split(text);
      if (chunks.length > mostChunks) {
        const description = `the session takes ${text.length} bytes, more than ${mostChunks} cookies: ask for less scope or fewer claims in the ID token`;
        throw new Refusal(500, "session_too_large", description);
      }
      keep(text, state);
      const maxAge = isSession(state) ? settings.cookieSeconds : endedSeconds;
      const first = beginning + state.number.toString(36);
      const written = new Map(
        chunks.map((chunk, index) => [index === 0 ? first : `${first}.${index}`, chunk]),
      );
      return [
        ...[...written].map(([name, value]) => setCookie(name, value, { sameSite: "Strict", maxAge })),
        ...names.filter((name) => !written.has(name)).map(dropCookie),
      ];
    },
  };
}

/** The number in a name such as `mf3k2` or, of a further chunk, `mf3k2.1`. */
function numberOf(name: string): number {
  const number = /^[0-9a-z]{1,10}(?:\.[1-9])?$/.test(name) ? Number.parseInt(name, 36) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

/** The first chunk says how many there are, so that one left over from elsewhere does no harm. */
function split(text: string): string[] {
  const count = Math.ceil((text.length + 2) / chunkLength);
  const whole = `${count}.${text}`;
  return Array.from({ length: count }, (_, index) =>
    whole.slice(index * chunkLength, (index + 1) * chunkLength),
  );
}

function join(first: string, cookies: ReadonlyMap<string, string>): string | null {
  const begun = cookies.get(first) ?? "";
  if (!/^[1-9]\./.test(begun)) return null;
  const more = Array.from({ length: Number(begun[0]) - 1 }, (_, index) =>
    cookies.get(`${first}.${index + 1}`),
  );
  return more.includes(undefined) ? null : begun.slice(2) + more.join("");
}
