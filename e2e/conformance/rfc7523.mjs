export default {
  title: "RFC 7523: JWT Profile for Client Authentication, with draft-ietf-oauth-rfc7523bis",
  url: "https://www.rfc-editor.org/rfc/rfc7523",
  rows: [
    {
      section: "§2.2",
      rule: "`client_assertion` authenticates wherever a secret does",
      tests: [
        "private-key-jwt-1",
        "private-key-jwt-2",
        "private-key-jwt-3",
        "client-keys-1",
        "client-keys-2",
      ],
    },
    {
      section: "§3, 1–2",
      level: "MUST",
      rule: "`iss` and `sub` are the client_id",
      tests: ["private-key-jwt-4", "assertion-1"],
    },
    {
      section: "bis §4",
      level: "MUST",
      rule: "`aud` is the issuer alone; the token endpoint's URL only there, and only for clients set so",
      tests: ["private-key-jwt-4", "private-key-jwt-5"],
    },
    {
      section: "§3, 4–6",
      level: "MUST",
      rule: "What has expired is refused, and what is not yet valid",
      tests: ["assertion-1"],
    },
    {
      section: "§3, 7",
      rule: "A `jti` is good once, also for two requests at once, and is spent after all that can be repeated",
      tests: ["private-key-jwt-2", "private-key-jwt-6", "private-key-jwt-7"],
    },
    {
      section: "§3, 9",
      level: "MUST",
      rule: "It is signed by one of the client's keys, with that key's algorithm; neither `none` nor a public key as secret",
      tests: ["private-key-jwt-4", "assertion-2", "assertion-3"],
    },
    {
      section: "bis §4",
      level: "SHOULD",
      rule: "`typ` is `client-authentication+jwt`; that of any other token is refused",
      tests: ["assertion-4"],
    },
  ],
};
