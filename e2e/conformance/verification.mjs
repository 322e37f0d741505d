export default {
  title: "Verification",
  about:
    "Access tokens are checked by the published keys alone; how other verifiers decide: [verifiers.md](verifiers.md).",
  rows: [
    {
      section: "figure 2",
      rule: "The loop, with a token that really expires",
      tests: ["e2e/loop › E, F: refuses the expired access token with the reason, RFC 6750 §3.1"],
    },
    {
      section: "figure 2",
      rule: "Clients written by others: oauth4webapi, openid-client",
      tests: ["e2e/loop › refreshes three times"],
    },
    {
      section: "keys",
      rule: "Refreshed before they expire",
      tests: ["verifier/key-store › fetches again by itself, and again"],
    },
    {
      section: "keys",
      rule: "Used up to a limit while stale, which a restart does not extend",
      tests: [
        "verifier/key-store › serves stale keys up to the bound, then answers 503 with Retry-After",
        "verifier/jwks-file › serves no longer for having been restarted: the stale bound counts from the fetch",
      ],
    },
    {
      section: "keys",
      rule: "Kept in `JWKS_FILE`, replaced atomically",
      tests: [
        "verifier/jwks-file › serves from what the process before it has saved",
        "verifier/jwks-file › is replaced in one step: whoever reads it meanwhile finds a whole set",
      ],
    },
    {
      section: "keys",
      rule: "One fetch in flight, a cooldown, a memory for unknown `kid`s",
      tests: [
        "verifier/key-store › has one fetch in flight, whoever asks",
        "verifier/key-store › cause at most one fetch per cooldown at a thousand a second, and are forgotten",
        "e2e/offline › makes one fetch at most of a thousand made-up kids",
      ],
    },
    {
      section: "keys",
      rule: "A bad answer or a redirect changes nothing",
      tests: [
        "verifier/key-store › a bad answer changes nothing",
        "verifier/key-store › a redirect, which is not followed",
      ],
    },
    {
      section: "offline",
      rule: "With the authorization server away, the API restarted and keys rotated, no valid token is refused",
      tests: [
        "e2e/offline › admits tokens that were seen, and tokens that were not",
        "e2e/offline › restarted meanwhile, serves on from its file",
        "e2e/offline › takes up the new key when the authorization server comes back and rotates",
        "e2e/outage › leaves the resource server verifying, also a token that it has not seen before",
      ],
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
      rule: "175 hostile and odd tokens, also compared with four verifiers written by others",
      tests: [
        "verifier/corpus › *",
        "verifier/comparison › is what docs/verifiers.md says",
        "verifier/comparison › says why wherever one decides otherwise",
      ],
    },
    {
      section: "Fetch (CORS)",
      rule: "Scripts of any origin may read metadata and refusals",
      tests: [
        "verifier/express › lets scripts of any origin read a refusal and its challenge",
        "resource-server/http › CORS of what nobody may forget",
      ],
    },
  ],
};
