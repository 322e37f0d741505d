/** OWASP ASVS 5.0, V7 Session Management. */
const at = (file) => (title) => `auth-server/${file} › ${title}`;

export default [
  {
    section: "V7.1.1",
    level: "L2",
    rule: "It is documented how long sessions last, idle and in all, and why: [sign-in.md](operations/sign-in.md), [settings.md](operations/settings.md)",
    tests: ["session-lifetimes-1", "session-lifetimes-2", "session-lifetimes-3"],
  },
  {
    section: "V7.1.2",
    level: "L2",
    rule: "It is documented how many sessions an account can have at a time, and what happens then: [sign-in.md](operations/sign-in.md#too-many-sessions)",
    tests: ["session-limit-1"],
  },
  {
    section: "V7.1.3",
    level: "L2",
    rule: "It is documented how the lifetimes and ends of sessions here, at clients and at providers depend on each other: [logout.md](operations/logout.md)",
    tests: ["logout-notices-1", "rp-logout-1", "auth-server/providers/back-channel-logout › *"],
  },
  {
    section: "V7.2.1",
    level: "L1",
    rule: "Session tokens are verified by the server",
    tests: ["sign-in-2", "refresh-token-reuse-1"],
  },
  {
    section: "V7.2.2",
    level: "L1",
    rule: "They are made for each session",
    tests: ["sign-in-2", "sign-in-4"],
  },
  { section: "V7.2.3", level: "L1", rule: "They have at least 128 random bits", tests: ["sign-in-2"] },
  {
    section: "V7.2.4",
    level: "L1",
    rule: "Each sign-in makes a new one, and ends the one before",
    tests: ["sign-in-4", "account-9"],
  },
  {
    section: "V7.3.1",
    level: "L2",
    rule: "Sessions end when they are idle",
    departs:
      "those of apps do; a browser's sign-in ends after `SIGN_IN_SECONDS` since the password, used or not",
    tests: ["session-lifetimes-1", "sign-in-7"],
  },
  {
    section: "V7.3.2",
    level: "L2",
    rule: "Sessions end after some time, however busy they are",
    tests: ["session-lifetimes-2", "session-lifetimes-3", "sign-in-7"],
  },
  {
    section: "V7.4.1",
    level: "L1",
    rule: "An ended session cannot be used",
    tests: ["account-3", "races-1", "logout-3"],
  },
  {
    section: "V7.4.2",
    level: "L1",
    rule: "Disabling or deleting a user ends all their sessions",
    tests: [
      "admin-users-2",
      "many-sessions-2",
      at("account/deletion")("closes it at once, for browsers and apps, and says until when it can be kept"),
    ],
  },
  {
    section: "V7.4.3",
    level: "L2",
    rule: "After a change of password or second factor, all other sessions can be ended; after a new password they always are",
    tests: [
      "account-14",
      "many-sessions-3",
      "account-2",
      at("reset/reset")(
        "is replaced by a link in a mail, which signs the browser in and everything else out",
      ),
    ],
  },
  {
    section: "V7.4.4",
    level: "L2",
    rule: "Every page behind a sign-in leads to signing out",
    departs: "the account page does, and the others lead there; the consent page offers another account",
    tests: ["logout-1", "logout-3"],
  },
  {
    section: "V7.4.5",
    level: "L2",
    rule: "Administrators end the sessions of one user, or of all",
    tests: ["admin-sessions-1", "notices-2"],
  },
  {
    section: "V7.5.1",
    level: "L2",
    rule: "Whoever changes the address, the password or a second factor authenticates again first",
    tests: [
      "account-12",
      at("account/email")("needs the password, and an address that is another"),
      at("account/email")("needs a recent sign-in of a user without a password"),
      at("factors/own-passkeys")(
        "asks who is there, if that was proven more than five minutes ago, and comes back",
      ),
      at("providers/sign-in")("asks for a new sign-in first where the last was more than five minutes ago"),
    ],
  },
  {
    section: "V7.5.2",
    level: "L2",
    rule: "Users can see their sessions and end any or all of them, after authenticating again",
    departs:
      "without: who is in a hurry to end a thief's session is not held up, and who is at somebody else's browser can only sign them out",
    tests: ["account-8", "account-2"],
  },
  {
    section: "V7.5.3",
    level: "L3",
    rule: "Highly sensitive operations need a factor again",
    tests: [
      at("account/deletion")("needs the password"),
      at("account/export")("is nobody else's: it needs the sign-in, the password, and this page's form"),
      "openid-prompt-4",
      at("oauth/step-up")("Who is signed in with a password, and has a second factor, has to show it"),
    ],
  },
  {
    section: "V7.6.1",
    level: "L2",
    rule: "Sessions at clients and providers last and end as documented, and a new sign-in is asked for when one is due",
    tests: [
      "rp-logout-1",
      "logout-notices-1",
      "openid-prompt-4",
      "auth-server/providers/back-channel-logout › *",
    ],
  },
  {
    section: "V7.6.2",
    level: "L2",
    rule: "A new session needs the user's consent or act",
    departs: "not at the operator's own apps while the user is signed in",
    tests: ["consent-1", "consent-2", "consent-7"],
  },
];
