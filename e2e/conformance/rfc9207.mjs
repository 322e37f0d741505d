export default {
  title: "RFC 9207: Issuer Identification",
  url: "https://www.rfc-editor.org/rfc/rfc9207",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Each answer of the authorization endpoint has `iss`",
      tests: [
        "auth-server/authorize › is answered with a code, state as it was sent and iss",
        "auth-server/form-post › carries code, state and iss in a form to the redirect URI, in no address",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "… errors, too",
      tests: [
        "auth-server/authorize › are redirected with error, description, state and iss",
        "auth-server/form-post › carries refusals the same way, with iss (RFC 9207 §2)",
        "auth-server/consent › that is refused is access_denied with state and iss, and is not remembered",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "It is an https URL without query and fragment",
      tests: [
        "auth-server/config › take an issuer that is an https origin, or http on loopback, and nothing else",
      ],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "It is the metadata's `issuer`",
      tests: [
        "auth-server/metadata › names the issuer, letter for letter (§3.3)",
        "auth-server/authorize › is answered with a code, state as it was sent and iss",
      ],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "Metadata say that answers have it",
      tests: [
        "auth-server/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "The client compares it, as a string, with the issuer that it asked",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "… and refuses the answer where it is another",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "… and sends the code nowhere",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "An error without a check of `iss` is not the server's",
      tests: ["client/sign-in › is no error of the server's without its iss (RFC 9207 §2.4)"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "An answer without `iss` is refused where metadata promise it",
      tests: [
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§2.4",
      level: "SHOULD",
      rule: "An answer with `iss` is dropped where metadata do not promise it",
      departs: "it is compared all the same, and accepted where it fits",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
  ],
};
