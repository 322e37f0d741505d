export default {
  title: "Signing keys",
  rows: [
    {
      section: "keys",
      rule: "Staged, active, retired, gone, by the clock",
      tests: [
        "auth-server/key-life-cycle › *",
        "auth-server/signing-keys › over half a year, by two replicas at once, never breaks a token that lives",
      ],
    },
    {
      section: "keys",
      rule: "At most one active key",
      tests: [
        "auth-server/signing-keys › can never have two active keys: the database refuses the second",
        "e2e/process › %s: have one active key, and verify each other's tokens",
      ],
    },
    {
      section: "keys",
      rule: "The first one is staged at migration, never made in a request",
      tests: [
        "auth-server/signing-keys › is staged at migration and activated when a server starts",
        "auth-server/signing-keys › lacking, nothing is granted, no token used up and no session opened: 503 until it is there",
      ],
    },
    {
      section: "keys",
      rule: "Private keys rest encrypted",
      tests: ["auth-server/signing-key-encryption › Signing keys at rest"],
    },
    {
      section: "RFC 7638",
      rule: "`kid` is the key's thumbprint",
      tests: [
        "auth-server/signing-key-encryption › is RSA-2048 or longer for RS256, with its RFC 7638 thumbprint as kid",
      ],
    },
    {
      section: "RFC 7517",
      rule: "Published with public members only, with Cache-Control and ETag",
      tests: ["auth-server/jwks › *"],
    },
  ],
};
