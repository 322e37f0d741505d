/**
 * Replays the model's moves on two real replicas, each behind a gate to the database, and compares every response and
 * the row.
 *
 * Not replayed: stalled replicas and commits that wait for the standby (e2e's faults cover both), and disconnects,
 * which matter only at a stalled replica.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { notes, type TestClient, type TestUser } from "../fixtures.js";
import { read, sessionIdOf } from "../rows.js";
import { passTime, sharedDatabase, type TestServer, testServer } from "../server.js";
import { type Caught, commit, type TcpGate, tcpGate } from "../tcp-gate.js";
import { type Answer, expectRefreshToken, identify, postForm, refresh } from "../token-requests.js";
import { type Made, type Move, make, movesOf } from "./moves.js";
import { createRecall, today } from "./parts.js";
import { isMatch, places } from "./refresh.js";
import { type Flight, retryWindow, type State, signedIn, type Who } from "./state.js";

interface Replica {
  readonly gate: TcpGate;
  server: TestServer;
}

export interface System {
  /** Observes from outside. */
  readonly server: TestServer;
  readonly replicas: readonly [Replica, Replica];
  readonly client: TestClient;
  readonly user: TestUser;
}

interface UnderWay {
  readonly sentAt: number;
  readonly answer: Promise<Answer>;
  readonly caught: Caught;
}

interface Play extends System {
  /** The session's tokens, by generation. */
  readonly tokens: string[];
  /** Another session's current token. */
  other: string;
  readonly underWay: Map<Who, UnderWay>;
}

export async function startSystem(server: TestServer, client: TestClient, user: TestUser): Promise<System> {
  const replica = async (): Promise<Replica> => {
    const gate = await tcpGate(await sharedDatabase());
    return { gate, server: await startServer(gate) };
  };
  return { server, client, user, replicas: [await replica(), await replica()] };
}

const startServer = (gate: TcpGate): Promise<TestServer> =>
  testServer({
    databaseUrl: gate.url,
    withLog: false,
    env: { REFRESH_RETRY_SECONDS: String(retryWindow), TRUST_PROXY: "127.0.0.1" },
  });

const isSending = (move: Move) => move.do === "present" || move.do === "settle";

/** Whether a replay can perform this move. */
export function isPlayable(move: Move): boolean {
  if (move.do === "stall" || move.do === "wake" || move.do === "standby" || move.do === "hang up")
    return false;
  return !isSending(move) || (move.fault !== "commit hangs" && move.heard !== "hung up");
}

/** Requests in flight have been sent: closing the gate or stopping the server would cut them. */
function isPlayableNow(state: State, move: Move): boolean {
  if (!isPlayable(move)) return false;
  if (move.do === "settle") return move.fault !== "unsent";
  const shuts =
    move.do === "restart" ||
    (move.do === "others" && !move.answered) ||
    (move.do === "present" && move.fault === "unsent");
  return !shuts || state.flights.every(({ replica }) => replica !== move.replica);
}

/** Moves from random numbers: which one, and how. */
export function walk(drawn: readonly (readonly [number, number])[]): Move[] {
  const recall = createRecall(today);
  let state = signedIn;
  return drawn.map(([what, how]) => {
    const moves = movesOf(state).filter((move) => isPlayableNow(state, move));
    const kinds = [...new Set(moves.map((move) => move.do))];
    const ofKind = moves.filter((move) => move.do === kinds[what % kinds.length]);
    const move = ofKind[how % ofKind.length] ?? { do: "pass", seconds: 1 };
    state = make(later(state), move, today, recall).after;
    return move;
  });
}

/** With a real clock, no two things happen at the same time. The fraction adds up exactly. */
const later = (state: State): State => ({ ...state, now: state.now + 2 ** -10 });

export async function play(system: System, moves: readonly Move[]): Promise<void> {
  const { server, client, user, replicas } = system;
  const { address, userAgent } = places.owner;
  const form = { grant_type: "password", username: user.email, password: user.password, ...identify(client) };
  const from = { "x-forwarded-for": address, "user-agent": userAgent };
  const owner = await postForm(replicas[0].server, form, from);
  const another = await postForm(server, form);
  fc.pre(owner.status !== 503 && another.status !== 503);
  const play: Play = {
    ...system,
    tokens: [expectRefreshToken(owner).refresh_token],
    other: expectRefreshToken(another).refresh_token,
    underWay: new Map(),
  };
  try {
    await follow(play, moves);
  } finally {
    for (const { answer, caught } of play.underWay.values()) {
      caught.cut();
      await answer;
    }
  }
}

async function follow(play: Play, moves: readonly Move[]): Promise<void> {
  const recall = createRecall(today);
  let state = signedIn;
  let refusals = 0;
  for (const move of moves) {
    // Requests in flight must be settled before the server gives up on them; a busy machine says nothing about the
    // rules.
    fc.pre([...play.underWay.values()].every(({ sentAt }) => performance.now() - sentAt < 800));
    const before = later(state);
    const made = make(before, move, today, recall);
    await act(play, before, move, made);
    state = made.after;
    if (made.settled?.committed === "reused") refusals += 1;
    expect(await rowOf(play)).toEqual({
      generation: state.row.generation,
      revoked: state.row.revoked,
      elsewhere_generation: state.row.elsewhereGeneration,
      elsewhere_in_a_row: state.row.elsewhereInARow,
      refusals,
    });
  }
}

async function act(play: Play, before: State, move: Move, made: Made): Promise<void> {
  switch (move.do) {
    case "pass":
      return passTime(play.server, move.seconds);
    case "restart": {
      const replica = play.replicas[move.replica === 0 ? 0 : 1];
      await replica.server.close();
      replica.server = await startServer(replica.gate);
      return;
    }
    case "others": {
      const { gate, server } = play.replicas[move.replica === 0 ? 0 : 1];
      if (move.answered) {
        play.other = (await refresh(server, play.client, play.other)).refresh_token;
        return;
      }
      await shutOut(gate, server);
      expect((await ask(play, server, "owner", play.other)).status).toBe(503);
      return gate.open();
    }
    case "send":
      return send(play, move);
    case "present":
    case "settle": {
      const { settled } = made;
      if (settled !== null) compare(play, settled, await settle(play, before, move, settled.flight));
      return;
    }
    default:
      throw new Error(`not played: ${move.do}`);
  }
}

/** Nothing can be sent any more: every open connection knows that it is cut. */
async function shutOut(gate: TcpGate, server: TestServer): Promise<void> {
  await gate.shut();
  await expect.poll(() => server.db.totalCount, { interval: 2 }).toBe(0);
}

/** Waits at the gate. Naming the resource keeps it from holding up other refreshes (sessions/rotation-queue.ts). */
async function send(
  play: Play,
  { who, generation, replica }: Pick<Flight, "who" | "generation" | "replica">,
): Promise<void> {
  const { gate, server } = play.replicas[replica === 0 ? 0 : 1];
  const sentAt = performance.now();
  const caught = gate.catchNext("rotate-session");
  const answer = ask(play, server, who, tokenOf(play, generation), { resource: notes.uri });
  play.underWay.set(who, { answer, caught: await caught, sentAt });
}

async function settle(
  play: Play,
  before: State,
  move: Extract<Move, { fault: unknown }>,
  flight: Flight,
): Promise<Answer> {
  const { gate, server } = play.replicas[flight.replica === 0 ? 0 : 1];
  if (move.fault === "unsent") {
    await shutOut(gate, server);
    const answer = await ask(play, server, move.who, tokenOf(play, flight.generation));
    await gate.open();
    return answer;
  }
  if (move.do === "present" && move.fault === null)
    return ask(play, server, move.who, tokenOf(play, flight.generation));
  const other = play.underWay.get(move.who);
  if (move.do === "present") await send(play, flight);
  const underWay = play.underWay.get(move.who);
  if (underWay === undefined) throw new Error("nothing is under way");
  play.underWay.delete(move.who);
  if (move.do === "present" && other !== undefined) play.underWay.set(move.who, other);
  const { answer, caught } = underWay;
  if (move.fault === null) caught.pass();
  else if (move.fault === "cut off") caught.cut();
  else if (isMatch(before, flight)) caught.cutAnswer();
  else {
    const committing = gate.catchNext(commit);
    caught.pass();
    if (move.fault === "rolled back") (await committing).cut();
    else (await committing).cutAnswer();
  }
  return answer;
}

function compare(
  play: Play,
  { answer: expected, flight }: NonNullable<Made["settled"]>,
  answer: Answer,
): void {
  const next = flight.generation + 1;
  const seen =
    answer.status === 200
      ? `token ${read(play.server, answer.body.refresh_token ?? "").generation}`
      : answer.body.error_uri?.split("/").at(-1);
  const meant = {
    issued: `token ${next}`,
    retried: `token ${next}`,
    reused: "refresh_token_reused",
    revoked: "refresh_token_revoked",
    unavailable: "database_unavailable",
    "late copy": "deadline_exceeded",
    abandoned: "deadline_exceeded",
  };
  fc.pre(seen !== "deadline_exceeded");
  expect(seen).toBe(meant[expected]);
  if (answer.status === 200) play.tokens[next] = answer.body.refresh_token ?? "";
}

const ask = (
  { client }: Play,
  server: TestServer,
  who: Who,
  token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  postForm(
    server,
    { grant_type: "refresh_token", refresh_token: token, ...identify(client), ...more },
    { "x-forwarded-for": places[who].address, "user-agent": places[who].userAgent },
  );

function tokenOf({ tokens }: Play, generation: number): string {
  const token = tokens[generation];
  if (token === undefined) throw new Error("nobody was ever given this token");
  return token;
}

async function rowOf({ server, tokens }: Play): Promise<unknown> {
  const { rows } = await server.db.query(
    `select generation, revoked_at is not null as revoked, elsewhere_generation, elsewhere_in_a_row,
            (select count(*)::int from audit_events where session_id = s.id and event = 'refresh_token.refused') as refusals
       from sessions s where id = $1`,
    [sessionIdOf(server, tokens[0] ?? "")],
  );
  return rows[0];
}
