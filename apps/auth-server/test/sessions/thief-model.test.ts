/**
 * A session with a thief, explored exhaustively within a small scope: owner, thief, two replicas, a failing database.
 * Whatever they do, in any order and up to a number of moves, the promises of docs/proof.md hold. The model decides
 * with the server's own functions; the rest is compared with real servers.
 *
 * `MODEL_DEPTH=1 npx vitest run test/sessions/thief-model.test.ts` searches one move further. A failure prints the shortest
 * moves that lead to it.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createParties } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { explore } from "../support/thief-model/explore.js";
import type { Move } from "../support/thief-model/moves.js";
import { before, type Mutant, mutants } from "../support/thief-model/mutants.js";
import { today } from "../support/thief-model/parts.js";
import { isPlayable, play, type System, startSystem, walk } from "../support/thief-model/replay.js";

const buys = "a token outside its window buys nothing";
const further = Number(process.env.MODEL_DEPTH ?? 0);
/** For one search through all moves; the long form visits millions. */
const timeout = 20_000 + further * 180_000;

/** How a stale parent once yielded the victim's current token. */
const stolen: readonly Move[] = [
  { do: "present", who: "owner", generation: 0, replica: 0, fault: null, heard: "heard" },
  { do: "pass", seconds: 31 },
  { do: "present", who: "thief", generation: 0, replica: 0, fault: "unsent", heard: "heard" },
  { do: "present", who: "thief", generation: 0, replica: 0, fault: null, heard: "heard" },
];

const ways = new Map<Mutant, readonly Move[]>();
/** The shortest path on which a property detects it. */
function wayOf(mutant: Mutant): readonly Move[] {
  const { parts, moves: depth, breaks: until, ...scope } = mutant;
  const way = ways.get(mutant) ?? explore(parts, { ...scope, depth, until }).violations.get(until) ?? [];
  ways.set(mutant, way);
  return way;
}

describe("Whatever owner, thief and database do [thief-model-1]", { retry: 0 }, () => {
  it.each([
    ["all", 3 + further],
    ["the owner's", 4 + further],
    ["outages'", 4 + further],
    ["stalls'", 6 + further],
    ["calm ones", 8 + further],
  ] as const)(
    "no property breaks: of the moves, %s, %i deep",
    (among, depth) => {
      const { violations } = explore(today, { depth, among });
      expect(Object.fromEntries(violations)).toEqual({});
    },
    timeout,
  );
});

describe("The properties notice [thief-model-2]", () => {
  it("how a stale parent bought the victim's current token: in four moves, and that hanging up left no trace", () => {
    const { violations } = explore(before, { depth: 4, among: "outages'", until: buys });
    expect(violations.get(buys)).toEqual(stolen);
    expect([...violations.keys()]).toEqual(
      expect.arrayContaining([
        "a token outside its window ends the session",
        "a token outside its window is audited",
      ]),
    );
  });

  it.each(mutants)("that $wrong", (mutant) => {
    expect(wayOf(mutant)).toHaveLength((mutant.since?.length ?? 0) + mutant.moves);
  });
});

describe("The model answers as the servers do [thief-model-3]", { retry: 0 }, () => {
  let system: System;
  let telling: (readonly Move[])[];
  // Not earlier: a server in the same process would stall during the searches above.
  beforeAll(async () => {
    telling = [...mutants.map(wayOf), stolen].filter((way) => way.every(isPlayable));
    const server = await testServer({ withLog: false });
    const { client, user } = await createParties(server);
    system = await startSystem(server, client, user);
  });

  it(
    "to what is drawn by lot",
    async () => {
      const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 6, maxLength: 12 }).map(walk);
      const property = fc.asyncProperty(moves, (drawn) => play(system, drawn));
      await fc.assert(property, { numRuns: 30 * (1 + 4 * further) });
    },
    timeout * 3,
  );

  it(
    "to what the properties notice",
    async () => {
      expect(telling.length).toBeGreaterThan(10);
      const property = fc.asyncProperty(fc.constantFrom(...telling), (way) => play(system, way));
      await fc.assert(property, { numRuns: telling.length, examples: telling.map((way) => [way]) });
    },
    timeout * 3,
  );
});
