/** Breadth-first search through all moves, so that the first violation of a property is a shortest one. */
import { type Move, make, movesOf } from "./moves.js";
import { createRecall, type Parts } from "./parts.js";
import { broken, type Property } from "./properties.js";
import { keyOf, type State, signedIn } from "./state.js";

export interface Exploration {
  /** Distinct states from which moves were tried. */
  readonly states: number;
  readonly moves: number;
  /** For each violated property, a shortest path to it. */
  readonly violations: ReadonlyMap<Property, readonly Move[]>;
}

export interface Scope {
  /** How many moves. */
  readonly depth: number;
  /** Which moves to try. */
  readonly among: keyof typeof moveSets;
  /** Earlier moves, which belong to the path but do not count towards the depth. */
  readonly since?: readonly Move[];
  /** Stop at the first violation of this property. */
  readonly until?: Property;
}

const isCalm = (move: Move) => !("fault" in move) || move.fault === null;
const isOf =
  (...kinds: Move["do"][]) =>
  (move: Move) =>
    kinds.includes(move.do);
const inOutages = isOf("present", "pass", "others", "restart");
const inStalls = isOf("present", "send", "hang up", "settle", "pass", "stall", "wake");
const byThief = (move: Move) => "who" in move && move.who === "thief";

/** All moves, and subsets that allow greater depth. */
export const moveSets = {
  all: () => true,
  "the owner's": (move: Move) => !byThief(move),
  "outages'": inOutages,
  "stalls'": (move: Move) => inStalls(move) && isCalm(move),
  "calm ones": (move: Move) => isOf("present", "pass")(move) && isCalm(move),
} as const;

interface Reached {
  readonly state: State;
  readonly move: Move | null;
  readonly from: Reached | null;
}

export function explore(parts: Parts, { depth, among, since = [], until }: Scope): Exploration {
  const recall = createRecall(parts);
  const violations = new Map<Property, readonly Move[]>();
  let start: Reached = { state: signedIn, move: null, from: null };
  for (const move of since)
    start = { state: make(start.state, move, parts, recall).after, move, from: start };
  const seen = new Set([keyOf(start.state)]);
  let level = [start];
  let moves = 0;
  for (let step = 1; step <= depth; step += 1) {
    const next: Reached[] = [];
    for (const from of level) {
      for (const move of movesOf(from.state)) {
        if (!moveSets[among](move)) continue;
        moves += 1;
        const made = make(from.state, move, parts, recall);
        const reached = { state: made.after, move, from };
        for (const property of broken(from.state, made, parts, recall)) {
          if (!violations.has(property)) violations.set(property, wayTo(reached));
          if (property === until) return { states: seen.size, moves, violations };
        }
        if (step === depth) continue;
        const key = keyOf(made.after);
        if (seen.has(key)) continue;
        seen.add(key);
        // An ended session stays ended, so its state is not explored further.
        if (!made.after.row.revoked) next.push(reached);
      }
    }
    level = next;
  }
  return { states: seen.size, moves, violations };
}

function wayTo(reached: Reached): Move[] {
  const way: Move[] = [];
  for (let at: Reached | null = reached; at?.move; at = at.from) way.unshift(at.move);
  return way;
}
