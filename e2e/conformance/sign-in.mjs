export default {
  title: "Signing in, consent and the account",
  rows: [
    {
      section: "prompt",
      rule: "`prompt`, `max_age`, `login_hint`, without loops",
      tests: ["auth-server/prompt › *"],
    },
    {
      section: "sign-in",
      rule: "`__Host-` cookie, hash in the table, a new token at each sign-in",
      tests: [
        "auth-server/sign-in › is __Host-, HttpOnly, Secure, SameSite=Lax",
        "auth-server/sign-in › takes a new token, however good the one before",
      ],
    },
    {
      section: "sign-in",
      rule: "Wrong passwords alike in words and work; growing delays, never a lock",
      tests: [
        "auth-server/sign-in › is answered alike",
        "auth-server/sign-in-limits › never lock the account",
        "auth-server/sign-in-limits › are counted for all replicas together",
      ],
    },
    {
      section: "sign-in",
      rule: "One address is one user and one password one password, however they are typed; older users still get in",
      tests: ["auth-server/email-addresses › *", "auth-server/pure/typed-text › *"],
    },
    { section: "consent", rule: "Asked, remembered, withdrawn", tests: ["auth-server/consent › *"] },
    {
      section: "account",
      rule: "Sessions seen and ended; the password changed",
      tests: ["auth-server/account › *", "auth-server/account-api › *", "auth-server/logout › *"],
    },
    {
      section: "delivery",
      rule: "The refresh token in an HttpOnly, SameSite=Strict cookie, never in a body",
      tests: [
        "auth-server/cookie-delivery › sets an HttpOnly, SameSite=Strict cookie",
        "auth-server/cookie-delivery › does not count a refresh token in the body",
        "auth-server/cookie-delivery › never touches the cookie",
      ],
    },
    {
      section: "Fetch (CORS)",
      rule: "The client's own origins, never `*` with credentials; errors too",
      tests: [
        "auth-server/cors › can be read by the client's own origins, with credentials and never by *",
        "auth-server/cors › cannot be read by another client's origin",
        "auth-server/cors › is metadata and keys: readable by anyone, without credentials",
      ],
    },
    {
      section: "Fetch (CORS)",
      rule: "Origins of web views and extensions, letter for letter; `null` and `file://` never",
      tests: ["auth-server/web-view-origins › *", "auth-server/pure/web-origin › *"],
    },
    {
      section: "foreign clients",
      rule: "Nine of them: the code flow with PKCE, refreshing, reuse, revocation, introspection, client credentials",
      needs: "curl, Authlib, requests-oauthlib and golang.org/x/oauth2 where they are installed",
      tests: [
        "e2e/clients › signs in with a code and PKCE and refreshes three times, and the API takes each access token",
        "e2e/clients › reports a refresh token that was used before as its own error, and the session has ended",
        "e2e/clients › reads the API's refusal of a made-up access token",
        "e2e/clients › revokes a refresh token, and its refresh is refused",
        "e2e/clients › introspects an access token: active, then revoked",
        "e2e/clients › gets an access token by client credentials, and the resource with it",
      ],
    },
    {
      section: "browser",
      rule: "Sign-in, consent, reload, four tabs, lost answers, sign-out, axe, CSP",
      needs: "Chromium",
      tests: [
        "e2e/browser/sign-in › *",
        "e2e/browser/refresh › *",
        "e2e/browser/sign-out › *",
        "e2e/browser/pages › *",
      ],
    },
    {
      section: "client",
      rule: "One refresh for all who wait, tokens kept on 429 and 5xx, signed out only when the grant is dead",
      tests: ["client/refresh › *"],
    },
  ],
};
