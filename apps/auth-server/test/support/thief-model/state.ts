/**
 * One session and a thief: the row, two replicas and their memories, who holds which token, which requests are in
 * flight. Times are seconds since sign-in; tokens are identified by generation.
 */

export const retryWindow = 30;

export type Who = "owner" | "thief";

/** The columns that the statement and the lock use; `lostAt` is only for the properties. */
export interface Row {
  readonly generation: number;
  readonly rotatedAt: number;
  readonly revoked: boolean;
  readonly rotatedBy: Who;
  readonly lastBy: Who;
  readonly elsewhereGeneration: number | null;
  readonly elsewhereInARow: number;
  /** The replica whose attempt rotated the row without learning of it; null if PostgreSQL answered. */
  readonly lostAt: number | null;
}

/** What a replica has experienced since it started, as far as it can remember. */
export type Fact =
  | { readonly what: "answered"; readonly at: number }
  /** Certainly nothing happened: no connection, or PostgreSQL refused. `generation` -1: another session's. */
  | { readonly what: "away"; readonly generation: number; readonly startedAt: number; readonly at: number }
  | {
      readonly what: "unanswered";
      readonly generation: number;
      readonly startedAt: number;
      readonly at: number;
    }
  /** An excuse was used, for a response that was committed or that the database swallowed too. */
  | {
      readonly what: "excused";
      readonly generation: number;
      readonly at: number;
      readonly isAnswered: boolean;
    };

export interface Replica {
  readonly facts: readonly Fact[];
  readonly stall: { readonly beganAt: number; readonly endedAt: number | null } | null;
}

/** A request that was sent and that the database has not seen yet. */
export interface Flight {
  readonly who: Who;
  readonly generation: number;
  readonly replica: number;
  /** Null: it waits at a stalled replica. */
  readonly startedAt: number | null;
  /** Whether the sender has disconnected. */
  readonly gone: boolean;
  /** Whether its token was valid when the replica stalled, or when it was sent to a stalled one. */
  readonly goodInStall: boolean;
}

export interface State {
  readonly now: number;
  readonly row: Row;
  /** A commit that waits for the standby. It locks the row, and nobody sees its content. */
  readonly pending: Row | null;
  readonly replicas: readonly [Replica, Replica];
  readonly flights: readonly Flight[];
  /** Sets of generations, one bit each. */
  readonly owned: number;
  readonly stolen: number;
  /** For how many consecutive generations, up to this one, owner and thief received the same token. */
  readonly inStep: { readonly generation: number; readonly count: number };
}

const fresh: Replica = { facts: [], stall: null };

export const signedIn: State = {
  now: 0,
  row: {
    generation: 0,
    rotatedAt: 0,
    revoked: false,
    rotatedBy: "owner",
    lastBy: "owner",
    elsewhereGeneration: null,
    elsewhereInARow: 0,
    lostAt: null,
  },
  pending: null,
  replicas: [fresh, fresh],
  flights: [],
  owned: 1,
  stolen: 0,
  inStep: { generation: 0, count: 0 },
};

export const newest = (tokens: number): number => 31 - Math.clz32(tokens);
export const generationsOf = (tokens: number): number[] =>
  Array.from({ length: newest(tokens) + 1 }, (_, generation) => generation).filter(
    (generation) => tokens & (1 << generation),
  );

/** Inside its window: the row's token, or its parent for a while after the rotation. */
export const isGood = ({ row, now }: State, generation: number): boolean =>
  generation === row.generation || (generation === row.generation - 1 && now - row.rotatedAt <= retryWindow);

export const replicaOf = ({ replicas }: State, index: number): Replica => replicas[index === 0 ? 0 : 1];

export function withReplica(state: State, index: number, replica: Replica): State {
  const [one, other] = state.replicas;
  return { ...state, replicas: index === 0 ? [replica, other] : [one, replica] };
}

/** How long the backlog of a stall lasts (sessions/stalls.ts). */
const backlogSeconds = 10;

/** As StallWatch reports it. */
export const stallOf = ({ stall }: Replica, now: number): Replica["stall"] =>
  stall !== null && (stall.endedAt === null || now - stall.endedAt <= backlogSeconds) ? stall : null;

/** Drop facts that no longer matter: about tokens older than the parent, which nothing excuses, and duplicates. */
export function remember({ row }: State, facts: readonly Fact[]): Fact[] {
  const kept: Fact[] = [];
  for (const fact of facts) {
    if ("generation" in fact && fact.generation >= 0 && fact.generation < row.generation - 1) continue;
    const last = kept.at(-1);
    const isNoted = "generation" in fact && fact.generation >= 0;
    if (last === undefined && !isNoted) continue;
    if (fact.what === "answered" && last?.what === "answered") continue;
    if (fact.what === "answered" && last?.what === "excused") continue;
    if (
      fact.what === "away" &&
      !isNoted &&
      last !== undefined &&
      last.what !== "answered" &&
      last.what !== "excused"
    )
      continue;
    kept.push(fact);
  }
  return kept;
}

/** Equal for states with the same future: times and generations are relative, replicas unordered. */
export function keyOf(state: State): string {
  const { now, row, pending, replicas, flights, owned, stolen, inStep } = state;
  const isQuiet =
    pending === null &&
    flights.length === 0 &&
    replicas.every((replica) => replica.facts.length === 0 && stallOf(replica, now) === null);
  const rowKey = (it: Row) => {
    const age = isQuiet ? Math.min(now - it.rotatedAt, retryWindow + 1) : now - it.rotatedAt;
    const who = (it.rotatedBy === "owner" ? 0 : 1) + (it.lastBy === "owner" ? 0 : 2) + (it.revoked ? 4 : 0);
    const since = it.generation - (it.elsewhereGeneration ?? -2);
    return `${it.generation - row.generation} ${age} ${who} ${since < 2 ? `${since}x${it.elsewhereInARow}` : ""}`;
  };
  const behind = (generation: number) => Math.min(row.generation - generation, 2);
  const tokens = (set: number) =>
    (set >> row.generation) * 4 +
    (row.generation > 0 ? ((set >> (row.generation - 1)) & 1) * 2 : 0) +
    (row.generation > 1 && (set & ((1 << (row.generation - 1)) - 1)) !== 0 ? 1 : 0);
  const replicaKey = ({ facts, ...replica }: Replica, index: number) => {
    let key = "";
    for (const fact of facts) {
      key += `${fact.what[0]}${fact.what[1]}${now - fact.at}`;
      if ("generation" in fact && fact.generation >= 0) key += ` ${row.generation - fact.generation}`;
      if ("startedAt" in fact) key += ` ${now - fact.startedAt}`;
      key += ",";
    }
    const stall = stallOf({ facts, ...replica }, now);
    if (stall !== null) key += `s${now - stall.beganAt}-${now - (stall.endedAt ?? now + 1)}`;
    for (const flight of flights)
      if (flight.replica === index)
        key += `f${flight.who} ${behind(flight.generation)} ${now - (flight.startedAt ?? now + 1)}${flight.gone}${flight.goodInStall}`;
    return `${key}${row.lostAt === index}${pending?.lostAt === index}`;
  };
  const [one, other] = [replicaKey(replicas[0], 0), replicaKey(replicas[1], 1)];
  const steps = row.generation - inStep.generation;
  return `${rowKey(row)}|${pending === null ? "" : rowKey(pending)}|${tokens(owned)} ${tokens(stolen)} ${
    steps < 2 ? `${steps}x${inStep.count}` : ""
  }|${one < other ? `${one}|${other}` : `${other}|${one}`}`;
}
