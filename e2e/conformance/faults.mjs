export default {
  title: "Faults and limits",
  rows: [
    {
      section: "database",
      rule: "Away: 503 and Retry-After within two seconds, never `invalid_grant`; recovery without a restart",
      tests: [
        "auth-server/database/away › every grant is answered 503 with Retry-After, never invalid_grant, and goes on with no restart",
        "e2e/outage › answers every token request with 503 and Retry-After, within two seconds",
        "e2e/outage › recovers by itself, and each token that met the outage still works",
      ],
    },
    {
      section: "database",
      rule: "A retry after a lost answer gets the same successor",
      tests: [
        "auth-server/database/away › loses the answer of a commit: 503, and the client's retry gets the successor",
      ],
    },
    {
      section: "admission",
      rule: "A place is taken from the complete request until its work is done, whether or not anyone still waits",
      tests: [
        "auth-server/http/overload › counts work until it has settled: a client that hangs up keeps its place",
        "auth-server/http/overload › counts work that goes on after its client was told to repeat the request",
        "auth-server/http/overload › is given back by what has no route, no answer in words, or no work",
      ],
    },
    {
      section: "admission",
      rule: "With no place left: 503 and Retry-After at once; keys, metadata and error pages are still served",
      tests: [
        "auth-server/http/overload › refuses what is more at once, with 503 and Retry-After; keys, metadata and error pages are answered",
        "auth-server/http/overload › refuses so that an app of another origin can read it",
        "auth-server/http/overload › refuses a plain token request before routing with one log line a second for all of them",
      ],
    },
    {
      section: "admission",
      rule: "A request without its body takes no place; it has two seconds, and limits in total and per address",
      tests: [
        "auth-server/http/overload › takes no place, and is refused after two seconds with 408, its connection closed",
        "auth-server/http/overload › is answered where it comes a little later, in pieces, or after 100 Continue",
        "auth-server/http/overload › has a bound for each address, by TRUST_PROXY the forwarded one",
      ],
    },
    {
      section: "admission",
      rule: "The queue for PostgreSQL is limited, drops what nobody waits for, and delays no job",
      tests: [
        "auth-server/http/overload › drops what nobody waits for: a sign-out whose client has gone signs nobody out",
        "auth-server/http/overload › refuses what cannot be served in time, and what is more than its bound, before anything is asked",
        "auth-server/http/overload › lets what the process does by itself pass: jobs and readiness wait behind no request",
      ],
    },
    {
      section: "database",
      rule: "DATABASE_URL means what it means in libpq; no part of a password is mistaken for a host, or shown",
      tests: [
        "auth-server/database/url.pure › is read as libpq reads it",
        "auth-server/database/url.pure › with any password, encoded or as it is, leads to the host that stands in it or nowhere",
        "auth-server/database/url.pure › takes no piece of the password",
      ],
    },
    {
      section: "database",
      rule: "For settings that cannot work, server and command print one sentence with the fix and exit at once",
      tests: [
        "auth-server/database/connections › A database that cannot be reached or used",
        "auth-server/database/url.pure › that cannot be done is refused in one sentence",
      ],
    },
    {
      section: "database",
      rule: "The server's certificate is checked as sslmode says; if it stops matching, answers are 503, never 500",
      needs: "openssl",
      tests: [
        "auth-server/database/connections › A PostgreSQL with TLS and a certificate that it signed itself",
      ],
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
      tests: [
        "auth-server/oauth/password-grant › in a flood are turned away with 503 before they starve others, and every right one is let in later",
        "auth-server/users/fair-queue › *",
      ],
    },
    {
      section: "sign-ins",
      rule: "Passwords are hashed by a low-priority process, and none is lost if it dies",
      tests: ["auth-server/users/password-process › *"],
    },
    {
      section: "logs",
      rule: "No token, secret, password, header or query in any line",
      tests: [
        "auth-server/http/logs › holds no token, secret, password or header of any request, granted or refused",
        "e2e/garbage › the logs hold nothing that was sent in confidence, and no failure that nobody foresaw",
      ],
    },
    {
      section: "issuer",
      rule: "Never from the Host header",
      tests: [
        "auth-server/tokens/access-token › iss is the issuer, letter for letter, whatever host the request names",
      ],
    },
    {
      section: "proxies",
      rule: "Forwarded headers count only from `TRUST_PROXY`",
      tests: ["auth-server/http/client-address › *"],
    },
    {
      section: "proxies",
      rule: "The configurations in `deploy/tls` replace forwarded headers and redirect http to https: nginx",
      tests: ["e2e/deploy › nginx says who really asks, and leads from http to https"],
      needs: "nginx",
    },
    {
      section: "proxies",
      rule: "… HAProxy",
      tests: ["e2e/deploy › HAProxy says who really asks, and leads from http to https"],
      needs: "haproxy",
    },
    {
      section: "documents",
      rule: "README's first commands work as they are written",
      tests: ["e2e/quick-start › README.md: a client for a job of one's own gets an access token"],
    },
    {
      section: "documents",
      rule: "Every link leads to a file and heading that exist",
      tests: ["e2e/documents › *"],
    },
    {
      section: "pages",
      rule: "CSP without unsafe-*, no framing, escaped",
      tests: [
        "auth-server/http/error-pages › forbid scripts, frames, foreign forms and everything inline but their own style",
        "auth-server/http/error-pages › escapes whatever goes into a template, and only once",
      ],
    },
    {
      section: "settings",
      rule: "All mistakes reported at once, secrets never shown",
      tests: ["auth-server/config › *"],
    },
    {
      section: "introspection",
      rule: "One round trip; while the database is away, 503 with Retry-After, never `inactive`; waits for no lock",
      tests: [
        "auth-server/oauth/introspection › costs one round trip to the database, once it knows who asks",
        "auth-server/oauth/introspection › answers 503 with Retry-After while the database is away or hangs, never inactive",
        "auth-server/oauth/introspection › waits for no lock: it answers in the middle of a revocation, and by its result once that is committed",
      ],
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
      tests: [
        "auth-server/cli/explain › *",
        "auth-server/cli/explain › never prints what it was given, nor a part of it, whatever it is",
      ],
    },
  ],
};
