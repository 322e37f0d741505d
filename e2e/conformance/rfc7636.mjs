export default {
  title: "RFC 7636: Proof Key for Code Exchange",
  url: "https://www.rfc-editor.org/rfc/rfc7636",
  rows: [
    {
      section: "§4.1",
      level: "SHOULD",
      rule: "The client's verifier cannot be guessed",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§4.1",
      level: "RECOMMENDED",
      rule: "… it is 32 random bytes in base64url",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§4.1",
      level: "REQUIRED",
      rule: "A verifier has 43 to 128 characters; that they are unreserved ones is the client's duty",
      tests: [
        "auth-server/codes/pkce › has 43 to 128 characters (§4.1), and else has a reason of its own",
        "auth-server/codes/pkce › may be of other characters than the RFC's, as some clients make it, where its hash fits",
      ],
    },
    {
      section: "§4.2",
      level: "MUST",
      rule: "The client uses S256",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§4.2",
      level: "MUST",
      rule: "The server supports S256",
      tests: ["auth-server/codes/pkce › fits the RFC's own example (Appendix B)"],
    },
    {
      section: "§4.3",
      level: "REQUIRED",
      rule: "The authorization request has `code_challenge`; without a method it would be plain, which is refused",
      tests: ["auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default"],
    },
    {
      section: "§4.4",
      level: "MUST",
      rule: "The server stores challenge and method with the code",
      tests: [
        "auth-server/codes/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
        "auth-server/oauth/authorization-code › of an attacker's own flow is refused in a victim's: the challenge is another (RFC 9700 §4.5)",
      ],
    },
    {
      section: "§4.4",
      level: "MUST NOT",
      rule: "… and shows the challenge to nobody else",
      tests: [
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss",
        "auth-server/oauth/authorize › is no code, state, challenge or hint in any log line",
      ],
    },
    {
      section: "§4.4.1",
      level: "MUST",
      rule: "A request without a challenge is refused: `invalid_request`",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.4.1",
      level: "SHOULD",
      rule: "… and the client is told why",
      tests: [
        "auth-server/codes/pkce › is demanded of every client, with a secret or without: PKCE cannot be left out (RFC 9700 §2.1.1)",
      ],
    },
    {
      section: "§4.4.1",
      level: "MUST",
      rule: "So is an unsupported method",
      tests: ["auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default"],
    },
    {
      section: "§4.4.1",
      level: "SHOULD",
      rule: "… and the client is told why",
      tests: ["auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default"],
    },
    {
      section: "§4.5",
      level: "REQUIRED",
      rule: "The token request has `code_verifier`",
      tests: [
        "auth-server/codes/pkce › has to come: a code alone buys nothing, with the client's secret either",
      ],
    },
    {
      section: "§4.6",
      level: "MUST",
      rule: "A verifier that does not match is `invalid_grant`",
      tests: [
        "auth-server/codes/pkce › has to be the one of the challenge: the challenge itself, another's or a cut one is refused",
        "auth-server/codes/pkce › that is wrong neither uses the code up nor ends anything",
      ],
    },
    {
      section: "§5",
      level: "SHOULD",
      rule: "The client sends the parameters to every server",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§7.1",
      level: "SHOULD",
      rule: "A verifier has 256 random bits",
      tests: ["client/sign-in › keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2)"],
    },
    {
      section: "§7.2",
      level: "MUST NOT",
      rule: "The client never goes back to plain",
      tests: ["client/sign-in › leaves out what nobody asked for"],
    },
    {
      section: "§7.2",
      level: "MUST",
      rule: "A plain challenge that travels inside the code is encrypted",
      notApplicable: "no plain; codes are references",
    },
    {
      section: "§7.2",
      level: "SHOULD NOT",
      rule: "Nobody uses plain",
      tests: [
        "auth-server/codes/pkce › is S256: plain is refused, named or by being the RFC's default",
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
  ],
};
