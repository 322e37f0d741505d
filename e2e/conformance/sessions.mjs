export default {
  title: "Sessions and refresh tokens",
  about:
    "One row for each sign-in, for its whole life: [ADR 0001](adr/0001-one-row-per-session.md), [ADR 0002](adr/0002-rotations-go-together.md).",
  rows: [
    {
      section: "storage",
      rule: "One row per sign-in, for its whole life; a refresh inserts nothing",
      tests: [
        "auth-server/refresh-token-rotation › keeps one row for the session's whole life and inserts nothing at a refresh",
      ],
    },
    {
      section: "storage",
      rule: "Each refresh raises the generation by exactly one",
      tests: [
        "auth-server/refresh-token-rotation › raises the generation by exactly one, in the row and in the token",
      ],
    },
    {
      section: "storage",
      rule: "The row holds a hash, never a token",
      tests: [
        "auth-server/refresh-token-rotation › stores no token, no secret and no password, in no table and no form",
        "auth-server/refresh-token-rotation › keeps in the row the SHA-256 of the current secret and nothing of the ones before",
      ],
    },
    {
      section: "storage",
      rule: "No column that a refresh changes is indexed: the update stays heap-only",
      tests: [
        "auth-server/refresh-token-rotation › updates the row in place: no column that a refresh changes is indexed (heap-only update)",
      ],
    },
    {
      section: "storage",
      rule: "The session keeps addresses, user agent, times and the last access token's id",
      tests: [
        "auth-server/refresh-token-rotation › remembers the first and the last address, the user agent and the last access token",
      ],
    },
    {
      section: "limit",
      rule: "At most `MAX_SESSIONS` of a user with one client: the one that was unused for the longest makes room",
      tests: ["auth-server/session-limit › One session more than MAX_SESSIONS"],
    },
    {
      section: "limit",
      rule: "… over two replicas, without waiting for each other",
      tests: ["auth-server/session-limit › Sign-ins at once, over two replicas"],
    },
    {
      section: "limit",
      rule: "100,000 sessions of one user: small pages, quick sign-ins, and all of them end",
      tests: ["auth-server/many-sessions › *"],
    },
    {
      section: "token",
      rule: "The format, and a tag over all of it",
      tests: [
        "auth-server/refresh-token-codec › is rgr_ and base64url of version, session id, generation, secret and tag",
        "auth-server/refresh-token-codec › is refused with any single bit changed",
      ],
    },
    {
      section: "token",
      rule: "One spelling",
      tests: [
        "auth-server/refresh-token-codec › has one spelling: no padding, no other alphabet, no other prefix",
      ],
    },
    {
      section: "token",
      rule: "The first secret is random, each next one derived",
      tests: [
        "auth-server/refresh-token-codec › starts from 256 random bits",
        "auth-server/refresh-token-codec › is the next generation of the same session, with HMAC-SHA-256(session id | generation | secret)",
      ],
    },
    {
      section: "token",
      rule: "A made-up token fails before the database is asked",
      tests: [
        "auth-server/refresh-token-secrets › fails its tag before the database is asked: it is refused even while the database is away",
      ],
    },
    {
      section: "token",
      rule: "A leaked database holds nothing that can be presented",
      tests: [
        "auth-server/refresh-token-refusals › made from the row's hash is refused: a leaked database holds nothing that can be presented",
      ],
    },
    {
      section: "token",
      rule: "A leaked `SECRETS` alone mints nothing",
      tests: [
        "auth-server/refresh-token-refusals › with a good tag over another secret is refused and audited: a leaked SECRETS alone mints nothing",
      ],
    },
    {
      section: "token",
      rule: "`SECRETS`: the first writes, all read",
      tests: [
        "auth-server/refresh-token-secrets › Rotating SECRETS",
        "auth-server/cli-secrets › encrypts every key under the first entry; running servers go on, new ones sign without the old entry",
      ],
    },
    {
      section: "retried",
      rule: "The parent, inside the window, its successor unused: the same successor",
      tests: [
        "auth-server/refresh-token-rotation › gets the same refresh token again, and a fresh access token, inside the window",
        "auth-server/refresh-token-rotation › moves nothing on: the generation stays, and the successor works",
        "auth-server/refresh-token-rotation › is answered up to REFRESH_RETRY_SECONDS after the rotation",
        "auth-server/refresh-token-rotation › does not prolong its own window",
      ],
    },
    {
      section: "retried",
      rule: "Counted each time, and audited ten times per session and hour",
      tests: [
        "auth-server/refresh-token-rotation › is counted in the row each time, and audited ten times an hour",
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
        "auth-server/refresh-token-reuse › refuses the parent once its successor was used, even inside the window",
        "e2e/refresh-race › takes the parent for a stolen copy once the successor was used, and ends the session",
      ],
    },
    {
      section: "reused",
      rule: "The parent, after the window",
      tests: [
        "auth-server/refresh-token-reuse › refuses the parent after the window, though its successor was never used",
        "e2e/refresh-race › gives the same successor within the window; after it, ends the session",
      ],
    },
    {
      section: "reused",
      rule: "With `REFRESH_RETRY_SECONDS=0`, each second use",
      tests: [
        "auth-server/refresh-token-reuse › refuses the second use of any token where REFRESH_RETRY_SECONDS is 0",
      ],
    },
    {
      section: "reused",
      rule: "Any older generation, however old, without history",
      tests: [
        "auth-server/refresh-token-reuse › refuses every older generation, however old: no history is needed to know it",
      ],
    },
    {
      section: "reused",
      rule: "The session is revoked, its successor dead, and it is audited",
      tests: [
        "auth-server/refresh-token-reuse › revokes the session: the successor is dead, and so is every other token of it",
        "auth-server/refresh-token-reuse › audits the refusal and the revocation, once",
      ],
    },
    {
      section: "reused",
      rule: "The revocation is committed before the error",
      tests: ["auth-server/refresh-token-reuse › has committed the revocation when the refusal is answered"],
    },
    {
      section: "reused",
      rule: "`REUSE_REVOKES`",
      tests: [
        "auth-server/refresh-token-reuse › revokes no other session of the user by default",
        "auth-server/refresh-token-reuse › revokes all of the user's sessions, through whichever client, and nobody else's",
      ],
    },
    {
      section: "reused",
      rule: "A late copy of an honest request does not end the session where this process itself stood still, and only then",
      tests: [
        "e2e/crash › does not take the client's repetition elsewhere for theft when it goes on",
        "auth-server/pure/late-refreshes › A stall of this process",
        "auth-server/pure/late-refreshes › A used token that nobody waits for",
      ],
    },
    {
      section: "reused",
      rule: "Whether or not anybody waits for the answer: a thief who hangs up is caught and audited",
      tests: [
        "auth-server/refresh-token-theft › is caught all the same: the session ends, and both are in the audit",
      ],
    },
    {
      section: "reused",
      rule: "An outage excuses the attempt that may have rotated the row, once, and no other",
      tests: [
        "auth-server/refresh-token-theft › A stale parent, presented while the database is away",
        "auth-server/refresh-token-theft › What an unanswered refresh excuses",
        "auth-server/pure/late-refreshes › An unanswered refresh",
      ],
    },
    {
      section: "reused",
      rule: "Whatever owner, thief, replicas and database do, in every order up to so many moves: [proof.md](proof.md#a-thief-in-the-model)",
      tests: [
        "auth-server/thief-model › Whatever owner, thief and database do",
        "auth-server/thief-model › The properties notice",
        "auth-server/thief-model › The model answers as the servers do",
      ],
    },
    {
      section: "reused",
      rule: "Three generations in a row, each retried from another network or by another program than it was rotated from",
      tests: ["auth-server/refresh-token-theft › A thief in lock-step with the owner"],
    },
    {
      section: "expired",
      rule: "Idle lifetime slides, absolute lifetime is fixed",
      tests: [
        "auth-server/session-lifetimes › end it when it was idle for too long",
        "auth-server/session-lifetimes › end it at the absolute one, however busy it was",
        "auth-server/session-lifetimes › never let the idle one pass the absolute one, which never moves",
      ],
    },
    {
      section: "revoked",
      rule: "Refused, whatever is presented",
      tests: [
        "auth-server/refresh-token-refusals › refuses its current token, its parent and everything older alike, and reuse does not change why",
      ],
    },
    {
      section: "wrong client",
      rule: "Audited, not revoked",
      tests: [
        "auth-server/refresh-token-refusals › is refused and audited under the client that asked, and the session lives on",
      ],
    },
    {
      section: "ahead",
      rule: "Refused and audited, the session ended, with an error log that says so",
      tests: [
        "auth-server/refresh-token-refusals › ahead of the row, as after a restore from backup, ends the session, with an error log that says so",
      ],
    },
    {
      section: "unknown",
      rule: "Refused",
      tests: ["auth-server/refresh-token-refusals › whose row was purged is refused"],
    },
    {
      section: "decision",
      rule: "The whole table, as a pure function",
      tests: ["auth-server/decide-refresh › The decision on a contested refresh"],
    },
    {
      section: "locks",
      rule: "Revoking and rotating take the same lock",
      tests: [
        "auth-server/refresh-token-concurrency › take the same row lock: a refresh that comes second sees the session revoked",
        "auth-server/refresh-token-concurrency › leave no living token, whichever comes first",
      ],
    },
    {
      section: "locks",
      rule: "Rotations that go together are each on their own",
      tests: [
        "auth-server/rotations-together › give everyone their own tokens, and each session one generation, however many there are",
        "auth-server/rotations-together › refuse the ones that are wrong, each for its own reason, and harm none beside them",
        "auth-server/rotations-together › of the same sessions from two replicas, in opposite order, all succeed: nobody waits in a circle",
      ],
    },
    {
      section: "grant",
      rule: "Too much scope or another resource uses nothing up",
      tests: [
        "auth-server/refresh-token-refusals › of scope is refused, does not use the token up, and leaves the grant as it was",
        "auth-server/refresh-token-refusals › of another resource is refused and does not use the token up",
      ],
    },
    {
      section: "grant",
      rule: "A disabled user or client is refused at once",
      tests: ["auth-server/refresh-token-refusals › A refresh of someone who was disabled"],
    },
    {
      section: "grant",
      rule: "Roles are fresh; scope and resource that the client lost are gone",
      tests: [
        "auth-server/session-lifetimes › has the roles that the user has now",
        "auth-server/session-lifetimes › lacks the scope that the client has lost since",
        "auth-server/session-lifetimes › is refused once the client has lost the session's resource, with nothing used up",
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
      rule: "A refresh from another network or country, and a burst: logged once, or the session ends; a replay of the parent too",
      tests: ["auth-server/refresh-policies › *", "auth-server/policies › *"],
    },
    {
      section: "lifetimes",
      rule: "The client's own, and at most the resource's, by every grant",
      tests: ["auth-server/lifetimes › *"],
    },
  ],
};
