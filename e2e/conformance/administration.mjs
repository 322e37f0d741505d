export default {
  title: "Administration",
  rows: [
    {
      section: "access",
      rule: "A token, for this server, with the scope; with a user, the role `admin` too",
      tests: ["auth-server/admin/authorization › *"],
    },
    {
      section: "change",
      rule: "A change requires If-Match: 428 without it (RFC 6585 §3)",
      tests: ["admin-clients-1"],
    },
    {
      section: "change",
      rule: "Of two simultaneous changes, one gets 412 and changes nothing (RFC 9110 §13.1.1)",
      tests: ["admin-clients-2", "admin-users-1", "admin-resources-1"],
    },
    {
      section: "read",
      rule: "If-None-Match is answered 304 (RFC 9110 §13.1.2)",
      tests: ["admin-clients-3"],
    },
    {
      section: "errors",
      rule: "Problem details for every refusal (RFC 9457)",
      tests: ["auth-server/admin/problems › *"],
    },
    {
      section: "secrets",
      rule: "Two at most; the older one ends with the next rotation",
      tests: ["admin-clients-4"],
    },
    {
      section: "disable",
      rule: "A disabled client is refused at once",
      tests: ["admin-clients-5"],
    },
    {
      section: "disable",
      rule: "A disabled user is locked out at once; all sessions, sign-ins and codes end; if that fails midway, the user stays disabled",
      tests: [
        "admin-users-2",
        "many-sessions-2",
        "many-sessions-4",
        "auth-server/sessions/races › has none afterwards where the user is disabled, and enabled again meanwhile",
      ],
    },
    {
      section: "delete",
      rule: "A deleted user, client or resource goes with its sessions, codes and consents; nothing issued for it works afterwards",
      tests: ["deletion-1", "deletion-2", "deletion-4", "deletion-7", "deletion-8"],
    },
    {
      section: "delete",
      rule: "Requests under way while their client is deleted end in a clean refusal",
      tests: ["deletion-5", "deletion-6", "deletion-3"],
    },
    {
      section: "document",
      rule: "The OpenAPI document is valid and accurate",
      tests: ["auth-server/admin/openapi › *"],
    },
  ],
};
