export default {
  title: "RFC 8414: Authorization Server Metadata",
  url: "https://www.rfc-editor.org/rfc/rfc8414",
  rows: [
    {
      section: "§2",
      level: "REQUIRED",
      rule: "`issuer`: an https URL without query and fragment",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "auth-server/oauth/metadata › names the issuer, letter for letter (§3.3)",
      ],
    },
    {
      section: "§2",
      level: "REQUIRED",
      rule: "`authorization_endpoint`, `token_endpoint`, `response_types_supported`",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "`jwks_uri` is https",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§2",
      level: "REQUIRED",
      rule: "Keys have `use` if there are signing and encryption keys",
      tests: ["auth-server/keys/jwks › has keys with their public members only"],
    },
    {
      section: "§2",
      level: "RECOMMENDED",
      rule: "`scopes_supported`",
      tests: [
        "auth-server/oauth/unknown-scope › is the scope of the APIs, each once, in order, and nothing of the issuer's own",
        "auth-server/oauth/unknown-scope › outlives the database, which is not waited for",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "Signature algorithms are listed if clients authenticate by JWT; SHOULD include RS256, MUST NOT include `none`",
      notApplicable: "no client authentication by JWT",
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "Signed metadata is signed, has `iss` and takes precedence; SHOULD NOT contain itself",
      notApplicable: "no signed metadata",
    },
    {
      section: "§3",
      level: "MUST",
      rule: "The metadata is at `/.well-known/oauth-authorization-server`",
      tests: [
        "auth-server/oauth/metadata › is one JSON object, application/json, cacheable (§3.2)",
        "e2e/loop › %s with %s, by RFC 8414 discovery",
      ],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "An application specifies which well-known name it uses",
      notApplicable: "the default one",
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The metadata is requested with GET",
      tests: ["auth-server/oauth/metadata › is one JSON object, application/json, cacheable (§3.2)"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The issuer's trailing slash is removed before the well-known name is inserted",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "The answer is 200, JSON, `application/json`",
      tests: ["auth-server/oauth/metadata › is one JSON object, application/json, cacheable (§3.2)"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Empty lists are omitted",
      tests: ["auth-server/oauth/metadata › is one JSON object, application/json, cacheable (§3.2)"],
    },
    {
      section: "§3.3",
      level: "MUST",
      rule: "The client rejects metadata of an issuer other than the one it asked",
      tests: ["client/sign-in › are of the very issuer that was asked for, or are not used (RFC 8414 §3.3)"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "Strings are compared code point by code point",
      tests: ["verifier/access-token › compares iss as a string: the issuer with %s is another"],
    },
    {
      section: "§6.1",
      level: "MUST",
      rule: "TLS, with the client checking the server's certificate",
      notApplicable: "TLS ends at the proxy in front; the platform's `fetch` checks certificates",
    },
    {
      section: "§6.2",
      level: "MUST",
      rule: "… and of the issuer",
      tests: ["client/sign-in › are of the very issuer that was asked for, or are not used (RFC 8414 §3.3)"],
    },
  ],
};
