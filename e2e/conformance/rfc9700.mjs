export default {
  title: "RFC 9700: Best Current Practice for OAuth 2.0 Security",
  url: "https://www.rfc-editor.org/rfc/rfc9700",
  rows: [
    {
      section: "§2.1",
      level: "MUST",
      rule: "Redirect URIs are compared exactly, except for the port on loopback addresses",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › match in everything but the port",
      ],
    },
    {
      section: "§2.1",
      level: "MUST NOT",
      rule: "The server is not an open redirector",
      tests: ["auth-server/http/pages › Where a page leads on to (open redirects, RFC 9700 §4.11)"],
    },
    {
      section: "§2.1",
      level: "MUST NOT",
      rule: "… nor is the client",
      notApplicable: "the client's duty: `packages/client` redirects to the authorization endpoint alone",
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "The client detects forged answers",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused where the verifier is another sign-in's",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "… by one-time values of `state`, if there is no PKCE",
      tests: ["client/sign-in › serves once: the same address again is refused without a request"],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "A client of several servers prevents mix-up attacks",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.1",
      level: "SHOULD",
      rule: "… by `iss`",
      tests: [
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§2.1",
      level: "MUST",
      rule: "No redirect forwards a password",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "The client prevents injected codes",
      tests: [
        "client/sign-in › is refused where the verifier is another sign-in's",
        "auth-server/oauth/authorization-code › of an attacker's own flow is refused in a victim's: the challenge is another (RFC 9700 §4.5)",
      ],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "Public clients use PKCE",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
      ],
    },
    {
      section: "§2.1.1",
      level: "RECOMMENDED",
      rule: "… and confidential ones",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "Each sign-in has its own challenge, bound to the browser or device where it began",
      tests: [
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
        "client/sign-in › serves once: the same address again is refused without a request",
      ],
    },
    {
      section: "§2.1.1",
      level: "SHOULD",
      rule: "The client uses a method that hides the verifier",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "The server supports PKCE",
      tests: ["auth-server/codes/pkce › *"],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "… enforces the verifier if there was a challenge",
      tests: [
        "auth-server/codes/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "… and lets nobody omit the challenge",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§2.1.1",
      level: "MUST",
      rule: "Clients can detect that the server supports PKCE",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§2.1.1",
      level: "RECOMMENDED",
      rule: "… by `code_challenge_methods_supported`",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§2.1.2",
      level: "SHOULD NOT",
      rule: "The implicit grant is not used",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§2.1.2",
      level: "SHOULD",
      rule: "The client uses `code`",
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "§2.2.1",
      level: "SHOULD",
      rule: "Access tokens are sender-constrained (DPoP, mutual TLS)",
      departs: "bearer tokens that last ten minutes; sender constraints are not supported yet",
      tests: [
        "auth-server/config › have the documented defaults",
        "auth-server/tokens/access-token › is worth nothing once the clock has passed exp",
      ],
    },
    {
      section: "§2.2.2",
      level: "MUST",
      rule: "Refresh tokens of public clients rotate, or are sender-constrained",
      tests: [
        "auth-server/sessions/refresh-token-rotation › answers each refresh with a new access token and a new refresh token",
        "auth-server/sessions/refresh-token-reuse › refuses every older generation, however old: no history is needed to know it",
      ],
    },
    {
      section: "§2.3",
      level: "SHOULD",
      rule: "A token allows no more than is needed",
      tests: [
        "auth-server/oauth/scope › is what was asked for, said in token and answer alike",
        "auth-server/sessions/session-lifetimes › has only the scope that was asked for, for this one access token",
      ],
    },
    {
      section: "§2.3",
      level: "SHOULD",
      rule: "… at one API",
      tests: ["auth-server/tokens/access-token › aud is one resource, as a string"],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "The API refuses tokens for others",
      tests: ["verifier/access-token › refuses aud %j"],
    },
    {
      section: "§2.3",
      level: "SHOULD",
      rule: "Tokens are limited to certain actions",
      tests: [
        "verifier/fastify › answers 403 insufficient_scope with all the scope that is needed",
        "verifier/fastify › does not take one scope for the start of another",
      ],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "The password grant is not used",
      departs: "off, unless an operator enables it for a client of their own",
      tests: [
        "auth-server/oauth/password-grant › is off for a client that was not given it",
        "auth-server/oauth/password-grant › is for first-party clients: the database takes no other with it",
        "auth-server/oauth/password-grant › is refused to a third party even where someone has edited that rule away",
        "dev-stack/stack › gives no demo client the password grant, which nobody may use (RFC 9700 §2.4)",
        "dev-stack/stack › begins with a code and PKCE: the login form, the consent form, each time",
      ],
    },
    {
      section: "§2.5",
      level: "SHOULD",
      rule: "Clients that can keep a secret authenticate",
      tests: ["auth-server/clients/client-authentication › may not pass for one that has a secret"],
    },
    {
      section: "§2.5",
      level: "RECOMMENDED",
      rule: "… with an asymmetric key",
      departs: "secrets of 256 random bits, stored as hashes; keys are not supported yet",
      tests: [
        "auth-server/documented-values › are as long as it says: client_id and client_secret, of 256 random bits",
        "auth-server/sessions/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
      ],
    },
    {
      section: "§2.6",
      level: "RECOMMENDED",
      rule: "The server publishes its metadata, and the client uses it",
      tests: [
        "auth-server/oauth/metadata › *",
        "client/sign-in › has what the client was told, and what this sign-in asks for",
      ],
    },
    {
      section: "§2.6",
      level: "SHOULD NOT",
      rule: "Clients do not choose their `client_id`, the operator does; APIs can tell their tokens from a user's",
      tests: [
        "auth-server/cli/cli › says in words what is wrong with the options, and exits 2",
        "auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time",
      ],
    },
    {
      section: "§2.6",
      level: "RECOMMENDED",
      rule: "TLS reaches from the client to the API",
      notApplicable: "the operator's network",
    },
    {
      section: "§2.6",
      level: "MUST NOT",
      rule: "Answers to authorization requests never travel unencrypted",
      tests: ["auth-server/clients/redirect-uri › may not be %s"],
    },
    {
      section: "§2.6",
      level: "MUST NOT",
      rule: "No http redirect URIs except on loopback",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/cli/browser-apps › refuses redirect URIs that are unsafe",
      ],
    },
    {
      section: "§2.6",
      level: "MUST",
      rule: "Messages between windows are checked on both sides",
      notApplicable: "no answers by postMessage",
    },
    {
      section: "§2.6",
      level: "MUST NOT",
      rule: "No CORS at the authorization endpoint",
      tests: [
        "auth-server/http/cors › of a page, or of what back ends call, allows nobody",
        "auth-server/http/cors › is no page, whatever the origin",
      ],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "Implementers consider all attackers in their environment",
      notApplicable: "advice to implementers",
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "Redirect URIs are compared as strings",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§4.1.3",
      level: "MUST",
      rule: "… with any port on loopback addresses",
      tests: ["auth-server/clients/redirect-uri › match with any port, and the code comes to that one"],
    },
    {
      section: "§4.1.3",
      level: "MUST NOT",
      rule: "Servers at redirect URIs are not open redirectors",
      notApplicable: "the client's duty",
    },
    {
      section: "§4.1.3",
      level: "SHOULD",
      rule: "The client uses `code`",
      tests: ["client/sign-in › has what the client was told, and what this sign-in asks for"],
    },
    {
      section: "§4.2.4",
      level: "SHOULD NOT",
      rule: "The server's pages contain no third-party resources and no external links",
      tests: [
        "auth-server/http/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
        "auth-server/http/pages › may not be framed, cached, sniffed or told of by Referer",
      ],
    },
    {
      section: "§4.2.4",
      level: "SHOULD NOT",
      rule: "… nor does the client's page at the redirect URI",
      needs: "Chromium",
      tests: [
        "e2e/browser/sign-in › is all that works: no inline script runs in the app, and no page elsewhere is asked",
      ],
    },
    {
      section: "§4.2.4",
      level: "MUST",
      rule: "A code is invalid after its first use",
      tests: [
        "auth-server/codes/code-reuse › have exactly one winner, over two replicas, all in flight together",
      ],
    },
    {
      section: "§4.2.4",
      level: "SHOULD",
      rule: "A second use ends what the first one opened",
      tests: [
        "auth-server/codes/code-reuse › is refused and ends the session that the first opened, with every token after it",
      ],
    },
    {
      section: "§4.2.4",
      level: "SHOULD",
      rule: "`state` is invalid after its first use",
      tests: ["client/sign-in › serves once: the same address again is refused without a request"],
    },
    {
      section: "§4.3.2",
      level: "MUST NOT",
      rule: "The client passes no token in the query",
      tests: ["client/fetch › keeps the request as it is, and adds the token"],
    },
    {
      section: "§4.4.2",
      level: "MUST",
      rule: "A client of several servers prevents mix-up attacks",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§4.4.2",
      level: "MUST",
      rule: "… and remembers for each request which server it went to",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§4.4.2.1",
      level: "MUST",
      rule: "It compares `iss` with that",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§4.4.2.1",
      level: "MUST",
      rule: "… and stops if they differ",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§4.4.2.2",
      level: "MUST",
      rule: "Or it has a redirect URI for each server, and checks which one was used",
      notApplicable: "the client compares `iss`",
    },
    {
      section: "§4.4.2.2",
      level: "SHOULD",
      rule: "… only if there is no other way",
      notApplicable: "the client compares `iss`",
    },
    {
      section: "§4.5.3.2",
      level: "MUST",
      rule: "Or it checks the `nonce` of an ID token before it uses any token",
      notApplicable: "no ID tokens (OpenID Connect)",
    },
    {
      section: "§4.7.1",
      level: "MUST",
      rule: "A client that relies on PKCE knows that the server supports it",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§4.7.1",
      level: "MUST",
      rule: "`state` that contains data is protected",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§4.7.1",
      level: "MUST",
      rule: "Clients can detect that the server supports PKCE",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§4.7.1",
      level: "RECOMMENDED",
      rule: "… by its metadata",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§4.8.2",
      level: "MUST",
      rule: "The server records with the code whether there was a challenge",
      tests: [
        "auth-server/codes/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "§4.8.2",
      level: "MUST",
      rule: "A verifier without a challenge is refused: here each code has one",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.9.3",
      level: "SHOULD",
      rule: "Access tokens are sender-constrained",
      departs: "bearer tokens that last ten minutes; sender constraints are not supported yet",
      tests: ["auth-server/tokens/access-token › is worth nothing once the clock has passed exp"],
    },
    {
      section: "§4.9.3",
      level: "SHOULD",
      rule: "… and to one API",
      tests: [
        "auth-server/tokens/access-token › aud is one resource, as a string",
        "verifier/access-token › refuses aud %j",
      ],
    },
    {
      section: "§4.9.3",
      level: "MUST",
      rule: "The API neither stores nor forwards tokens in plain text",
      tests: [
        "resource-server/http › holds no token, no header, no query, no path as sent",
        "verifier/access-token › echoes nothing of the token in its description",
      ],
    },
    {
      section: "§4.10",
      level: "SHOULD",
      rule: "Access tokens are sender-constrained and limited to one API",
      departs: "limited to one API, but not sender-constrained",
      tests: ["auth-server/tokens/access-token › aud is one resource, as a string"],
    },
    {
      section: "§4.11.1",
      level: "MUST NOT",
      rule: "The client is not an open redirector",
      notApplicable: "the client's duty",
    },
    {
      section: "§4.11.2",
      level: "MUST",
      rule: "Neither is the server",
      tests: [
        "auth-server/http/pages › Where a page leads on to (open redirects, RFC 9700 §4.11)",
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
      ],
    },
    {
      section: "§4.11.2",
      level: "MUST",
      rule: "The user signs in before any redirect except with `prompt=none`",
      departs:
        "a faulty request of a known client goes back at once, to a redirect URI that an operator registered: no one else can",
      tests: [
        "auth-server/oauth/authorize › are pages where nobody is signed in, too, and never ask for a password first",
        "auth-server/oauth/prompt › never shows a page: login_required where nobody is signed in",
      ],
    },
    {
      section: "§4.11.2",
      level: "SHOULD",
      rule: "Redirects without a click go only to trusted redirect URIs",
      tests: [
        "auth-server/clients/redirect-uri › is not another client's",
        "auth-server/consents/consent › is asked of the user by name of app and API, scope in words, duration and destination",
      ],
    },
    {
      section: "§4.12",
      level: "MUST NOT",
      rule: "No redirect after a password is a 307",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
      ],
    },
    {
      section: "§4.12",
      level: "SHOULD",
      rule: "… it is a 303",
      tests: [
        "auth-server/users/sign-in › is answered by 303, so that no browser sends the password on (RFC 9700 §4.12)",
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss, by 303 and uncached",
      ],
    },
    {
      section: "§4.13",
      level: "MUST",
      rule: "A proxy removes security headers sent by others; the server trusts only its own proxies",
      tests: [
        "auth-server/http/client-address › is not taken from X-Forwarded-For of an address that is no trusted proxy",
        "auth-server/oauth/metadata › says nothing that depends on the request: host and forwarded headers do not count",
      ],
    },
    {
      section: "§4.13",
      level: "MUST",
      rule: "The connection between proxy and server is protected",
      notApplicable: "the operator's network",
    },
    {
      section: "§4.14.2",
      level: "MUST",
      rule: "The server decides which clients get refresh tokens",
      tests: [
        "auth-server/oauth/authorization-code › gives no refresh token to a client without that grant; its session ends with the access token",
      ],
    },
    {
      section: "§4.14.2",
      level: "MUST",
      rule: "A refresh token is bound to the scope and API that the user agreed to",
      tests: [
        "auth-server/oauth/authorization-code › carries the scope and resource of the authorization request, and no more at a refresh",
        "auth-server/resources/resource-indicators › stay with the session: a refresh is for the resource of the sign-in (§2.2)",
      ],
    },
    {
      section: "§4.14.2",
      level: "MUST",
      rule: "Replay of a public client's refresh token is detected",
      tests: [
        "auth-server/sessions/refresh-token-reuse › Refresh token reuse (RFC 9700 §4.14.2)",
        "e2e/refresh-race › takes the parent for a stolen copy once the successor was used, and ends the session",
        "auth-server/sessions/thief-model › Whatever owner, thief and database do",
      ],
    },
    {
      section: "§4.14.2",
      level: "MUST",
      rule: "A token that identifies its grant cannot be modified",
      tests: ["auth-server/sessions/refresh-token-codec.pure › is refused with any single bit changed"],
    },
    {
      section: "§4.14.2",
      level: "SHOULD",
      rule: "Unused refresh tokens expire",
      tests: ["auth-server/sessions/session-lifetimes › end it when it was idle for too long"],
    },
    {
      section: "§4.15.1",
      level: "SHOULD NOT",
      rule: "Clients do not choose their `client_id`; the operator does",
      tests: [
        "auth-server/cli/cli › says in words what is wrong with the options, and exits 2",
        "auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time",
      ],
    },
    {
      section: "§4.15.1",
      level: "MUST",
      rule: "… or APIs can tell them apart: a user's token has `roles`, `sid` and `auth_time`",
      tests: ["auth-server/tokens/access-token › for a client itself have no roles, no sid and no auth_time"],
    },
    {
      section: "§4.16",
      level: "MUST",
      rule: "The server's pages cannot be framed",
      tests: ["auth-server/http/pages › may not be framed, cached, sniffed or told of by Referer"],
    },
    {
      section: "§4.16",
      level: "SHOULD",
      rule: "… by Content-Security-Policy",
      tests: [
        "auth-server/http/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§4.16",
      level: "SHOULD",
      rule: "… except by origins that a client has named",
      departs: "nobody may frame them: `frame-ancestors 'none'`",
      tests: [
        "auth-server/http/pages › allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only",
      ],
    },
    {
      section: "§4.16",
      level: "SHOULD",
      rule: "… and, for older browsers, by X-Frame-Options",
      tests: [
        "auth-server/http/pages › may not be framed, cached, sniffed or told of by Referer",
        "auth-server/http/error-pages › say nosniff, no referrer and no framing to older browsers, too",
      ],
    },
    {
      section: "§4.17.2",
      level: "MUST",
      rule: "Messages between windows are sent to and accepted from exact origins",
      notApplicable: "no answers by postMessage",
    },
  ],
};
