export default {
  title: "OAuth 2.1: draft-ietf-oauth-v2-1-16",
  url: "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1",
  rows: [
    {
      section: "§1.4",
      level: "MUST NOT",
      rule: "The client does not look into an access token",
      tests: ["client/sign-in › brings an access token to memory and the refresh token to the store"],
    },
    {
      section: "§1.4",
      level: "MUST",
      rule: "Access tokens are kept from everyone else",
      tests: [
        "auth-server/logs › holds no token, secret, password or header of any request, granted or refused",
        "resource-server/http › holds no token, no header, no query, no path as sent",
      ],
    },
    {
      section: "§1.4",
      level: "MUST",
      rule: "Nobody else can make, change or guess one",
      tests: ["auth-server/access-token › fails with any part exchanged", "verifier/corpus › *"],
    },
    {
      section: "§1.4.1",
      level: "MUST",
      rule: "The answer says the scope where it is another than asked for",
      tests: ["auth-server/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§1.4.1",
      level: "MUST",
      rule: "Without `scope` there is a default, or a refusal",
      tests: ["auth-server/scope › is by default all that the client may have at the resource"],
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
      rule: "References cannot be guessed",
      notApplicable: "access tokens are signed, no references",
    },
    {
      section: "§1.4.2",
      level: "MUST",
      rule: "Tokens that hold something cannot be changed",
      tests: ["verifier/access-token › signature (RFC 7515 §5.2)"],
    },
    {
      section: "§1.4.3",
      level: "SHOULD",
      rule: "Access tokens are bound to their sender",
      departs: "bearer tokens, of ten minutes; sender constraints are not built yet",
      tests: ["auth-server/access-token › is worth nothing once the clock has passed exp"],
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
      rule: "All addresses are https, but redirects to loopback; certificates are checked",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
        "resource-server/config › refuses an issuer whose keys would travel unprotected",
        "auth-server/redirect-uri › may not be %s",
      ],
    },
    {
      section: "§1.6",
      level: "MUST",
      rule: "Redirects are never 307",
      tests: [
        "auth-server/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§1.7.1",
      level: "MUST NOT",
      rule: "Nobody relies on the length of what others made",
      tests: ["auth-server/authorize › go through the login page and come back whole"],
    },
    {
      section: "§1.7.1",
      level: "SHOULD",
      rule: "Who makes values documents their length",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
        "auth-server/documented-values › are as long as it says: code, access token and refresh token",
      ],
    },
    {
      section: "§1.7.1",
      level: "SHOULD",
      rule: "Parameters may be as long as a request line of 8000 bytes holds",
      tests: ["auth-server/authorize › are refused, ignored or carried, and never break the server"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "Whoever registers a client says its type, its redirect URIs and what else the server asks for",
      tests: [
        "auth-server/cli-browser-apps › registers a browser app: redirect URIs, delivery by cookie and origins, each once",
        "auth-server/cli-browser-apps › refuses redirect URIs that are unsafe",
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
      rule: "What a client may do depends on how well it is known",
      tests: [
        "auth-server/client-credentials › is refused to a public client (§4.4: confidential clients only), and the database allows none",
        "auth-server/consent › is not asked for by the operator's own apps",
      ],
    },
    {
      section: "§2.1",
      level: "SHOULD NOT",
      rule: "One `client_id` is one type of client",
      tests: [
        "auth-server/client-authentication › may not send a secret",
        "auth-server/client-authentication › may not pass for one that has a secret",
      ],
    },
    {
      section: "§2.2",
      level: "MUST NOT",
      rule: "A `client_id` alone authenticates no client that has a secret",
      tests: ["auth-server/client-authentication › may not pass for one that has a secret"],
    },
    {
      section: "§2.2",
      level: "SHOULD",
      rule: "A `client_id` from elsewhere looks like no user",
      notApplicable: "the operator registers each client here",
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "A redirect URI is absolute; its query is kept",
      tests: [
        "auth-server/redirect-uri › may not be %s",
        "auth-server/redirect-uri › may be any of those registered, and the answer goes to that one",
      ],
    },
    {
      section: "§2.3",
      level: "MUST NOT",
      rule: "It has no fragment",
      tests: ["auth-server/redirect-uri › may not be %s"],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "Redirect URIs are registered whole",
      tests: [
        "auth-server/cli-browser-apps › leaves the last word to the database",
        "auth-server/redirect-uri › may not be %s",
      ],
    },
    {
      section: "§2.3.1",
      level: "MUST",
      rule: "… and compared exactly, but for the port on loopback addresses",
      tests: [
        "auth-server/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/redirect-uri › match in everything but the port",
      ],
    },
    {
      section: "§2.3.1",
      level: "SHOULD",
      rule: "Private-use schemes are domain names turned round, at least with a dot",
      tests: ["auth-server/redirect-uri › may not be %s"],
    },
    {
      section: "§2.3.1",
      level: "MUST NOT",
      rule: "The client is no open redirector",
      notApplicable: "the client's duty",
    },
    {
      section: "§2.3.2",
      level: "MUST",
      rule: "A client with several says in the request which one",
      tests: [
        "auth-server/authorize › needs no redirect_uri where one is registered, and needs it where there are two (§3.1.2.3)",
      ],
    },
    {
      section: "§2.3.3",
      level: "MUST",
      rule: "The client tells forged answers",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused where the verifier is another sign-in's",
      ],
    },
    {
      section: "§2.3.4",
      level: "MUST",
      rule: "A client of several servers sees to mix-ups, and takes answers of the one that it asked",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§2.3.5",
      level: "SHOULD",
      rule: "The user is told of a redirect URI that does not fit",
      tests: [
        "auth-server/authorize › are pages: a redirect URI that is not registered, whatever else is wrong",
      ],
    },
    {
      section: "§2.3.5",
      level: "MUST NOT",
      rule: "… and never sent there",
      tests: [
        "auth-server/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§2.3.6",
      level: "SHOULD NOT",
      rule: "The page behind the redirect URI holds no scripts of others",
      needs: "Chromium",
      tests: [
        "e2e/browser/sign-in › is all that works: no inline script runs in the app, and no page elsewhere is asked",
      ],
    },
    {
      section: "§2.3.6",
      level: "SHOULD",
      rule: "It takes the answer out of the address",
      needs: "Chromium",
      tests: ["e2e/browser/sign-in › leads to the notes, and the address holds nothing of the answer"],
    },
    {
      section: "§2.3.6",
      level: "MUST",
      rule: "Where it holds scripts of others, its own run first",
      notApplicable: "the client's duty; the browser app holds none of others",
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "Authentication counts where the secret was handed out in confidence",
      tests: ["auth-server/cli › show a secret once, and say so, to people"],
    },
    {
      section: "§2.4",
      level: "RECOMMENDED",
      rule: "Clients authenticate by keys",
      departs: "secrets of 256 random bits, of which the server keeps the hash; keys are not built yet",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "JWTs for that keep to what is new about `aud`",
      notApplicable: "no client authentication by JWT",
    },
    {
      section: "§2.4",
      level: "SHOULD",
      rule: "Who has no secret is known otherwise",
      tests: [
        "auth-server/redirect-uri › is not another client's",
        "auth-server/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "A request has one way of client authentication, not two",
      tests: ["auth-server/client-authentication › are refused, also where both say the same"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "Tokens of clients without one are worth less",
      tests: [
        "auth-server/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)",
        "auth-server/cookie-delivery › has to be one of the client's: otherwise nothing is used up, and no cookie is touched",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "What a client may do depends on how it was registered",
      tests: [
        "auth-server/client-credentials › is refused to a client that was not given it",
        "auth-server/scope › is no more than the client has, though the resource knows more",
      ],
    },
    {
      section: "§2.4.1",
      level: "MUST",
      rule: "Credentials are taken in the body",
      tests: ["auth-server/client-authentication › client_secret_post (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.4.1",
      level: "MUST NOT",
      rule: "… and never in the address",
      tests: ["auth-server/token-endpoint › take no parameters from the address (RFC 6749 §2.3.1)"],
    },
    {
      section: "§2.4.1",
      level: "MUST",
      rule: "A secret cannot be found by trying: 256 random bits",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§2.4.2",
      level: "MUST",
      rule: "Another way of authentication says how it leads to the `client_id`",
      notApplicable: "there is no other way",
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "The user signs in first",
      tests: ["auth-server/prompt › never shows a page: login_required where nobody is signed in"],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "The endpoint's address has no fragment; a query is kept",
      tests: [
        "auth-server/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "It takes GET",
      tests: ["auth-server/authorize › may come by GET and by POST (§3.1), and no other way"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "Unknown parameters are ignored, those without a value, too",
      tests: [
        "auth-server/authorize › counts a parameter without a value as not sent, and ignores unknown ones (§3.1)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "No parameter comes more than once",
      tests: ["auth-server/authorize › are pages: parameters twice, broken encoding, NUL"],
    },
    {
      section: "§3.1",
      level: "MUST",
      rule: "No redirect takes a password along",
      tests: [
        "auth-server/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§3.1",
      level: "MUST NOT",
      rule: "No CORS there",
      tests: [
        "auth-server/cors › of a page, or of what back ends call, allows nobody",
        "auth-server/cors › is no page, whatever the origin",
      ],
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "The token endpoint's address has no fragment",
      tests: [
        "auth-server/metadata › has the members that the RFC requires, and what the token endpoint really takes",
      ],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Token requests are POST",
      tests: ["auth-server/token-endpoint › are POST only: 405 with Allow for the others"],
    },
    {
      section: "§3.2",
      level: "MUST",
      rule: "Unknown parameters are ignored, those without a value, too",
      tests: [
        "auth-server/token-endpoint › are ignored where they are unknown",
        "auth-server/token-endpoint › count as absent without a value",
      ],
    },
    {
      section: "§3.2",
      level: "MUST NOT",
      rule: "No parameter comes more than once",
      tests: ["auth-server/token-endpoint › may each stand there once"],
    },
    {
      section: "§3.2.1",
      level: "MUST",
      rule: "Confidential clients authenticate",
      tests: ["auth-server/grants › wants the secret of a client that has one, and is not used up without"],
    },
    {
      section: "§3.2.2",
      level: "REQUIRED",
      rule: "`grant_type`, in a form of UTF-8",
      tests: [
        "auth-server/token-endpoint › name a grant type that there is",
        "auth-server/token-endpoint › are refused where they are not UTF-8: raw bytes, overlong forms, surrogates, Latin-1",
      ],
    },
    {
      section: "§3.2.2",
      level: "MUST",
      rule: "The server wants the secret of a client that has one, and checks it",
      tests: ["auth-server/grants › wants the secret of a client that has one, and is not used up without"],
    },
    {
      section: "§3.2.3",
      level: "REQUIRED",
      rule: "The answer is 200, JSON, with `access_token` and `token_type`",
      tests: ["auth-server/client-credentials › says how long the token lives and what scope it has (§5.1)"],
    },
    {
      section: "§3.2.3",
      level: "RECOMMENDED",
      rule: "… `expires_in` and `scope`",
      tests: ["auth-server/client-credentials › says how long the token lives and what scope it has (§5.1)"],
    },
    {
      section: "§3.2.3",
      level: "MUST NOT",
      rule: "The client relies on no token for all that time",
      tests: ["client/refresh › is refreshed, and the request repeated"],
    },
    {
      section: "§3.2.3",
      level: "SHOULD",
      rule: "Which clients get refresh tokens is decided",
      tests: [
        "auth-server/authorization-code › gives no refresh token to a client without that grant; its session ends with the access token",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "A refresh token is bound to scope and API that the user agreed to",
      tests: [
        "auth-server/authorization-code › carries the scope and resource of the authorization request, and no more at a refresh",
        "auth-server/resource-indicators › stay with the session: a refresh is for the resource of the sign-in (§2.2)",
      ],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "Answers with tokens say `Cache-Control: no-store`",
      tests: ["auth-server/client-credentials › says how long the token lives and what scope it has (§5.1)"],
    },
    {
      section: "§3.2.3",
      level: "MUST",
      rule: "The client ignores members that it does not know",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§3.2.4",
      level: "REQUIRED",
      rule: "A refusal has one code of the list, with status 400 where nothing else is said",
      tests: [
        "auth-server/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › gives each code its one status",
      ],
    },
    {
      section: "§3.2.4",
      level: "MUST",
      rule: "Wrong credentials in the header: 401 with `WWW-Authenticate`",
      tests: ["auth-server/client-authentication › refuses a wrong secret with a challenge"],
    },
    {
      section: "§3.2.4",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` keep to their characters",
      tests: [
        "auth-server/token-endpoint › of every kind of refusal have a page behind error_uri",
        "shared/errors › %s belongs to a known code and tells what to do",
      ],
    },
    {
      section: "§4.1.1",
      level: "REQUIRED",
      rule: "An authorization request has `response_type`, `client_id`, `code_challenge` and its method",
      tests: [
        "auth-server/authorize › are redirected with error, description, state and iss",
        "auth-server/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
        "auth-server/pkce › is S256: plain is refused, named or by being the RFC's default",
      ],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "A `response_type` that is missing or unknown is answered by an error",
      tests: ["auth-server/authorize › are redirected with error, description, state and iss"],
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
      rule: "The server has PKCE and enforces it, the client uses it",
      tests: ["auth-server/pkce › *", "client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.1.1",
      level: "SHOULD NOT",
      rule: "`state` and `scope` hold nothing confidential",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.1.1",
      level: "MUST",
      rule: "The redirect URI is compared as a string, with any port on loopback addresses",
      tests: [
        "auth-server/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/redirect-uri › match with any port, and the code comes to that one",
      ],
    },
    {
      section: "§4.1.2",
      level: "REQUIRED",
      rule: "The answer has `code`, `state` as it was sent, and `iss`",
      tests: [
        "auth-server/authorize › is answered with a code, state as it was sent and iss, by 303 and uncached",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "A code expires soon, after ten minutes at most",
      tests: ["auth-server/authorization-code › lives for 60 seconds"],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The client ignores parameters that it does not know",
      tests: ["client/sign-in › brings tokens, whatever else the answers hold"],
    },
    {
      section: "§4.1.2",
      level: "MUST",
      rule: "The challenge stays with the code",
      tests: [
        "auth-server/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
      ],
    },
    {
      section: "§4.1.2",
      level: "MUST NOT",
      rule: "… and is in no answer that others can read",
      tests: ["auth-server/authorize › is answered with a code, state as it was sent and iss"],
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
      rule: "Without a good redirect URI and client nobody is redirected",
      tests: ["auth-server/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)"],
    },
    {
      section: "§4.1.2.1",
      level: "SHOULD",
      rule: "… and the user told, with status 400",
      tests: ["auth-server/authorize › Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1)"],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "Both are checked before an error goes to the client",
      tests: [
        "auth-server/authorize › are pages: a redirect URI that is not registered, whatever else is wrong",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "Requests without a challenge are refused",
      tests: [
        "auth-server/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.1.2.1",
      level: "MUST",
      rule: "An unknown method is `invalid_request`, and told why (SHOULD)",
      tests: ["auth-server/pkce › is S256: plain is refused, named or by being the RFC's default"],
    },
    {
      section: "§4.1.2.1",
      level: "REQUIRED",
      rule: "Errors have one code of the list, `state` and `iss`",
      tests: ["auth-server/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§4.1.2.1",
      level: "MUST NOT",
      rule: "`error`, `error_description` and `error_uri` keep to their characters",
      tests: ["auth-server/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§4.1.3",
      level: "REQUIRED",
      rule: "A token request has `code`, `code_verifier`, and the `client_id` of a client without a secret",
      tests: [
        "auth-server/grants › wants its parameters",
        "auth-server/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code gives tokens once",
      tests: ["auth-server/code-reuse › have exactly one winner, over two replicas, all in flight together"],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A second valid use is refused, and SHOULD end what the first one opened",
      tests: [
        "auth-server/code-reuse › is refused and ends the session that the first opened, with every token after it",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code is for its client, and valid",
      tests: [
        "auth-server/authorization-code › is for the client that asked: injected into another client's request it is refused",
        "auth-server/authorization-code › that was made up, cut or is something else is unknown",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "The verifier is there and fits",
      tests: [
        "auth-server/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "A code without a challenge is refused: here each has one",
      tests: [
        "auth-server/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.2",
      level: "MUST",
      rule: "Client credentials are for confidential clients alone",
      tests: [
        "auth-server/client-credentials › is refused to a public client (§4.4: confidential clients only), and the database allows none",
      ],
    },
    {
      section: "§4.2.1",
      level: "MUST",
      rule: "… who authenticate",
      tests: ["auth-server/grants › wants the secret of a client that has one, and is not used up without"],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "Refresh tokens are kept from everyone else",
      tests: [
        "auth-server/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "auth-server/logs › holds no token, secret, password or header of any request, granted or refused",
      ],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "… and are bound to their client, which is checked",
      tests: ["auth-server/refresh-token-refusals › A refresh by another client (RFC 6749 §6)"],
    },
    {
      section: "§4.3",
      level: "SHOULD",
      rule: "Where the client cannot authenticate, they rotate or are bound to their sender",
      tests: [
        "auth-server/refresh-token-rotation › answers each refresh with a new access token and a new refresh token",
      ],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "Nobody else can make, change or guess one",
      tests: [
        "auth-server/refresh-token-codec › is refused with any single bit changed",
        "auth-server/refresh-token-codec › starts from 256 random bits",
      ],
    },
    {
      section: "§4.3.1",
      level: "REQUIRED",
      rule: "A refresh has the token",
      tests: [
        "auth-server/refresh-token-refusals › that is absent or empty is a request without a required parameter",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST NOT",
      rule: "It asks for no scope beyond what was granted",
      tests: [
        "auth-server/refresh-token-refusals › of scope is refused, does not use the token up, and leaves the grant as it was",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "Confidential clients authenticate",
      tests: ["auth-server/grants › wants the secret of a client that has one, and is not used up without"],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "The token is the client's, its grant still active, itself valid",
      tests: [
        "auth-server/refresh-token-refusals › is refused and audited under the client that asked, and the session lives on",
        "auth-server/refresh-token-refusals › A session that was revoked",
        "auth-server/refresh-token-refusals › A refresh token that the row does not know",
      ],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "Replay of a public client's refresh token is found out",
      tests: ["auth-server/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)"],
    },
    {
      section: "§4.3.1",
      level: "MUST",
      rule: "A token that names its grant cannot be changed",
      tests: ["auth-server/refresh-token-codec › is refused with any single bit changed"],
    },
    {
      section: "§4.3.2",
      level: "MUST",
      rule: "The client replaces the old one by the new one",
      tests: ["client/refresh › goes on with the stored refresh token"],
    },
    {
      section: "§4.3.3",
      level: "MUST",
      rule: "A new refresh token has the old one's scope",
      tests: [
        "auth-server/session-lifetimes › has only the scope that was asked for, for this one access token",
      ],
    },
    {
      section: "§4.3.3",
      level: "SHOULD",
      rule: "Refresh tokens expire unused",
      tests: ["auth-server/session-lifetimes › end it when it was idle for too long"],
    },
    {
      section: "§5",
      level: "MUST",
      rule: "The API checks that the token has not expired, and that its scope is enough",
      tests: [
        "verifier/access-token › claims (RFC 9068 §2.2, §4)",
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
      ],
    },
    {
      section: "§5.1",
      level: "MUST NOT",
      rule: "The client sends a token in one way only, and never in the query",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "The API does not take a token from the query",
      departs: "it looks for one there, and answers 400: whoever sends one should hear of it",
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
      rule: "The API takes it there, in any letter case of `Bearer`",
      tests: ["verifier/fastify › takes the scheme as %s"],
    },
    {
      section: "§5.1.2",
      level: "MUST NOT",
      rule: "The client sends no token in a form, but under conditions",
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
      rule: "The API checks expiry, audience, scope, and what it wants besides",
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
      rule: "A refusal for want of a good token has `WWW-Authenticate`",
      tests: [
        "verifier/fastify › says nothing of an error where there is no bearer token: %s",
        "auth-server/account-api › has to come, as a bearer token in the header",
        "auth-server/admin-authorization › wants a token",
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
      rule: "… each once, in its characters",
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
      rule: "A request without a token hears of no error",
      tests: [
        "verifier/fastify › says nothing of an error where there is no bearer token: %s",
        "auth-server/account-api › has to come, as a bearer token in the header",
        "auth-server/admin-authorization › wants a token",
      ],
    },
    {
      section: "§6.1",
      level: "MUST",
      rule: "New token types, parameters, grants, response types and error codes are registered, and keep to the grammar",
      notApplicable: "none of its own",
    },
    {
      section: "§7.1.1.2",
      level: "MUST",
      rule: "Tokens that the client may not read are encrypted",
      notApplicable: "an access token holds nothing that its client may not know",
    },
    {
      section: "§7.1.1.2",
      level: "MUST NOT",
      rule: "No token lies in a cookie that travels in the clear",
      tests: [
        "auth-server/cookie-delivery › is Secure, under __Host- and so for every path, for an https issuer",
      ],
    },
    {
      section: "§7.1.2",
      level: "RECOMMENDED",
      rule: "A token is for a certain scope",
      tests: ["auth-server/scope › is what was asked for, said in token and answer alike"],
    },
    {
      section: "§7.1.3.1",
      level: "MUST",
      rule: "The client gives a token to nobody but the API it is for",
      tests: ["client/fetch › where fetch sends no token"],
    },
    {
      section: "§7.1.3.2",
      level: "MUST",
      rule: "The client checks the API's certificate",
      notApplicable: "done by the platform's `fetch`, which `packages/client` never tells otherwise",
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
      rule: "Whoever keeps tokens in cookies sees to forged requests",
      tests: [
        "auth-server/cookie-delivery › has to be one of the client's: otherwise nothing is used up, and no cookie is touched",
      ],
    },
    {
      section: "§7.1.3.5",
      level: "SHOULD",
      rule: "Access tokens live shortly",
      tests: ["auth-server/config › have the documented defaults"],
    },
    {
      section: "§7.1.3.6",
      level: "SHOULD",
      rule: "… and are for certain APIs",
      tests: ["auth-server/access-token › aud is one resource, as a string"],
    },
    {
      section: "§7.1.3.7",
      level: "MUST NOT",
      rule: "… and never stand in a page's address",
      tests: [
        "client/fetch › keeps the request as it is, and adds the token",
        "verifier/fastify › refuses a token in the query, beside the header %j",
      ],
    },
    {
      section: "§7.1.4",
      level: "SHOULD",
      rule: "A token may do no more than is needed, at one API",
      tests: [
        "auth-server/scope › is no more than the client has, though the resource knows more",
        "auth-server/access-token › aud is one resource, as a string",
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
      rule: "The user signs in, and is told of client, scope and duration",
      tests: [
        "auth-server/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§7.3",
      level: "SHOULD NOT",
      rule: "A repeated request is not granted unasked to a client that nothing vouches for",
      departs: "for all but the operator's own apps (`--first-party`), which are never asked about",
      tests: [
        "auth-server/consent › is not asked for by the operator's own apps",
        "auth-server/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
      ],
    },
    {
      section: "§7.3.1",
      level: "SHOULD",
      rule: "… as if nobody had agreed before",
      tests: [
        "auth-server/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
        "auth-server/consent › lets its own request through, and no other: another port, scope, API, challenge, state or whatever else",
      ],
    },
    {
      section: "§7.3.2",
      level: "SHOULD",
      rule: "The client asks for the scope that it needs, and what is granted depends on the client",
      tests: [
        "client/sign-in › has what the client was told, and what this sign-in asks for",
        "auth-server/scope › is no more than the client has, though the resource knows more",
      ],
    },
    {
      section: "§7.4",
      level: "SHOULD NOT",
      rule: "No client chooses its `client_id`: the operator does",
      tests: [
        "auth-server/cli › says in words what is wrong with the options, and exits 2",
        "auth-server/access-token › for a client itself have no roles, no sid and no auth_time",
      ],
    },
    {
      section: "§7.4",
      level: "MUST",
      rule: "… or APIs can tell them apart",
      tests: ["auth-server/access-token › for a client itself have no roles, no sid and no auth_time"],
    },
    {
      section: "§7.5.1.1",
      level: "REQUIRED",
      rule: "PKCE, of every client",
      tests: [
        "auth-server/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§7.5.1.1",
      level: "MUST",
      rule: "Each sign-in has a challenge of its own, bound to where it began",
      tests: [
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
        "client/sign-in › serves once: the same address again is refused without a request",
      ],
    },
    {
      section: "§7.5.2",
      level: "SHOULD",
      rule: "Who leaves clients without S256 behind hands them longer refresh tokens",
      notApplicable: "there are none: plain was never taken",
    },
    {
      section: "§7.5.3",
      level: "SHOULD NOT",
      rule: "An invalid second use of a code ends nothing",
      tests: [
        "auth-server/code-reuse › ends nothing: another client, a wrong verifier, redirect URI or resource",
      ],
    },
    {
      section: "§7.5.4",
      level: "MUST NOT",
      rule: "No redirect after a password is a 307; it SHOULD be a 303",
      tests: [
        "auth-server/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§7.7",
      level: "MUST",
      rule: "Tokens, codes, passwords and secrets cannot be guessed",
      tests: [
        "auth-server/authorization-code › has 256 random bits, is stored as its hash, and stands nowhere in the database",
        "auth-server/refresh-token-codec › starts from 256 random bits",
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
      ],
    },
    {
      section: "§7.7",
      level: "MUST",
      rule: "What people choose is protected by other means",
      tests: ["auth-server/sign-in-limits › Wrong passwords in a row", "auth-server/guesses › *"],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Registration is controlled, and the scope of each client",
      tests: ["auth-server/scope › is no more than the client has, though the resource knows more"],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Developers are known before they get sensitive scope",
      notApplicable: "the operator registers each client",
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "The user sees client and scope in words; the client's developer, too",
      departs: "the developer is not shown: the operator registers each client",
      tests: [
        "auth-server/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§7.9",
      level: "SHOULD",
      rule: "Users see which clients they let in, and end that",
      tests: [
        "auth-server/consent › Consent that is withdrawn on the account page",
        "auth-server/account › shows each session: app, device, address, times, and first those of this device",
      ],
    },
    {
      section: "§7.10",
      level: "MUST",
      rule: "A client that relies on PKCE knows that the server has it; the server says so",
      tests: [
        "auth-server/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
        "client/sign-in › is refused with %s, and no code is sent",
      ],
    },
    {
      section: "§7.10",
      level: "MUST",
      rule: "`state` that carries something is protected",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§7.11",
      level: "MUST",
      rule: "The server's pages cannot be framed",
      tests: ["auth-server/pages › may not be framed, cached, sniffed or told of by Referer"],
    },
    {
      section: "§7.11",
      level: "SHOULD",
      rule: "… by Content-Security-Policy and more",
      tests: [
        "auth-server/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§7.11",
      level: "SHOULD",
      rule: "… but by origins that a client has named",
      departs: "by nobody: `frame-ancestors 'none'`",
      tests: [
        "auth-server/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§7.12",
      level: "MUST",
      rule: "Whatever comes in is taken for hostile",
      tests: [
        "auth-server/pages › Script in whatever a page repeats (escaped by construction)",
        "auth-server/pages-garbage › *",
        "auth-server/token-endpoint › never lead to a 5xx or a broken answer, whatever they are",
      ],
    },
    {
      section: "§7.13.1",
      level: "MUST NOT",
      rule: "The client is no open redirector",
      notApplicable: "the client's duty",
    },
    {
      section: "§7.13.2",
      level: "MUST",
      rule: "The server is none, and signs the user in before it redirects",
      departs:
        "a faulty request of a known client goes back at once, to a redirect URI that an operator registered: no one else can",
      tests: [
        "auth-server/pages › Where a page leads on to (open redirects, RFC 9700 §4.11)",
        "auth-server/authorize › are pages where nobody is signed in, too, and never ask for a password first",
      ],
    },
    {
      section: "§7.13.2",
      level: "SHOULD",
      rule: "Redirects without a click go to trusted redirect URIs alone",
      tests: ["auth-server/redirect-uri › is not another client's"],
    },
    {
      section: "§7.14",
      level: "MUST",
      rule: "Between a proxy that ends TLS and the API the token stays confidential",
      notApplicable: "the operator's network",
    },
    {
      section: "§7.15",
      level: "MUST",
      rule: "A client of several servers keeps which one it asked, and sends the code there",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§7.15.1",
      level: "MUST",
      rule: "It compares `iss`, and stops where it is another",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§7.15.2",
      level: "MUST",
      rule: "Or it has a redirect URI for each server; only where there is no other way (SHOULD)",
      notApplicable: "the client compares `iss`",
    },
    {
      section: "§8.1",
      level: "MUST NOT",
      rule: "Nobody wants a shared secret of a native app",
      tests: ["auth-server/client-authentication › are who they say, by client_id alone"],
    },
    {
      section: "§8.1",
      level: "MUST",
      rule: "An app that has one all the same is taken for a public client",
      tests: ["auth-server/client-authentication › may not send a secret"],
    },
    {
      section: "§8.1.1",
      level: "MUST",
      rule: "Native apps are registered as public clients, and the server keeps that",
      tests: ["auth-server/cli › give a public client no secret"],
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
      rule: "… in a tab of their own, where there is such",
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
      rule: "Any port is good on a loopback address",
      tests: ["auth-server/redirect-uri › match with any port, and the code comes to that one"],
    },
    {
      section: "§8.4.2",
      level: "NOT RECOMMENDED",
      rule: "A client uses the name `localhost`: one that does all the same has a free port like the addresses",
      tests: [
        "auth-server/redirect-uri › match by the name localhost too, and nothing that only looks like it",
      ],
    },
    {
      section: "§8.4.2",
      level: "RECOMMENDED",
      rule: "The client listens by IPv4 and IPv6, whichever there is",
      notApplicable: "the client's duty: `packages/client` does not listen",
    },
    {
      section: "§8.4.3",
      level: "MUST",
      rule: "A private-use scheme is a domain name turned round",
      tests: ["auth-server/redirect-uri › may not be %s"],
    },
    {
      section: "§8.5.4",
      level: "SHOULD",
      rule: "The client opens its port for the answer alone, on the loopback interface",
      notApplicable: "the client's duty: `packages/client` does not listen",
    },
  ],
};
