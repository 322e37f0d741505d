/** The possible moves and their effects. */
import type { Parts, Recall } from "./parts.js";
import { type Fault, isMatch, type Settled, settle } from "./refresh.js";
import {
  type Flight,
  generationsOf,
  isGood,
  newest,
  type Replica,
  remember,
  replicaOf,
  type State,
  type Who,
  withReplica,
} from "./state.js";

/** What the sender sees of a response: the response, nothing, or nothing because it disconnected. */
export type Heard = "heard" | "lost" | "hung up";

interface Settling {
  readonly who: Who;
  readonly fault: Fault | null;
  readonly heard: Heard;
}

export type Move =
  /** A request is sent and processed within the same second. */
  | ({ readonly do: "present"; readonly generation: number; readonly replica: number } & Settling)
  /** A request is sent and stays in flight for a while. */
  | { readonly do: "send"; readonly who: Who; readonly generation: number; readonly replica: number }
  | { readonly do: "hang up"; readonly who: Who }
  | ({ readonly do: "settle" } & Settling)
  | { readonly do: "pass"; readonly seconds: number }
  /** Another session is refreshed here, or meets a database outage. */
  | { readonly do: "others"; readonly replica: number; readonly answered: boolean }
  | { readonly do: "restart" | "stall" | "wake"; readonly replica: number }
  | { readonly do: "standby"; readonly returns: boolean };

export interface Made {
  readonly after: State;
  /** The outcome of a request, if the move is one. */
  readonly settled: (Settled & { readonly flight: Flight }) | null;
}

const seconds = [1, 31] as const;
const replicas = [0, 1] as const;

export function movesOf(state: State): Move[] {
  const moves: Move[] = [];
  const { flights, pending, replicas: known } = state;
  for (const who of ["owner", "thief"] as const) {
    const flight = flights.find((one) => one.who === who);
    for (const generation of tokensOf(state, who)) {
      for (const replica of replicas) {
        if (!standsStill(known[replica]))
          for (const settling of settlings(state, who, generation, false))
            moves.push({ do: "present", generation, replica, ...settling });
        if (flight === undefined) moves.push({ do: "send", who, generation, replica });
      }
    }
    if (flight === undefined) continue;
    if (!flight.gone) moves.push({ do: "hang up", who });
    if (flight.startedAt !== null && !standsStill(known[flight.replica === 0 ? 0 : 1]))
      for (const settling of settlings(state, who, flight.generation, flight.gone))
        moves.push({ do: "settle", ...settling });
  }
  for (const length of seconds)
    if (length === 1 || flights.every(({ replica }) => standsStill(replicaOf(state, replica))))
      moves.push({ do: "pass", seconds: length });
  for (const replica of replicas) {
    const { facts, stall } = known[replica];
    const isFresh =
      facts.length === 0 && stall === null && flights.every((flight) => flight.replica !== replica);
    if (!isFresh) moves.push({ do: "restart", replica });
    if (standsStill(known[replica]) && stall?.beganAt !== state.now) moves.push({ do: "wake", replica });
    if (!standsStill(known[replica])) {
      if (stall === null) moves.push({ do: "stall", replica });
      if (facts.length > 0)
        for (const answered of [true, false]) moves.push({ do: "others", replica, answered });
    }
  }
  if (pending !== null) for (const returns of [true, false]) moves.push({ do: "standby", returns });
  return moves;
}

const standsStill = ({ stall }: Replica) => stall !== null && stall.endedAt === null;

/**
 * The honest owner presents the newest token it holds, and moves to a newer one only when its requests with the older
 * one have ended, except those stuck at a stalled replica. The thief presents anything it holds. It steals once: any
 * token the owner ever held, chosen no later than its first use.
 */
function tokensOf(state: State, who: Who): number[] {
  if (who === "thief") return generationsOf(state.stolen === 0 ? state.owned : state.stolen);
  const token = newest(state.owned);
  const isUnderWay = state.flights.some(
    (flight) =>
      flight.who === who && flight.generation < token && !standsStill(replicaOf(state, flight.replica)),
  );
  return isUnderWay ? [] : [token];
}

/** How a request can end, leaving out what makes no difference: disconnecting when the refresh is granted. */
function settlings(state: State, who: Who, generation: number, isGone: boolean): Settling[] {
  const heard: Heard[] = isGone ? ["hung up"] : ["heard"];
  if (who === "owner" && !isGone) heard.push("lost");
  if (!isGone && !isGood(state, generation)) heard.push("hung up");
  const unheard = isGone ? "hung up" : "heard";
  const faults: Fault[] = ["unsent", "cut off"];
  if (state.pending === null) {
    const flight = { who, generation, replica: 0, startedAt: null, gone: false, goodInStall: false };
    const isUsed = generation < state.row.generation;
    if (!isMatch(state, flight)) faults.push("rolled back");
    faults.push("answer lost");
    // A retry changes nothing that clients rely on, so it does not wait for the standby.
    if (!isUsed || !isGood(state, generation)) faults.push("commit hangs");
  }
  return [
    ...heard.map((one) => ({ who, fault: null, heard: one })),
    ...faults.map((fault) => ({ who, fault, heard: unheard }) as const),
  ];
}

export function make(state: State, move: Move, parts: Parts, recall: Recall): Made {
  switch (move.do) {
    case "present": {
      const sent = send(state, move);
      return settleFlight(sent, move, parts, recall);
    }
    case "settle":
      return settleFlight(state, move, parts, recall);
    case "send":
      return made(send(state, move));
    case "hang up":
      return made({
        ...state,
        flights: state.flights.map((flight) =>
          flight.who === move.who ? { ...flight, gone: true } : flight,
        ),
      });
    case "pass":
      return made({ ...state, now: state.now + move.seconds });
    case "others": {
      const { now } = state;
      const fact = move.answered
        ? ({ what: "answered", at: now } as const)
        : ({ what: "away", generation: -1, startedAt: now, at: now } as const);
      const replica = replicaOf(state, move.replica);
      return made(
        withReplica(state, move.replica, { ...replica, facts: remember(state, [...replica.facts, fact]) }),
      );
    }
    case "restart":
      return made(restart(state, move.replica));
    case "stall":
      return made(stall(state, move.replica));
    case "wake":
      return made(wake(state, move.replica));
    case "standby": {
      const row = move.returns && state.pending !== null ? state.pending : state.row;
      return made({ ...state, row, pending: null });
    }
  }
}

const made = (after: State): Made => ({ after, settled: null });

function send(
  state: State,
  { who, generation, replica }: { who: Who; generation: number; replica: number },
): State {
  const isStill = standsStill(replicaOf(state, replica));
  const flight: Flight = {
    who,
    generation,
    replica,
    startedAt: isStill ? null : state.now,
    gone: false,
    goodInStall: isStill && isGood(state, generation),
  };
  const stolen = who === "thief" ? state.stolen | (1 << generation) : state.stolen;
  return { ...state, stolen, flights: [...state.flights, flight] };
}

function settleFlight(state: State, move: Settling, parts: Parts, recall: Recall): Made {
  const { who, fault, heard } = move;
  const index = state.flights.findLastIndex((flight) => flight.who === who);
  const sent = state.flights[index];
  if (sent === undefined) throw new Error("nothing is under way");
  const flight = { ...sent, gone: sent.gone || heard === "hung up" };
  const settled = settle(
    { ...state, flights: state.flights.toSpliced(index, 1) },
    parts,
    recall,
    flight,
    fault,
  );
  const isAnswered = settled.answer === "issued" || settled.answer === "retried";
  const got = isAnswered && heard === "heard" && !flight.gone ? 1 << (flight.generation + 1) : 0;
  const { after } = settled;
  const held = who === "owner" ? { owned: after.owned | got } : { stolen: after.stolen | got };
  return { after: { ...after, ...held }, settled: { ...settled, flight } };
}

/** Its requests and its memory are lost. */
function restart(state: State, index: number): State {
  const forgotten = <R extends State["row"] | null>(row: R): R =>
    row !== null && row.lostAt === index ? { ...row, lostAt: null } : row;
  const { row, pending, flights } = state;
  return withReplica(
    {
      ...state,
      row: forgotten(row),
      pending: forgotten(pending),
      flights: flights.filter(({ replica }) => replica !== index),
    },
    index,
    { facts: [], stall: null },
  );
}

const stall = (state: State, index: number): State =>
  withReplica(
    {
      ...state,
      flights: state.flights.map((flight) =>
        flight.replica === index ? { ...flight, goodInStall: isGood(state, flight.generation) } : flight,
      ),
    },
    index,
    { ...replicaOf(state, index), stall: { beganAt: state.now, endedAt: null } },
  );

function wake(state: State, index: number): State {
  const { now, flights } = state;
  const replica = replicaOf(state, index);
  const began = replica.stall?.beganAt ?? now;
  return withReplica(
    {
      ...state,
      flights: flights.map((flight) =>
        flight.replica === index ? { ...flight, startedAt: flight.startedAt ?? now } : flight,
      ),
    },
    index,
    { ...replica, stall: { beganAt: began, endedAt: now } },
  );
}
