/** The properties that must always hold; docs/proof.md explains them. */
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

/** The properties violated by a move. */
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
 * What an owner without a thief can rely on: a token inside its window; a retry at the replica whose own attempt
 * rotated the row without learning of it, while the excuse lasts; and a copy stuck at a stalled replica.
 */
function isOwnersRight(state: State, flight: Flight): boolean {
  if (isGood(state, flight.generation) || (flight.gone && flight.goodInStall)) return true;
  return state.row.lostAt === flight.replica && isExcused(state, flight);
}

/**
 * The parent, if an attempt with it was in flight here when the row was rotated and got no response: until the
 * database has answered for the length of the window, or that long after the first use. A later outage does not
 * extend it.
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

/** The row cannot show that this copy was stale before the replica stalled. */
function couldBeLate({ row, now, ...state }: State, flight: Flight): boolean {
  const stall = stallOf(replicaOf({ row, now, ...state }, flight.replica), now);
  if (!flight.gone || stall === null) return false;
  return (
    row.rotatedAt >= stall.beganAt ||
    (flight.generation === row.generation - 1 && row.rotatedAt >= stall.beganAt - retryWindow)
  );
}

/** A replica with an empty memory would grant what one with a memory refuses. */
function memoryProtects(state: State, parts: Parts, recall: Recall): boolean {
  const parent = state.row.generation - 1;
  return (
    parent >= 0 &&
    !state.row.revoked &&
    grants(state, parts, recall, parent, []) &&
    state.replicas.some(({ facts }) => facts.length > 0 && !grants(state, parts, recall, parent, facts))
  );
}
