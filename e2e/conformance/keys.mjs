export default {
  title: "Signing keys",
  rows: [
    {
      section: "keys",
      rule: "Staged, active, retired, deleted, by the clock",
      tests: ["auth-server/keys/key-life-cycle › *", "signing-keys-over-months-1"],
    },
    {
      section: "keys",
      rule: "Two simultaneous first starts make one key",
      tests: ["signing-keys-over-months-2"],
    },
    {
      section: "keys",
      rule: "A key staged by hand is activated by the clock once every verifier has it",
      tests: ["cli-keys-1"],
    },
    {
      section: "keys",
      rule: "A leaked key leaves the key set at once, a fresh one signs, and sessions continue; how long it is still accepted, and where",
      tests: ["auth-server/keys/leaked-key › *"],
    },
    {
      section: "keys",
      rule: "No server uses a revoked key, even if it cannot decrypt the replacement",
      tests: ["signing-key-encryption-3"],
    },
    {
      section: "keys",
      rule: "The server takes tokens of its own as long as their key is published, and asks nobody for others",
      tests: ["issuer-1", "issuer-2"],
    },
    {
      section: "keys",
      rule: "At most one active key of each algorithm",
      tests: ["signing-keys-3", "process-1"],
    },
    {
      section: "keys",
      rule: "An algorithm that an API or a client has chosen gets a key, which signs once every verifier has it; until then RS256 signs in its place, save where that is forbidden",
      tests: ["auth-server/keys/algorithms › *", "auth-server/keys/algorithms.pure › *"],
    },
    {
      section: "keys",
      rule: "The first key is staged by the migration, never created by a request",
      tests: ["signing-keys-1", "signing-keys-2"],
    },
    {
      section: "keys",
      rule: "Private keys are stored encrypted",
      tests: ["signing-key-encryption-1"],
    },
    {
      section: "RFC 7638",
      rule: "`kid` is the key's thumbprint",
      tests: ["signing-key-encryption-2"],
    },
    {
      section: "RFC 7517",
      rule: "Published with public members only, with Cache-Control and ETag",
      tests: ["auth-server/keys/jwks › *"],
    },
  ],
};
