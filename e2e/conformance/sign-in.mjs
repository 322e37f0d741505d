export default {
  title: "Signing in, consent and the account",
  rows: [
    {
      section: "prompt",
      rule: "`prompt`, `max_age`, `login_hint`, without loops",
      tests: ["auth-server/oauth/prompt › *"],
    },
    {
      section: "pages",
      rule: "English and German, by `ui_locales` (OpenID Connect Core §3.1.2.1) and `Accept-Language`; `Content-Language` and `Vary` say so",
      tests: ["auth-server/http/languages › *"],
    },
    {
      section: "pages",
      rule: "A page at each address that a person can reach, JSON for programs; forms that say what is wrong beside the field",
      tests: ["auth-server/http/pages-for-people › *", "e2e/browser/sign-in-pages › *"],
    },
    {
      section: "pages",
      rule: "Name, logo and accent colour of an installation: contrast of 4.5:1 (WCAG 2.2 §1.4.3), nothing from other hosts, no script in a logo",
      tests: ["auth-server/http/branding › *"],
    },
    {
      section: "pages",
      rule: "Signing out: post, redirect, get",
      tests: ["logout-2"],
    },
    {
      section: "sign-in",
      rule: "`__Host-` cookie, hash in the table, a new token at each sign-in",
      tests: ["sign-in-1", "sign-in-4"],
    },
    {
      section: "sign-in",
      rule: "Wrong passwords get the same wording and cost the same work; growing delays, never a lock",
      tests: ["sign-in-5", "sign-in-limits-2", "sign-in-limits-5"],
    },
    {
      section: "sign-in",
      rule: "A user without a password gets the same answer and costs the same work as a wrong password",
      tests: ["credentials-1", "sign-in-6"],
    },
    {
      section: "sign-in",
      rule: "Credentials that change while they are checked open nothing",
      tests: ["credentials-2", "races-3"],
    },
    {
      section: "sign-in",
      rule: "A guess is counted before it is checked: of many at once, only the free ones are checked",
      tests: [
        "sign-in-limits-6",
        "sign-in-limits-7",
        "guesses-1",
        "guesses-2",
        "sign-in-limits-4",
        "sign-in-limits-3",
      ],
    },
    {
      section: "sign-in",
      rule: "Spraying from one network and a botnet's guesses at one account are slowed down; known networks are not",
      tests: ["guesses-3", "guesses-4"],
    },
    {
      section: "passwords",
      rule: "The most common passwords are refused as new ones",
      tests: ["auth-server/users/common-passwords › *"],
    },
    {
      section: "sign-in",
      rule: "An address or password is the same however it is typed; older users can still sign in",
      tests: ["auth-server/users/email-addresses › *", "auth-server/users/typed-text.pure › *"],
    },
    {
      section: "pages",
      rule: "A `state` of up to 4,096 bytes is returned byte for byte behind nginx with default settings; a longer one is refused at once",
      needs: "nginx",
      tests: ["nginx-1"],
    },
    {
      section: "pages",
      rule: "Pages survive reloading, Back and two tabs behind that nginx",
      needs: "nginx, Chromium",
      tests: ["nginx-2"],
    },
    {
      section: "cookies",
      rule: "Other apps' cookies are ignored up to 60 KiB, and named in the error beyond; nobody is signed out by them",
      tests: ["auth-server/http/cookies-of-others › *"],
    },
    {
      section: "cookies",
      rule: "An app reports this in words, and continues once they are gone",
      needs: "Chromium",
      tests: ["browser-refresh-1"],
    },
    {
      section: "consent",
      rule: "Asked for, remembered, revoked",
      tests: ["auth-server/consents/consent › *"],
    },
    {
      section: "consent",
      rule: "For a native app, good for one request; reloading, going back or two tabs cause no error",
      needs: "Chromium",
      tests: ["consent-8", "browser-consent-1"],
    },
    {
      section: "browser",
      rule: "An app on another origin signs in through a pop-up, or silently in a frame, and sends its libraries' headers",
      needs: "Chromium",
      tests: ["e2e/browser/pop-up › *", "cors-1", "http-1"],
    },
    {
      section: "browser",
      rule: "An app's callback may redirect further, through any chain, after each sign-in page",
      needs: "Chromium",
      tests: ["e2e/browser/redirect-chains › *"],
    },
    {
      section: "browser",
      rule: "The back/forward cache shows nothing after a sign-out; blocked and oversized cookies are reported",
      needs: "Chromium",
      tests: ["e2e/browser/browser-settings › *", "auth-server/http/cookies-of-others › *"],
    },
    {
      section: "browser",
      rule: "Strict-Transport-Security if the issuer is https, except for this machine's own names",
      tests: ["auth-server/http/transport-security.pure › *", "error-pages-5"],
    },
    {
      section: "account",
      rule: "Sessions seen and ended; the password changed",
      tests: [
        "auth-server/account/account › *",
        "auth-server/account/account-api › *",
        "auth-server/account/logout › *",
      ],
    },
    {
      section: "account",
      rule: "Signed-in browsers are listed, and can be ended one by one with the sessions they opened",
      tests: ["account-8", "account-api-2"],
    },
    {
      section: "account",
      rule: "Each form answers by a redirect, a reload repeats nothing, and what was done is said where it was done",
      tests: ["account-6", "browser-account-3"],
    },
    {
      section: "account",
      rule: "Before everything ends, a page says how much that is and asks",
      tests: ["account-7"],
    },
    {
      section: "account",
      rule: "This device comes first; lists go on by pages, each item once, however many there are",
      tests: ["account-10", "many-sessions-1"],
    },
    {
      section: "account",
      rule: "Times in the reader's language, and with scripts in their time zone",
      tests: ["account-11", "browser-account-2"],
    },
    {
      section: "account",
      rule: "Password managers are told which login a new password belongs to",
      tests: ["account-13"],
    },
    {
      section: "account",
      rule: "The page is accessible in both languages and colour schemes, on a phone and at 200 %",
      tests: ["browser-account-1"],
    },
    {
      section: "account",
      rule: "Ending everything also ends sign-ins: no browser can silently open the next session",
      tests: ["account-4", "account-5", "account-api-1", "races-2"],
    },
    {
      section: "account",
      rule: "A password set by an administrator stands: a change under way that proved only the old one is refused",
      tests: ["account-15"],
    },
    {
      section: "account",
      rule: "Each end of a sign-in is audited, with its reason",
      tests: ["account-9", "account-14"],
    },
    {
      section: "delivery",
      rule: "The refresh token in an HttpOnly, SameSite=Strict cookie, never in a body",
      tests: ["cookie-delivery-1", "cookie-delivery-3", "cookie-delivery-7"],
    },
    {
      section: "delivery",
      rule: "No other host or path can plant that cookie: `__Host-`, and a duplicate is refused",
      tests: ["cookie-delivery-4"],
    },
    {
      section: "delivery",
      rule: "… as Chromium enforces it over https",
      needs: "Chromium",
      tests: ["cookies-1"],
    },
    {
      section: "prefetch",
      rule: "Prefetching, prerendering and HEAD create no code and use up no consent",
      tests: ["authorize-3"],
    },
    {
      section: "prefetch",
      rule: "… and Chromium still goes there when the link is followed",
      needs: "Chromium",
      tests: ["prefetch-1"],
    },
    {
      section: "Fetch (CORS)",
      rule: "The client's own origins, never `*` with credentials; errors too",
      tests: ["cors-4", "cors-5", "cors-6"],
    },
    {
      section: "Fetch (CORS)",
      rule: "Origins of web views and extensions, compared exactly; never `null` and `file://`",
      tests: ["auth-server/clients/web-view-origins › *", "auth-server/clients/web-origin.pure › *"],
    },
    {
      section: "foreign clients",
      rule: "Clients written by others: the code flow with PKCE, refreshing, reuse, revocation, introspection, client credentials",
      needs: "curl, Authlib, requests-oauthlib and golang.org/x/oauth2 where they are installed",
      tests: [
        "e2e-clients-1",
        "e2e-clients-2",
        "e2e-clients-3",
        "e2e-clients-4",
        "e2e-clients-5",
        "e2e-clients-6",
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
      rule: "One refresh for everyone waiting; tokens are kept on 429 and 5xx; signed out only when the grant has ended",
      tests: ["client/refresh › *"],
    },
  ],
};
