export default {
  title: "RFC 7009: Token Revocation",
  url: "https://www.rfc-editor.org/rfc/rfc7009",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Refresh tokens can be revoked",
      tests: ["revocation-1"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "… and access tokens",
      departs:
        "`unsupported_token_type`, and how long it lives on: APIs check offline. Introspection knows at once",
      tests: ["revocation-11", "revocation-12"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "The endpoint's URL is https, and it requires TLS",
      tests: ["config-2", "metadata-4"],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "No http URL is published for it",
      tests: ["config-2"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "If the host is also reachable over http, tokens can be revoked there too",
      notApplicable: "the proxy in front decides what is reachable over http",
    },
    {
      section: "§2",
      level: "MUST",
      rule: "The client sends tokens only to an https endpoint",
      tests: ["client-cookie-delivery-2"],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "A request is a POST, a form, with `token`",
      tests: ["revocation-10", "revocation-9"],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "A wrong or unknown `token_type_hint` does not prevent finding the token",
      tests: ["revocation-5"],
    },
    {
      section: "§2.1",
      rule: "The client authenticates; a public one sends its `client_id`",
      tests: ["revocation-9", "revocation-6"],
    },
    {
      section: "§2.1",
      rule: "Another client's token is refused, and nothing ends",
      tests: ["revocation-3"],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "Revoking a refresh token also ends its grant's access tokens, for anyone who asks the server",
      tests: ["introspection-4", "revocation-7"],
    },
    {
      section: "§2.2",
      rule: "A meaningless, expired or ended token: 200",
      tests: ["revocation-4", "revocation-2", "revocation-13"],
    },
    {
      section: "§2.2.1",
      rule: "503 with `Retry-After` says that the token still exists",
      tests: ["revocation-8"],
    },
    {
      section: "§2.3",
      rule: "Browser apps can revoke, through CORS; there is no JSONP",
      tests: ["revocation-14", "cors-2"],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "Made-up tokens and hints cannot exhaust the server",
      tests: ["revocation-4", "refresh-token-secrets-2"],
    },
  ],
};
