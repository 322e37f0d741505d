export default {
  title: "RFC 6749: The OAuth 2.0 Authorization Framework",
  url: "https://www.rfc-editor.org/rfc/rfc6749",
  rows: [
    {
      section: "§2",
      level: "SHALL",
      rule: "Registering a client includes its type, its redirect URIs and whatever else the server requires",
      tests: [
        "auth-server/cli/browser-apps › registers a browser app: redirect URIs, delivery by cookie and origins, each once",
        "auth-server/cli/browser-apps › refuses redirect URIs that are unsafe, in words, and what contradicts itself",
      ],
    },
    {
      section: "§2.1",
      level: "SHOULD NOT",
      rule: "The server does not guess a client's type; it is registered",
      tests: [
        "auth-server/cli/cli › give a public client no secret",
        "auth-server/clients/client-authentication › Clients without a secret (RFC 6749 §2.1, §3.2.1)",
      ],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "An application with several parts registers each as its own client",
      notApplicable: "the client's duty",
    },
    {
      section: "§2.2",
      level: "MUST NOT",
      rule: "A `client_id` alone does not authenticate a client that has a secret",
      tests: ["auth-server/clients/client-authentication › may not pass for one that has a secret"],
    },
    {
      section: "§2.2",
      level: "SHOULD",
      rule: "The server documents how long its client identifiers are",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.3",
      level: "MUST NOT",
      rule: "Nothing that a public client sends counts as proof of its identity",
      tests: ["auth-server/clients/client-authentication › may not send a secret"],
    },
    {
      section: "§2.3",
      level: "MUST NOT",
      rule: "A request uses only one method of client authentication",
      tests: ["auth-server/clients/client-authentication › are refused, also where both say the same"],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "Clients with a secret can use HTTP Basic",
      tests: ["auth-server/clients/client-authentication › client_secret_basic (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.3.1",
      level: "REQUIRED",
      rule: "In the body, the credentials are `client_id` and `client_secret`",
      tests: ["auth-server/clients/client-authentication › client_secret_post (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.3.1",
      level: "NOT RECOMMENDED",
      rule: "Credentials in the body are for clients that cannot use Basic",
      notApplicable: "the client's choice; metadata lists Basic first",
    },
    {
      section: "§2.3.1",
      level: "MUST NOT",
      rule: "Credentials are never in the URL",
      tests: ["auth-server/oauth/token-endpoint › take no parameters from the address (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "Secrets travel over TLS: the issuer is https, or on this machine",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "A client's secret cannot be guessed: it has 256 random bits",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.3.2",
      level: "MUST",
      rule: "Another authentication method defines how it leads to the `client_id`",
      notApplicable: "there is no other way",
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The user signs in before anything is authorized",
      tests: [
        "auth-server/oauth/prompt › never shows a page: login_required where nobody is signed in",
        "auth-server/consents/consent › is given by nobody who is not signed in: the page leads to the sign-in, and back",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "A query in the endpoint's own URL is kept",
      notApplicable: "its address has no query",
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "The endpoint's URL has no fragment",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The authorization endpoint requires TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The authorization endpoint accepts GET (and POST)",
      tests: ["auth-server/oauth/authorize › may come by GET and by POST (§3.1), and no other way"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "A parameter without a value counts as not sent",
      tests: [
        "auth-server/oauth/authorize › counts a parameter without a value as not sent, and ignores unknown ones (§3.1)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "Unknown parameters are ignored",
      tests: [
        "auth-server/oauth/authorize › counts a parameter without a value as not sent, and ignores unknown ones (§3.1)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "No parameter appears more than once, in requests or responses",
      tests: [
        "auth-server/oauth/authorize › are pages: parameters twice, broken encoding, NUL",
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss",
      ],
    },
    {
      section: "§3.1.1",
      level: "REQUIRED",
      rule: "`response_type` is required, and must be one that the server supports: `code`",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§3.1.1",
      level: "MUST",
      rule: "A missing or unknown `response_type` is an error",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§3.1.2",
      level: "MUST",
      rule: "A redirect URI is absolute",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§3.1.2",
      level: "MUST",
      rule: "Its query is kept when parameters are added",
      tests: [
        "auth-server/clients/redirect-uri › may be any of those registered, and the answer goes to that one",
        "auth-server/oauth/authorize › may hold a raw question mark in a value, and nothing after it is lost",
      ],
    },
    {
      section: "§3.1.2",
      level: "MUST NOT",
      rule: "It has no fragment",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§3.1.2.1",
      level: "SHOULD",
      rule: "It is https",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/cli/browser-apps › refuses redirect URIs that are unsafe",
      ],
    },
    {
      section: "§3.1.2.1",
      level: "SHOULD",
      rule: "The user is warned before a redirect without TLS",
      notApplicable: "the only ones lead to the user's own machine",
    },
    {
      section: "§3.1.2.2",
      level: "MUST",
      rule: "Public clients register their redirect URIs",
      tests: ["auth-server/cli/browser-apps › leaves the last word to the database"],
    },
    {
      section: "§3.1.2.2",
      level: "SHOULD",
      rule: "So do all others",
      tests: ["auth-server/cli/browser-apps › leaves the last word to the database"],
    },
    {
      section: "§3.1.2.2",
      level: "SHOULD",
      rule: "A redirect URI is registered in full",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§3.1.2.2",
      level: "SHOULD",
      rule: "If that is impossible: scheme, authority and path",
      notApplicable: "redirect URIs are always registered whole",
    },
    {
      section: "§3.1.2.3",
      level: "MUST",
      rule: "A client with several redirect URIs names one in the request",
      tests: [
        "auth-server/oauth/authorize › needs no redirect_uri where one is registered, and needs it where there are two (§3.1.2.3)",
      ],
    },
    {
      section: "§3.1.2.3",
      level: "MUST",
      rule: "The redirect URI in the request is compared with the registered ones",
      tests: ["auth-server/clients/redirect-uri › is not another client's"],
    },
    {
      section: "§3.1.2.3",
      level: "MUST",
      rule: "… as strings",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › accepts nothing but what is registered, and loopback URIs that differ in the port alone",
      ],
    },
    {
      section: "§3.1.2.4",
      level: "SHOULD",
      rule: "The user is told if the redirect URI does not match",
      tests: [
        "auth-server/oauth/authorize › are pages: a redirect URI that is not registered, whatever else is wrong",
      ],
    },
    {
      section: "§3.1.2.4",
      level: "MUST NOT",
      rule: "The browser is never redirected to a URI that does not match",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§3.1.2.5",
      level: "SHOULD NOT",
      rule: "The page at the redirect URI contains no third-party scripts",
      needs: "Chromium",
      tests: [
        "e2e/browser/sign-in › is all that works: no inline script runs in the app, and no page elsewhere is asked",
      ],
    },
    {
      section: "§3.1.2.5",
      level: "SHOULD",
      rule: "It removes the answer from its URL",
      needs: "Chromium",
      tests: ["e2e/browser/sign-in › leads to the notes, and the address holds nothing of the answer"],
    },
    {
      section: "§3.1.2.5",
      level: "MUST",
      rule: "If it contains third-party scripts, its own run first",
      notApplicable: "the client's duty; the browser app contains none",
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "A query in the token endpoint's own URL is kept",
      notApplicable: "its address has no query",
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "The endpoint's URL has no fragment",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "The token endpoint requires TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Token requests are POST",
      tests: ["auth-server/oauth/token-endpoint › are POST only: 405 with Allow for the others"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "A parameter without a value counts as not sent",
      tests: ["auth-server/oauth/token-endpoint › count as absent without a value"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Unknown parameters are ignored",
      tests: ["auth-server/oauth/token-endpoint › are ignored where they are unknown"],
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "No parameter appears more than once",
      tests: [
        "auth-server/oauth/token-endpoint › may each stand there once",
        "auth-server/oauth/token-endpoint › count as repeated however their names are encoded, and with equal or empty values",
      ],
    },
    {
      section: "§3.2.1",
      level: "MUST",
      rule: "A client with a secret authenticates at the token endpoint",
      tests: [
        "auth-server/clients/client-authentication › refuses wrong, unknown, disabled and absent, without a challenge",
        "auth-server/oauth/authorization-code › wants the client's secret where it has one, and keeps the code for the client that has it",
      ],
    },
    {
      section: "§3.2.1",
      level: "MUST",
      rule: "A client without one sends its `client_id` with a code",
      tests: [
        "auth-server/oauth/authorization-code › is for the client that asked: injected into another client's request it is refused",
        "client/sign-in › brings an access token to memory and the refresh token to the store",
      ],
    },
    {
      section: "§3.3",
      level: "MUST",
      rule: "The answer names the scope if it differs from the requested one; here always",
      tests: [
        "auth-server/oauth/scope › is what was asked for, said in token and answer alike",
        "auth-server/oauth/scope › leaves out what is unknown or not allowed, wherever it stands, and says what is left",
        "auth-server/oauth/unknown-scope › is asked about, and gets, what it may have, and is told so",
        "auth-server/oauth/scope › is absent, in token and answer, where the client may have none there",
      ],
    },
    {
      section: "§3.3",
      level: "MUST",
      rule: "Without `scope` there is a default, or a refusal",
      tests: ["auth-server/oauth/scope › is by default all that the client may have at the resource"],
    },
    {
      section: "§3.3",
      level: "SHOULD",
      rule: "The default is documented",
      tests: ["auth-server/documented-values › are said where a request leaves scope and resource out"],
    },
    {
      section: "§4.1.1",
      level: "REQUIRED",
      rule: "An authorization request has `response_type=code` and `client_id`",
      tests: [
        "auth-server/oauth/authorize › are pages: no client, an unknown one, a disabled one",
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
      ],
    },
    {
      section: "§4.1.1",
      level: "RECOMMENDED",
      rule: "The client sends `state`",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.1.1",
      level: "SHOULD",
      rule: "… and uses it to detect forged answers",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§4.1.2",
      level: "REQUIRED",
      rule: "The answer has the code",
      tests: [
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss, by 303 and uncached",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "A code is short-lived",
      tests: ["auth-server/oauth/authorization-code › lives for 60 seconds"],
    },
    {
      section: "§4.1.2",
      level: "RECOMMENDED",
      rule: "… ten minutes at most",
      tests: ["auth-server/oauth/authorization-code › lives for 60 seconds"],
    },
    {
      section: "§4.1.2",
      level: "MUST NOT",
      rule: "The client uses a code only once",
      tests: [
        "client/sign-in › serves once: the same address again is refused without a request",
        "client/sign-in › is not sent again by itself: a code serves once, so a lost answer is said to be lost",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "A second use is refused, however many arrive at once",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
        "auth-server/codes/code-reuse › have exactly one winner, over two replicas, all in flight together",
      ],
    },
    {
      section: "§4.1.2",
      level: "SHOULD",
      rule: "… and ends what the first one opened",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
        "auth-server/codes/code-reuse › is known as one long after the code has expired, and again and again",
      ],
    },
    {
      section: "§4.1.2",
      level: "REQUIRED",
      rule: "`state` is returned unchanged",
      tests: [
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss",
        "auth-server/oauth/form-post › escapes what the app sent: state comes back as it was, and as nothing else",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The client ignores unknown parameters",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§4.1.2",
      level: "SHOULD",
      rule: "The server documents how long a code is",
      tests: ["auth-server/documented-values › are as long as it says: code, access token and refresh token"],
    },
    {
      section: "§4.1.2.1",
      level: "SHOULD",
      rule: "Without a valid redirect URI and client, the error is shown to the user",
      tests: [
        "auth-server/oauth/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST NOT",
      rule: "… and never redirected",
      tests: [
        "auth-server/oauth/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)",
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "REQUIRED",
      rule: "All other errors go to the client, with one code of the list",
      tests: [
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
        "auth-server/oauth/authorize › tell a client that was not given the grant: unauthorized_client",
        "auth-server/consents/consent › that is refused is access_denied with state and iss, and is not remembered",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` contain only the allowed characters",
      tests: [
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
        "shared/errors › %s belongs to a known code and tells what to do",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "REQUIRED",
      rule: "`state` is returned with errors too",
      tests: [
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
        "auth-server/oauth/authorize › carry no state where none was sent",
      ],
    },
    {
      section: "§4.1.3",
      level: "REQUIRED",
      rule: "A token request has `grant_type=authorization_code` and the code",
      tests: [
        "auth-server/oauth/token-endpoint › name a grant type that there is",
        "auth-server/oauth/grants › wants its parameters",
      ],
    },
    {
      section: "§4.1.3",
      level: "REQUIRED",
      rule: "… the same redirect URI, if the authorization request had one",
      tests: [
        "auth-server/oauth/authorization-code › goes with the redirect URI of its request, letter for letter (§4.1.3)",
        "auth-server/oauth/authorization-code › needs no redirect URI where its request had none; one that comes all the same has to be right",
      ],
    },
    {
      section: "§4.1.3",
      level: "REQUIRED",
      rule: "… and the `client_id` of a client without a secret",
      tests: [
        "auth-server/oauth/authorization-code › is for the client that asked: injected into another client's request it is refused",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "The server requires and checks the secret of a client that has one",
      tests: [
        "auth-server/oauth/authorization-code › wants the client's secret where it has one, and keeps the code for the client that has it",
        "auth-server/codes/code-reuse › of a secret's client without the secret ends nothing",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code is valid only for the client it was issued to",
      tests: [
        "auth-server/oauth/authorization-code › is for the client that asked: injected into another client's request it is refused",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "The code must be valid",
      tests: [
        "auth-server/oauth/authorization-code › that was made up, cut or is something else is unknown",
        "auth-server/oauth/authorization-code › is worth nothing once its user is disabled",
      ],
    },
    {
      section: "§4.2.1",
      level: "MUST",
      rule: "The redirect URI is checked before a token is sent there",
      notApplicable: "no implicit grant",
    },
    {
      section: "§4.2.2",
      level: "MUST NOT",
      rule: "The implicit grant returns no refresh token",
      notApplicable: "no implicit grant",
    },
    {
      section: "§4.2.2",
      level: "MUST",
      rule: "The client ignores unknown parameters",
      notApplicable: "no implicit grant",
    },
    {
      section: "§4.2.2",
      level: "SHOULD",
      rule: "The server states an access token's lifetime, and documents its size",
      notApplicable: "no implicit grant",
    },
    {
      section: "§4.2.2.1",
      level: "MUST NOT",
      rule: "Errors of the implicit grant never go to a wrong redirect URI, and contain only the allowed characters",
      notApplicable: "no implicit grant",
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "The client discards the password once it has a token",
      notApplicable: "the client's duty; `packages/client` never sees a password",
    },
    {
      section: "§4.3.2",
      level: "REQUIRED",
      rule: "A password token request has `username` and `password`",
      tests: ["auth-server/oauth/password-grant › that are absent or empty are invalid_request"],
    },
    {
      section: "§4.3.2",
      level: "MUST",
      rule: "The server requires and checks the secret of a client that has one",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§4.3.2",
      level: "MUST",
      rule: "The password is checked like everywhere else",
      tests: [
        "auth-server/oauth/password-grant › are answered alike, whether the user or the password is wrong",
        "auth-server/oauth/password-grant › takes passwords of every kind",
      ],
    },
    {
      section: "§4.3.2",
      level: "MUST",
      rule: "Guessing is slowed down",
      tests: [
        "auth-server/users/sign-in-limits › shares the delays: 429 with Retry-After, and never 401",
        "auth-server/users/sign-in-limits › counts together with the login page",
        "auth-server/users/guesses › Guesses in parallel, over two replicas",
        "auth-server/users/guesses › Guesses from one network at many accounts (password spraying)",
        "auth-server/users/guesses › Guesses from many networks at one account (a botnet)",
      ],
    },
    {
      section: "§4.4",
      level: "MUST",
      rule: "Client credentials are for confidential clients only",
      tests: [
        "auth-server/oauth/client-credentials › is refused to a public client (§4.4: confidential clients only), and the database allows none",
      ],
    },
    {
      section: "§4.4.2",
      level: "REQUIRED",
      rule: "A client credentials token request has `grant_type=client_credentials`",
      tests: ["auth-server/oauth/client-credentials › gives an access token for the client itself"],
    },
    {
      section: "§4.4.2",
      level: "MUST",
      rule: "The client authenticates",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§4.4.3",
      level: "SHOULD NOT",
      rule: "Client credentials return no refresh token",
      tests: [
        "auth-server/oauth/client-credentials › gives no refresh token, also to a client that may refresh (§4.4.3)",
      ],
    },
    {
      section: "§5.1",
      level: "REQUIRED",
      rule: "The answer has `access_token` and `token_type`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
      ],
    },
    {
      section: "§5.1",
      level: "RECOMMENDED",
      rule: "… `expires_in`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
        "auth-server/tokens/access-token › exp follows the client's own setting where it has one, also at refresh",
      ],
    },
    {
      section: "§5.1",
      level: "REQUIRED",
      rule: "… and `scope`, if it differs from the requested one",
      tests: ["auth-server/oauth/scope › is by default all that the client may have at the resource"],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "Answers with tokens have `Cache-Control: no-store` and `Pragma: no-cache`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
        "auth-server/oauth/revocation › ends its session: 200, and every token of it is dead",
      ],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "The client ignores unknown members",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§5.1",
      level: "SHOULD",
      rule: "The server documents how long tokens are",
      tests: ["auth-server/documented-values › are as long as it says: code, access token and refresh token"],
    },
    {
      section: "§5.2",
      level: "REQUIRED",
      rule: "A refusal has a code from the list, and status 400 unless stated otherwise",
      tests: [
        "auth-server/oauth/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › gives each code its one status",
        "e2e/garbage › %d token requests are answered by RFC 6749 §5.2",
      ],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "Wrong credentials in the header: 401 with `WWW-Authenticate`",
      tests: [
        "auth-server/clients/client-authentication › refuses a wrong secret with a challenge",
        "auth-server/clients/client-authentication › refuses broken base64 and what is no pair, with a challenge",
        "auth-server/clients/stray-authorization-header › that is broken is refused with the challenge, whatever the body says",
      ],
    },
    {
      section: "§5.2",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` contain only the allowed characters",
      tests: [
        "auth-server/oauth/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › %s belongs to a known code and tells what to do",
      ],
    },
    {
      section: "§6",
      level: "REQUIRED",
      rule: "A refresh has `grant_type=refresh_token` and the token",
      tests: [
        "auth-server/sessions/refresh-token-refusals › that is absent or empty is a request without a required parameter",
      ],
    },
    {
      section: "§6",
      level: "MUST NOT",
      rule: "It does not ask for more scope than was granted",
      tests: [
        "auth-server/sessions/refresh-token-refusals › of scope is refused, does not use the token up, and leaves the grant as it was",
        "auth-server/sessions/refresh-token-rotation › may not ask for more than was granted, and goes on after it did",
      ],
    },
    {
      section: "§6",
      level: "MUST",
      rule: "The server requires and checks the secret of a client that has one",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§6",
      level: "MUST",
      rule: "A refresh token is valid only for the client it was issued to",
      tests: [
        "auth-server/sessions/refresh-token-refusals › is refused and audited under the client that asked, and the session lives on",
      ],
    },
    {
      section: "§6",
      level: "MUST",
      rule: "The token must be valid",
      tests: [
        "auth-server/sessions/refresh-token-refusals › A refresh token that the row does not know",
        "auth-server/sessions/refresh-token-refusals › A session that was revoked",
        "auth-server/sessions/session-lifetimes › end it when it was idle for too long",
      ],
    },
    {
      section: "§6",
      level: "MUST",
      rule: "The client replaces the old refresh token with the new one",
      tests: [
        "client/refresh › is refreshed, and the request repeated",
        "client/refresh › goes on with the stored refresh token",
      ],
    },
    {
      section: "§6",
      level: "MUST",
      rule: "A new refresh token has the old one's scope",
      tests: [
        "auth-server/sessions/session-lifetimes › has only the scope that was asked for, for this one access token",
      ],
    },
    {
      section: "§7",
      level: "MUST",
      rule: "The API checks that the token has not expired and that its scope suffices",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
        "resource-server/notes › needs the role admin",
      ],
    },
    {
      section: "§7.1",
      level: "MUST NOT",
      rule: "The client does not use tokens of an unknown type",
      tests: ["client/sign-in › brings no token of a type that this client does not know"],
    },
    {
      section: "§7.2",
      level: "SHOULD",
      rule: "The API tells the client why it refuses",
      tests: [
        "verifier/fastify › answers 401 invalid_token and names the failed check",
        "e2e/loop › E, F: refuses the expired access token with the reason, RFC 6750 §3.1",
      ],
    },
    {
      section: "§7.2",
      level: "SHOULD",
      rule: "New authentication schemes have error codes, under the name `error`",
      notApplicable: "Regrant defines no schemes",
    },
    {
      section: "§8.1",
      level: "MUST",
      rule: "New token types are registered, and their names follow the grammar",
      notApplicable: "Regrant defines no token types",
    },
    {
      section: "§8.2",
      level: "MUST",
      rule: "New parameters follow the grammar",
      notApplicable: "Regrant defines no parameters",
    },
    {
      section: "§8.2",
      level: "SHOULD",
      rule: "… and, unregistered, have a prefix",
      notApplicable: "Regrant defines no parameters",
    },
    {
      section: "§8.3",
      level: "MUST",
      rule: "Parameters of a new grant type are registered",
      notApplicable: "Regrant defines no grant types",
    },
    {
      section: "§8.4",
      level: "MUST",
      rule: "New response types follow the grammar",
      notApplicable: "Regrant defines no response types",
    },
    {
      section: "§8.5",
      level: "MUST",
      rule: "Codes of registered extensions are registered",
      notApplicable: "Regrant registers no extensions",
    },
    {
      section: "§8.5",
      level: "MUST",
      rule: "Error codes follow the grammar",
      tests: ["auth-server/oauth/token-endpoint › of every kind of refusal have a page behind error_uri"],
    },
    {
      section: "§8.5",
      level: "SHOULD",
      rule: "New error codes have a prefix",
      departs: "`too_many_requests` is named after the status 429 that it comes with",
      tests: ["auth-server/users/sign-in-limits › shares the delays: 429 with Retry-After, and never 401"],
    },
    {
      section: "§9",
      level: "SHOULD",
      rule: "Native apps have no secret",
      tests: ["auth-server/clients/client-authentication › are who they say, by client_id alone"],
    },
    {
      section: "§10.1",
      level: "MUST",
      rule: "Web applications keep their secrets",
      notApplicable: "the client's duty",
    },
    {
      section: "§10.1",
      level: "MUST NOT",
      rule: "Native and browser apps get no secret",
      tests: ["auth-server/cli/cli › give a public client no secret"],
    },
    {
      section: "§10.1",
      level: "SHOULD",
      rule: "Clients without a secret are identified otherwise: by the redirect URI, by asking the user",
      tests: [
        "auth-server/clients/redirect-uri › is not another client's",
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§10.2",
      level: "MUST",
      rule: "Clients that can authenticate have to",
      tests: ["auth-server/clients/client-authentication › may not pass for one that has a secret"],
    },
    {
      section: "§10.2",
      level: "MUST",
      rule: "Other clients register every redirect URI",
      tests: ["auth-server/cli/browser-apps › leaves the last word to the database"],
    },
    {
      section: "§10.2",
      level: "SHOULD",
      rule: "The user signs in, and sees client, scope and duration",
      tests: [
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§10.2",
      level: "SHOULD NOT",
      rule: "A repeated request is not granted without asking if nothing proves the client's identity",
      departs: "for all apps except the operator's own (`--first-party`), which need no consent",
      tests: [
        "auth-server/consents/consent › is not asked for by the operator's own apps",
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
      ],
    },
    {
      section: "§10.3",
      level: "MUST",
      rule: "Access tokens are kept secret from everyone else",
      tests: [
        "auth-server/http/logs › holds no token, secret, password or header of any request, granted or refused",
        "auth-server/sessions/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "resource-server/http › holds no token, no header, no query, no path as sent",
      ],
    },
    {
      section: "§10.3",
      level: "MUST",
      rule: "… and travel over TLS",
      tests: [
        "client/fetch › plain HTTP to another machine",
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§10.3",
      level: "MUST",
      rule: "Nobody else can create or modify one",
      tests: [
        "auth-server/tokens/access-token › fails with any part exchanged",
        "verifier/access-token › signature (RFC 7515 §5.2)",
        "verifier/corpus › *",
      ],
    },
    {
      section: "§10.3",
      level: "SHOULD",
      rule: "The client asks for no more scope than it needs",
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "§10.3",
      level: "SHOULD",
      rule: "What is granted depends on the client",
      tests: ["auth-server/oauth/scope › is no more than the client has, though the resource knows more"],
    },
    {
      section: "§10.4",
      level: "MUST",
      rule: "Refresh tokens are kept secret from everyone else",
      tests: [
        "auth-server/sessions/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "auth-server/http/logs › holds no token, secret, password or header of any request, granted or refused",
        "client/cookie-delivery › is in no request that this code makes, and in none of its stores",
      ],
    },
    {
      section: "§10.4",
      level: "MUST",
      rule: "… travel over TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "auth-server/oauth/cookie-delivery › is Secure, under __Host- and so for every path, for an https issuer",
      ],
    },
    {
      section: "§10.4",
      level: "MUST",
      rule: "… and are bound to their client, which is checked at each use",
      tests: ["auth-server/sessions/refresh-token-refusals › A refresh by another client (RFC 6749 §6)"],
    },
    {
      section: "§10.4",
      level: "SHOULD",
      rule: "If the client cannot authenticate, abuse is detected otherwise: by rotation",
      tests: [
        "auth-server/sessions/refresh-token-reuse › refuses every older generation, however old: no history is needed to know it",
        "auth-server/sessions/refresh-token-reuse › revokes the session: the successor is dead, and so is every other token of it",
      ],
    },
    {
      section: "§10.4",
      level: "MUST",
      rule: "Nobody else can create, modify or guess one",
      tests: [
        "auth-server/sessions/refresh-token-codec.pure › is refused with any single bit changed",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
        "auth-server/sessions/refresh-token-refusals › with a good tag over another secret is refused and audited: a leaked SECRETS alone mints nothing",
      ],
    },
    {
      section: "§10.5",
      level: "SHOULD",
      rule: "Codes and redirects travel over TLS",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§10.5",
      level: "MUST",
      rule: "A client that uses the code for sign-in has an https redirect URI",
      notApplicable: "no sign-in to clients (OpenID Connect)",
    },
    {
      section: "§10.5",
      level: "MUST",
      rule: "Codes are short-lived and can be used once",
      tests: [
        "auth-server/oauth/authorization-code › lives for 60 seconds",
        "auth-server/codes/code-reuse › have exactly one winner, over two replicas, all in flight together",
      ],
    },
    {
      section: "§10.5",
      level: "SHOULD",
      rule: "Repeated use ends what the first one opened",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
      ],
    },
    {
      section: "§10.5",
      level: "MUST",
      rule: "The client authenticates if it can, and must be the one the code was issued to",
      tests: [
        "auth-server/oauth/authorization-code › wants the client's secret where it has one, and keeps the code for the client that has it",
      ],
    },
    {
      section: "§10.6",
      level: "MUST",
      rule: "The redirect URI at the token endpoint is the one the code was sent to",
      tests: [
        "auth-server/oauth/authorization-code › goes with the redirect URI of its request, letter for letter (§4.1.3)",
      ],
    },
    {
      section: "§10.6",
      level: "MUST",
      rule: "Public clients register theirs (confidential ones SHOULD), and requests must match",
      tests: [
        "auth-server/cli/browser-apps › leaves the last word to the database",
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§10.7",
      level: "SHOULD",
      rule: "The password grant is used as little as possible",
      tests: [
        "auth-server/oauth/password-grant › is off for a client that was not given it",
        "auth-server/oauth/password-grant › is for first-party clients: the database takes no other with it",
      ],
    },
    {
      section: "§10.8",
      level: "MUST NOT",
      rule: "Tokens, passwords and secrets never travel unencrypted",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "client/fetch › plain HTTP to another machine",
      ],
    },
    {
      section: "§10.8",
      level: "SHOULD NOT",
      rule: "Neither do codes",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§10.8",
      level: "SHOULD NOT",
      rule: "`state` and `scope` contain nothing confidential",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§10.9",
      level: "MUST",
      rule: "The endpoints require TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§10.9",
      level: "MUST",
      rule: "The client checks the server's certificate",
      notApplicable: "done by the platform's `fetch`, which `packages/client` does not override",
    },
    {
      section: "§10.10",
      level: "MUST",
      rule: "Tokens, codes, passwords and secrets cannot be guessed",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
        "auth-server/oauth/authorization-code › has 256 random bits, is stored as its hash, and stands nowhere in the database",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
        "auth-server/users/sign-in › has 256 random bits, of which the database holds the hash",
      ],
    },
    {
      section: "§10.10",
      level: "MUST",
      rule: "… with a probability of 2^-128 at most",
      tests: [
        "auth-server/oauth/authorization-code › has 256 random bits, is stored as its hash, and stands nowhere in the database",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
      ],
    },
    {
      section: "§10.10",
      level: "SHOULD",
      rule: "… of 2^-160 at most",
      tests: [
        "auth-server/oauth/authorization-code › has 256 random bits, is stored as its hash, and stands nowhere in the database",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
      ],
    },
    {
      section: "§10.10",
      level: "MUST",
      rule: "Values that people choose are protected by other means",
      tests: [
        "auth-server/users/sign-in-limits › Wrong passwords in a row",
        "auth-server/users/guesses › *",
        "auth-server/users/common-passwords › *",
        "auth-server/users/sign-in › costs the same work: one argon2id of the full strength, whether there is such a user or not",
      ],
    },
    {
      section: "§10.11",
      level: "MUST",
      rule: "Pages for people are served over TLS",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "auth-server/http/error-pages › say Strict-Transport-Security where the issuer is https, on every answer",
      ],
    },
    {
      section: "§10.12",
      level: "MUST",
      rule: "The client detects forged answers at its redirect URI",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§10.12",
      level: "SHOULD",
      rule: "… by `state`",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§10.12",
      level: "MUST",
      rule: "… which cannot be guessed, and is stored where only the app has access",
      tests: [
        "client/sign-in › leaves out what nobody asked for",
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
      ],
    },
    {
      section: "§10.12",
      level: "MUST",
      rule: "Consent cannot be forged",
      tests: [
        "auth-server/http/csrf › *",
        "auth-server/consents/consent › is for what the page showed: a request changed in the form is checked anew",
      ],
    },
    {
      section: "§10.13",
      level: "SHOULD",
      rule: "Native apps use the system's browser",
      notApplicable: "the client's duty",
    },
    {
      section: "§10.14",
      level: "MUST",
      rule: "All input is checked, and escaped where it is shown",
      tests: [
        "auth-server/http/pages › Script in whatever a page repeats (escaped by construction)",
        "auth-server/oauth/form-post › escapes what the app sent: state comes back as it was, and as nothing else",
        "auth-server/http/pages-garbage › *",
        "e2e/garbage › %d requests at every address, good HTTP and bad, are answered or the connection closed",
      ],
    },
    {
      section: "§10.16",
      level: "MUST NOT",
      rule: "An access token from the implicit grant is not accepted as a sign-in",
      notApplicable: "no implicit grant",
    },
    {
      section: "App. B",
      level: "MUST",
      rule: "Forms are UTF-8 in `application/x-www-form-urlencoded`",
      tests: [
        "auth-server/oauth/token-endpoint › The token endpoint's body (RFC 6749 Appendix B)",
        "auth-server/oauth/token-endpoint › are refused where they are not UTF-8: raw bytes, overlong forms, surrogates, Latin-1",
      ],
    },
  ],
};
