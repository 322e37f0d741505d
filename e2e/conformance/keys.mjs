export default {
  title: "Signing keys",
  rows: [
    {
      section: "keys",
      rule: "Staged, active, retired, deleted, by the clock",
      tests: [
        "auth-server/keys/key-life-cycle › *",
        "auth-server/keys/signing-keys-over-months › refuse no token that lives, have one active key, and each appears and goes when it should",
      ],
    },
    {
      section: "keys",
      rule: "Two simultaneous first starts make one key",
      tests: ["auth-server/keys/signing-keys-over-months › end with one active key, and both sign with it"],
    },
    {
      section: "keys",
      rule: "A key staged by hand is activated by the clock once every verifier has it",
      tests: [
        "auth-server/cli/keys › stages a key that the clock activates once every verifier has it, and says when",
      ],
    },
    {
      section: "keys",
      rule: "A leaked key leaves the key set at once, a fresh one signs, and sessions continue; how long it is still accepted, and where",
      tests: ["auth-server/keys/leaked-key › *"],
    },
    {
      section: "keys",
      rule: "No server uses a revoked key, even if it cannot decrypt the replacement",
      tests: [
        "auth-server/keys/signing-key-encryption › that was revoked neither signs nor is published, though the one in its place does not open",
      ],
    },
    {
      section: "keys",
      rule: "The server takes tokens of its own as long as their key is published, and asks nobody for others",
      tests: [
        "verifier/issuer › verify by the keys of the moment: a retired one counts as long as it is there, a revoked one no more",
        "verifier/issuer › make nobody fetch anything, whatever kid they name",
      ],
    },
    {
      section: "keys",
      rule: "At most one active key",
      tests: [
        "auth-server/keys/signing-keys › can never have two active keys: the database refuses the second",
        "e2e/process › %s: have one active key, and verify each other's tokens",
      ],
    },
    {
      section: "keys",
      rule: "The first key is staged by the migration, never created by a request",
      tests: [
        "auth-server/keys/signing-keys › is staged at migration and activated when a server starts",
        "auth-server/keys/signing-keys › lacking, nothing is granted, no token used up and no session opened: 503 until it is there",
      ],
    },
    {
      section: "keys",
      rule: "Private keys are stored encrypted",
      tests: ["auth-server/keys/signing-key-encryption › Signing keys at rest"],
    },
    {
      section: "RFC 7638",
      rule: "`kid` is the key's thumbprint",
      tests: [
        "auth-server/keys/signing-key-encryption › is RSA-2048 or longer for RS256, with its RFC 7638 thumbprint as kid",
      ],
    },
    {
      section: "RFC 7517",
      rule: "Published with public members only, with Cache-Control and ETag",
      tests: ["auth-server/keys/jwks › *"],
    },
  ],
};
