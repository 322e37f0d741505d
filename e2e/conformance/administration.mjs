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
      tests: ["auth-server/admin/clients › need If-Match to change what there is"],
    },
    {
      section: "change",
      rule: "Of two simultaneous changes, one gets 412 and changes nothing (RFC 9110 §13.1.1)",
      tests: [
        "auth-server/admin/clients › do not undo each other's change: of two in flight one gets 412",
        "auth-server/admin/users › keeps one of two changes at once: the other gets 412",
        "auth-server/admin/resources › keeps one of two changes at once: the other gets 412",
      ],
    },
    {
      section: "read",
      rule: "If-None-Match is answered 304 (RFC 9110 §13.1.2)",
      tests: ["auth-server/admin/clients › are told 304 of what they have"],
    },
    {
      section: "errors",
      rule: "Problem details for every refusal (RFC 9457)",
      tests: ["auth-server/admin/problems › *"],
    },
    {
      section: "secrets",
      rule: "Two at most; the older one ends with the next rotation",
      tests: ["auth-server/admin/clients › are two after a rotation, and the oldest goes with the next one"],
    },
    {
      section: "disable",
      rule: "A disabled client is refused at once",
      tests: ["auth-server/admin/clients › is refused at once: its sessions have ended, and it gets no more"],
    },
    {
      section: "disable",
      rule: "A disabled user is locked out at once; all sessions, sign-ins and codes end; if that fails midway, the user stays disabled",
      tests: [
        "auth-server/admin/users › is out at once: signing in, sessions, sign-ins and codes",
        "auth-server/sessions/many-sessions › where the user is disabled, by the command line",
        "auth-server/sessions/many-sessions › stays so where the sessions cannot be ended, and a second call ends them",
        "auth-server/sessions/races › has none afterwards where the user is disabled, and enabled again meanwhile",
      ],
    },
    {
      section: "delete",
      rule: "A deleted user, client or resource goes with its sessions, codes and consents; nothing issued for it works afterwards",
      tests: [
        "auth-server/deletion/deletion › is gone with sessions, codes, sign-ins and consents, all counted before",
        "auth-server/deletion/deletion › gets nothing any more, and its tokens are inactive",
        "auth-server/deletion/deletion › is taken from its clients, with the sessions, codes and consents for it and no others",
        "auth-server/deletion/deletion › go with their client",
      ],
    },
    {
      section: "delete",
      rule: "Requests under way while their client is deleted end in a clean refusal",
      tests: [
        "auth-server/deletion/deletion › end in a token that is dead already, or in one clean refusal",
        "auth-server/deletion/deletion › wait for the deletion of the row that they are to point to, and find it gone",
        "auth-server/deletion/deletion › asks in vain at a replica that still knows it",
      ],
    },
    {
      section: "document",
      rule: "The OpenAPI document is valid and accurate",
      tests: ["auth-server/admin/openapi › *"],
    },
  ],
};
