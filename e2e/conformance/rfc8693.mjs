export default {
  title: "RFC 8693: Token Exchange",
  url: "https://www.rfc-editor.org/rfc/rfc8693",
  rows: [
    {
      section: "§2.1",
      level: "REQUIRED",
      rule: "The request has `subject_token` and `subject_token_type`; access tokens are what can be exchanged",
      tests: ["token-exchange-7"],
    },
    {
      section: "§2.1",
      rule: "`resource` and `scope` say what the new token is for: another API, or less scope",
      tests: ["token-exchange-1", "token-exchange-4"],
    },
    {
      section: "§2.1",
      rule: "The client authenticates, and its policy says from which API to which it may exchange",
      tests: ["token-exchange-9", "token-exchange-8"],
    },
    {
      section: "§2.1",
      level: "MUST NOT",
      rule: "`actor_token_type` comes without `actor_token`",
      notApplicable: "actor tokens are refused: the client is the actor",
    },
    {
      section: "§2.2.1",
      level: "REQUIRED",
      rule: "The answer has `access_token`, `issued_token_type` and `token_type`",
      tests: ["token-exchange-1"],
    },
    {
      section: "§2.2.1",
      rule: "There is no refresh token, and the new token lives no longer than the old",
      tests: ["token-exchange-1", "token-exchange-2"],
    },
    {
      section: "§2.2.2",
      level: "MUST",
      rule: "A token that is invalid or unacceptable is `invalid_request`",
      tests: ["token-exchange-7", "token-exchange-3"],
    },
    {
      section: "§2.2.2",
      level: "SHOULD",
      rule: "A target that cannot be had is `invalid_target`",
      tests: ["token-exchange-7", "token-exchange-8"],
    },
    {
      section: "§4.1",
      rule: "`act` names who acts, the last one outermost, within limits",
      tests: ["token-exchange-1", "token-exchange-5"],
    },
    {
      section: "§5",
      rule: "A new token ends with the session of the old one",
      tests: ["token-exchange-3"],
    },
  ],
};
