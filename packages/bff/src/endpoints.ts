/** What is at `/bff/…`: sign in, come back, sign out, and who is it. */
import { decodeJwt } from "jose";
import { randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { Refused, SignedOut, Unavailable } from "./errors.js";
import type { Issuer } from "./issuer.js";
import { checkOwnPage } from "./own-page.js";
import { isDue } from "./refreshes.js";
import { type HeaderFields, json, type OwnAnswer, Refusal, seeOther } from "./refusal.js";
import { parseReturnTo } from "./return-to.js";
import { endedState, isSession } from "./session-cookie.js";
import { generateSessionKey } from "./session-keys.js";
import type { Sessions } from "./sessions.js";
import type { Settings } from "./settings.js";
import type { SignIn, SignInCookies } from "./sign-in-cookie.js";

interface Asked {
  readonly headers: HeaderFields;
  readonly query: URLSearchParams;
}

interface Endpoint {
  readonly method: "GET" | "POST";
  answer(asked: Asked): Promise<OwnAnswer>;
}

/** What a link to the sign-in may add to the request (OpenID Connect Core 1.0 §3.1.2.1). */
const passedOn = ["prompt", "login_hint", "ui_locales", "acr_values", "max_age"];

export function createEndpoints(
  settings: Settings,
  issuer: Issuer,
  sessions: Sessions,
  signIns: SignInCookies,
): Readonly<Record<string, Endpoint>> {
  const { origin, fault } = settings;

  const login: Endpoint = {
    method: "GET",
    async answer({ headers, query }) {
      const returnTo = parseReturnTo(query.get("return_to"), origin);
      if (returnTo === null)
        throw new Refusal(400, "return_to_refused", `return_to is not a path of ${origin}, outside /bff`);
      const maxAge = query.get("max_age");
      if (maxAge !== null && !/^\d{1,9}$/.test(maxAge))
        throw new Refusal(400, "invalid_request", "max_age is not a number of seconds");
      const { number: after } = await sessions.find(headers.cookie);
      const signIn: SignIn = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
        ...(settings.dpop && { key: await generateSessionKey() }),
        ...(maxAge !== null && { maxAge: Number(maxAge) }),
        returnTo,
        after,
      };
      const more = Object.fromEntries([...query].filter(([name]) => passedOn.includes(name)));
      const url = await issuer.signInUrl(signIn, more);
      return seeOther(url.href, { "set-cookie": await signIns.begin(signIn, headers.cookie?.toString()) });
    },
  };

  const callback: Endpoint = {
    method: "GET",
    async answer({ headers, query }) {
      const state = query.get("state") ?? "";
      const { signIn, cookies } = await signIns.finish(state, headers.cookie?.toString());
      // A bookmark, a second visit by the back button, or somebody else's answer.
      if (signIn === null) return back("/", "sign_in_unknown", null, cookies);
      try {
        const tokens = await issuer.redeem(query, signIn);
        const found = await sessions.find(headers.cookie);
        const number = Math.max(Date.now(), signIn.after + 1, found.number + 1);
        const session = await sessions.replace({ ...tokens, number }, found);
        return seeOther(signIn.returnTo, { "set-cookie": [...cookies, ...session] });
      } catch (error) {
        if (error instanceof SignedOut) return back(signIn.returnTo, "invalid_grant", error.reason, cookies);
        if (!(error instanceof Refused || error instanceof Unavailable)) throw error;
        if (!query.has("error")) fault(`the sign-in failed: ${error.message}`, error);
        const code = error instanceof Refused ? error.error : "temporarily_unavailable";
        return back(signIn.returnTo, code, error instanceof Refused ? error.reason : null, cookies);
      }
    },
  };

  /** To the app, which says so in its own words. The values are codes: nobody writes a sentence into its page. */
  function back(returnTo: string, error: string, reason: string | null, cookies: string[]): OwnAnswer {
    const url = new URL(returnTo, origin);
    url.searchParams.set("sign_in_error", error.replace(/[^\w.-]/g, "_").slice(0, 64));
    if (reason !== null) url.searchParams.set("sign_in_reason", reason);
    return seeOther(url.pathname + url.search + url.hash, { "set-cookie": cookies });
  }

  const logout: Endpoint = {
    method: "POST",
    async answer({ headers }) {
      checkOwnPage(headers, origin);
      const found = await sessions.find(headers.cookie);
      const { state } = found;
      if (found.number === 0) return json(200, { sign_out_url: null, revoked: false });
      const cookies = await sessions.replace(endedState(found, "signed_out"), found);
      const revoked = isSession(state) && (await isRevoked(state.refreshToken));
      const url = isSession(state) ? await signOutUrl(state.idToken) : null;
      return json(200, { sign_out_url: url?.href ?? null, revoked }, { "set-cookie": cookies });
    },
  };

  /** The cookie ends in any case. */
  async function isRevoked(refreshToken: string | null): Promise<boolean> {
    if (refreshToken === null) return false;
    try {
      await issuer.revoke(refreshToken);
      return true;
    } catch (error) {
      fault("the session could not be revoked", error);
      return false;
    }
  }

  const signOutUrl = (idToken: string): Promise<URL | null> =>
    settings.postLogoutRedirectUri === undefined
      ? Promise.resolve(null)
      : issuer.signOutUrl(idToken).catch(() => null);

  const session: Endpoint = {
    method: "GET",
    async answer({ headers }) {
      checkOwnPage(headers, origin);
      const opened = await sessions.open(headers.cookie);
      if (isDue(opened.session)) {
        await opened.refresh().catch((error: unknown) => {
          if (error instanceof Refusal) throw error;
          // Who is signed in is known even while the server is away.
          fault("the access token could not be renewed", error);
        });
      }
      const { expiresAt, idToken } = opened.session;
      const { nonce: _, at_hash: __, ...claims } = decodeJwt(idToken);
      const access_token_expires_at = expiresAt === null ? null : Math.floor(expiresAt / 1_000);
      return json(200, { claims, access_token_expires_at }, await opened.cookieHeaders());
    },
  };

  return { "/bff/login": login, "/bff/callback": callback, "/bff/logout": logout, "/bff/session": session };
}
