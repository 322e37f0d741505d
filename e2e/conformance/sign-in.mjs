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
      tests: ["auth-server/account/logout › is repeated neither by a reload nor by sending the form again"],
    },
    {
      section: "sign-in",
      rule: "`__Host-` cookie, hash in the table, a new token at each sign-in",
      tests: [
        "auth-server/users/sign-in › is __Host-, HttpOnly, Secure, SameSite=Lax",
        "auth-server/users/sign-in › takes a new token, however good the one before",
      ],
    },
    {
      section: "sign-in",
      rule: "Wrong passwords get the same wording and cost the same work; growing delays, never a lock",
      tests: [
        "auth-server/users/sign-in › is answered alike",
        "auth-server/users/sign-in-limits › never lock the account",
        "auth-server/users/sign-in-limits › are counted for all replicas together",
      ],
    },
    {
      section: "sign-in",
      rule: "A user without a password gets the same answer and costs the same work as a wrong password",
      tests: [
        "auth-server/users/credentials › is told what anybody is told whose password is wrong",
        "auth-server/users/sign-in › costs the same work: one argon2id of the full strength",
      ],
    },
    {
      section: "sign-in",
      rule: "Credentials that change while they are checked open nothing",
      tests: [
        "auth-server/users/credentials › The version of a user's credentials",
        "auth-server/sessions/races › A sign-in whose password is changed",
      ],
    },
    {
      section: "sign-in",
      rule: "A guess is counted before it is checked: of many at once, only the free ones are checked",
      tests: [
        "auth-server/users/sign-in-limits › sent all at once to both replicas are checked five times, and after each wait once more",
        "auth-server/users/sign-in-limits › do not keep out a right one that is sent several times at once, after a wait as well",
        "auth-server/users/guesses › Guesses in parallel, over two replicas",
        "auth-server/users/guesses › A guess that was not made",
        "auth-server/users/sign-in-limits › count when they can be typed in two forms",
        "auth-server/users/sign-in-limits › count for nobody whose id was typed",
      ],
    },
    {
      section: "sign-in",
      rule: "Spraying from one network and a botnet's guesses at one account are slowed down; known networks are not",
      tests: [
        "auth-server/users/guesses › Guesses from one network at many accounts (password spraying)",
        "auth-server/users/guesses › Guesses from many networks at one account (a botnet)",
      ],
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
      tests: ["e2e/nginx › behind nginx with nothing set"],
    },
    {
      section: "pages",
      rule: "Pages survive reloading, Back and two tabs behind that nginx",
      needs: "nginx, Chromium",
      tests: ["e2e/nginx › in a browser"],
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
      tests: [
        "e2e/browser/refresh › is not in the way of other projects' cookies; beyond 64 KiB the app says so, and goes on once they are gone",
      ],
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
      tests: ["auth-server/consents/consent › A yes", "e2e/browser/consent › a native app's consent"],
    },
    {
      section: "browser",
      rule: "An app on another origin signs in through a pop-up, or silently in a frame, and sends its libraries' headers",
      needs: "Chromium",
      tests: [
        "e2e/browser/pop-up › *",
        "auth-server/http/cors › is allowed whatever headers an app's libraries add, to a registered origin alone",
        "resource-server/http › allows whatever headers an app's libraries add, and never credentials",
      ],
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
      tests: [
        "auth-server/http/transport-security.pure › *",
        "auth-server/http/error-pages › say Strict-Transport-Security where the issuer is https, on every answer",
      ],
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
      tests: [
        "auth-server/account/account › Browsers that are signed in",
        "auth-server/account/account-api › The browsers that are signed in, as JSON",
      ],
    },
    {
      section: "account",
      rule: "Each form answers by a redirect, a reload repeats nothing, and what was done is said where it was done",
      tests: [
        "auth-server/account/account › A form of the account page",
        "e2e/browser/account › works without JavaScript, and says what was done where it was done",
      ],
    },
    {
      section: "account",
      rule: "Before everything ends, a page says how much that is and asks",
      tests: ["auth-server/account/account › The question before everything ends"],
    },
    {
      section: "account",
      rule: "This device comes first; lists go on by pages, each item once, however many there are",
      tests: [
        "auth-server/account/account › Long lists on the account page",
        "auth-server/sessions/many-sessions › 100,000 sessions of one user",
      ],
    },
    {
      section: "account",
      rule: "Times in the reader's language, and with scripts in their time zone",
      tests: [
        "auth-server/account/account › is told by how long ago it was, with the exact one in UTC on hover",
        "e2e/browser/account › tells times in the reader's time zone and language where scripts run, and in UTC where they don't",
      ],
    },
    {
      section: "account",
      rule: "Password managers are told which login a new password belongs to",
      tests: [
        "auth-server/account/account › names the login to password managers, in a text field that only they see",
      ],
    },
    {
      section: "account",
      rule: "The page is accessible in both languages and colour schemes, on a phone and at 200 %",
      tests: ["e2e/browser/account › is accessible, and fits every screen: $locale, $colorScheme"],
    },
    {
      section: "account",
      rule: "Ending everything also ends sign-ins: no browser can silently open the next session",
      tests: [
        "auth-server/account/account › ends with all others the other browsers' sign-ins: none opens the next app silently",
        "auth-server/account/account › ends with all this browser's sign-in, too: neither it nor a copy of its cookie opens anything",
        "auth-server/account/account-api › are ended with all sign-ins: no browser opens the next session silently",
        "auth-server/sessions/races › A browser that goes on opening sessions, over both replicas",
      ],
    },
    {
      section: "account",
      rule: "Each end of a sign-in is audited, with its reason",
      tests: [
        "auth-server/account/account › are replaced where somebody signs in anew, which is audited as an end",
        "auth-server/account/account › ends all other sessions and sign-ins, and lets nobody in by the old one",
      ],
    },
    {
      section: "delivery",
      rule: "The refresh token in an HttpOnly, SameSite=Strict cookie, never in a body",
      tests: [
        "auth-server/oauth/cookie-delivery › sets an HttpOnly, SameSite=Strict cookie",
        "auth-server/oauth/cookie-delivery › does not count a refresh token in the body",
        "auth-server/oauth/cookie-delivery › never touches the cookie",
      ],
    },
    {
      section: "delivery",
      rule: "No other host or path can plant that cookie: `__Host-`, and a duplicate is refused",
      tests: ["auth-server/oauth/cookie-delivery › A cookie that somebody planted"],
    },
    {
      section: "delivery",
      rule: "… as Chromium enforces it over https",
      needs: "Chromium",
      tests: ["e2e/browser/cookies › a sibling host's cookie, by https"],
    },
    {
      section: "prefetch",
      rule: "Prefetching, prerendering and HEAD create no code and use up no consent",
      tests: [
        "auth-server/oauth/authorize › that a browser sends ahead of the person, or by HEAD, makes no code and uses nothing up",
      ],
    },
    {
      section: "prefetch",
      rule: "… and Chromium still goes there when the link is followed",
      needs: "Chromium",
      tests: ["e2e/browser/prefetch › makes no code, and works once it is followed: %s"],
    },
    {
      section: "Fetch (CORS)",
      rule: "The client's own origins, never `*` with credentials; errors too",
      tests: [
        "auth-server/http/cors › can be read by the client's own origins, with credentials and never by *",
        "auth-server/http/cors › cannot be read by another client's origin",
        "auth-server/http/cors › is metadata and keys: readable by anyone, without credentials",
      ],
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
      rule: "One refresh for everyone waiting; tokens are kept on 429 and 5xx; signed out only when the grant has ended",
      tests: ["client/refresh › *"],
    },
  ],
};
