export default {
  title: "OpenID Connect Discovery: 1.0",
  url: "https://openid.net/specs/openid-connect-discovery-1_0.html",
  rows: [
    {
      section: "§2",
      rule: "WebFinger finds a user's issuer",
      notApplicable: "clients know their issuer",
    },
    {
      section: "§3",
      level: "REQUIRED",
      rule: "`issuer`, `authorization_endpoint`, `token_endpoint`, `jwks_uri`, `response_types_supported`, `subject_types_supported`, `id_token_signing_alg_values_supported`",
      tests: ["discovery-2", "metadata-4"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "Endpoints are https",
      tests: ["discovery-3"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "The algorithms for ID tokens include RS256",
      tests: ["discovery-2"],
    },
    {
      section: "§3",
      level: "RECOMMENDED",
      rule: "`userinfo_endpoint`, `scopes_supported`, `claims_supported`",
      tests: ["discovery-2", "discovery-4"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "`scopes_supported` has `openid`",
      tests: ["discovery-4"],
    },
    {
      section: "§3",
      rule: "It says that `claims` is supported, and that `request` and `request_uri` are not",
      tests: ["discovery-2"],
    },
    {
      section: "§3",
      rule: "Languages are BCP 47 tags",
      tests: ["discovery-6"],
    },
    {
      section: "§3",
      rule: "No member is unregistered",
      tests: ["discovery-5"],
    },
    {
      section: "§3",
      level: "MUST",
      rule: "The JWK Set has public keys only, each with its `kid`",
      tests: ["discovery-7", "jwks-1"],
    },
    {
      section: "§4",
      level: "MUST",
      rule: "The document is at `/.well-known/openid-configuration`",
      tests: ["discovery-1"],
    },
    {
      section: "§4.1",
      level: "MUST",
      rule: "It is requested with GET",
      tests: ["discovery-1"],
    },
    {
      section: "§4.2",
      level: "MUST",
      rule: "The answer is 200, JSON, `application/json`; empty lists are omitted",
      tests: ["discovery-1", "discovery-5"],
    },
    {
      section: "§4.3",
      level: "MUST",
      rule: "`issuer` is the address that it was found at, and the `iss` of ID tokens",
      tests: ["discovery-2", "id-token-1"],
    },
  ],
};
