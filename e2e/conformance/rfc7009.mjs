export default {
  title: "RFC 7009: Token Revocation",
  url: "https://www.rfc-editor.org/rfc/rfc7009",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Refresh tokens can be revoked",
      tests: ["auth-server/oauth/revocation › ends its session: 200, and every token of it is dead"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "… and access tokens",
      departs:
        "`unsupported_token_type`, and how long it lives on: APIs check offline. Introspection knows at once",
      tests: [
        "auth-server/oauth/revocation › is refused honestly: it stays valid until it expires, and for how long",
        "auth-server/oauth/revocation › is refused whatever the hint says, and to another client as well",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "The endpoint's URL is https, and it requires TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "No http URL is published for it",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
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
      tests: [
        "client/cookie-delivery › tells no endpoint without TLS: it leads to the server's page instead (RFC 7009 §2)",
      ],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "A request is a POST, a form, with `token`",
      tests: [
        "auth-server/oauth/revocation › takes POST only",
        "auth-server/oauth/revocation › wants the client's authentication and a token",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "A wrong or unknown `token_type_hint` does not prevent finding the token",
      tests: [
        "auth-server/oauth/revocation › finds it whatever the hint says: wrong, or a kind that nobody knows (§2.1)",
      ],
    },
    {
      section: "§2.1",
      rule: "The client authenticates; a public one sends its `client_id`",
      tests: [
        "auth-server/oauth/revocation › wants the client's authentication and a token",
        "auth-server/oauth/revocation › is for public clients too, by their client_id alone, and for those that authenticate by Basic (§2.1)",
      ],
    },
    {
      section: "§2.1",
      rule: "Another client's token is refused, and nothing ends",
      tests: ["auth-server/oauth/revocation › of another client is refused, and its session goes on"],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "Revoking a refresh token also ends its grant's access tokens, for anyone who asks the server",
      tests: [
        "auth-server/oauth/introspection › is inactive at once when its session is revoked",
        "auth-server/oauth/revocation › ends one session: the user's others at the same client go on",
      ],
    },
    {
      section: "§2.2",
      rule: "A meaningless, expired or ended token: 200",
      tests: [
        "auth-server/oauth/revocation › that means nothing is 200 (§2.2)",
        "auth-server/oauth/revocation › ends it with an older one as well, and is 200 again for a session that has ended",
        "auth-server/oauth/revocation › that has expired is 200: it is as good as revoked",
      ],
    },
    {
      section: "§2.2.1",
      rule: "503 with `Retry-After` says that the token still exists",
      tests: [
        "auth-server/oauth/revocation › is 503 with Retry-After while the database is away: the token still exists (§2.2.1)",
      ],
    },
    {
      section: "§2.3",
      rule: "Browser apps can revoke, through CORS; there is no JSONP",
      tests: [
        "auth-server/oauth/revocation › takes the token from the cookie and takes the cookie away; not for another origin",
        "auth-server/http/cors › of revocation is answered like that of the token endpoint",
      ],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "Made-up tokens and hints cannot exhaust the server",
      tests: [
        "auth-server/oauth/revocation › that means nothing is 200 (§2.2)",
        "auth-server/sessions/refresh-token-secrets › fails its tag before the database is asked: it is refused even while the database is away",
      ],
    },
  ],
};
