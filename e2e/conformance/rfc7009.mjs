export default {
  title: "RFC 7009: Token Revocation",
  url: "https://www.rfc-editor.org/rfc/rfc7009",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Refresh tokens can be revoked",
      tests: ["auth-server/revocation › ends its session: 200, and every token of it is dead"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "… and access tokens",
      tests: [
        "auth-server/revocation › is refused honestly: it stays valid until it expires, and for how long",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "The endpoint is https, and reached by TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "auth-server/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§2",
      level: "MUST NOT",
      rule: "An http address is never published for it",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "A request has `token`",
      tests: ["auth-server/revocation › wants the client's authentication and a token"],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "A `token_type_hint` that is wrong keeps no token from being found",
      tests: ["auth-server/revocation › ends its session: 200, and every token of it is dead"],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "The client authenticates, and the token has to be its own",
      tests: [
        "auth-server/revocation › of another client is refused, and its session goes on",
        "auth-server/revocation › wants the client's authentication and a token",
      ],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "With a refresh token go the access tokens of its grant",
      tests: ["auth-server/revocation › ends its session: 200, and every token of it is dead"],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "Made-up tokens and hints are no way to wear the server out",
      tests: [
        "auth-server/revocation › that means nothing is 200 (§2.2)",
        "auth-server/refresh-token-secrets › fails its tag before the database is asked: it is refused even while the database is away",
      ],
    },
  ],
};
