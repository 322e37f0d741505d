export default {
  title: "RFC 9068: JWT Access Tokens",
  url: "https://www.rfc-editor.org/rfc/rfc9068",
  rows: [
    {
      section: "§2.1",
      level: "MUST",
      rule: "They are signed",
      tests: ["auth-server/tokens/access-token › verifies against the published key set and nothing else"],
    },
    {
      section: "§2.1",
      level: "MUST NOT",
      rule: "The algorithm `none` is not used",
      tests: [
        "verifier/access-token › refuses alg %s",
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
      ],
    },
    {
      section: "§2.1",
      level: "RECOMMENDED",
      rule: "The signature is asymmetric",
      tests: [
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "Both servers support RS256",
      tests: [
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
        "verifier/comparison › is about the tokens: all of them admit the good one",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "`typ` says that it is an access token",
      tests: [
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
      ],
    },
    {
      section: "§2.1",
      level: "RECOMMENDED",
      rule: "… as `at+jwt`, without `application/`",
      tests: [
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
      ],
    },
    {
      section: "§2.2",
      level: "REQUIRED",
      rule: "`iss`, `exp`, `aud`, `sub`, `client_id`, `iat`, `jti`",
      tests: [
        "auth-server/tokens/access-token › for a user's session are these and no others",
        "auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time",
        "verifier/access-token › requires %s",
      ],
    },
    {
      section: "§2.2",
      level: "SHOULD",
      rule: "`sub` is the user, or the client if there is none",
      tests: [
        "auth-server/tokens/access-token › sub is the user where there is one, and otherwise the client",
      ],
    },
    {
      section: "§2.2.1",
      rule: "`auth_time` stays the same through all refreshes",
      tests: [
        "auth-server/tokens/access-token › auth_time is when the user signed in, not when the token was refreshed",
      ],
    },
    {
      section: "§2.2.2",
      level: "SHOULD",
      rule: "Claims about the user have their registered names",
      tests: ["auth-server/tokens/access-token › for a user's session are these and no others"],
    },
    {
      section: "§2.2.3",
      level: "SHOULD",
      rule: "If scope was requested, there is `scope`",
      tests: ["auth-server/oauth/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§2.2.3",
      level: "MUST",
      rule: "… which is meaningful at the API in `aud`",
      tests: ["auth-server/oauth/scope › is no more than the resource knows, though the client has more"],
    },
    {
      section: "§2.2.3.1",
      level: "SHOULD",
      rule: "Roles are `roles`, as in RFC 7643",
      tests: [
        "auth-server/tokens/access-token › roles are the user's, and an empty list where there are none",
      ],
    },
    {
      section: "§3",
      level: "SHOULD",
      rule: "`aud` is the requested resource",
      tests: [
        "auth-server/resources/resource-indicators › make the resource asked for the token's only audience (§2)",
      ],
    },
    {
      section: "§3",
      level: "MUST NOT",
      rule: "No token has an ambiguous meaning: each is for one API",
      tests: [
        "auth-server/resources/resource-indicators › may not be repeated: a token here is for one resource",
      ],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "If none was requested, there is a default",
      tests: [
        "auth-server/resources/resource-indicators › fall back to the client's first resource where none is asked for",
        "auth-server/resources/resource-indicators › are refused to a client without any resource: aud is always a registered one",
      ],
    },
    {
      section: "§3",
      level: "SHOULD",
      rule: "… derived from the requested scope",
      departs:
        "the default is the client's first resource, whatever the scope: one more API for a client changes no token that it gets",
      tests: [
        "auth-server/resources/resource-indicators › fall back to the client's first resource where none is asked for",
      ],
    },
    {
      section: "§3",
      level: "SHOULD",
      rule: "Scopes of several APIs without a `resource` are `invalid_scope`",
      tests: [
        "auth-server/oauth/scope › is refused where it belongs to several APIs and none is named (RFC 9068 §3)",
      ],
    },
    {
      section: "§4",
      level: "RECOMMENDED",
      rule: "The signature is asymmetric",
      tests: ["auth-server/tokens/access-token › verifies against the published key set and nothing else"],
    },
    {
      section: "§4",
      level: "SHOULD",
      rule: "The server publishes keys and issuer in its metadata",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "Two kinds of metadata agree",
      notApplicable: "there is only one kind of metadata",
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The API accepts `at+jwt` and `application/at+jwt` as `typ`, and nothing else",
      tests: ["verifier/access-token › accepts typ %s", "verifier/access-token › refuses typ %s"],
    },
    {
      section: "§4",
      level: "SHOULD",
      rule: "An unencrypted token is refused if encryption was agreed",
      notApplicable: "no encryption",
    },
    {
      section: "§4",
      level: "MUST",
      rule: "`iss` is the issuer, exactly",
      tests: ["verifier/access-token › compares iss as a string: the issuer with %s is another"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "`aud` contains this API, or the token is refused",
      tests: [
        "verifier/access-token › refuses aud %j",
        "verifier/access-token › accepts this API as one audience among several",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The signature is verified with the algorithm in `alg`",
      tests: [
        "verifier/access-token › signature (RFC 7515 §5.2)",
        "verifier/access-token › refuses HS256 keyed with the public key",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "`none` is refused",
      tests: ["verifier/access-token › refuses alg %s"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The keys are the server's own",
      tests: [
        "verifier/access-token › reads no key that the header brings along (jwk, jku, x5u)",
        "verifier/access-token › refuses another key's signature under a published kid",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "`exp` is in the future",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/token-cache › checks the time again on every repeat, and drops what has expired",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "Refusals are RFC 6750's, with `invalid_token`",
      tests: [
        "verifier/fastify › answers 401 invalid_token and names the failed check",
        "verifier/corpus › *",
      ],
    },
    {
      section: "§4",
      level: "SHOULD",
      rule: "Scope and roles decide what a request may do",
      tests: [
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
        "resource-server/notes › needs the role admin",
      ],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "Each API has an audience of its own",
      tests: [
        "auth-server/cli/cli › say what exists already, and change nothing",
        "auth-server/resources/resource-indicators › are compared letter for letter otherwise",
      ],
    },
    {
      section: "§6",
      level: "MUST NOT",
      rule: "The client does not read the token",
      tests: ["client/sign-in › brings an access token to memory and the refresh token to the store"],
    },
  ],
};
