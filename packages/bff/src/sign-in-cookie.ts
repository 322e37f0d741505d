/**
 * What a sign-in under way needs when it comes back: one cookie for each, since several tabs may sign in at once. It is
 * `Lax`, because the way back comes from another site, with which browsers send no `Strict` cookie.
 */
import { cookieNameOf, dropCookie, readCookies, setCookie } from "./cookies.js";
import { createSealing } from "./sealing.js";
import type { SessionKey } from "./session-keys.js";
import type { Settings } from "./settings.js";

export interface SignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** What the code and then the tokens are bound to, if to anything. */
  readonly key?: SessionKey;
  readonly maxAge?: number;
  /** A path of this origin. */
  readonly returnTo: string;
  /** The highest number among the session cookies when it began. */
  readonly after: number;
}

export interface SignInCookies {
  begin(signIn: SignIn, header: string | undefined): Promise<string[]>;
  /** The sign-in of this `state`, if this browser began it, and the Set-Cookie that forgets it. */
  finish(
    state: string,
    header: string | undefined,
  ): Promise<{ readonly signIn: SignIn | null; readonly cookies: string[] }>;
}

const signInSeconds = 15 * 60;
/** Links that begin sign-ins can be followed by the hundred; browsers and servers limit what cookies take. */
const mostAtOnce = 5;

export function createSignInCookies(settings: Settings): SignInCookies {
  const sealing = createSealing(settings, "sign-in");
  const beginning = `${cookieNameOf(settings)}-sign-in.`;
  const idOf = (state: string) => state.slice(0, 8);
  return {
    async begin(signIn, header = "") {
      const others = [...readCookies(header, beginning).keys()];
      const value = await sealing.seal(signIn);
      return [
        setCookie(beginning + idOf(signIn.state), value, { sameSite: "Lax", maxAge: signInSeconds }),
        ...(others.length < mostAtOnce ? [] : others.map((id) => dropCookie(beginning + id))),
      ];
    },
    async finish(state, header = "") {
      const id = idOf(state);
      const text = readCookies(header, beginning).get(id);
      if (text === undefined) return { signIn: null, cookies: [] };
      const signIn = (await sealing.unseal(text)) as SignIn | null;
      return { signIn: signIn?.state === state ? signIn : null, cookies: [dropCookie(beginning + id)] };
    },
  };
}
