export default {
  title: "Verification",
  about:
    "Access tokens are checked by the published keys alone; how other verifiers decide: [verifiers.md](verifiers.md).",
  rows: [
    {
      section: "figure 2",
      rule: "The loop, with a token that really expires",
      tests: ["loop-1"],
    },
    {
      section: "figure 2",
      rule: "Clients written by others: oauth4webapi, openid-client",
      tests: ["loop-3"],
    },
    {
      section: "keys",
      rule: "Refreshed before they expire",
      tests: ["key-store-6"],
    },
    {
      section: "keys",
      rule: "Used up to a limit while stale, which a restart does not extend",
      tests: ["key-store-4", "jwks-file-2"],
    },
    {
      section: "keys",
      rule: "Kept in `JWKS_FILE`, replaced atomically",
      tests: ["jwks-file-1", "jwks-file-3"],
    },
    {
      section: "keys",
      rule: "One fetch in flight, a cooldown, a memory for unknown `kid`s",
      tests: ["key-store-1", "key-store-5", "offline-2"],
    },
    {
      section: "keys",
      rule: "A bad answer or a redirect changes nothing",
      tests: ["key-store-2", "key-store-3"],
    },
    {
      section: "algorithms",
      rule: "RS256 unless told otherwise; each key verifies with its own algorithm only (RFC 8725 §3.1)",
      tests: ["verifier-algorithms-1", "verifier-algorithms-2"],
    },
    {
      section: "DPoP",
      rule: "A bound token is good with a proof of its key for this request, once (RFC 9449 §4.3, §7.1)",
      tests: ["verifier-dpop-1", "verifier-dpop-4", "verifier-dpop-6"],
    },
    {
      section: "DPoP",
      rule: "It is no bearer token, and a bearer token is not it (RFC 9449 §7.2)",
      tests: ["verifier-dpop-2", "verifier-dpop-3", "verifier-dpop-5", "verifier-dpop-9"],
    },
    {
      section: "DPoP",
      rule: "A token bound in another way is refused (RFC 7800 §3.1)",
      tests: ["verifier-dpop-8"],
    },
    {
      section: "DPoP",
      rule: "`htu` is not compared with the Host header",
      tests: ["verifier-dpop-7"],
    },
    {
      section: "offline",
      rule: "With the authorization server away, the API restarted and keys rotated, no valid token is refused",
      tests: ["offline-1", "offline-3", "offline-4", "outage-3"],
    },
    {
      section: "cache",
      rule: "Limited in size; claims are checked each time; entries are dropped with their key",
      tests: ["verifier/token-cache › *"],
    },
    {
      section: "packages",
      rule: "Entry points without third-party dependencies; each README example runs",
      tests: ["verifier/exports › *", "verifier/readme › *"],
    },
    {
      section: "others",
      rule: "227 hostile and odd tokens, also compared with four verifiers written by others",
      tests: ["verifier/corpus › *", "comparison-3", "comparison-2"],
    },
    {
      section: "others",
      rule: "103 requests with good, odd and hostile DPoP proofs, also compared with two verifiers written by others",
      tests: ["verifier/proofs-corpus › *", "comparison-4"],
    },
    {
      section: "Fetch (CORS)",
      rule: "Scripts of any origin may read metadata and refusals",
      tests: ["express-8", "http-3"],
    },
  ],
};
