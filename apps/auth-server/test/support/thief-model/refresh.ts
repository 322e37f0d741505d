/**
 * The minimum of what oauth/grants/refresh-token.ts, contested-refresh.ts and the SQL do around the pure functions.
 * replay.ts compares it with the real server.
 */

import type { LockedSession } from "../../../src/sessions/judge.sql.js";
import { elsewhereOf, mostElsewhereInARow } from "../../../src/sessions/lock-step.js";
import { hashRefreshSecret } from "../../../src/sessions/refresh-token.js";
import { type Parts, type Recall, tokenOf } from "./parts.js";
import {
  type Fact,
  type Flight,
  type Row,
  remember,
  replicaOf,
  retryWindow,
  type State,
  stallOf,
  type Who,
  withReplica,
} from "./state.js";

/** How PostgreSQL fails. `unsent` and `cut off` hit the first statement, the others the committing one. */
export type Fault = "unsent" | "cut off" | "rolled back" | "answer lost" | "commit hangs";

export interface Settled {
  readonly after: State;
  readonly answer: "issued" | "retried" | "reused" | "late copy" | "abandoned" | "revoked" | "unavailable";
  /** The decision that is or will be committed, whether or not its response was lost. */
  readonly committed: Settled["answer"] | null;
  readonly audited: boolean;
}

/** Their origins: different networks and programs. */
export const places: Readonly<Record<Who, { readonly address: string; readonly userAgent: string }>> = {
  owner: { address: "192.0.2.10", userAgent: "Mozilla/5.0 (Linux; Android 16) Chrome/150.0" },
  thief: { address: "198.51.100.20", userAgent: "python-requests/2.32" },
};

/** Whether the statement matches: the token is current, and comes from the network of the last use. */
export const isMatch = ({ row, pending }: State, { who, generation }: Flight): boolean =>
  pending === null && !row.revoked && generation === row.generation && row.lastBy === who;

interface Judged {
  readonly row: Row;
  readonly answer: Settled["answer"];
  readonly audited: boolean;
  readonly usesExcuse?: boolean;
}

/** The database processes a request that was in flight. */
export function settle(
  state: State,
  parts: Parts,
  recall: Recall,
  flight: Flight,
  fault: Fault | null,
): Settled {
  const { now, pending } = state;
  const { generation, startedAt } = flight;
  const attempt = { generation, startedAt: startedAt ?? now, at: now };
  const away: Fact = { what: "away", ...attempt, generation: parts.notesUnsent ? generation : -1 };
  const unanswered: Fact = { what: "unanswered", ...attempt };
  const answered: Fact = { what: "answered", at: now };
  const failed = (...facts: Fact[]): Settled => ({
    after: learn(state, flight, facts),
    answer: "unavailable",
    committed: null,
    audited: false,
  });
  if (fault === "cut off") return failed(unanswered);
  // A hanging commit holds the row's lock. Requests that wait for it time out.
  if (fault === "unsent" || pending !== null) return failed(away);

  const matches = isMatch(state, flight);
  const judged = matches ? rotate(state, flight) : judge(state, parts, recall, flight);
  const before = matches ? [] : [answered];
  const excused: Fact[] = judged.usesExcuse
    ? [{ what: "excused", generation, at: now, isAnswered: fault === null }]
    : [];
  const early = parts.usesBeforeCommit ? excused : [];
  if (fault === "rolled back" || judged.answer === "abandoned") {
    const rolledBack = failed(...before, ...(fault === null ? [] : [...early, unanswered]));
    return fault === null ? { ...rolledBack, answer: "abandoned", committed: "abandoned" } : rolledBack;
  }
  const lost = fault !== null && judged.answer === "issued" ? { lostAt: flight.replica } : {};
  const row = { ...judged.row, ...lost };
  const facts: Fact[] = fault === null ? [answered, ...excused] : [...before, ...early, unanswered];
  const committing = fault === "commit hangs" ? { ...state, pending: row } : { ...state, row };
  const answer = fault === null ? judged.answer : "unavailable";
  const step =
    judged.answer === "retried" && state.row.rotatedBy !== flight.who ? inStep(state) : state.inStep;
  return {
    after: learn({ ...committing, inStep: step }, flight, facts),
    answer,
    committed: judged.answer,
    audited: judged.audited,
  };
}

const rotate = ({ row, now }: State, { who }: Flight): Judged => ({
  row: { ...row, generation: row.generation + 1, rotatedAt: now, rotatedBy: who, lastBy: who, lostAt: null },
  answer: "issued",
  audited: false,
});

function judge(state: State, parts: Parts, recall: Recall, flight: Flight): Judged {
  const { row, now } = state;
  const { who, generation } = flight;
  const replica = replicaOf(state, flight.replica);
  const session = lockedSession(state);
  const wasUnanswered = recall(replica.facts, generation, row.rotatedAt, now);
  const decided = parts.decide(session, presented(generation, wasUnanswered), retryWindow);
  const elsewhere = elsewhereOf(session, places[who], "log");
  const inARow = decided === "retried" ? parts.elsewhereInARow(session, elsewhere) : 0;
  const decision = inARow >= mostElsewhereInARow ? "reused" : decided;
  switch (decision) {
    case "retried":
      return {
        row: {
          ...row,
          lastBy: who,
          ...(inARow > 0 && { elsewhereGeneration: row.generation, elsewhereInARow: inARow }),
        },
        answer: "retried",
        audited: true,
        usesExcuse: session.secondsSinceRotation > retryWindow,
      };
    case "current":
      return rotate(state, flight);
    case "reused": {
      if (parts.sparesAbandoned && flight.gone) return { row, answer: "abandoned", audited: false };
      const stall = stallOf(replica, now);
      const stallSeconds = stall === null ? null : now - stall.beganAt;
      const late =
        flight.gone &&
        parts.isLateCopy(
          row.generation - generation,
          session.secondsSinceRotation,
          stallSeconds,
          retryWindow,
        );
      return late
        ? { row, answer: "late copy", audited: true }
        : { row: { ...row, revoked: true }, answer: "reused", audited: true };
    }
    case "revoked":
      return { row, answer: "revoked", audited: false };
    default:
      throw new Error(`not in this model: ${decision}`);
  }
}

/** Whether this replica would answer such a token with its successor now. */
export function grants(
  { row, now, ...state }: State,
  parts: Parts,
  recall: Recall,
  generation: number,
  facts: readonly Fact[],
): boolean {
  const wasUnanswered = recall(facts, generation, row.rotatedAt, now);
  const decided = parts.decide(
    lockedSession({ row, now, ...state }),
    presented(generation, wasUnanswered),
    retryWindow,
  );
  return decided === "retried" || decided === "current";
}

const presented = (generation: number, wasUnanswered: boolean) => ({
  clientId: "client",
  generation,
  secretHash: hashRefreshSecret(tokenOf(generation).secret),
  successors: [tokenOf(generation + 1)],
  wasUnanswered,
  scope: null,
  resource: null,
  jkt: null,
});

const lockedSession = ({ row, now }: State): LockedSession => ({
  id: tokenOf(0).sessionId,
  clientId: "client",
  userId: "user",
  roles: [],
  scope: [],
  resource: "https://notes.example.com",
  authTimeSeconds: 0,
  amr: ["pwd"],
  statusIndex: 0,
  identity: null,
  generation: row.generation,
  secretHash: hashRefreshSecret(tokenOf(row.generation).secret),
  secondsSinceRotation: now - row.rotatedAt,
  expired: false,
  revoked: row.revoked,
  revokeReason: null,
  revokedAt: null,
  userDisabled: false,
  clientDisabled: false,
  resourceLost: false,
  jkt: null,
  jktGeneration: 0,
  requireDpop: false,
  lastAddress: places[row.lastBy].address,
  lastCountry: null,
  rotatedAddress: places[row.rotatedBy].address,
  rotatedUserAgent: places[row.rotatedBy].userAgent,
  elsewhereGeneration: row.elsewhereGeneration,
  elsewhereInARow: row.elsewhereInARow,
  retriesRecorded: false,
  burstCount: 0,
  secondsSinceBurstStart: 0,
  resourceAccessTokenSeconds: null,
});

function inStep({ row, inStep: { generation, count } }: State): State["inStep"] {
  if (generation === row.generation) return { generation, count: Math.max(count, 1) };
  return { generation: row.generation, count: generation === row.generation - 1 ? count + 1 : 1 };
}

function learn(state: State, flight: Flight, facts: readonly Fact[]): State {
  const replica = replicaOf(state, flight.replica);
  const known = remember(state, [...replica.facts, ...facts]);
  return withReplica(state, flight.replica, { ...replica, facts: known });
}
