export default {
  title: "RFC 6750: Bearer Token Usage",
  url: "https://www.rfc-editor.org/rfc/rfc6750",
  rows: [
    {
      section: "§2",
      level: "MUST NOT",
      rule: "The client sends a token in one way only",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "… in the `Authorization` header",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "The API takes it there",
      tests: [
        "verifier/fastify › admits a valid token and types its claims",
        "verifier/express › admits a valid token, and hands out its claims and scopes",
        "verifier/fetch › hands the verified token to the handler",
      ],
    },
    {
      section: "§2.2",
      level: "MUST NOT",
      rule: "The client sends no token in a form, but under conditions",
      notApplicable: "`packages/client` never does",
    },
    {
      section: "§2.2",
      level: "SHOULD NOT",
      rule: "Forms are for clients that cannot set the header; no API here takes a token there",
      tests: [
        "verifier/express › does not look for a token in a form (RFC 6750 §2.2)",
        "verifier/fastify › is not looked at",
      ],
    },
    {
      section: "§2.3",
      level: "SHOULD NOT",
      rule: "The query is no place for a token; it is refused there",
      tests: [
        "verifier/fastify › refuses a token in the query, beside the header %j",
        "verifier/express › refuses a token in the query%s",
        "verifier/fetch › refuses a token in the query, and does not look for one in a form",
      ],
    },
    {
      section: "§2.3",
      level: "SHOULD",
      rule: "Requests and answers of that kind are kept out of caches",
      notApplicable: "no API here takes a token in the query",
    },
    {
      section: "§3",
      level: "MUST",
      rule: "A refusal for want of a good token has `WWW-Authenticate`",
      tests: [
        "verifier/fastify › says nothing of an error where there is no bearer token: %s",
        "verifier/express › answers 401 with a bare challenge without a token",
        "verifier/fetch › answers 401 with a bare challenge without a token, readable from any origin",
      ],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "The challenge's scheme is `Bearer`",
      tests: ["verifier/fastify › WWW-Authenticate (RFC 6750 §3, RFC 9728 §5.1)"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "… followed by at least one parameter",
      tests: [
        "verifier/fastify › is left out, and the challenge has a realm instead, where the audience is no URL",
        "verifier/express › is left out where the audience is no URL",
      ],
    },
    {
      section: "§3",
      level: "MUST NOT",
      rule: "`realm`, `scope` and the error's parameters stand there once each",
      tests: [
        "verifier/fastify › answers 401 invalid_token and names the failed check",
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
      ],
    },
    {
      section: "§3",
      level: "MUST NOT",
      rule: "Each keeps to its characters",
      tests: [
        "verifier/fastify › cannot break out of the challenge",
        "verifier/access-token › echoes nothing of the token in its description",
        "verifier/fastify › that no token can have fail when the route is registered: %j",
      ],
    },
    {
      section: "§3",
      level: "SHOULD",
      rule: "A refused token's challenge says why",
      tests: ["verifier/fastify › answers 401 invalid_token and names the failed check"],
    },
    {
      section: "§3.1",
      level: "SHOULD",
      rule: "`invalid_request` is 400",
      tests: [
        "verifier/fastify › answers 400 invalid_request to the malformed header %j",
        "verifier/fastify › refuses two Authorization headers",
      ],
    },
    {
      section: "§3.1",
      level: "SHOULD",
      rule: "`invalid_token` is 401",
      tests: ["verifier/fastify › answers 401 invalid_token and names the failed check"],
    },
    {
      section: "§3.1",
      level: "SHOULD",
      rule: "`insufficient_scope` is 403",
      tests: [
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
        "verifier/express › answers 403 with all the scope that a route needs, behind a router too",
      ],
    },
    {
      section: "§3.1",
      level: "SHOULD NOT",
      rule: "A request without a token hears of no error",
      tests: ["verifier/fastify › says nothing of an error where there is no bearer token: %s"],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "A token cannot be changed without being found out",
      tests: ["verifier/access-token › signature (RFC 7515 §5.2)", "verifier/corpus › *"],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "One that is a reference cannot be guessed",
      notApplicable: "access tokens are signed, no references",
    },
    {
      section: "§5.2",
      level: "RECOMMENDED",
      rule: "A token is for a certain scope",
      tests: ["auth-server/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "Token requests and answers travel by TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "client/fetch › plain HTTP to another machine",
      ],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "Tokens that the client may not read are encrypted",
      notApplicable: "an access token holds nothing that its client may not know",
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "The client checks the API's certificate and name",
      notApplicable: "done by the platform's `fetch`, which `packages/client` never tells otherwise",
    },
    {
      section: "§5.2",
      level: "MUST NOT",
      rule: "No token lies in a cookie that travels in the clear",
      tests: [
        "auth-server/cookie-delivery › is Secure, under __Host- and so for every path, for an https issuer",
        "auth-server/sign-in › is __Host-, HttpOnly, Secure, SameSite=Lax and lives as long as the sign-in, for an https issuer",
      ],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "Between a proxy that ends TLS and the API the token stays confidential",
      notApplicable: "the operator's network",
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "A token's life is limited",
      tests: [
        "auth-server/access-token › iat is now, exp is ACCESS_TOKEN_SECONDS later, in whole seconds",
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
      ],
    },
    {
      section: "§5.3",
      level: "MUST",
      rule: "The client gives a token to nobody but the API it is for",
      tests: ["client/fetch › where fetch sends no token"],
    },
    {
      section: "§5.3",
      level: "MUST",
      rule: "… and always by TLS",
      tests: ["client/fetch › plain HTTP to another machine"],
    },
    {
      section: "§5.3",
      level: "MUST",
      rule: "Whoever keeps tokens in cookies sees to forged requests",
      tests: [
        "auth-server/cookie-delivery › has to be one of the client's: otherwise nothing is used up, and no cookie is touched",
        "auth-server/cookie-delivery › has to be there: without one not even a code is redeemed",
      ],
    },
    {
      section: "§5.3",
      level: "SHOULD",
      rule: "Tokens live for an hour at most",
      tests: ["auth-server/config › have the documented defaults"],
    },
    {
      section: "§5.3",
      level: "SHOULD",
      rule: "Tokens are for certain APIs",
      tests: ["auth-server/access-token › aud is one resource, as a string"],
    },
    {
      section: "§5.3",
      level: "SHOULD NOT",
      rule: "Tokens never stand in a page's address",
      needs: "Chromium",
      tests: [
        "verifier/fastify › refuses a token in the query, beside the header %j",
        "e2e/browser/sign-in › leads to the notes, and the address holds nothing of the answer",
      ],
    },
  ],
};
