export default {
  title: "OpenID Connect RP-Initiated Logout: 1.0",
  url: "https://openid.net/specs/openid-connect-rpinitiated-1_0.html",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "The endpoint takes GET and POST, from any site",
      tests: ["rp-logout-1", "rp-logout-9"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "An ID token is accepted though it has expired, or its session has ended",
      tests: ["rp-logout-6"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "The ID token is one that this server issued",
      tests: ["rp-logout-19", "rp-logout-20"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "If `client_id` is there, too, the ID token was issued to that client",
      tests: ["rp-logout-8"],
    },
    {
      section: "§2",
      rule: "`ui_locales` chooses the language; `logout_hint` is a wish",
      tests: ["rp-logout-14", "rp-logout-18"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "Without a valid ID token of who is signed in, the user is asked",
      tests: ["rp-logout-13", "rp-logout-14", "rp-logout-15", "rp-logout-25"],
    },
    {
      section: "§2",
      rule: "Only the user can answer: no other site, no prefetching browser",
      tests: ["rp-logout-24", "rp-logout-26", "rp-logout-27", "rp-logout-29"],
    },
    {
      section: "§2",
      rule: "The sign-in ends, with the sessions begun in it and the one of the ID token",
      tests: ["rp-logout-1", "rp-logout-7", "rp-logout-11", "rp-logout-30"],
    },
    {
      section: "§2",
      rule: "… except those with `offline_access`, which the page does not claim to end either",
      tests: ["rp-logout-7", "rp-logout-12", "rp-logout-16"],
    },
    {
      section: "§2",
      rule: "Sign-outs are in the audit, ID tokens in no log",
      tests: ["rp-logout-10"],
    },
    {
      section: "§2",
      level: "SHOULD",
      rule: "A client sends its newest ID token as the hint",
      tests: ["client-sign-out-1", "client-sign-out-2"],
    },
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "Discovery has `end_session_endpoint`",
      tests: ["discovery-2", "discovery-3"],
    },
    {
      section: "§3",
      level: "MUST NOT",
      rule: "No redirect to a URI that is not registered for the client, letter for letter",
      tests: ["rp-logout-21", "rp-logout-22", "rp-logout-23"],
    },
    {
      section: "§3",
      level: "MUST NOT",
      rule: "No redirect where neither an ID token nor `client_id` tells whose URI it is",
      tests: ["rp-logout-14", "rp-logout-17", "rp-logout-19"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "`state` comes back unchanged, if it was there",
      tests: ["rp-logout-1", "rp-logout-2", "rp-logout-4", "rp-logout-5"],
    },
    {
      section: "§3",
      rule: "Without a URI to return to, this server says that the user is signed out",
      tests: ["rp-logout-3"],
    },
    {
      section: "§3.1",
      level: "SHOULD",
      rule: "`post_logout_redirect_uris` are https, or a native app's",
      tests: ["openid-registration-5", "openid-registration-6"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "Where anything fails, nothing that depends on it is done: nobody is signed out by an erroneous request",
      tests: ["rp-logout-8", "rp-logout-21", "rp-logout-28"],
    },
  ],
};
