export default {
  title: "RFC 8707: Resource Indicators",
  url: "https://www.rfc-editor.org/rfc/rfc8707",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "`resource` is an absolute URI",
      tests: [
        "auth-server/resources/resource-indicators › are refused where they are not registered, or no URI at all",
      ],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "… without a fragment",
      tests: ["auth-server/cli/cli › says in words what is wrong with the options, and exits 2"],
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
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "§2",
      rule: "An unavailable resource is `invalid_target`",
      tests: [
        "auth-server/resources/resource-indicators › are refused where the resource is registered but not for this client",
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
      ],
    },
    {
      section: "§2",
      rule: "Equivalent spellings of a URI name the same resource (RFC 3986 §6.2); `aud` is the registered one",
      tests: [
        "auth-server/resources/resource-indicators › are the same with a slash behind the origin",
        "auth-server/resources/resource-indicators › are the one that was registered letter for letter, where two are the same to others",
      ],
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
      tests: [
        "auth-server/resources/resource-indicators › make the resource asked for the token's only audience (§2)",
      ],
    },
    {
      section: "§2.1",
      rule: "Without `resource` there is a default",
      tests: [
        "auth-server/resources/resource-indicators › fall back to the client's first resource where none is asked for",
      ],
    },
    {
      section: "§2.2",
      rule: "At the token endpoint it must be one that was granted",
      tests: [
        "auth-server/oauth/authorization-code › refuses a resource in the token request that is not the code's (RFC 8707 §2.2)",
        "auth-server/resources/resource-indicators › may be said again at refresh, and may not be changed there",
      ],
    },
    {
      section: "§2",
      rule: "The token's scope contains only what that API understands",
      tests: ["auth-server/oauth/scope › is no more than the resource knows, though the client has more"],
    },
    {
      section: "§3",
      rule: "A token is for one API",
      tests: [
        "auth-server/resources/resource-indicators › may not be repeated: a token here is for one resource",
        "auth-server/tokens/access-token › aud is one resource, as a string",
      ],
    },
  ],
};
