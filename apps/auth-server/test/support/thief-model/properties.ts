/** What has to hold, whatever happens: docs/proof.md says it in words. */
import type { Made } from "./moves.js";
import type { Parts, Recall } from "./parts.js";
import { grants } from "./refresh.js";
import { type Flight, isGood, replicaOf, retryWindow, type State, stallOf } from "./state.js";

export type Property =
  | "an honest owner who is alone stays signed in"
  | "a token outside its window buys nothing"
  | "a token outside its window ends the session"
  | "a token outside its window is audited"
  | "what only memory knows never protects"
  | "lock-step ends within three generations";

/** Which properties a move breaks. */
export function broken(before: State, { after, settled }: Made, parts: Parts, recall: Recall): Property[] {
  const found: Property[] = [];
  if (memoryProtects(after, parts, recall)) found.push("what only memory knows never protects");
  if (after.inStep.count >= 3) found.push("lock-step ends within three generations");
  if (settled === null || settled.committed === null) return found;
  const { flight, committed, audited } = settled;
  const isAnswered = committed === "issued" || committed === "retried";
  const isAlone = before.stolen === 0 && flight.who === "owner";
  const isOver = (after.pending ?? after.row).revoked;
  if (isAlone && isOver && isOwnersRight(before, flight))
    found.push("an honest owner who is alone stays signed in");
  if (before.row.revoked || isGood(before, flight.generation)) return found;
  if (isAnswered) {
    if (!isExcused(before, flight)) found.push("a token outside its window buys nothing");
    return found;
  }
  if (!audited) found.push("a token outside its window is audited");
  if (!isOver && !couldBeLate(before, flight)) found.push("a token outside its window ends the session");
  return found;
}

/**
 * What an owner who is alone can rely on: a token inside its window; a repetition at the replica whose own attempt rotated the
 * row and never heard of it, for as long as the excuse lasts; and a copy that lay before a replica that stood still.
 */
function isOwnersRight(state: State, flight: Flight): boolean {
  if (isGood(state, flight.generation) || (flight.gone && flight.goodInStall)) return true;
  return state.row.lostAt === flight.replica && isExcused(state, flight);
}

/**
 * The parent, of which an attempt was under way here when the row was rotated and got no answer: until the database has
 * answered for the window's length, or that long after the first use. What is over, no later outage renews.
 */
function isExcused({ now, row, ...state }: State, { replica, generation }: Flight): boolean {
  if (generation !== row.generation - 1) return false;
  let excused = false;
  let since: number | null = null;
  let usedAt: number | null = null;
  for (const fact of replicaOf({ now, row, ...state }, replica).facts) {
    if (isOver(usedAt ?? since, fact.at)) excused = false;
    since = fact.what === "answered" ? (since ?? fact.at) : fact.what === "excused" ? since : null;
    if (!("generation" in fact) || fact.generation !== generation) continue;
    if (fact.what === "excused" && fact.isAnswered) usedAt ??= fact.at;
    if (fact.what === "unanswered" && fact.startedAt <= row.rotatedAt && row.rotatedAt <= fact.at)
      excused = true;
  }
  return excused && !isOver(usedAt ?? since, now);
}

const isOver = (since: number | null, at: number) => since !== null && at - since > retryWindow;

/** The row cannot tell that this copy was stale before the replica stood still. */
function couldBeLate({ row, now, ...state }: State, flight: Flight): boolean {
  const stall = stallOf(replicaOf({ row, now, ...state }, flight.replica), now);
  if (!flight.gone || stall === null) return false;
  return (
    row.rotatedAt >= stall.beganAt ||
    (flight.generation === row.generation - 1 && row.rotatedAt >= stall.beganAt - retryWindow)
  );
}

/** A replica that has forgotten all would answer what one that remembers refuses. */
function memoryProtects(state: State, parts: Parts, recall: Recall): boolean {
  const parent = state.row.generation - 1;
  return (
    parent >= 0 &&
    !state.row.revoked &&
    grants(state, parts, recall, parent, []) &&
    state.replicas.some(({ facts }) => facts.length > 0 && !grants(state, parts, recall, parent, facts))
  );
}
