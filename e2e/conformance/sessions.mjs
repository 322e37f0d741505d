export default {
  title: "Sessions and refresh tokens",
  about:
    "One row for each sign-in, for its whole life: [ADR 0001](adr/0001-one-row-per-session.md), [ADR 0002](adr/0002-rotations-go-together.md).",
  rows: [
    {
      section: "storage",
      rule: "A session stays one row; a refresh inserts nothing",
      tests: ["refresh-token-rotation-2"],
    },
    {
      section: "storage",
      rule: "Each refresh raises the generation by exactly one",
      tests: ["refresh-token-rotation-3"],
    },
    {
      section: "storage",
      rule: "The row contains a hash, never a token",
      tests: ["refresh-token-rotation-4", "refresh-token-rotation-5"],
    },
    {
      section: "storage",
      rule: "No column that a refresh changes is indexed: the update stays heap-only",
      tests: ["refresh-token-rotation-6"],
    },
    {
      section: "storage",
      rule: "The session keeps addresses, user agent, times and the last access token's id",
      tests: ["refresh-token-rotation-7"],
    },
    {
      section: "limit",
      rule: "A user has at most `MAX_SESSIONS` with one client; one more ends the longest-unused",
      tests: ["session-limit-1"],
    },
    {
      section: "limit",
      rule: "… across two replicas, without waiting for each other",
      tests: ["session-limit-2"],
    },
    {
      section: "limit",
      rule: "100,000 sessions of one user: small pages, fast sign-ins, and all can be ended",
      tests: ["auth-server/sessions/many-sessions › *"],
    },
    {
      section: "token",
      rule: "The format, and a tag that covers all of it",
      tests: ["refresh-token-codec-1", "refresh-token-codec-2"],
    },
    {
      section: "token",
      rule: "Exactly one spelling",
      tests: ["refresh-token-codec-3"],
    },
    {
      section: "token",
      rule: "The first secret is random, each following one derived",
      tests: ["refresh-token-codec-5", "refresh-token-codec-4"],
    },
    {
      section: "token",
      rule: "A made-up token is refused without a query",
      tests: ["refresh-token-secrets-2"],
    },
    {
      section: "token",
      rule: "A leaked database contains nothing that can be presented",
      tests: ["refresh-token-refusals-6"],
    },
    {
      section: "token",
      rule: "A leaked `SECRETS` alone is not enough to forge a token",
      tests: ["refresh-token-refusals-5"],
    },
    {
      section: "token",
      rule: "`SECRETS`: the first entry is used for new values, all are accepted",
      tests: ["refresh-token-secrets-1", "cli-secrets-1"],
    },
    {
      section: "retried",
      rule: "The parent, inside the window, its successor unused: the same successor",
      tests: [
        "refresh-token-rotation-8",
        "refresh-token-rotation-9",
        "refresh-token-rotation-11",
        "refresh-token-rotation-12",
      ],
    },
    {
      section: "retried",
      rule: "Counted each time, and audited ten times per session and hour",
      tests: ["refresh-token-rotation-10", "refresh-race-2"],
    },
    {
      section: "retried",
      rule: "200 uses at once, over two processes: 200 answers, one successor, one generation, one row",
      tests: ["refresh-race-1"],
    },
    {
      section: "reused",
      rule: "The parent, once its successor was used",
      tests: ["refresh-token-reuse-2", "refresh-race-3"],
    },
    {
      section: "reused",
      rule: "The parent, after the window",
      tests: ["refresh-token-reuse-3", "refresh-race-4"],
    },
    {
      section: "reused",
      rule: "With `REFRESH_RETRY_SECONDS=0`, each second use",
      tests: ["refresh-token-reuse-4"],
    },
    {
      section: "reused",
      rule: "Any older generation, however old, without history",
      tests: ["refresh-token-reuse-5"],
    },
    {
      section: "reused",
      rule: "The session is revoked, its successor is invalid, and both are audited",
      tests: ["refresh-token-reuse-6", "refresh-token-reuse-8"],
    },
    {
      section: "reused",
      rule: "The revocation is committed before the error",
      tests: ["refresh-token-reuse-7"],
    },
    {
      section: "reused",
      rule: "`REUSE_REVOKES`",
      tests: ["refresh-token-reuse-9", "refresh-token-reuse-10"],
    },
    {
      section: "reused",
      rule: "A late copy of an honest request does not end the session if this process itself had stalled, and only then",
      tests: ["crash-5", "late-refreshes-2", "late-refreshes-3"],
    },
    {
      section: "reused",
      rule: "A thief who hangs up is still detected and audited",
      tests: ["refresh-token-theft-3"],
    },
    {
      section: "reused",
      rule: "An outage excuses the attempt that may have rotated the row, once, and no other",
      tests: ["refresh-token-theft-1", "refresh-token-theft-2", "late-refreshes-1"],
    },
    {
      section: "reused",
      rule: "Whatever owner, thief, replicas and database do, in every order up to a number of moves: [proof.md](proof.md#a-thief-in-the-model)",
      tests: ["thief-model-1", "thief-model-2", "thief-model-3"],
    },
    {
      section: "reused",
      rule: "Three generations in a row, each retried from another network or by another program than the one that rotated it",
      tests: ["refresh-token-theft-4"],
    },
    {
      section: "expired",
      rule: "The idle lifetime slides, the absolute lifetime is fixed",
      tests: ["session-lifetimes-1", "session-lifetimes-3", "session-lifetimes-2"],
    },
    {
      section: "revoked",
      rule: "Refused, whichever token is presented",
      tests: ["refresh-token-refusals-13"],
    },
    {
      section: "wrong client",
      rule: "Audited, not revoked",
      tests: ["refresh-token-refusals-2"],
    },
    {
      section: "ahead",
      rule: "Refused and audited; the session ends, with an entry in the error log",
      tests: ["refresh-token-refusals-4"],
    },
    {
      section: "unknown",
      rule: "Refused",
      tests: ["refresh-token-refusals-7"],
    },
    {
      section: "decision",
      rule: "The whole table, as a pure function",
      tests: ["decide-refresh-1"],
    },
    {
      section: "locks",
      rule: "Revoking and rotating take the same lock",
      tests: ["refresh-token-concurrency-1", "refresh-token-concurrency-2"],
    },
    {
      section: "locks",
      rule: "Batched rotations do not affect each other",
      tests: ["rotations-together-1", "rotations-together-2", "rotations-together-3"],
    },
    {
      section: "grant",
      rule: "Asking for too much scope or another resource does not use the token up",
      tests: ["refresh-token-refusals-9", "refresh-token-refusals-10"],
    },
    {
      section: "grant",
      rule: "A disabled user or client is refused at once",
      tests: ["refresh-token-refusals-11"],
    },
    {
      section: "grant",
      rule: "Tokens have current roles, and no scope or resource that the client has lost",
      tests: ["session-lifetimes-4", "session-lifetimes-6", "session-lifetimes-7"],
    },
    {
      section: "crash",
      rule: "A killed server or PostgreSQL costs no client its session",
      tests: ["crash-1", "crash-3", "crash-2", "crash-4"],
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
