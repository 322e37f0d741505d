export default {
  title: "OAuth 2.1: draft-ietf-oauth-v2-1-16",
  url: "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1",
  rows: [
    {
      section: "§1.4",
      level: "MUST NOT",
      rule: "The client does not read access tokens",
      tests: ["client/sign-in › brings an access token to memory and the refresh token to the store"],
    },
    {
      section: "§1.4",
      level: "MUST",
      rule: "Access tokens are kept secret from everyone else",
      tests: [
        "auth-server/http/logs › holds no token, secret, password or header of any request, granted or refused",
        "resource-server/http › holds no token, no header, no query, no path as sent",
      ],
    },
    {
      section: "§1.4",
      level: "MUST",
      rule: "Nobody else can create, modify or guess one",
      tests: ["auth-server/tokens/access-token › fails with any part exchanged", "verifier/corpus › *"],
    },
    {
      section: "§1.4.1",
      level: "MUST",
      rule: "The answer names the scope if it differs from the requested one",
      tests: ["auth-server/oauth/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§1.4.1",
      level: "MUST",
      rule: "Without `scope` there is a default, or a refusal",
      tests: ["auth-server/oauth/scope › is by default all that the client may have at the resource"],
    },
    {
      section: "§1.4.1",
      level: "SHOULD",
      rule: "The default is documented",
      tests: ["auth-server/documented-values › are said where a request leaves scope and resource out"],
    },
    {
      section: "§1.4.2",
      level: "MUST",
      rule: "Bearer tokens travel confidentially",
      tests: ["client/fetch › plain HTTP to another machine"],
    },
    {
      section: "§1.4.2",
      level: "MUST",
      rule: "Tokens that are references cannot be guessed",
      notApplicable: "access tokens are signed, not references",
    },
    {
      section: "§1.4.2",
      level: "MUST",
      rule: "Tokens that contain data cannot be modified",
      tests: ["verifier/access-token › signature (RFC 7515 §5.2)"],
    },
    {
      section: "§1.4.3",
      level: "SHOULD",
      rule: "Access tokens are sender-constrained",
      departs: "bearer tokens that last ten minutes; sender constraints are not supported yet",
      tests: ["auth-server/tokens/access-token › is worth nothing once the clock has passed exp"],
    },
    {
      section: "§1.4.3",
      level: "RECOMMENDED",
      rule: "TLS reaches from the client to the API",
      notApplicable: "the operator's network",
    },
    {
      section: "§1.5",
      level: "MUST",
      rule: "All URLs are https, except redirects to loopback; certificates are checked",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "resource-server/config › refuses an issuer whose keys would travel unprotected",
        "auth-server/clients/redirect-uri › may not be %s",
      ],
    },
    {
      section: "§1.6",
      level: "MUST",
      rule: "Redirects are never 307",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§1.7.1",
      level: "MUST NOT",
      rule: "Nobody relies on the length of others' values",
      tests: ["auth-server/oauth/authorize › go through the login page and come back whole"],
    },
    {
      section: "§1.7.1",
      level: "SHOULD",
      rule: "Whoever creates values documents their length",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
        "auth-server/documented-values › are as long as it says: code, access token and refresh token",
      ],
    },
    {
      section: "§1.7.1",
      level: "SHOULD",
      rule: "Parameters may be as long as fits a request line of 8000 bytes",
      tests: ["auth-server/oauth/authorize › are refused, ignored or carried, and never break the server"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "Registering a client includes its type, its redirect URIs and whatever else the server requires",
      tests: [
        "auth-server/cli/browser-apps › registers a browser app: redirect URIs, delivery by cookie and origins, each once",
        "auth-server/cli/browser-apps › refuses redirect URIs that are unsafe",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "Clients keep their secrets",
      notApplicable: "the client's duty",
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "What a client may do depends on how reliably it is identified",
      tests: [
        "auth-server/oauth/client-credentials › is refused to a public client (§4.4: confidential clients only), and the database allows none",
        "auth-server/consents/consent › is not asked for by the operator's own apps",
      ],
    },
    {
      section: "§2.1",
      level: "SHOULD NOT",
      rule: "One `client_id` is one type of client",
      tests: [
        "auth-server/clients/client-authentication › may not send a secret",
        "auth-server/clients/client-authentication › may not pass for one that has a secret",
      ],
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
      rule: "A `client_id` from elsewhere cannot be confused with a user",
      notApplicable: "the operator registers each client here",
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "A redirect URI is absolute; its query is kept",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/clients/redirect-uri › may be any of those registered, and the answer goes to that one",
      ],
    },
    {
      section: "§2.3",
      level: "MUST NOT",
      rule: "It has no fragment",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "Redirect URIs are registered in full",
      tests: [
        "auth-server/cli/browser-apps › leaves the last word to the database",
        "auth-server/clients/redirect-uri › may not be %s",
      ],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "… and compared exactly, except for the port on loopback addresses",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › match in everything but the port",
      ],
    },
    {
      section: "§2.3.1",
      level: "SHOULD",
      rule: "Private-use schemes are reversed domain names, or at least contain a dot",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§2.3.1",
      level: "MUST NOT",
      rule: "The client is not an open redirector",
      notApplicable: "the client's duty",
    },
    {
      section: "§2.3.2",
      level: "MUST",
      rule: "A client with several redirect URIs names one in the request",
      tests: [
        "auth-server/oauth/authorize › needs no redirect_uri where one is registered, and needs it where there are two (§3.1.2.3)",
      ],
    },
    {
      section: "§2.3.3",
      level: "MUST",
      rule: "The client detects forged answers",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused where the verifier is another sign-in's",
      ],
    },
    {
      section: "§2.3.4",
      level: "MUST",
      rule: "A client of several servers prevents mix-up attacks, and accepts only answers of the one it asked",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§2.3.5",
      level: "SHOULD",
      rule: "The user is told if the redirect URI does not match",
      tests: [
        "auth-server/oauth/authorize › are pages: a redirect URI that is not registered, whatever else is wrong",
      ],
    },
    {
      section: "§2.3.5",
      level: "MUST NOT",
      rule: "… and never sent there",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§2.3.6",
      level: "SHOULD NOT",
      rule: "The page at the redirect URI contains no third-party scripts",
      needs: "Chromium",
      tests: [
        "e2e/browser/sign-in › is all that works: no inline script runs in the app, and no page elsewhere is asked",
      ],
    },
    {
      section: "§2.3.6",
      level: "SHOULD",
      rule: "It removes the answer from its URL",
      needs: "Chromium",
      tests: ["e2e/browser/sign-in › leads to the notes, and the address holds nothing of the answer"],
    },
    {
      section: "§2.3.6",
      level: "MUST",
      rule: "If it contains third-party scripts, its own run first",
      notApplicable: "the client's duty; the browser app contains none",
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "Authentication counts only if the secret was delivered confidentially",
      tests: ["auth-server/cli/cli › show a secret once, and say so, to people"],
    },
    {
      section: "§2.4",
      level: "RECOMMENDED",
      rule: "Clients authenticate with keys",
      departs: "secrets of 256 random bits, stored as hashes; keys are not supported yet",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "JWTs for that follow the new rules on `aud`",
      notApplicable: "no client authentication by JWT",
    },
    {
      section: "§2.4",
      level: "SHOULD",
      rule: "Clients without a secret are identified otherwise",
      tests: [
        "auth-server/clients/redirect-uri › is not another client's",
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "A request uses only one method of client authentication",
      tests: ["auth-server/clients/client-authentication › are refused, also where both say the same"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "Clients without authentication get less powerful tokens",
      tests: [
        "auth-server/sessions/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)",
        "auth-server/oauth/cookie-delivery › has to be one of the client's: otherwise nothing is used up, and no cookie is touched",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "What a client may do depends on how it was registered",
      tests: [
        "auth-server/oauth/client-credentials › is refused to a client that was not given it",
        "auth-server/oauth/scope › is no more than the client has, though the resource knows more",
      ],
    },
    {
      section: "§2.4.1",
      level: "MUST",
      rule: "Credentials are accepted in the body",
      tests: ["auth-server/clients/client-authentication › client_secret_post (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.4.1",
      level: "MUST NOT",
      rule: "… and never in the URL",
      tests: ["auth-server/oauth/token-endpoint › take no parameters from the address (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.4.1",
      level: "MUST",
      rule: "A secret cannot be guessed: it has 256 random bits",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.4.2",
      level: "MUST",
      rule: "Another authentication method defines how it leads to the `client_id`",
      notApplicable: "there is no other way",
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The user signs in first",
      tests: ["auth-server/oauth/prompt › never shows a page: login_required where nobody is signed in"],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "The endpoint's URL has no fragment; a query is kept",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "It takes GET",
      tests: ["auth-server/oauth/authorize › may come by GET and by POST (§3.1), and no other way"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "Unknown parameters and parameters without a value are ignored",
      tests: [
        "auth-server/oauth/authorize › counts a parameter without a value as not sent, and ignores unknown ones (§3.1)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "No parameter appears more than once",
      tests: ["auth-server/oauth/authorize › are pages: parameters twice, broken encoding, NUL"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "No redirect forwards a password",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "No CORS there",
      tests: [
        "auth-server/http/cors › of a page, or of what back ends call, allows nobody",
        "auth-server/http/cors › is no page, whatever the origin",
      ],
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "The token endpoint's URL has no fragment",
      tests: [
        "auth-server/oauth/metadata › has the members that the RFC requires, and what the token endpoint really takes",
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
      rule: "Unknown parameters and parameters without a value are ignored",
      tests: [
        "auth-server/oauth/token-endpoint › are ignored where they are unknown",
        "auth-server/oauth/token-endpoint › count as absent without a value",
      ],
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "No parameter appears more than once",
      tests: ["auth-server/oauth/token-endpoint › may each stand there once"],
    },
    {
      section: "§3.2.1",
      level: "MUST",
      rule: "Confidential clients authenticate",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§3.2.2",
      level: "REQUIRED",
      rule: "`grant_type`, in a UTF-8 form",
      tests: [
        "auth-server/oauth/token-endpoint › name a grant type that there is",
        "auth-server/oauth/token-endpoint › are refused where they are not UTF-8: raw bytes, overlong forms, surrogates, Latin-1",
      ],
    },
    {
      section: "§3.2.2",
      level: "MUST",
      rule: "The server requires and checks the secret of a client that has one",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§3.2.3",
      level: "REQUIRED",
      rule: "The answer is 200, JSON, with `access_token` and `token_type`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
      ],
    },
    {
      section: "§3.2.3",
      level: "RECOMMENDED",
      rule: "… `expires_in` and `scope`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST NOT",
      rule: "The client does not rely on a token lasting its full lifetime",
      tests: ["client/refresh › is refreshed, and the request repeated"],
    },
    {
      section: "§3.2.3",
      level: "SHOULD",
      rule: "The server decides which clients get refresh tokens",
      tests: [
        "auth-server/oauth/authorization-code › gives no refresh token to a client without that grant; its session ends with the access token",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "A refresh token is bound to the scope and API that the user agreed to",
      tests: [
        "auth-server/oauth/authorization-code › carries the scope and resource of the authorization request, and no more at a refresh",
        "auth-server/resources/resource-indicators › stay with the session: a refresh is for the resource of the sign-in (§2.2)",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "Answers with tokens have `Cache-Control: no-store`",
      tests: [
        "auth-server/oauth/client-credentials › says how long the token lives and what scope it has (§5.1)",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "The client ignores unknown members",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§3.2.4",
      level: "REQUIRED",
      rule: "A refusal has a code from the list, and status 400 unless stated otherwise",
      tests: [
        "auth-server/oauth/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › gives each code its one status",
      ],
    },
    {
      section: "§3.2.4",
      level: "MUST",
      rule: "Wrong credentials in the header: 401 with `WWW-Authenticate`",
      tests: ["auth-server/clients/client-authentication › refuses a wrong secret with a challenge"],
    },
    {
      section: "§3.2.4",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` contain only the allowed characters",
      tests: [
        "auth-server/oauth/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › %s belongs to a known code and tells what to do",
      ],
    },
    {
      section: "§4.1.1",
      level: "REQUIRED",
      rule: "An authorization request has `response_type`, `client_id`, `code_challenge` and its method",
      tests: [
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
        "auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default",
      ],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "A missing or unknown `response_type` is an error",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "The client hides the verifier",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§4.1.1",
      level: "SHOULD",
      rule: "… which cannot be guessed: 32 random bytes are RECOMMENDED",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "The server supports and enforces PKCE, and the client uses it",
      tests: ["auth-server/codes/pkce › *", "client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.1.1",
      level: "SHOULD NOT",
      rule: "`state` and `scope` contain nothing confidential",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "The redirect URI is compared as a string, with any port on loopback addresses",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › match with any port, and the code comes to that one",
      ],
    },
    {
      section: "§4.1.2",
      level: "REQUIRED",
      rule: "The answer has `code`, the unchanged `state`, and `iss`",
      tests: [
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss, by 303 and uncached",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "A code expires within ten minutes",
      tests: ["auth-server/oauth/authorization-code › lives for 60 seconds"],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The client ignores unknown parameters",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The challenge is stored with the code",
      tests: [
        "auth-server/codes/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST NOT",
      rule: "… and is not in any answer that others can read",
      tests: ["auth-server/oauth/authorize › is answered with a code, state as it was sent and iss"],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The client prevents injected codes",
      tests: ["client/sign-in › is refused where the verifier is another sign-in's"],
    },
    {
      section: "§4.1.2.1",
      level: "MUST NOT",
      rule: "Without a valid redirect URI and client, nobody is redirected",
      tests: [
        "auth-server/oauth/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "SHOULD",
      rule: "… and the user told, with status 400",
      tests: [
        "auth-server/oauth/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "Both are checked before an error goes to the client",
      tests: [
        "auth-server/oauth/authorize › are pages: a redirect URI that is not registered, whatever else is wrong",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "Requests without a challenge are refused",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "An unknown method is `invalid_request`, with an explanation (SHOULD)",
      tests: ["auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default"],
    },
    {
      section: "§4.1.2.1",
      level: "REQUIRED",
      rule: "Errors have one code of the list, `state` and `iss`",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§4.1.2.1",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` contain only the allowed characters",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§4.1.3",
      level: "REQUIRED",
      rule: "A token request has `code`, `code_verifier`, and the `client_id` of a client without a secret",
      tests: [
        "auth-server/oauth/grants › wants its parameters",
        "auth-server/codes/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code gives tokens once",
      tests: [
        "auth-server/codes/code-reuse › have exactly one winner, over two replicas, all in flight together",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A second valid use is refused, and SHOULD end what the first one opened",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code is for its client, and valid",
      tests: [
        "auth-server/oauth/authorization-code › is for the client that asked: injected into another client's request it is refused",
        "auth-server/oauth/authorization-code › that was made up, cut or is something else is unknown",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "The verifier is present and matches",
      tests: [
        "auth-server/codes/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code without a challenge is refused: here each has one",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.2",
      level: "MUST",
      rule: "Client credentials are for confidential clients only",
      tests: [
        "auth-server/oauth/client-credentials › is refused to a public client (§4.4: confidential clients only), and the database allows none",
      ],
    },
    {
      section: "§4.2.1",
      level: "MUST",
      rule: "… who authenticate",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "Refresh tokens are kept secret from everyone else",
      tests: [
        "auth-server/sessions/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "auth-server/http/logs › holds no token, secret, password or header of any request, granted or refused",
      ],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "… and are bound to their client, which is checked",
      tests: ["auth-server/sessions/refresh-token-refusals › A refresh by another client (RFC 6749 §6)"],
    },
    {
      section: "§4.3",
      level: "SHOULD",
      rule: "If the client cannot authenticate, they rotate or are sender-constrained",
      tests: [
        "auth-server/sessions/refresh-token-rotation › answers each refresh with a new access token and a new refresh token",
      ],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "Nobody else can create, modify or guess one",
      tests: [
        "auth-server/sessions/refresh-token-codec.pure › is refused with any single bit changed",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
      ],
    },
    {
      section: "§4.3.1",
      level: "REQUIRED",
      rule: "A refresh has the token",
      tests: [
        "auth-server/sessions/refresh-token-refusals › that is absent or empty is a request without a required parameter",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST NOT",
      rule: "It does not ask for more scope than was granted",
      tests: [
        "auth-server/sessions/refresh-token-refusals › of scope is refused, does not use the token up, and leaves the grant as it was",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "Confidential clients authenticate",
      tests: [
        "auth-server/oauth/grants › wants the secret of a client that has one, and is not used up without",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "The token belongs to the client and is valid, and its grant is active",
      tests: [
        "auth-server/sessions/refresh-token-refusals › is refused and audited under the client that asked, and the session lives on",
        "auth-server/sessions/refresh-token-refusals › A session that was revoked",
        "auth-server/sessions/refresh-token-refusals › A refresh token that the row does not know",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "Replay of a public client's refresh token is detected",
      tests: ["auth-server/sessions/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)"],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "A token that identifies its grant cannot be modified",
      tests: ["auth-server/sessions/refresh-token-codec.pure › is refused with any single bit changed"],
    },
    {
      section: "§4.3.2",
      level: "MUST",
      rule: "The client replaces the old refresh token with the new one",
      tests: ["client/refresh › goes on with the stored refresh token"],
    },
    {
      section: "§4.3.3",
      level: "MUST",
      rule: "A new refresh token has the old one's scope",
      tests: [
        "auth-server/sessions/session-lifetimes › has only the scope that was asked for, for this one access token",
      ],
    },
    {
      section: "§4.3.3",
      level: "SHOULD",
      rule: "Unused refresh tokens expire",
      tests: ["auth-server/sessions/session-lifetimes › end it when it was idle for too long"],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "The API checks that the token has not expired and that its scope suffices",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
      ],
    },
    {
      section: "§5.1",
      level: "MUST NOT",
      rule: "The client sends a token by one method only, and never in the query",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "The API does not accept a token in the query",
      departs: "it looks for one there, and answers 400 so that the sender learns of the mistake",
      tests: ["verifier/fastify › refuses a token in the query, beside the header %j"],
    },
    {
      section: "§5.1.1",
      level: "SHOULD",
      rule: "The client uses the header",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§5.1.1",
      level: "MUST",
      rule: "The API accepts it there, with `Bearer` in any case",
      tests: ["verifier/fastify › takes the scheme as %s"],
    },
    {
      section: "§5.1.2",
      level: "MUST NOT",
      rule: "The client sends no token in a form, except under conditions",
      notApplicable: "`packages/client` never does",
    },
    {
      section: "§5.1.2",
      level: "SHOULD NOT",
      rule: "Forms are for clients that cannot set the header",
      tests: ["verifier/express › does not look for a token in a form (RFC 6750 §2.2)"],
    },
    {
      section: "§5.2",
      level: "MUST",
      rule: "The API checks expiry, audience, scope, and its own requirements",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/access-token › refuses aud %j",
        "resource-server/notes › needs the role admin",
      ],
    },
    {
      section: "§5.3",
      level: "SHOULD",
      rule: "The API tells the client why it refuses",
      tests: ["verifier/fastify › answers 401 invalid_token and names the failed check"],
    },
    {
      section: "§5.3.1",
      level: "MUST",
      rule: "A refusal for lack of a valid token has `WWW-Authenticate`",
      tests: [
        "verifier/fastify › says nothing of an error where there is no bearer token: %s",
        "auth-server/account/account-api › has to come, as a bearer token in the header",
        "auth-server/admin/authorization › wants a token",
      ],
    },
    {
      section: "§5.3.1",
      level: "MUST",
      rule: "… `Bearer`, with at least one parameter",
      tests: [
        "verifier/fastify › is left out, and the challenge has a realm instead, where the audience is no URL",
      ],
    },
    {
      section: "§5.3.1",
      level: "MUST NOT",
      rule: "… each once, with only the allowed characters",
      tests: [
        "verifier/fastify › answers 401 invalid_token and names the failed check",
        "verifier/fastify › cannot break out of the challenge",
      ],
    },
    {
      section: "§5.3.1",
      level: "SHOULD",
      rule: "A refused token's challenge says why",
      tests: ["verifier/fastify › answers 401 invalid_token and names the failed check"],
    },
    {
      section: "§5.3.2",
      level: "SHOULD",
      rule: "`invalid_request` is 400, `invalid_token` 401, `insufficient_scope` 403",
      tests: ["verifier/fastify › WWW-Authenticate (RFC 6750 §3, RFC 9728 §5.1)"],
    },
    {
      section: "§5.3.2",
      level: "SHOULD NOT",
      rule: "A request without a token gets no error code",
      tests: [
        "verifier/fastify › says nothing of an error where there is no bearer token: %s",
        "auth-server/account/account-api › has to come, as a bearer token in the header",
        "auth-server/admin/authorization › wants a token",
      ],
    },
    {
      section: "§6.1",
      level: "MUST",
      rule: "New token types, parameters, grants, response types and error codes are registered, and follow the grammar",
      notApplicable: "none of its own",
    },
    {
      section: "§7.1.1.2",
      level: "MUST",
      rule: "Tokens that the client may not read are encrypted",
      notApplicable: "an access token contains nothing that its client may not know",
    },
    {
      section: "§7.1.1.2",
      level: "MUST NOT",
      rule: "No token is in a cookie that travels unencrypted",
      tests: [
        "auth-server/oauth/cookie-delivery › is Secure, under __Host- and so for every path, for an https issuer",
      ],
    },
    {
      section: "§7.1.2",
      level: "RECOMMENDED",
      rule: "A token has a limited scope",
      tests: ["auth-server/oauth/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§7.1.3.1",
      level: "MUST",
      rule: "The client gives a token only to the API it is for",
      tests: ["client/fetch › where fetch sends no token"],
    },
    {
      section: "§7.1.3.2",
      level: "MUST",
      rule: "The client checks the API's certificate",
      notApplicable: "done by the platform's `fetch`, which `packages/client` does not override",
    },
    {
      section: "§7.1.3.3",
      level: "MUST",
      rule: "The client always uses TLS",
      tests: ["client/fetch › plain HTTP to another machine"],
    },
    {
      section: "§7.1.3.4",
      level: "MUST",
      rule: "Clients that keep tokens in cookies prevent forged requests",
      tests: [
        "auth-server/oauth/cookie-delivery › has to be one of the client's: otherwise nothing is used up, and no cookie is touched",
      ],
    },
    {
      section: "§7.1.3.5",
      level: "SHOULD",
      rule: "Access tokens are short-lived",
      tests: ["auth-server/config › have the documented defaults"],
    },
    {
      section: "§7.1.3.6",
      level: "SHOULD",
      rule: "… and are limited to certain APIs",
      tests: ["auth-server/tokens/access-token › aud is one resource, as a string"],
    },
    {
      section: "§7.1.3.7",
      level: "MUST NOT",
      rule: "… and are never in a page's URL",
      tests: [
        "client/fetch › keeps the request as it is, and adds the token",
        "verifier/fastify › refuses a token in the query, beside the header %j",
      ],
    },
    {
      section: "§7.1.4",
      level: "SHOULD",
      rule: "A token allows no more than is needed, at one API",
      tests: [
        "auth-server/oauth/scope › is no more than the client has, though the resource knows more",
        "auth-server/tokens/access-token › aud is one resource, as a string",
      ],
    },
    {
      section: "§7.1.4",
      level: "MUST",
      rule: "The API refuses tokens for other APIs and other actions",
      tests: [
        "verifier/access-token › refuses aud %j",
        "verifier/fastify › does not take one scope for the start of another",
      ],
    },
    {
      section: "§7.3",
      level: "SHOULD",
      rule: "The user signs in, and sees client, scope and duration",
      tests: [
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§7.3",
      level: "SHOULD NOT",
      rule: "A repeated request is not granted without asking if nothing proves the client's identity",
      departs: "for all apps except the operator's own (`--first-party`), which need no consent",
      tests: [
        "auth-server/consents/consent › is not asked for by the operator's own apps",
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
      ],
    },
    {
      section: "§7.3.1",
      level: "SHOULD",
      rule: "… as if the user had never agreed",
      tests: [
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
        "auth-server/consents/consent › lets its own request through, and no other: another port, scope, API, challenge, state or whatever else",
      ],
    },
    {
      section: "§7.3.2",
      level: "SHOULD",
      rule: "The client asks for the scope that it needs, and what is granted depends on the client",
      tests: [
        "client/sign-in › has what the client was told, and what this sign-in asks for",
        "auth-server/oauth/scope › is no more than the client has, though the resource knows more",
      ],
    },
    {
      section: "§7.4",
      level: "SHOULD NOT",
      rule: "Clients do not choose their `client_id`; the operator does",
      tests: [
        "auth-server/cli/cli › says in words what is wrong with the options, and exits 2",
        "auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time",
      ],
    },
    {
      section: "§7.4",
      level: "MUST",
      rule: "… or APIs can tell them apart",
      tests: ["auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time"],
    },
    {
      section: "§7.5.1.1",
      level: "REQUIRED",
      rule: "PKCE, of every client",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§7.5.1.1",
      level: "MUST",
      rule: "Each sign-in has its own challenge, bound to the browser or device where it began",
      tests: [
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
        "client/sign-in › serves once: the same address again is refused without a request",
      ],
    },
    {
      section: "§7.5.2",
      level: "SHOULD",
      rule: "Before a server drops clients without S256, it gives them longer-lived refresh tokens",
      notApplicable: "there are none: plain was never accepted",
    },
    {
      section: "§7.5.3",
      level: "SHOULD NOT",
      rule: "An invalid second use of a code ends nothing",
      tests: [
        "auth-server/codes/code-reuse › ends nothing: another client, a wrong verifier, redirect URI or resource",
      ],
    },
    {
      section: "§7.5.4",
      level: "MUST NOT",
      rule: "No redirect after a password is a 307; it SHOULD be a 303",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§7.7",
      level: "MUST",
      rule: "Tokens, codes, passwords and secrets cannot be guessed",
      tests: [
        "auth-server/oauth/authorization-code › has 256 random bits, is stored as its hash, and stands nowhere in the database",
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§7.7",
      level: "MUST",
      rule: "Values that people choose are protected by other means",
      tests: ["auth-server/users/sign-in-limits › Wrong passwords in a row", "auth-server/users/guesses › *"],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Registration is controlled, and the scope of each client",
      tests: ["auth-server/oauth/scope › is no more than the client has, though the resource knows more"],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Developers are identified before they get sensitive scopes",
      notApplicable: "the operator registers each client",
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "The user sees client and scope in words, and the client's developer",
      departs: "the developer is not shown: the operator registers each client",
      tests: [
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Users see which clients they allowed, and can revoke that",
      tests: [
        "auth-server/consents/consent › Consent that is withdrawn on the account page",
        "auth-server/account/account › shows each session: app, device, address, times, and first those of this device",
      ],
    },
    {
      section: "§7.10",
      level: "MUST",
      rule: "A client that relies on PKCE knows that the server supports it; the server says so",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
        "client/sign-in › is refused with %s, and no code is sent",
      ],
    },
    {
      section: "§7.10",
      level: "MUST",
      rule: "`state` that contains data is protected",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§7.11",
      level: "MUST",
      rule: "The server's pages cannot be framed",
      tests: ["auth-server/http/pages › may not be framed, cached, sniffed or told of by Referer"],
    },
    {
      section: "§7.11",
      level: "SHOULD",
      rule: "… by Content-Security-Policy and more",
      tests: [
        "auth-server/http/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§7.11",
      level: "SHOULD",
      rule: "… except by origins that a client has named",
      departs: "nobody may frame them: `frame-ancestors 'none'`",
      tests: [
        "auth-server/http/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§7.12",
      level: "MUST",
      rule: "All input is treated as hostile",
      tests: [
        "auth-server/http/pages › Script in whatever a page repeats (escaped by construction)",
        "auth-server/http/pages-garbage › *",
        "auth-server/oauth/token-endpoint › never lead to a 5xx or a broken answer, whatever they are",
      ],
    },
    {
      section: "§7.13.1",
      level: "MUST NOT",
      rule: "The client is not an open redirector",
      notApplicable: "the client's duty",
    },
    {
      section: "§7.13.2",
      level: "MUST",
      rule: "Neither is the server, which signs the user in before it redirects",
      departs:
        "a faulty request of a known client goes back at once, to a redirect URI that an operator registered: no one else can",
      tests: [
        "auth-server/http/pages › Where a page leads on to (open redirects, RFC 9700 §4.11)",
        "auth-server/oauth/authorize › are pages where nobody is signed in, too, and never ask for a password first",
      ],
    },
    {
      section: "§7.13.2",
      level: "SHOULD",
      rule: "Redirects without a click go only to trusted redirect URIs",
      tests: ["auth-server/clients/redirect-uri › is not another client's"],
    },
    {
      section: "§7.14",
      level: "MUST",
      rule: "Between a proxy that terminates TLS and the API, the token stays confidential",
      notApplicable: "the operator's network",
    },
    {
      section: "§7.15",
      level: "MUST",
      rule: "A client of several servers remembers which one it asked, and sends the code there",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§7.15.1",
      level: "MUST",
      rule: "It compares `iss`, and stops if it differs",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§7.15.2",
      level: "MUST",
      rule: "Or it has a redirect URI for each server; only if there is no other way (SHOULD)",
      notApplicable: "the client compares `iss`",
    },
    {
      section: "§8.1",
      level: "MUST NOT",
      rule: "Native apps are not required to send a shared secret",
      tests: ["auth-server/clients/client-authentication › are who they say, by client_id alone"],
    },
    {
      section: "§8.1",
      level: "MUST",
      rule: "An app that has one anyway is treated as a public client",
      tests: ["auth-server/clients/client-authentication › may not send a secret"],
    },
    {
      section: "§8.1.1",
      level: "MUST",
      rule: "Native apps are registered as public clients, and the server keeps that",
      tests: ["auth-server/cli/cli › give a public client no secret"],
    },
    {
      section: "§8.2",
      level: "MUST",
      rule: "Native apps use the system's browser",
      notApplicable: "the client's duty",
    },
    {
      section: "§8.3",
      level: "RECOMMENDED",
      rule: "… in an in-app browser tab, if available",
      notApplicable: "the client's duty",
    },
    {
      section: "§8.4.1",
      level: "SHOULD",
      rule: "Native apps prefer https redirect URIs that they have claimed",
      notApplicable: "the client's choice",
    },
    {
      section: "§8.4.2",
      level: "MUST",
      rule: "Any port matches on a loopback address",
      tests: ["auth-server/clients/redirect-uri › match with any port, and the code comes to that one"],
    },
    {
      section: "§8.4.2",
      level: "NOT RECOMMENDED",
      rule: "A client uses the name `localhost`; if it does, any port matches, as for the addresses",
      tests: [
        "auth-server/clients/redirect-uri › match by the name localhost too, and nothing that only looks like it",
      ],
    },
    {
      section: "§8.4.2",
      level: "RECOMMENDED",
      rule: "The client listens on IPv4 and IPv6, whichever is available",
      notApplicable: "the client's duty; `packages/client` opens no port",
    },
    {
      section: "§8.4.3",
      level: "MUST",
      rule: "A private-use scheme is a reversed domain name",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§8.5.4",
      level: "SHOULD",
      rule: "The client opens its port only for the answer, on the loopback interface",
      notApplicable: "the client's duty; `packages/client` opens no port",
    },
  ],
};
