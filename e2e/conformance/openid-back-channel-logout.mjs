export default {
  title: "OpenID Connect Back-Channel Logout: 1.0",
  url: "https://openid.net/specs/openid-connect-backchannel-1_0.html",
  rows: [
    {
      section: "§2.1",
      rule: "The metadata promises back-channel logout, and that a `sid` is sent",
      tests: ["discovery-8"],
    },
    {
      section: "§2.1",
      rule: "… which ID tokens have, too",
      tests: ["id-token-8", "logout-notices-3"],
    },
    {
      section: "§2.2",
      level: "MUST",
      rule: "`backchannel_logout_uri` is absolute, and has no fragment",
      tests: ["logout-notices-12"],
    },
    {
      section: "§2.2",
      level: "SHOULD",
      rule: "It is an https URI",
      tests: ["logout-notices-12"],
    },
    {
      section: "§2.3",
      rule: "The server remembers which clients to tell: each session is of one, and whatever ends it, its client is told",
      tests: ["logout-notices-1", "logout-notices-11"],
    },
    {
      section: "§2.4",
      level: "REQUIRED",
      rule: "A logout token has `iss`, `aud`, `iat`, `exp`, `jti` and `events` with the member of the specification, an empty object",
      tests: ["logout-notices-3"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "It has `sub` or `sid`; here both",
      tests: ["logout-notices-3"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "It has no `nonce`",
      tests: ["logout-notices-4"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "It is signed, with the keys that sign ID tokens",
      tests: ["logout-notices-5"],
    },
    {
      section: "§2.4",
      level: "RECOMMENDED",
      rule: "Its type is `logout+jwt`",
      tests: ["logout-notices-5"],
    },
    {
      section: "§2.4",
      rule: "It may be encrypted",
      notApplicable: "no token is encrypted",
    },
    {
      section: "§2.5",
      rule: "It is sent in the body of a POST, as a form with `logout_token`",
      tests: ["logout-notices-2"],
    },
    {
      section: "§2.6",
      rule: "How the client validates it",
      notApplicable: "binds clients; `packages/client` runs where nobody can send it a request",
    },
    {
      section: "§2.7",
      level: "SHOULD",
      rule: "Refresh tokens of the session end with it, unless it has `offline_access`",
      tests: ["logout-notices-11", "logout-notices-13"],
    },
    {
      section: "§2.8",
      level: "SHOULD",
      rule: "200 is success, and so is 204",
      tests: ["logout-notices-7"],
    },
    {
      section: "§2.8",
      rule: "400 is a refusal of this token; it is sent again later, the others at once",
      tests: ["logout-notices-10"],
    },
    {
      section: "§2.8",
      rule: "A client that is away is told later: for a day, with growing pauses",
      tests: ["logout-notices-9"],
    },
    {
      section: "§4",
      level: "RECOMMENDED",
      rule: "The token expires within two minutes",
      tests: ["logout-notices-3"],
    },
    {
      section: "§4.1",
      level: "RECOMMENDED",
      rule: "It is taken for no other token",
      tests: ["logout-notices-6"],
    },
  ],
};
