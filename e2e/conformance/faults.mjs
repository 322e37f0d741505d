export default {
  title: "Faults and limits",
  rows: [
    {
      section: "database",
      rule: "Away: 503 and Retry-After within two seconds, never `invalid_grant`; recovery without a restart",
      tests: ["database-away-1", "outage-1", "outage-2"],
    },
    {
      section: "database",
      rule: "A retry after a lost answer gets the same successor",
      tests: ["database-away-2"],
    },
    {
      section: "admission",
      rule: "A place is taken from the complete request until its work is done, whether or not anyone still waits",
      tests: ["overload-2", "overload-3", "overload-4"],
    },
    {
      section: "admission",
      rule: "With no place left: 503 and Retry-After at once; keys, metadata and error pages are still served",
      tests: ["overload-1", "overload-5", "overload-6"],
    },
    {
      section: "admission",
      rule: "A request without its body takes no place; it has two seconds, and limits in total and per address",
      tests: ["overload-10", "overload-11", "overload-12"],
    },
    {
      section: "admission",
      rule: "The queue for PostgreSQL is limited, drops what nobody waits for, and delays no job",
      tests: ["overload-7", "overload-8", "overload-9"],
    },
    {
      section: "database",
      rule: "DATABASE_URL means what it means in libpq; no part of a password is mistaken for a host, or shown",
      tests: ["database-url-1", "database-url-4", "database-url-2"],
    },
    {
      section: "database",
      rule: "For settings that cannot work, server and command print one sentence with the fix and exit at once",
      tests: ["database-connections-1", "database-url-3"],
    },
    {
      section: "database",
      rule: "The server's certificate is checked as sslmode says; if it stops matching, answers are 503, never 500",
      needs: "openssl",
      tests: ["database-tls-1"],
    },
    {
      section: "database",
      rule: "Database sessions override server, database and role settings that would break them",
      tests: ["auth-server/database/settings › *"],
    },
    {
      section: "database",
      rule: "Everything is in the first schema of the search path; rights that a role lacks are named",
      tests: ["auth-server/database/schemas › *"],
    },
    {
      section: "database",
      rule: "PgBouncer works in session mode as it is, and in transaction mode with DATABASE_POOLER; without it, that mode is detected",
      needs: "pgbouncer",
      tests: ["auth-server/database/pgbouncer › *"],
    },
    {
      section: "database",
      rule: "The oldest supported PostgreSQL does everything a newer one does",
      needs: "PostgreSQL 15",
      tests: ["auth-server/database/oldest-postgres › *"],
    },
    {
      section: "sign-ins",
      rule: "A flood of passwords does not starve other requests",
      tests: ["password-grant-7", "auth-server/users/fair-queue › *"],
    },
    {
      section: "sign-ins",
      rule: "Passwords are hashed by a low-priority process, and none is lost if it dies",
      tests: ["auth-server/users/password-process › *"],
    },
    {
      section: "logs",
      rule: "No token, secret, password, header or query in any line",
      tests: ["logs-1", "garbage-3"],
    },
    {
      section: "issuer",
      rule: "Never from the Host header",
      tests: ["access-token-4"],
    },
    {
      section: "proxies",
      rule: "Forwarded headers count only from `TRUST_PROXY`",
      tests: ["auth-server/http/client-address › *"],
    },
    {
      section: "proxies",
      rule: "The configurations in `deploy/tls` replace forwarded headers and redirect http to https: nginx",
      tests: ["deploy-1"],
      needs: "nginx",
    },
    {
      section: "proxies",
      rule: "… HAProxy",
      tests: ["deploy-2"],
      needs: "haproxy",
    },
    {
      section: "documents",
      rule: "README's first commands work as they are written",
      tests: ["quick-start-1"],
    },
    {
      section: "documents",
      rule: "Every link leads to a file and heading that exist",
      tests: ["e2e/documents › *"],
    },
    {
      section: "pages",
      rule: "CSP without unsafe-*, no framing, escaped",
      tests: ["error-pages-2", "error-pages-4"],
    },
    {
      section: "settings",
      rule: "All mistakes reported at once, secrets never shown",
      tests: ["auth-server/config › *"],
    },
    {
      section: "introspection",
      rule: "One round trip; while the database is away, 503 with Retry-After, never `inactive`; waits for no lock",
      tests: ["introspection-26", "introspection-27", "introspection-29"],
    },
    {
      section: "command",
      rule: "`regrant`",
      tests: ["auth-server/cli/cli › *", "auth-server/cli/keys › *", "auth-server/cli/secrets › *"],
    },
    {
      section: "command",
      rule: "`regrant doctor` finds what is wrong with an installation",
      tests: ["auth-server/cli/doctor › *"],
    },
    {
      section: "command",
      rule: "`regrant explain` says what a token or an id is, and never shows it",
      tests: ["auth-server/cli/explain › *", "cli-explain-1"],
    },
  ],
};
