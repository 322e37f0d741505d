export default {
  title: "RFC 9207: Issuer Identification",
  url: "https://www.rfc-editor.org/rfc/rfc9207",
  rows: [
    {
      section: "§2",
      level: "MUST",
      rule: "Every answer of the authorization endpoint has `iss`",
      tests: ["authorize-1", "form-post-1"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "… including errors",
      tests: ["authorize-12", "form-post-2", "consent-5"],
    },
    {
      section: "§2",
      level: "MUST",
      rule: "It is an https URL without query and fragment",
      tests: ["config-2"],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "It is the metadata's `issuer`",
      tests: ["metadata-2", "authorize-1"],
    },
    {
      section: "§2.3",
      level: "MUST",
      rule: "The metadata says that answers have it",
      tests: ["metadata-5"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "The client compares it, as a string, with the issuer it asked",
      tests: ["client-sign-in-7"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "… and rejects the answer if they differ",
      tests: ["client-sign-in-7"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "… and does not send the code anywhere",
      tests: ["client-sign-in-7"],
    },
    {
      section: "§2.4",
      level: "MUST NOT",
      rule: "The client trusts no error whose `iss` it has not checked",
      tests: ["client-sign-in-9"],
    },
    {
      section: "§2.4",
      level: "MUST",
      rule: "An answer without `iss` is rejected if the metadata promises it",
      tests: ["client-sign-in-8"],
    },
    {
      section: "§2.4",
      level: "SHOULD",
      rule: "An answer with `iss` is discarded if the metadata does not promise it",
      departs: "it is still compared, and accepted if it matches",
      tests: ["client-sign-in-7"],
    },
  ],
};
