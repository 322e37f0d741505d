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
      rule: "A user without a password gets the same answer and costs the same work as a wrong password",
      tests: [
        "auth-server/credentials › is told what anybody is told whose password is wrong",
        "auth-server/sign-in › costs the same work: one argon2id of the full strength",
      ],
    },
    {
      section: "sign-in",
      rule: "Credentials that change while they are checked open nothing",
      tests: [
        "auth-server/credentials › The version of a user's credentials",
        "auth-server/races › A sign-in whose password is changed",
      ],
    },
    {
      section: "sign-in",
      rule: "A guess is counted before it is made: of many at once as many are checked as are free",
      tests: [
        "auth-server/sign-in-limits › sent all at once to both replicas are checked five times, and after each wait once more",
        "auth-server/sign-in-limits › do not keep out a right one that is sent several times at once, after a wait as well",
        "auth-server/guesses › Guesses in parallel, over two replicas",
        "auth-server/guesses › A guess that was not made",
        "auth-server/sign-in-limits › count when they can be typed in two forms",
        "auth-server/sign-in-limits › count for nobody whose id was typed",
      ],
    },
    {
      section: "sign-in",
      rule: "Spraying from a network and a botnet at an account are slowed down; networks that are known are not",
      tests: [
        "auth-server/guesses › Guesses from one network at many accounts (password spraying)",
        "auth-server/guesses › Guesses from many networks at one account (a botnet)",
      ],
    },
    {
      section: "passwords",
      rule: "The most common ones are not taken as new ones",
      tests: ["auth-server/common-passwords › *"],
    },
    {
      section: "sign-in",
      rule: "One address is one user and one password one password, however they are typed; older users still get in",
      tests: ["auth-server/email-addresses › *", "auth-server/pure/typed-text › *"],
    },
    {
      section: "pages",
      rule: "A `state` of up to 4,096 bytes comes back byte for byte behind nginx with nothing set; beyond it is refused at once",
      needs: "nginx",
      tests: ["e2e/nginx › behind nginx with nothing set"],
    },
    {
      section: "pages",
      rule: "They stand reloading, Back and two tabs behind that nginx",
      needs: "nginx, Chromium",
      tests: ["e2e/nginx › in a browser"],
    },
    {
      section: "cookies",
      rule: "Those of other apps are passed over up to 60 KiB, and named beyond; nobody is signed out by them",
      tests: ["auth-server/cookies-of-others › *"],
    },
    {
      section: "cookies",
      rule: "An app says so in words, and goes on once they are gone",
      needs: "Chromium",
      tests: [
        "e2e/browser/refresh › is not in the way of other projects' cookies; beyond 64 KiB the app says so, and goes on once they are gone",
      ],
    },
    { section: "consent", rule: "Asked, remembered, withdrawn", tests: ["auth-server/consent › *"] },
    {
      section: "consent",
      rule: "Good for one request of a native app; who reloads, goes back or has two tabs meets no error by that",
      needs: "Chromium",
      tests: ["auth-server/consent › A yes", "e2e/browser/consent › a native app's consent"],
    },
    {
      section: "browser",
      rule: "An app on another origin signs in by pop-up, or silently in a frame, and calls with its libraries' headers",
      needs: "Chromium",
      tests: [
        "e2e/browser/pop-up › *",
        "auth-server/cors › is allowed whatever headers an app's libraries add, to a registered origin alone",
        "resource-server/http › allows whatever headers an app's libraries add, and never credentials",
      ],
    },
    {
      section: "browser",
      rule: "An app's callback may redirect on, by any chain, after each page of the sign-in",
      needs: "Chromium",
      tests: ["e2e/browser/redirect-chains › *"],
    },
    {
      section: "browser",
      rule: "The back/forward cache shows nothing of who has signed out; blocked cookies and crowded ones are told",
      needs: "Chromium",
      tests: ["e2e/browser/browser-settings › *", "auth-server/cookies-of-others › *"],
    },
    {
      section: "browser",
      rule: "Strict-Transport-Security where the issuer is https, but for this machine's own names",
      tests: [
        "auth-server/pure/transport-security › *",
        "auth-server/error-pages › say Strict-Transport-Security where the issuer is https, on every answer",
      ],
    },
    {
      section: "account",
      rule: "Sessions seen and ended; the password changed",
      tests: ["auth-server/account › *", "auth-server/account-api › *", "auth-server/logout › *"],
    },
    {
      section: "account",
      rule: "Browsers that are signed in are listed, and end one by one with the sessions that they opened",
      tests: [
        "auth-server/account › Browsers that are signed in",
        "auth-server/account-api › The browsers that are signed in, as JSON",
      ],
    },
    {
      section: "account",
      rule: "Where all is meant, sign-ins end as well: no browser opens the next session silently",
      tests: [
        "auth-server/account › ends with all others the other browsers' sign-ins: none opens the next app silently",
        "auth-server/account › ends with all this browser's sign-in, too: neither it nor a copy of its cookie opens anything",
        "auth-server/account-api › are ended with all sign-ins: no browser opens the next session silently",
        "auth-server/races › A browser that goes on opening sessions, over both replicas",
      ],
    },
    {
      section: "account",
      rule: "Each end of a sign-in is audited, with its reason",
      tests: [
        "auth-server/account › are replaced where somebody signs in anew, which is audited as an end",
        "auth-server/account › ends all other sessions and sign-ins, and lets nobody in by the old one",
      ],
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
      section: "delivery",
      rule: "No other host or path can plant that cookie: `__Host-`, and one that comes twice is refused",
      tests: ["auth-server/cookie-delivery › A cookie that somebody planted"],
    },
    {
      section: "delivery",
      rule: "… as Chromium has it, by https",
      needs: "Chromium",
      tests: ["e2e/browser/cookies › a sibling host's cookie, by https"],
    },
    {
      section: "prefetch",
      rule: "A prefetch, a prerendering and HEAD make no code and use up no consent",
      tests: [
        "auth-server/authorize › that a browser sends ahead of the person, or by HEAD, makes no code and uses nothing up",
      ],
    },
    {
      section: "prefetch",
      rule: "… and Chromium goes there all the same when the link is followed",
      needs: "Chromium",
      tests: ["e2e/browser/prefetch › makes no code, and works once it is followed: %s"],
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
