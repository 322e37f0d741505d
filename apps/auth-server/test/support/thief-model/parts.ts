/** The model's decisions: the server's own functions, or variants to test the properties with. */
import { deriveSecrets } from "../../../src/secrets.js";
import { decideRefresh } from "../../../src/sessions/decide-refresh.js";
import { isLateCopy } from "../../../src/sessions/late-copies.js";
import { elsewhereInARow } from "../../../src/sessions/lock-step.js";
import { type RefreshToken, succeedRefreshToken } from "../../../src/sessions/refresh-token.js";
import {
  createUnansweredRotations,
  type UnansweredRotations,
} from "../../../src/sessions/unanswered-rotations.js";
import { type Fact, retryWindow } from "./state.js";

export interface Parts {
  readonly decide: typeof decideRefresh;
  readonly isLateCopy: typeof isLateCopy;
  readonly elsewhereInARow: typeof elsewhereInARow;
  createMemory(retrySeconds: number, now: () => number): UnansweredRotations;
  /** Whether attempts that were never sent are recorded. */
  readonly notesUnsent: boolean;
  /** Whether an excuse is used up before the response is committed. */
  readonly usesBeforeCommit: boolean;
  /** Whether reuse in an abandoned request leaves no trace. */
  readonly sparesAbandoned: boolean;
}

export const today: Parts = {
  decide: decideRefresh,
  isLateCopy,
  elsewhereInARow,
  createMemory: createUnansweredRotations,
  notesUnsent: false,
  usesBeforeCommit: false,
  sparesAbandoned: false,
};

const [entry] = deriveSecrets([{ name: "model", bytes: Buffer.alloc(32, 1) }]);
const chain: RefreshToken[] = [
  { sessionId: "0f8fad5b-d9cb-469f-a165-70867728950e", generation: 0, secret: Buffer.alloc(32, 2) },
];

/** The session's real tokens. */
export function tokenOf(generation: number): RefreshToken {
  const known = chain[generation];
  if (known !== undefined) return known;
  const token = succeedRefreshToken(entry, tokenOf(generation - 1));
  chain[generation] = token;
  return token;
}

/** Whether a replica with this history excuses a token. */
export type Recall = (facts: readonly Fact[], generation: number, rotatedAt: number, now: number) => boolean;

/**
 * Uses a memory as oauth/grants/refresh-token.ts and contested-refresh.ts do. One memory serves all states: each time it is
 * given another session, a day later.
 */
export function createRecall(parts: Parts): Recall {
  let clock = 0;
  let days = 0;
  const memory = parts.createMemory(retryWindow, () => clock * 1000);
  return (facts, generation, rotatedAt, now) => {
    days += 1;
    const midnight = days * 86_400;
    const presented = (of: number) => ({ sessionId: String(days), generation: of });
    clock = midnight;
    memory.databaseAnswers(false);
    for (const fact of facts) {
      clock = midnight + fact.at;
      if (fact.what === "unanswered" || (fact.what === "away" && fact.generation >= 0))
        memory.note(presented(fact.generation), (midnight + fact.startedAt) * 1000);
      if (fact.what === "excused") memory.use(presented(fact.generation));
      else memory.databaseAnswers(fact.what === "answered");
    }
    clock = midnight + now;
    return memory.excuses(presented(generation), { seconds: now - rotatedAt, askedAt: clock * 1000 });
  };
}
