export default {
  title: "RFC 7523: JWT Profile for Client Authentication and Grants, with draft-ietf-oauth-rfc7523bis",
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
    {
      section: "§2.1",
      rule: "The grant `jwt-bearer` takes an assertion of an issuer that the operator trusts",
      tests: ["jwt-bearer-1", "jwt-bearer-17", "jwt-bearer-19"],
    },
    {
      section: "§2.1",
      rule: "Its scope is no more than the assertion's rule and the client allow",
      tests: ["jwt-bearer-5"],
    },
    {
      section: "§3, 1",
      level: "MUST",
      rule: "An assertion of an issuer that nobody trusts is refused, and so is one that is another kind of token",
      tests: ["jwt-bearer-10", "jwt-bearer-11"],
    },
    {
      section: "§3, 2",
      level: "MUST",
      rule: "`sub` and other claims say which client it is; one that fits no rule is refused",
      tests: ["jwt-bearer-6", "jwt-bearer-8"],
    },
    {
      section: "§3, 3",
      level: "MUST",
      rule: "An assertion for another audience is refused",
      tests: ["jwt-bearer-12"],
    },
    {
      section: "§3, 4–6",
      level: "MUST",
      rule: "So is one that has expired, is not yet valid, or would live too long",
      tests: ["jwt-bearer-13"],
    },
    {
      section: "§3, 7",
      rule: "A `jti` is used once, however many ask at the same time; a request that could be repeated uses up none",
      tests: ["jwt-bearer-3", "jwt-bearer-4", "jwt-bearer-16"],
    },
    {
      section: "§3, 9",
      level: "MUST",
      rule: "The signature is checked, by keys of the issuer and algorithms that are allowed",
      tests: ["jwt-bearer-15"],
    },
    {
      section: "§3.1",
      rule: "Client authentication is optional, and counts where it is sent",
      tests: ["jwt-bearer-1", "jwt-bearer-7"],
    },
    {
      section: "RFC 7521 §4.1",
      level: "SHOULD NOT",
      rule: "There is no refresh token, and no access token outlives its assertion",
      tests: ["jwt-bearer-1", "jwt-bearer-2"],
    },
    {
      section: "RFC 7800 §3",
      level: "MUST",
      rule: "The key that an assertion is bound to has to be proven",
      tests: ["jwt-bearer-14", "jwt-bearer-18"],
    },
  ],
};
