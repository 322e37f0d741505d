export default {
  title: "Token Status List (draft-21)",
  url: "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-21",
  rows: [
    {
      section: "§4",
      level: "MUST",
      rule: "Bits stand lowest first, compressed by zlib, for readers of any program",
      tests: ["status-lists-3", "status-lists-5", "verifier-revocation-14", "verifier-revocation-15"],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "A list is a `statuslist+jwt` with `sub`, `iat` and `status_list`, signed by a published key",
      tests: ["status-lists-4"],
    },
    {
      section: "§5.1",
      level: "MUST",
      rule: "… and one that is anything else changes nothing at the verifier",
      tests: ["verifier-revocation-8"],
    },
    {
      section: "§6.2",
      level: "REQUIRED",
      rule: "A token names its list and its place there, one for the whole life of its session",
      tests: ["status-lists-8", "status-lists-9"],
    },
    {
      section: "§7",
      rule: "What is revoked is 1; what has merely expired is not",
      tests: ["status-lists-10", "status-lists-11"],
    },
    {
      section: "§8.1",
      level: "SHOULD",
      rule: "Lists are compressed on the way, and not sent again while they have not changed",
      tests: ["status-lists-6", "verifier-revocation-5"],
    },
    {
      section: "§8.3",
      level: "MUST",
      rule: "A token is verified first, and its list is looked for only then, where its issuer has them",
      tests: ["verifier-revocation-12", "verifier-revocation-10"],
    },
    {
      section: "§8.3",
      level: "MUST",
      rule: "A place beyond the end of its list is refused",
      tests: ["verifier-revocation-11"],
    },
    {
      section: "§8.3",
      level: "MUST",
      rule: "A token whose status is not valid is refused",
      tests: ["verifier-revocation-1"],
    },
    {
      section: "§9",
      rule: "All lists are listed",
      tests: ["status-lists-7"],
    },
    {
      section: "§11",
      rule: "An older list does not replace a newer one, and an old one is outlived or refused as configured",
      tests: ["verifier-revocation-9", "verifier-revocation-6", "verifier-revocation-7"],
    },
    {
      section: "§12.5",
      level: "SHOULD",
      rule: "Places do not show the order in which tokens were issued",
      tests: ["status-lists-2"],
    },
    {
      section: "§13.2",
      level: "MUST",
      rule: "No place is given twice",
      tests: ["status-lists-13"],
    },
    {
      section: "§13.7",
      level: "SHOULD",
      rule: "Verifiers ask as often as `ttl` says, and no request waits for that",
      tests: ["verifier-revocation-4", "verifier-revocation-2"],
    },
  ],
};
