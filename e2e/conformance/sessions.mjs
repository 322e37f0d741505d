export default {
  title: "Sessions and refresh tokens",
  about:
    "One row for each sign-in, for its whole life: [ADR 0001](adr/0001-one-row-per-session.md), [ADR 0002](adr/0002-rotations-go-together.md).",
  rows: [
    {
      section: "storage",
      rule: "A session stays one row; a refresh inserts nothing",
      tests: [
        "auth-server/sessions/refresh-token-rotation › keeps one row for the session's whole life and inserts nothing at a refresh",
      ],
    },
    {
      section: "storage",
      rule: "Each refresh raises the generation by exactly one",
      tests: [
        "auth-server/sessions/refresh-token-rotation › raises the generation by exactly one, in the row and in the token",
      ],
    },
    {
      section: "storage",
      rule: "The row contains a hash, never a token",
      tests: [
        "auth-server/sessions/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "auth-server/sessions/refresh-token-rotation › keeps in the row the SHA-256 of the current secret and nothing of the ones before",
      ],
    },
    {
      section: "storage",
      rule: "No column that a refresh changes is indexed: the update stays heap-only",
      tests: [
        "auth-server/sessions/refresh-token-rotation › updates the row in place: no column that a refresh changes is indexed (heap-only update)",
      ],
    },
    {
      section: "storage",
      rule: "The session keeps addresses, user agent, times and the last access token's id",
      tests: [
        "auth-server/sessions/refresh-token-rotation › remembers the first and the last address, the user agent and the last access token",
      ],
    },
    {
      section: "limit",
      rule: "A user has at most `MAX_SESSIONS` with one client; one more ends the longest-unused",
      tests: ["auth-server/sessions/session-limit › One session more than MAX_SESSIONS"],
    },
    {
      section: "limit",
      rule: "… across two replicas, without waiting for each other",
      tests: ["auth-server/sessions/session-limit › Sign-ins at once, over two replicas"],
    },
    {
      section: "limit",
      rule: "100,000 sessions of one user: small pages, fast sign-ins, and all can be ended",
      tests: ["auth-server/sessions/many-sessions › *"],
    },
    {
      section: "token",
      rule: "The format, and a tag that covers all of it",
      tests: [
        "auth-server/sessions/refresh-token-codec.pure › is rgr_ and base64url of version, session id, generation, secret and tag",
        "auth-server/sessions/refresh-token-codec.pure › is refused with any single bit changed",
      ],
    },
    {
      section: "token",
      rule: "Exactly one spelling",
      tests: [
        "auth-server/sessions/refresh-token-codec.pure › has one spelling: no padding, no other alphabet, no other prefix",
      ],
    },
    {
      section: "token",
      rule: "The first secret is random, each following one derived",
      tests: [
        "auth-server/sessions/refresh-token-codec.pure › starts from 256 random bits",
        "auth-server/sessions/refresh-token-codec.pure › is the next generation of the same session, with HMAC-SHA-256(session id | generation | secret)",
      ],
    },
    {
      section: "token",
      rule: "A made-up token is refused without a query",
      tests: [
        "auth-server/sessions/refresh-token-secrets › fails its tag before the database is asked: it is refused even while the database is away",
      ],
    },
    {
      section: "token",
      rule: "A leaked database contains nothing that can be presented",
      tests: [
        "auth-server/sessions/refresh-token-refusals › made from the row's hash is refused: a leaked database holds nothing that can be presented",
      ],
    },
    {
      section: "token",
      rule: "A leaked `SECRETS` alone is not enough to forge a token",
      tests: [
        "auth-server/sessions/refresh-token-refusals › with a good tag over another secret is refused and audited: a leaked SECRETS alone mints nothing",
      ],
    },
    {
      section: "token",
      rule: "`SECRETS`: the first entry is used for new values, all are accepted",
      tests: [
        "auth-server/sessions/refresh-token-secrets › Rotating SECRETS",
        "auth-server/cli/secrets › encrypts every key under the first entry; running servers go on, new ones sign without the old entry",
      ],
    },
    {
      section: "retried",
      rule: "The parent, inside the window, its successor unused: the same successor",
      tests: [
        "auth-server/sessions/refresh-token-rotation › gets the same refresh token again, and a fresh access token, inside the window",
        "auth-server/sessions/refresh-token-rotation › moves nothing on: the generation stays, and the successor works",
        "auth-server/sessions/refresh-token-rotation › is answered up to REFRESH_RETRY_SECONDS after the rotation",
        "auth-server/sessions/refresh-token-rotation › does not prolong its own window",
      ],
    },
    {
      section: "retried",
      rule: "Counted each time, and audited ten times per session and hour",
      tests: [
        "auth-server/sessions/refresh-token-rotation › is counted in the row each time, and audited ten times an hour",
        "e2e/refresh-race › records ten of the further uses in the audit",
      ],
    },
    {
      section: "retried",
      rule: "200 uses at once, over two processes: 200 answers, one successor, one generation, one row",
      tests: [
        "e2e/refresh-race › gives every use the same successor, over two processes, and moves on by one generation",
      ],
    },
    {
      section: "reused",
      rule: "The parent, once its successor was used",
      tests: [
        "auth-server/sessions/refresh-token-reuse › refuses the parent once its successor was used, even inside the window",
        "e2e/refresh-race › takes the parent for a stolen copy once the successor was used, and ends the session",
      ],
    },
    {
      section: "reused",
      rule: "The parent, after the window",
      tests: [
        "auth-server/sessions/refresh-token-reuse › refuses the parent after the window, though its successor was never used",
        "e2e/refresh-race › gives the same successor within the window; after it, ends the session",
      ],
    },
    {
      section: "reused",
      rule: "With `REFRESH_RETRY_SECONDS=0`, each second use",
      tests: [
        "auth-server/sessions/refresh-token-reuse › refuses the second use of any token where REFRESH_RETRY_SECONDS is 0",
      ],
    },
    {
      section: "reused",
      rule: "Any older generation, however old, without history",
      tests: [
        "auth-server/sessions/refresh-token-reuse › refuses every older generation, however old: no history is needed to know it",
      ],
    },
    {
      section: "reused",
      rule: "The session is revoked, its successor is invalid, and both are audited",
      tests: [
        "auth-server/sessions/refresh-token-reuse › revokes the session: the successor is dead, and so is every other token of it",
        "auth-server/sessions/refresh-token-reuse › audits the refusal and the revocation, once",
      ],
    },
    {
      section: "reused",
      rule: "The revocation is committed before the error",
      tests: [
        "auth-server/sessions/refresh-token-reuse › has committed the revocation when the refusal is answered",
      ],
    },
    {
      section: "reused",
      rule: "`REUSE_REVOKES`",
      tests: [
        "auth-server/sessions/refresh-token-reuse › revokes no other session of the user by default",
        "auth-server/sessions/refresh-token-reuse › revokes all of the user's sessions, through whichever client, and nobody else's",
      ],
    },
    {
      section: "reused",
      rule: "A late copy of an honest request does not end the session if this process itself had stalled, and only then",
      tests: [
        "e2e/crash › does not take the client's repetition elsewhere for theft when it goes on",
        "auth-server/sessions/late-refreshes.pure › A stall of this process",
        "auth-server/sessions/late-refreshes.pure › A used token that nobody waits for",
      ],
    },
    {
      section: "reused",
      rule: "A thief who hangs up is still detected and audited",
      tests: [
        "auth-server/sessions/refresh-token-theft › is caught all the same: the session ends, and both are in the audit",
      ],
    },
    {
      section: "reused",
      rule: "An outage excuses the attempt that may have rotated the row, once, and no other",
      tests: [
        "auth-server/sessions/refresh-token-theft › A stale parent, presented while the database is away",
        "auth-server/sessions/refresh-token-theft › What an unanswered refresh excuses",
        "auth-server/sessions/late-refreshes.pure › An unanswered refresh",
      ],
    },
    {
      section: "reused",
      rule: "Whatever owner, thief, replicas and database do, in every order up to a number of moves: [proof.md](proof.md#a-thief-in-the-model)",
      tests: [
        "auth-server/sessions/thief-model › Whatever owner, thief and database do",
        "auth-server/sessions/thief-model › The properties notice",
        "auth-server/sessions/thief-model › The model answers as the servers do",
      ],
    },
    {
      section: "reused",
      rule: "Three generations in a row, each retried from another network or by another program than the one that rotated it",
      tests: ["auth-server/sessions/refresh-token-theft › A thief in lock-step with the owner"],
    },
    {
      section: "expired",
      rule: "The idle lifetime slides, the absolute lifetime is fixed",
      tests: [
        "auth-server/sessions/session-lifetimes › end it when it was idle for too long",
        "auth-server/sessions/session-lifetimes › end it at the absolute one, however busy it was",
        "auth-server/sessions/session-lifetimes › never let the idle one pass the absolute one, which never moves",
      ],
    },
    {
      section: "revoked",
      rule: "Refused, whichever token is presented",
      tests: [
        "auth-server/sessions/refresh-token-refusals › refuses its current token, its parent and everything older alike, and reuse does not change why",
      ],
    },
    {
      section: "wrong client",
      rule: "Audited, not revoked",
      tests: [
        "auth-server/sessions/refresh-token-refusals › is refused and audited under the client that asked, and the session lives on",
      ],
    },
    {
      section: "ahead",
      rule: "Refused and audited; the session ends, with an entry in the error log",
      tests: [
        "auth-server/sessions/refresh-token-refusals › ahead of the row, as after a restore from backup, ends the session, with an error log that says so",
      ],
    },
    {
      section: "unknown",
      rule: "Refused",
      tests: ["auth-server/sessions/refresh-token-refusals › whose row was purged is refused"],
    },
    {
      section: "decision",
      rule: "The whole table, as a pure function",
      tests: ["auth-server/sessions/decide-refresh.pure › The decision on a contested refresh"],
    },
    {
      section: "locks",
      rule: "Revoking and rotating take the same lock",
      tests: [
        "auth-server/sessions/refresh-token-concurrency › take the same row lock: a refresh that comes second sees the session revoked",
        "auth-server/sessions/refresh-token-concurrency › leave no living token, whichever comes first",
      ],
    },
    {
      section: "locks",
      rule: "Batched rotations do not affect each other",
      tests: [
        "auth-server/sessions/rotations-together › give everyone their own tokens, and each session one generation, however many there are",
        "auth-server/sessions/rotations-together › refuse the ones that are wrong, each for its own reason, and harm none beside them",
        "auth-server/sessions/rotations-together › of the same sessions from two replicas, in opposite order, all succeed: nobody waits in a circle",
      ],
    },
    {
      section: "grant",
      rule: "Asking for too much scope or another resource does not use the token up",
      tests: [
        "auth-server/sessions/refresh-token-refusals › of scope is refused, does not use the token up, and leaves the grant as it was",
        "auth-server/sessions/refresh-token-refusals › of another resource is refused and does not use the token up",
      ],
    },
    {
      section: "grant",
      rule: "A disabled user or client is refused at once",
      tests: ["auth-server/sessions/refresh-token-refusals › A refresh of someone who was disabled"],
    },
    {
      section: "grant",
      rule: "Tokens have current roles, and no scope or resource that the client has lost",
      tests: [
        "auth-server/sessions/session-lifetimes › has the roles that the user has now",
        "auth-server/sessions/session-lifetimes › lacks the scope that the client has lost since",
        "auth-server/sessions/session-lifetimes › is refused once the client has lost the session's resource, with nothing used up",
      ],
    },
    {
      section: "crash",
      rule: "A killed server or PostgreSQL costs no client its session",
      tests: [
        "e2e/crash › refuses no client that repeats its refresh at the other server",
        "e2e/crash › refuses no client that repeats its refresh, and needs no restart of the servers",
        "e2e/crash › keeps each client's newest refresh token, and no older one",
      ],
    },
    {
      section: "policies",
      rule: "A refresh from another network or country, and a burst, is logged once or ends the session; so is a replay of the parent",
      tests: ["auth-server/sessions/refresh-policies › *", "auth-server/sessions/policies.pure › *"],
    },
    {
      section: "lifetimes",
      rule: "The client's own, limited by the resource's, for every grant",
      tests: ["auth-server/sessions/lifetimes › *"],
    },
  ],
};
