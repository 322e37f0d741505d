export default {
  title: "RFC 7662: Token Introspection",
  url: "https://www.rfc-editor.org/rfc/rfc7662",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "The endpoint requires TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "A request is a POST, a form, with `token`",
      tests: ["auth-server/oauth/introspection › takes a form by POST, with a token"],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "A wrong `token_type_hint` does not prevent finding the token",
      tests: [
        "auth-server/oauth/introspection › is only a hint: wrong or unknown, the token is found all the same",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "The caller is authenticated: a client or an API with a secret",
      tests: [
        "auth-server/oauth/introspection › is nobody without credentials, nor with a bearer token",
        "auth-server/oauth/introspection › is no public client: 401 invalid_client",
        "auth-server/oauth/introspection › is an API with a secret of its own, each of them where it has two",
        "auth-server/oauth/introspection › is an API that is registered, its URI letter for letter",
        "auth-server/oauth/introspection › is an API with its URI form-encoded or raw in the header, or with client_id and client_secret in the body",
        "auth-server/oauth/introspection › authenticates in one way only",
      ],
    },
    {
      section: "§2.2",
      level: "REQUIRED",
      rule: "The answer has `active`",
      tests: [
        "auth-server/oauth/introspection › tells its client and its API the token's own claims, and that it is a bearer token",
        "auth-server/oauth/introspection › of a client itself works alike, without a session",
        "auth-server/oauth/introspection › tells its client what the session is, when it ends if idle, and no token_type",
      ],
    },
    {
      section: "§2.2",
      rule: "`username` is what people know the user by: the e-mail address",
      tests: [
        "auth-server/oauth/introspection › tells its client and its API the token's own claims, and that it is a bearer token",
        "auth-server/oauth/introspection › tells its client what the session is, when it ends if idle, and no token_type",
      ],
    },
    {
      section: "§2.2",
      rule: "A refresh token is active as long as a refresh with it would succeed; asking uses nothing up",
      tests: [
        "auth-server/oauth/introspection › is active as long as a refresh with it would succeed: the parent too, inside the window",
        "auth-server/oauth/introspection › changes nothing: a reused token that is asked about ends no session",
      ],
    },
    {
      section: "§2.2",
      level: "MUST",
      rule: "A token that is inactive, unknown or not meant for the caller is `active: false`",
      tests: [
        "auth-server/oauth/introspection › of another client, or for another API, is inactive to whoever asks",
        "auth-server/oauth/introspection › is inactive when it is cut, changed, unsigned, of another issuer, or nothing at all",
      ],
    },
    {
      section: "§2.2",
      level: "SHOULD NOT",
      rule: "… and nothing else is revealed",
      tests: [
        "auth-server/oauth/introspection › of another client, or for another API, is inactive to whoever asks",
        "auth-server/oauth/introspection › is inactive when it has expired",
      ],
    },
    {
      section: "§2.2",
      level: "MUST",
      rule: "Additional members are registered, if others are to use them",
      tests: [
        "auth-server/oauth/introspection › tells its client and its API the token's own claims, and that it is a bearer token",
      ],
    },
    {
      section: "§2.3",
      rule: "Wrong credentials are 401 `invalid_client`",
      tests: [
        "auth-server/oauth/introspection › is a client with the right secret",
        "auth-server/oauth/introspection › is an API with a secret of its own, each of them where it has two",
      ],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "An inactive token is an answer, not an error",
      tests: ["auth-server/oauth/introspection › is inactive when it has expired"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The server checks whether the token has expired",
      tests: [
        "auth-server/oauth/introspection › is inactive when it has expired",
        "auth-server/oauth/introspection › is inactive when its session has expired or was purged, though it has time left itself",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "… whether it is valid yet",
      notApplicable: "tokens are valid from the moment they are issued",
    },
    {
      section: "§4",
      level: "MUST",
      rule: "… whether it was revoked",
      tests: [
        "auth-server/oauth/introspection › is inactive at once when its session is revoked",
        "auth-server/oauth/introspection › is inactive when its session is revoked, expired or gone, or its user disabled",
        "auth-server/oauth/introspection › is inactive when its user is disabled, with a session and without",
        "auth-server/oauth/introspection › is inactive when its client is disabled or gone, with a session and without",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "… whether its signature is valid",
      tests: [
        "auth-server/oauth/introspection › is inactive when it is cut, changed, unsigned, of another issuer, or nothing at all",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "… whether it is for the API that asks",
      tests: [
        "auth-server/oauth/introspection › of another client, or for another API, is inactive to whoever asks",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The server authenticates the caller",
      tests: ["auth-server/oauth/introspection › is nobody without credentials, nor with a bearer token"],
    },
    {
      section: "§4",
      rule: "… and audits wrong secrets of clients and APIs",
      tests: [
        "auth-server/oauth/introspection › leaves a trace of a wrong secret of an API, bounded and without the secret",
      ],
    },
    {
      section: "§4",
      level: "SHOULD",
      rule: "… who must be allowed to ask",
      tests: [
        "auth-server/oauth/introspection › is no public client: 401 invalid_client",
        "auth-server/oauth/introspection › is for its own client alone: inactive to another and to any API",
      ],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "TLS, with the caller checking the server's certificate",
      notApplicable: "TLS ends at the proxy in front; checking it is the asking API's duty",
    },
    {
      section: "§4",
      rule: "No token is in a URL or a log",
      tests: [
        "auth-server/oauth/introspection › takes a form by POST, with a token",
        "auth-server/oauth/introspection › logs who asked and no token",
        "auth-server/oauth/introspection › is not for scripts of other origins",
      ],
    },
    {
      section: "§4",
      level: "MUST NOT",
      rule: "An answer is kept no longer than `exp`",
      notApplicable: "the asking API's duty; `packages/verifier` needs no introspection",
    },
  ],
};
