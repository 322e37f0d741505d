export default {
  title: "RFC 9207: Issuer Identification",
  url: "https://www.rfc-editor.org/rfc/rfc9207",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Every answer of the authorization endpoint has `iss`",
      tests: [
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss",
        "auth-server/oauth/form-post › carries code, state and iss in a form to the redirect URI, in no address",
      ],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "… including errors",
      tests: [
        "auth-server/oauth/authorize › are redirected with error, description, state and iss",
        "auth-server/oauth/form-post › carries refusals the same way, with iss (RFC 9207 §2)",
        "auth-server/consents/consent › that is refused is access_denied with state and iss, and is not remembered",
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
        "auth-server/oauth/metadata › names the issuer, letter for letter (§3.3)",
        "auth-server/oauth/authorize › is answered with a code, state as it was sent and iss",
      ],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "The metadata says that answers have it",
      tests: [
        "auth-server/oauth/metadata › says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3)",
      ],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "The client compares it, as a string, with the issuer it asked",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "… and rejects the answer if they differ",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "… and does not send the code anywhere",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "The client trusts no error whose `iss` it has not checked",
      tests: ["client/sign-in › is no error of the server's without its iss (RFC 9207 §2.4)"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "An answer without `iss` is rejected if the metadata promises it",
      tests: [
        "client/sign-in › is refused without iss, which the server's metadata promises (RFC 9207 §2.4)",
      ],
    },
    {
      section: "§2.4",
      level: "SHOULD",
      rule: "An answer with `iss` is discarded if the metadata does not promise it",
      departs: "it is still compared, and accepted if it matches",
      tests: ["client/sign-in › is refused with %s, and no code is sent"],
    },
  ],
};
