export default {
  title: "RFC 8252: OAuth 2.0 for Native Apps",
  url: "https://www.rfc-editor.org/rfc/rfc8252",
  rows: [
    {
      section: "§6",
      level: "MUST",
      rule: "Native apps use PKCE, and the server supports it",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
        "client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)",
      ],
    },
    {
      section: "§7",
      level: "MUST",
      rule: "The server accepts private-use schemes, https and loopback redirect URIs",
      tests: [
        "auth-server/clients/redirect-uri › may be %s",
        "auth-server/clients/redirect-uri › may be any of those registered, and the answer goes to that one",
      ],
    },
    {
      section: "§7.1",
      level: "MUST",
      rule: "A private-use scheme is a reversed domain name",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/cli/browser-apps › refuses redirect URIs that are unsafe",
      ],
    },
    {
      section: "§7.2",
      level: "SHOULD",
      rule: "Native apps prefer https redirect URIs that they have claimed",
      notApplicable: "the client's choice",
    },
    {
      section: "§7.3",
      level: "MUST",
      rule: "Any port matches on a loopback address",
      tests: [
        "auth-server/clients/redirect-uri › match with any port, and the code comes to that one",
        "auth-server/clients/redirect-uri › match by the name localhost too, and nothing that only looks like it",
      ],
    },
    {
      section: "§7.3",
      level: "RECOMMENDED",
      rule: "The client listens on IPv4 and IPv6, whichever is available",
      notApplicable: "the client's duty; `packages/client` opens no port",
    },
    {
      section: "§8.1",
      level: "SHOULD",
      rule: "Requests of native apps without PKCE are refused",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§8.2",
      level: "NOT RECOMMENDED",
      rule: "Native apps do not use the implicit grant",
      tests: ["auth-server/oauth/authorize › are redirected with error, description, state and iss"],
    },
    {
      section: "§8.3",
      level: "NOT RECOMMENDED",
      rule: "A client uses the name `localhost`; if it does, any port matches, as for the addresses",
      tests: [
        "auth-server/clients/redirect-uri › match by the name localhost too, and nothing that only looks like it",
      ],
    },
    {
      section: "§8.3",
      level: "SHOULD",
      rule: "The client opens its port only for the answer, on the loopback interface",
      notApplicable: "the client's duty; `packages/client` opens no port",
    },
    {
      section: "§8.4",
      level: "MUST",
      rule: "Native apps are registered as public clients, and the server keeps that",
      tests: ["auth-server/cli/cli › give a public client no secret"],
    },
    {
      section: "§8.4",
      level: "MUST",
      rule: "Redirect URIs are registered in full and compared exactly, except for the port on loopback addresses",
      tests: [
        "auth-server/clients/redirect-uri › is compared letter for letter: everything else is a page and no redirect",
        "auth-server/clients/redirect-uri › match in everything but the port",
      ],
    },
    {
      section: "§8.4",
      level: "SHOULD",
      rule: "Private-use schemes that are not domain names are refused, at least those without a dot, unless an operator allows them",
      tests: [
        "auth-server/clients/redirect-uri › may not be %s",
        "auth-server/clients/app-schemes › is refused without the operator's word, and the refusal says what the word is",
        "auth-server/clients/app-schemes › does not go with first-party clients, whose users are not asked",
        "auth-server/clients/app-schemes › is refused whatever the operator says, for the true reason: %s",
      ],
    },
    {
      section: "§8.5",
      level: "NOT RECOMMENDED",
      rule: "A secret shared by all copies of an app does not authenticate it",
      tests: ["auth-server/clients/client-authentication › are who they say, by client_id alone"],
    },
    {
      section: "§8.5",
      level: "MUST",
      rule: "An app that has one anyway is treated as a public client",
      tests: ["auth-server/clients/client-authentication › may not send a secret"],
    },
    {
      section: "§8.6",
      level: "SHOULD NOT",
      rule: "An app that others can impersonate gets nothing without asking",
      departs: "for all apps except the operator's own (`--first-party`), which need no consent",
      tests: [
        "auth-server/consents/consent › is not asked for by the operator's own apps",
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
      ],
    },
    {
      section: "§8.6",
      level: "SHOULD",
      rule: "… even if the user agreed a moment ago: consent covers one request",
      tests: [
        "auth-server/consents/consent › is asked for each time where nothing vouches for the app: its redirect URI is one that any app can have",
        "auth-server/consents/consent › lets its own request through, and no other: another port, scope, API, challenge, state or whatever else",
        "auth-server/consents/consent › serves once, of any number of requests at the same time, at whichever replica",
        "auth-server/consents/consent › holds for a minute, in this browser, while its user is signed in and has not taken it back",
      ],
    },
    {
      section: "§8.9",
      level: "RECOMMENDED",
      rule: "The client sends a `state` that cannot be guessed, and drops answers that do not have it",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › leaves out what nobody asked for",
      ],
    },
    {
      section: "§8.10",
      level: "REQUIRED",
      rule: "The client has a redirect URI for each server, and checks that answers come to that one",
      departs:
        "the client compares `iss` instead, as later standards recommend (RFC 9207, RFC 9700 §4.4.2.1)",
      tests: [
        "client/sign-in › is refused with %s, and no code is sent",
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§8.12",
      level: "MUST NOT",
      rule: "Native apps do not show the sign-in in an embedded view",
      notApplicable: "the client's duty",
    },
  ],
};
