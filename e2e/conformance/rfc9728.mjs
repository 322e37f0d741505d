export default {
  title: "RFC 9728: Protected Resource Metadata",
  url: "https://www.rfc-editor.org/rfc/rfc9728",
  rows: [
    {
      section: "§1.2",
      level: "SHOULD NOT",
      rule: "A resource identifier has no query",
      notApplicable: "the operator's choice",
    },
    {
      section: "§2",
      level: "REQUIRED",
      rule: "`resource`",
      tests: [
        "verifier/fastify › is at %s for a resource with a path",
        "resource-server/http › is public, and matches the challenge's address",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "`jwks_uri` is https, and its keys state their use",
      notApplicable: "the API signs nothing",
    },
    {
      section: "§2",
      level: "RECOMMENDED",
      rule: "`scopes_supported`",
      tests: ["resource-server/http › is public, and matches the challenge's address"],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "`none` is not a signature algorithm",
      notApplicable: "the API signs nothing",
    },
    {
      section: "§2",
      level: "RECOMMENDED",
      rule: "`resource_name`",
      tests: ["resource-server/http › is public, and matches the challenge's address"],
    },
    {
      section: "§2.1",
      level: "RECOMMENDED",
      rule: "Texts in several languages have language tags, compared without regard to case",
      notApplicable: "one language",
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "A text without a tag is shown as it is",
      notApplicable: "the client's duty",
    },
    {
      section: "§2.2",
      level: "MUST",
      rule: "Signed metadata is signed, has `iss` and takes precedence",
      notApplicable: "no signed metadata",
    },
    {
      section: "§3",
      level: "MUST",
      rule: "The metadata is at the well-known URL, between host and path of the resource",
      tests: [
        "verifier/fastify › is at %s for a resource with a path",
        "verifier/express › is at %s for a resource with a path",
        "verifier/fetch › is at %s for a resource with a path",
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
      tests: ["resource-server/http › is public, and matches the challenge's address"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The slash after the host is removed before the name is inserted",
      tests: ["resource-server/http › is public, and matches the challenge's address"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "The answer is 200, JSON, `application/json`",
      tests: [
        "resource-server/http › is public, and matches the challenge's address",
        "verifier/fetch › is at %s for a resource with a path",
      ],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Parameters without values are omitted",
      tests: ["verifier/fastify › is at %s for a resource with a path"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "The client ignores unknown members",
      tests: ["e2e/loop › reads the challenge, and finds the authorization server by RFC 9728"],
    },
    {
      section: "§3.3",
      level: "MUST",
      rule: "`resource` is the one whose metadata was requested, or the one that sent the challenge",
      tests: [
        "e2e/loop › reads the challenge, and finds the authorization server by RFC 9728",
        "verifier/fastify › is at %s for a resource with a path",
      ],
    },
    {
      section: "§3.3",
      level: "MUST NOT",
      rule: "The client does not use another resource's metadata",
      notApplicable:
        "the client's duty; `packages/client` is configured with its server and does not discover one",
    },
    {
      section: "§3.3",
      level: "MUST",
      rule: "Signed metadata is verified",
      notApplicable: "no signed metadata",
    },
    {
      section: "§5.2",
      level: "SHOULD",
      rule: "The client fetches the metadata again when a challenge says so",
      notApplicable:
        "the client's duty; `packages/client` is configured with its server and does not discover one",
    },
    {
      section: "§6",
      level: "MUST",
      rule: "Strings are compared code point by code point",
      tests: ["verifier/access-token › compares iss as a string: the issuer with %s is another"],
    },
    { section: "§7.1", level: "MUST", rule: "TLS", notApplicable: "TLS ends at the proxy in front" },
    {
      section: "§7.2",
      level: "SHOULD",
      rule: "The client asks for no more scope than it needs",
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "§7.3",
      level: "MUST",
      rule: "The client checks the server's certificate",
      notApplicable: "done by the platform's `fetch`, which `packages/client` does not override",
    },
    {
      section: "§7.4",
      level: "SHOULD",
      rule: "The client asks for tokens for one API, and the server supports that",
      tests: [
        "auth-server/resources/resource-indicators › make the resource asked for the token's only audience (§2)",
        "client/sign-in › has what the client was told, and what this sign-in asks for",
      ],
    },
    {
      section: "§7.4",
      level: "RECOMMENDED",
      rule: "Tokens for one API, by `resource`",
      tests: [
        "auth-server/resources/resource-indicators › may not be repeated: a token here is for one resource",
      ],
    },
    {
      section: "§7.7",
      level: "SHOULD",
      rule: "The client cannot be made to request internal addresses",
      notApplicable:
        "the client's duty; `packages/client` is configured with its server and does not discover one",
    },
  ],
};
