export default {
  title:
    "ID-JAG: draft-ietf-oauth-identity-assertion-authz-grant, with MCP's Enterprise-Managed Authorization",
  url: "https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-assertion-authz-grant/",
  rows: [
    {
      section: "the grant",
      rule: "An ID-JAG becomes an access token for its user, who is linked or known by a verified address",
      tests: ["id-jag-1", "id-jag-10", "id-jag-11", "id-jag-15"],
    },
    {
      section: "processing",
      level: "MUST",
      rule: "`typ` is `oauth-id-jag+jwt`",
      tests: ["id-jag-7"],
    },
    {
      section: "processing",
      level: "MUST",
      rule: "`aud` is this server's issuer, alone",
      tests: ["id-jag-8"],
    },
    {
      section: "processing",
      level: "MUST",
      rule: "`client_id` is the client that has authenticated",
      tests: ["id-jag-5", "id-jag-9"],
    },
    {
      section: "claims",
      level: "MUST",
      rule: "`jti` and `iat` are there",
      tests: ["id-jag-9"],
    },
    {
      section: "the token",
      rule: "The access token is for the resource of the assertion alone, and its scope narrows what is asked",
      tests: ["id-jag-3", "id-jag-4"],
    },
    {
      section: "the token",
      level: "SHOULD NOT",
      rule: "There is no refresh token",
      tests: ["id-jag-1"],
    },
    {
      section: "MCP",
      level: "MUST",
      rule: "The client authenticates",
      tests: ["id-jag-5", "id-jag-16"],
    },
    {
      section: "MCP",
      level: "MUST",
      rule: "An ID-JAG is used once",
      tests: ["id-jag-6"],
    },
    {
      section: "RFC 7800 §3",
      level: "MUST",
      rule: "The key that it is bound to has to be proven",
      tests: ["id-jag-9", "id-jag-16"],
    },
    {
      section: "Regrant",
      rule: "A user who is disabled, or needs a second factor that nobody has proven, gets nothing",
      tests: ["id-jag-12", "id-jag-13"],
    },
  ],
};
