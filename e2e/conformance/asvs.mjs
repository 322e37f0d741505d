export default {
  title:
    "OWASP ASVS 5.0: V6.1 to V6.3 on passwords, the end of sessions in V7, V9 Self-contained Tokens, V10 OAuth and OIDC",
  url: "https://github.com/OWASP/ASVS/tree/master/5.0/en",
  rows: [
    {
      section: "V6.1.1",
      level: "L1",
      rule: "The documentation says how guessing is slowed down without locking anyone out: [ADR 0005](adr/0005-password-guessing.md)",
      tests: [
        "auth-server/users/guesses › never keep the owner out of a network in which they have signed in",
        "auth-server/users/sign-in-limits › never lock the account",
      ],
    },
    {
      section: "V6.2.1",
      level: "L1",
      rule: "A password has at least 8 characters",
      tests: ["auth-server/account/account › wants the old one, and a new one of 8 to 1024 characters"],
    },
    {
      section: "V6.2.4",
      level: "L1",
      rule: "A new password is not one of the most common ones",
      tests: ["auth-server/users/common-passwords › *"],
    },
    {
      section: "V6.2.9",
      level: "L2",
      rule: "Passwords of 64 and more characters are accepted",
      tests: ["auth-server/oauth/password-grant › takes passwords of every kind"],
    },
    {
      section: "V6.2.11",
      level: "L2",
      rule: "… nor a word from the context: the account's name, the product's",
      tests: ["auth-server/users/common-passwords › is the account's own name"],
    },
    {
      section: "V6.3.1",
      level: "L1",
      rule: "Guessing, spraying and stuffing are slowed down as documented",
      tests: [
        "auth-server/users/sign-in-limits › Wrong passwords in a row",
        "auth-server/users/guesses › Guesses in parallel, over two replicas",
        "auth-server/users/guesses › Guesses from one network at many accounts (password spraying)",
        "auth-server/users/guesses › Guesses from many networks at one account (a botnet)",
      ],
    },
    {
      section: "V6.3.8",
      level: "L3",
      rule: "Neither the wording nor the timing of a refusal shows whether the account exists",
      tests: [
        "auth-server/users/sign-in › is answered alike",
        "auth-server/users/sign-in › costs the same work: one argon2id of the full strength, whether there is such a user or not",
        "auth-server/audit/audit › is written before the server ends, though no answer waits for it",
      ],
    },
    {
      section: "V7.1.2",
      level: "L2",
      rule: "It is documented how many sessions an account can have at a time, and what happens then: [sign-in.md](operations/sign-in.md#too-many-sessions)",
      tests: ["auth-server/sessions/session-limit › One session more than MAX_SESSIONS"],
    },
    {
      section: "V7.4.1",
      level: "L1",
      rule: "An ended session cannot be used",
      tests: [
        "auth-server/account/account › ends one, at once, and says so",
        "auth-server/sessions/races › Refreshes while their session ends",
      ],
    },
    {
      section: "V7.4.2",
      level: "L1",
      rule: "Disabling a user ends all their sessions",
      tests: [
        "auth-server/admin/users › is out at once: signing in, sessions, sign-ins and codes",
        "auth-server/sessions/many-sessions › where the user is disabled, by the command line",
      ],
    },
    {
      section: "V7.4.3",
      level: "L2",
      rule: "After a change of password, all other sessions can be ended; here they always are",
      tests: [
        "auth-server/account/account › ends all other sessions and sign-ins, and lets nobody in by the old one",
        "auth-server/sessions/many-sessions › where the user changes the password",
      ],
    },
    {
      section: "V7.4.5",
      level: "L2",
      rule: "Administrators end the sessions of one user, or of all",
      tests: ["auth-server/admin/sessions › Ending many sessions"],
    },
    {
      section: "V7.5.2",
      level: "L2",
      rule: "Users can see their sessions and end any or all of them, after authenticating again",
      departs:
        "without: who is in a hurry to end a thief's session is not held up, and who is at somebody else's browser can only sign them out",
      tests: [
        "auth-server/account/account › Browsers that are signed in",
        "auth-server/account/account › Ending sessions on the account page",
      ],
    },
    {
      section: "V9.1.1",
      level: "L1",
      rule: "A token's signature is verified before its contents count",
      tests: ["verifier/access-token › signature (RFC 7515 §5.2)", "verifier/corpus › *"],
    },
    {
      section: "V9.1.2",
      level: "L1",
      rule: "One list of algorithms for signing and verifying; never `none`",
      tests: [
        "verifier/access-token › refuses alg %s",
        "verifier/access-token › refuses HS256 keyed with the public key",
        "auth-server/tokens/access-token › is typ at+jwt, alg RS256 and the kid of a published key, and nothing else",
      ],
    },
    {
      section: "V9.1.3",
      level: "L1",
      rule: "Keys come only from the issuer, whatever `jku`, `x5u` and `jwk` say",
      tests: [
        "verifier/access-token › reads no key that the header brings along (jwk, jku, x5u)",
        "verifier/key-store › a redirect, which is not followed",
      ],
    },
    {
      section: "V9.2.1",
      level: "L1",
      rule: "A token is valid only within its time",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/token-cache › checks the time again on every repeat, and drops what has expired",
      ],
    },
    {
      section: "V9.2.2",
      level: "L2",
      rule: "Only access tokens are accepted as access tokens",
      tests: ["verifier/access-token › refuses typ %s"],
    },
    {
      section: "V9.2.3",
      level: "L2",
      rule: "Only tokens for this API are accepted",
      tests: ["verifier/access-token › refuses aud %j"],
    },
    {
      section: "V9.2.4",
      level: "L2",
      rule: "A token's audience names one API, which the issuer knows",
      tests: [
        "auth-server/tokens/access-token › aud is one resource, as a string",
        "auth-server/resources/resource-indicators › are refused where they are not registered, or no URI at all",
      ],
    },
    {
      section: "V10.1.1",
      level: "L2",
      rule: "Tokens go only to those who need them",
      tests: [
        "client/cookie-delivery › is in no request that this code makes, and in none of its stores",
        "client/fetch › where fetch sends no token",
        "auth-server/oauth/cookie-delivery › sets an HttpOnly, SameSite=Strict cookie for /oauth2 alone, and no refresh token in the body",
      ],
    },
    {
      section: "V10.1.2",
      level: "L2",
      rule: "The client accepts only answers to its own sign-ins",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused where the verifier is another sign-in's",
      ],
    },
    {
      section: "V10.2.1",
      level: "L2",
      rule: "The client detects forged answers, by PKCE or `state`",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "V10.2.2",
      level: "L2",
      rule: "… and mix-ups, by `iss`",
      tests: [
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "V10.2.3",
      level: "L3",
      rule: "The client asks for the scope that it needs",
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "V10.3.1",
      level: "L2",
      rule: "The API accepts only tokens for itself",
      tests: ["verifier/access-token › refuses aud %j"],
    },
    {
      section: "V10.3.2",
      level: "L2",
      rule: "Claims decide: user, scope, roles",
      tests: [
        "resource-server/notes › shows nobody another user's notes",
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
      ],
    },
    {
      section: "V10.3.3",
      level: "L2",
      rule: "A user is identified by `iss` and `sub`",
      tests: [
        "resource-server/notes › shows nobody another user's notes",
        "auth-server/tokens/access-token › sub is the user where there is one, and otherwise the client",
      ],
    },
    {
      section: "V10.3.4",
      level: "L2",
      rule: "An API that wants a fresh sign-in checks it",
      tests: ["auth-server/account/account-api › has to be young enough"],
    },
    {
      section: "V10.3.5",
      level: "L3",
      rule: "Tokens are sender-constrained",
      departs: "bearer tokens that last ten minutes; sender constraints are not supported yet",
      tests: ["auth-server/tokens/access-token › is worth nothing once the clock has passed exp"],
    },
    {
      section: "V10.4.1",
      level: "L1",
      rule: "Redirect URIs are compared exactly with the client's own",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › is not another client's",
      ],
    },
    {
      section: "V10.4.2",
      level: "L1",
      rule: "A code can be used once; a second valid use ends what the first opened",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
        "auth-server/codes/code-reuse › have exactly one winner, over two replicas, all in flight together",
      ],
    },
    {
      section: "V10.4.3",
      level: "L1",
      rule: "A code lasts a minute at most",
      tests: ["auth-server/oauth/authorization-code › lives for 60 seconds"],
    },
    {
      section: "V10.4.4",
      level: "L1",
      rule: "A client has only the grants it needs; never implicit or password",
      departs: "the password grant is off, unless an operator enables it for a client of their own",
      tests: [
        "auth-server/oauth/password-grant › is off for a client that was not given it",
        "auth-server/oauth/password-grant › is for first-party clients: the database takes no other with it",
        "auth-server/oauth/authorize › tell a client that was not given the grant: unauthorized_client",
      ],
    },
    {
      section: "V10.4.5",
      level: "L1",
      rule: "Refresh tokens of public clients rotate, and reuse ends the session",
      tests: ["auth-server/sessions/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)"],
    },
    {
      section: "V10.4.6",
      level: "L2",
      rule: "PKCE is required, and never plain",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
        "auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default",
        "auth-server/codes/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "V10.4.7",
      level: "L2",
      rule: "Clients that register themselves are checked",
      notApplicable: "no dynamic registration",
    },
    {
      section: "V10.4.8",
      level: "L2",
      rule: "Refresh tokens have an absolute expiry, however often they are used",
      tests: [
        "auth-server/sessions/session-lifetimes › end it at the absolute one, however busy it was",
        "auth-server/sessions/session-lifetimes › never let the idle one pass the absolute one, which never moves",
      ],
    },
    {
      section: "V10.4.9",
      level: "L2",
      rule: "Users can revoke what they granted, on a page",
      tests: ["auth-server/account/account › Ending sessions on the account page"],
    },
    {
      section: "V10.4.10",
      level: "L2",
      rule: "Confidential clients authenticate in each of their requests",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
        "auth-server/oauth/revocation › wants the client's authentication and a token",
      ],
    },
    {
      section: "V10.4.11",
      level: "L2",
      rule: "A client can get only its registered scope",
      tests: ["auth-server/oauth/scope › is no more than the client has, though the resource knows more"],
    },
    {
      section: "V10.4.12",
      level: "L3",
      rule: "A client can use only its registered `response_mode`",
      departs:
        "each client may choose query or form_post: both go to its redirect URI alone, and fragment is refused",
      tests: [
        "auth-server/oauth/form-post › is refused to none but proven redirect URIs",
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
      ],
    },
    {
      section: "V10.4.13",
      level: "L3",
      rule: "Authorization requests are pushed (PAR)",
      departs: "not supported yet; PKCE, exact redirect URIs and strict checks instead",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "V10.4.14",
      level: "L3",
      rule: "Access tokens are sender-constrained",
      departs: "bearer tokens that last ten minutes; sender constraints are not supported yet",
      tests: ["auth-server/tokens/access-token › is worth nothing once the clock has passed exp"],
    },
    {
      section: "V10.4.15",
      level: "L3",
      rule: "`authorization_details` come from the client's back end",
      notApplicable: "no `authorization_details`",
    },
    {
      section: "V10.4.16",
      level: "L3",
      rule: "Clients are confidential, and authenticate with keys",
      departs: "public clients, and secrets of 256 random bits; keys are not supported yet",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "V10.5.1",
      level: "L2",
      rule: "ID tokens are not replayed",
      notApplicable: "no ID tokens (OpenID Connect)",
    },
    {
      section: "V10.5.2",
      level: "L2",
      rule: "Clients identify users by an ID token's `sub`",
      notApplicable: "no ID tokens (OpenID Connect)",
    },
    {
      section: "V10.5.3",
      level: "L2",
      rule: "The client rejects another issuer's metadata",
      tests: ["client/sign-in › are of the very issuer that was asked for, or are not used (RFC 8414 §3.3)"],
    },
    {
      section: "V10.5.4",
      level: "L2",
      rule: "ID tokens are for their client",
      notApplicable: "no ID tokens (OpenID Connect)",
    },
    {
      section: "V10.5.5",
      level: "L2",
      rule: "Logout tokens are checked",
      notApplicable: "no back-channel logout (OpenID Connect)",
    },
    {
      section: "V10.6.1",
      level: "L2",
      rule: "No response types other than `code` and similar ones",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "V10.6.2",
      level: "L2",
      rule: "Nobody is signed out without being asked",
      tests: [
        "auth-server/http/csrf › *",
        "auth-server/account/logout › says before and after which apps stay signed in, each once, and they do",
      ],
    },
    {
      section: "V10.7.1",
      level: "L2",
      rule: "The user consents to each request, unless the client's identity is certain",
      departs: "for all apps except the operator's own (`--first-party`), which need no consent",
      tests: [
        "auth-server/consents/consent › is not asked for by the operator's own apps",
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
        "auth-server/consents/consent › lets its own request through, and no other: another port, scope, API, challenge, state or whatever else",
        "auth-server/consents/consent › is the only answer to prompt=consent: without a page nobody gets past it, be the app trusted or known",
      ],
    },
    {
      section: "V10.7.2",
      level: "L2",
      rule: "… and sees the details: client, API, scope, duration",
      tests: [
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
        "auth-server/consents/consent › says ten minutes where the app gets no refresh token, and a scheme where there is no host",
      ],
    },
    {
      section: "V10.7.3",
      level: "L2",
      rule: "… and can review and revoke it",
      tests: ["auth-server/consents/consent › Consent that is withdrawn on the account page"],
    },
  ],
};
