/** Variants with one fault each, and the property that must detect it. */
import { isLateCopy } from "../../../src/sessions/late-copies.js";
import {
  createUnansweredRotations,
  type UnansweredRotations,
} from "../../../src/sessions/unanswered-rotations.js";
import type { Scope } from "./explore.js";
import type { Move } from "./moves.js";
import { type Parts, today } from "./parts.js";
import type { Property } from "./properties.js";
import type { Fault } from "./refresh.js";

/** The memory as it was when a thief could obtain the victim's current token, with a settable clock. */
function createMemoryBefore(retrySeconds: number, now: () => number): UnansweredRotations {
  const noted = new Map<string, number>();
  const keyOf = ({ sessionId, generation }: { sessionId: string; generation: number }) =>
    `${sessionId} ${generation}`;
  return {
    note: (presented) => void noted.set(keyOf(presented), now()),
    excuses: (presented) => now() - (noted.get(keyOf(presented)) ?? Number.NaN) <= retrySeconds * 1000,
    databaseAnswers: () => undefined,
    use: () => undefined,
  };
}

/** The first implementation: anyone without a response is excused, and a disconnect leaves no trace. */
export const before: Parts = {
  ...today,
  createMemory: createMemoryBefore,
  notesUnsent: true,
  sparesAbandoned: true,
};

/** Today's memory, modified. */
const memory =
  (
    change: (real: UnansweredRotations, now: () => number) => Partial<UnansweredRotations>,
  ): Parts["createMemory"] =>
  (retrySeconds, now) => {
    const real = createUnansweredRotations(retrySeconds, now);
    return { ...real, ...change(real, now) };
  };
const never = () => undefined;

export interface Mutant {
  readonly wrong: string;
  readonly parts: Parts;
  readonly breaks: Property;
  readonly among: Scope["among"];
  /** Earlier moves, to shorten the search. */
  readonly since?: readonly Move[];
  /** How many further moves. */
  readonly moves: number;
}

const buys = "a token outside its window buys nothing";
const ends = "a token outside its window ends the session";
const signsOut = "an honest owner who is alone stays signed in";

const refresh = (generation: number, fault: Fault | null = null): Move => ({
  do: "present",
  who: "owner",
  generation,
  replica: 0,
  fault,
  heard: "heard",
});
const pass = (seconds: number): Move => ({ do: "pass", seconds });

export const mutants: readonly Mutant[] = [
  {
    wrong: "an attempt excuses rotations after it was given up",
    parts: {
      ...today,
      createMemory: memory((real) => ({
        excuses: (presented, { seconds }) =>
          real.excuses(presented, { seconds, askedAt: Number.NEGATIVE_INFINITY }),
      })),
    },
    breaks: buys,
    among: "outages'",
    since: [refresh(0, "cut off"), pass(1)],
    moves: 3,
  },
  {
    wrong: "an attempt excuses rotations before it began",
    parts: {
      ...today,
      createMemory: memory((real, now) => ({
        note: (presented) => real.note(presented, now() - 1_000_000),
      })),
    },
    breaks: buys,
    among: "outages'",
    moves: 4,
  },
  {
    wrong: "an excuse never ends",
    parts: { ...today, createMemory: memory(() => ({ databaseAnswers: never, use: never })) },
    breaks: buys,
    among: "outages'",
    moves: 4,
  },
  {
    wrong: "an excuse does not end by being used",
    parts: { ...today, createMemory: memory(() => ({ use: never })) },
    breaks: buys,
    among: "outages'",
    since: [refresh(0, "answer lost"), pass(31)],
    moves: 4,
  },
  {
    wrong: "an excuse that is over is renewed by the next outage",
    parts: {
      ...today,
      // When the database fails, the clock stands at the time it started to answer.
      createMemory: (retrySeconds, now) => {
        let since: number | null = null;
        let isFailing = false;
        const real = createUnansweredRotations(retrySeconds, () => (isFailing ? (since ?? now()) : now()));
        return {
          ...real,
          databaseAnswers: (answers) => {
            isFailing = !answers;
            real.databaseAnswers(answers);
            isFailing = false;
            since = answers ? (since ?? now()) : null;
          },
        };
      },
    },
    breaks: buys,
    among: "outages'",
    since: [refresh(0, "answer lost")],
    moves: 4,
  },
  {
    wrong: "an attempt is noted that was never sent",
    parts: { ...today, notesUnsent: true },
    breaks: buys,
    among: "outages'",
    moves: 4,
  },
  {
    wrong: "nothing is excused",
    parts: { ...today, createMemory: memory(() => ({ excuses: () => false })) },
    breaks: signsOut,
    among: "outages'",
    moves: 3,
  },
  {
    wrong: "the excuse is used up before the answer is committed",
    parts: { ...today, usesBeforeCommit: true },
    breaks: signsOut,
    among: "outages'",
    since: [refresh(0, "answer lost"), pass(31)],
    moves: 3,
  },
  {
    wrong: "a replica without a memory excuses everything",
    parts: {
      ...today,
      createMemory: memory((real) => {
        let isFresh = true;
        return {
          note: (presented, startedAt) => {
            isFresh = false;
            real.note(presented, startedAt);
          },
          databaseAnswers: (answers) => {
            isFresh = !answers;
            real.databaseAnswers(answers);
          },
          excuses: (presented, rotated) => isFresh || real.excuses(presented, rotated),
        };
      }),
    },
    breaks: "what only memory knows never protects",
    among: "outages'",
    moves: 3,
  },
  {
    wrong: "whoever hangs up leaves no trace",
    parts: { ...today, sparesAbandoned: true },
    breaks: "a token outside its window is audited",
    among: "stalls'",
    moves: 3,
  },
  {
    wrong: "a late copy needs no stall",
    parts: { ...today, isLateCopy: () => true },
    breaks: ends,
    among: "stalls'",
    moves: 3,
  },
  {
    wrong: "a late copy may be of any age",
    parts: { ...today, isLateCopy: (_behind, _seconds, stallSeconds) => stallSeconds !== null },
    breaks: ends,
    among: "stalls'",
    since: [refresh(0), pass(31)],
    moves: 4,
  },
  {
    wrong: "a late copy may be of any generation",
    parts: {
      ...today,
      isLateCopy: (_behind, seconds, stallSeconds, retrySeconds) =>
        isLateCopy(1, seconds, stallSeconds, retrySeconds),
    },
    breaks: ends,
    among: "stalls'",
    since: [refresh(0), refresh(1), pass(1)],
    moves: 4,
  },
  {
    wrong: "there are no late copies",
    parts: { ...today, isLateCopy: () => false },
    breaks: signsOut,
    among: "stalls'",
    since: [{ do: "stall", replica: 0 }],
    moves: 5,
  },
  {
    wrong: "retries from elsewhere are not counted",
    parts: { ...today, elsewhereInARow: () => 0 },
    breaks: "lock-step ends within three generations",
    among: "calm ones",
    moves: 6,
  },
  {
    wrong: "retries from elsewhere are counted anew after each",
    parts: { ...today, elsewhereInARow: (_session, { network }) => (network ? 1 : 0) },
    breaks: "lock-step ends within three generations",
    among: "calm ones",
    moves: 6,
  },
];
