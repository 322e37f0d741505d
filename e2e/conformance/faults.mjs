export default {
  title: "Faults and limits",
  rows: [
    {
      section: "database",
      rule: "Away: 503 and Retry-After within two seconds, never `invalid_grant`; recovery without a restart",
      tests: [
        "auth-server/database-away › every grant is answered 503 with Retry-After, never invalid_grant, and goes on with no restart",
        "e2e/outage › answers every token request with 503 and Retry-After, within two seconds",
        "e2e/outage › recovers by itself, and each token that met the outage still works",
      ],
    },
    {
      section: "database",
      rule: "A lost commit's answer is retried into the same successor",
      tests: [
        "auth-server/database-away › loses the answer of a commit: 503, and the client's retry gets the successor",
      ],
    },
    {
      section: "database",
      rule: "DATABASE_URL is read by libpq's meaning; no piece of a password is taken for a host, or shown",
      tests: [
        "auth-server/pure/database-url › is read as libpq reads it",
        "auth-server/pure/database-url › with any password, encoded or as it is, leads to the host that stands in it or nowhere",
        "auth-server/pure/database-url › takes no piece of the password",
      ],
    },
    {
      section: "database",
      rule: "What cannot work is said in one sentence that names the fix, by server and command alike, which end at once",
      tests: [
        "auth-server/database-connections › A database that cannot be reached or used",
        "auth-server/pure/database-url › that cannot be done is refused in one sentence",
      ],
    },
    {
      section: "database",
      rule: "The server's certificate is checked as sslmode says; one that stops fitting is a 503, never a 500",
      needs: "openssl",
      tests: [
        "auth-server/database-connections › A PostgreSQL with TLS and a certificate that it signed itself",
      ],
    },
    {
      section: "database",
      rule: "Sessions make good what the server's, the database's or the role's settings would break",
      tests: ["auth-server/database-settings › *"],
    },
    {
      section: "database",
      rule: "Everything is in the first schema of the search path; rights that a role lacks are named",
      tests: ["auth-server/database-schemas › *"],
    },
    {
      section: "database",
      rule: "PgBouncer that pools sessions works as it is; one that pools transactions with DATABASE_POOLER, or is found out",
      needs: "pgbouncer",
      tests: ["auth-server/pgbouncer › *"],
    },
    {
      section: "database",
      rule: "The oldest PostgreSQL that is supported does all that a newer one does",
      needs: "PostgreSQL 15",
      tests: ["auth-server/oldest-postgres › *"],
    },
    {
      section: "sign-ins",
      rule: "A flood of passwords starves nobody",
      tests: [
        "auth-server/password-grant › in a flood are turned away with 503 before they starve others, and every right one is let in later",
      ],
    },
    {
      section: "logs",
      rule: "No token, secret, password, header or query in any line",
      tests: [
        "auth-server/logs › holds no token, secret, password or header of any request, granted or refused",
        "e2e/garbage › the logs hold nothing that was sent in confidence, and no failure that nobody foresaw",
      ],
    },
    {
      section: "issuer",
      rule: "Never from the Host header",
      tests: [
        "auth-server/access-token › iss is the issuer, letter for letter, whatever host the request names",
      ],
    },
    {
      section: "proxies",
      rule: "Forwarded headers count only from `TRUST_PROXY`",
      tests: ["auth-server/client-address › *"],
    },
    {
      section: "pages",
      rule: "CSP without unsafe-*, no framing, escaped",
      tests: [
        "auth-server/error-pages › forbid scripts, frames, foreign forms and everything inline but their own style",
        "auth-server/error-pages › escapes whatever goes into a template, and only once",
      ],
    },
    {
      section: "settings",
      rule: "Every fault at once, secrets never shown",
      tests: ["auth-server/config › *"],
    },
    {
      section: "introspection",
      rule: "One round trip; 503 with Retry-After while the database is away, never inactive; waits for no lock",
      tests: [
        "auth-server/introspection › costs one round trip to the database, once it knows who asks",
        "auth-server/introspection › answers 503 with Retry-After while the database is away or hangs, never inactive",
        "auth-server/introspection › waits for no lock: it answers in the middle of a revocation, and by its result once that is committed",
      ],
    },
    {
      section: "command",
      rule: "`regrant`",
      tests: ["auth-server/cli › *", "auth-server/cli-keys › *", "auth-server/cli-secrets › *"],
    },
    {
      section: "command",
      rule: "`regrant doctor` finds what is wrong with an installation",
      tests: ["auth-server/doctor › *"],
    },
    {
      section: "command",
      rule: "`regrant explain` says what a token or an id is, and never shows it",
      tests: [
        "auth-server/explain › *",
        "auth-server/explain › never prints what it was given, nor a part of it, whatever it is",
      ],
    },
  ],
};
