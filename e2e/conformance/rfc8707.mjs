export default {
  title: "RFC 8707: Resource Indicators",
  url: "https://www.rfc-editor.org/rfc/rfc8707",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "`resource` is an absolute URI",
      tests: ["resource-indicators-6"],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "… without a fragment",
      tests: ["cli-4"],
    },
    {
      section: "§2",
      level: "SHOULD NOT",
      rule: "… and without a query",
      notApplicable: "the operator's choice: it has to be a registered one",
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "The client names the API as specifically as it can, by its base URI",
      tests: ["client-sign-in-1"],
    },
    {
      section: "§2",
      rule: "An unavailable resource is `invalid_target`",
      tests: ["resource-indicators-7", "authorize-12"],
    },
    {
      section: "§2",
      rule: "Equivalent spellings of a URI name the same resource (RFC 3986 §6.2); `aud` is the registered one",
      tests: ["resource-indicators-3", "resource-indicators-4"],
    },
    {
      section: "§2",
      rule: "`audience`, other servers' name for it, leads to that API's token or to `invalid_target`",
      tests: ["auth-server/resources/audience › *"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "The token's audience is the requested resource",
      tests: ["resource-indicators-1"],
    },
    {
      section: "§2.1",
      rule: "Without `resource` there is a default",
      tests: ["resource-indicators-2"],
    },
    {
      section: "§2.2",
      rule: "The client may name it in token requests too; ours does, because MCP asks for that",
      tests: ["client-sign-in-14"],
    },
    {
      section: "§2.2",
      rule: "At the token endpoint it must be one that was granted",
      tests: ["authorization-code-2", "resource-indicators-11"],
    },
    {
      section: "§2",
      rule: "The token's scope contains only what that API understands",
      tests: ["scope-5"],
    },
    {
      section: "§3",
      rule: "A token is for one API",
      tests: ["resource-indicators-9", "access-token-6"],
    },
  ],
};
