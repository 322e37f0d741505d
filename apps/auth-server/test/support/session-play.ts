/** Performs random actions on two replicas of one database, and checks every outcome against the model. */
import { inspect } from "node:util";
import fc from "fast-check";
import { expect } from "vitest";
import { endSessions } from "../../src/codes/ends.js";
import { createClient, createUser, type TestClient, type TestUser } from "./fixtures.js";
import { read } from "./rows.js";
import { ageSessions, type TestServer, testServer } from "./server.js";
import type { Action, Request } from "./session-actions.js";
import {
  backedUp,
  emptyWorld,
  explain,
  type Operation,
  type Outcome,
  type Rules,
  restored,
  type World,
} from "./session-model.js";
import { type Answer, askByPassword, askByRefreshToken, identify } from "./token-requests.js";

export interface System {
  readonly rules: Rules;
  readonly replicas: [TestServer, TestServer];
  stepClock(replica: number, seconds: number): void;
  restart(replica: number): Promise<void>;
}

/** Two replicas under `rules`, each with its own clock. */
export async function startSystem(rules: Rules): Promise<System> {
  const env = {
    REFRESH_RETRY_SECONDS: String(rules.retrySeconds),
    REUSE_REVOKES: rules.reuseRevokes,
    SESSION_IDLE_SECONDS: String(rules.idleSeconds),
    SESSION_ABSOLUTE_SECONDS: String(rules.absoluteSeconds),
  };
  const aheadMs = [0, 0];
  const start = (index: number) =>
    testServer({ env, withLog: false, now: () => Date.now() + (aheadMs[index] ?? 0) });
  const replicas: [TestServer, TestServer] = [await start(0), await start(1)];
  return {
    rules,
    replicas,
    stepClock: (index, seconds) => {
      aheadMs[index] = (aheadMs[index] ?? 0) + seconds * 1000;
    },
    restart: async (index) => {
      await replicas[index]?.close();
      replicas[index] = await start(index);
    },
  };
}

/** A session as its client knows it. */
interface Held {
  readonly id: string;
  readonly user: TestUser;
  readonly client: TestClient;
  /** Tokens that reached the client, oldest first. */
  readonly received: string[];
  /** All issued tokens, by generation. */
  readonly issued: string[];
}

interface Play extends System {
  readonly users: readonly TestUser[];
  readonly clients: readonly TestClient[];
  readonly held: Held[];
  worlds: World[];
  passedMs: number;
  backup: { readonly rows: string; readonly passedMs: number };
}

/** Plays the actions with new users and clients; at the end every issued token is tried. */
export async function play(system: System, actions: readonly Action[]): Promise<void> {
  const [server] = system.replicas;
  await server.db.query("delete from sessions");
  const play: Play = {
    ...system,
    users: [await createUser(server), await createUser(server)],
    clients: [await createClient(server), await createClient(server)],
    held: [],
    worlds: [emptyWorld()],
    passedMs: 0,
    backup: { rows: "[]", passedMs: 0 },
  };
  const first = { replica: 0, session: 0, back: 0, lost: false, stranger: false, isClient: false };
  await together(play, [{ ...first, what: "sign in" }]);
  await backUp(play);
  for (const action of actions) await act(play, action);
  for (const held of play.held) {
    for (const token of held.issued.toReversed())
      await settle(play, [refresh(play.replicas[0], held, token)]);
  }
}

async function act(play: Play, action: Action): Promise<void> {
  if ("together" in action) return together(play, action.together);
  if ("restart" in action) return play.restart(action.restart);
  if ("clockStepSeconds" in action) return play.stepClock(action.replica, action.clockStepSeconds);
  if ("backup" in action) return action.backup === "take" ? backUp(play) : restore(play);
  play.passedMs += action.passSeconds * 1000;
  await ageSessions(play.replicas[0].db, action.passSeconds);
}

async function backUp(play: Play): Promise<void> {
  const { rows } = await play.replicas[0].db.query("select json_agg(to_json(s)) as rows from sessions s");
  play.backup = { rows: JSON.stringify(rows[0].rows), passedMs: play.passedMs };
  play.worlds = play.worlds.map(backedUp);
}

/** Restore the rows; time has passed since. */
async function restore(play: Play): Promise<void> {
  const { rows, passedMs } = play.backup;
  const { db } = play.replicas[0];
  await db.query("delete from sessions");
  await db.query("insert into sessions select * from json_populate_recordset(null::sessions, $1)", [rows]);
  await ageSessions(db, (play.passedMs - passedMs) / 1000);
  play.worlds = play.worlds.map(restored);
}

/** An action and its name in the model. */
type Doing = readonly [Operation, () => Promise<Outcome>];

async function together(play: Play, requests: readonly Request[]): Promise<void> {
  await settle(
    play,
    requests.map((request) => doing(play, request)).filter((one) => one !== null),
  );
}

const tooBusy = new Set(["deadline_exceeded", "overloaded", "database_unavailable"]);

/** Perform these at the same time. */
async function settle(play: Play, doings: readonly Doing[]): Promise<void> {
  const earliest = Date.now() + play.passedMs;
  const outcomes = await Promise.all(
    doings.map(async ([operation, start]) => [operation, await start()] as const),
  );
  // Timeouts of a busy machine say nothing about the rules.
  fc.pre(outcomes.every(([, { answer }]) => !tooBusy.has(answer)));
  const at = { earliest, latest: Date.now() + play.passedMs };
  const worlds = explain(play.worlds, play.rules, outcomes, at);
  expect(
    worlds,
    `no explanation: ${inspect({ outcomes, at, before: play.worlds }, { depth: 6 })}`,
  ).not.toEqual([]);
  play.worlds = worlds;
}

const pick = <T>(list: readonly T[], drawn: number): T | undefined => list[drawn % list.length];

function doing(play: Play, request: Request): Doing | null {
  const server = play.replicas[request.replica] ?? play.replicas[0];
  const { what, isClient, stranger } = request;
  const user = pick(play.users, request.session) as TestUser;
  if (what === "sign in") return signIn(play, server, user, pick(play.clients, request.back) as TestClient);
  if (what === "disable" || what === "enable")
    return isClient
      ? setClient(server, pick(play.clients, request.session) as TestClient, what)
      : setUser(server, user, what);
  if (what === "end all") {
    const operation = { kind: what, user: user.id };
    return [operation, () => done(endSessions(server.db, { userId: user.id }, "administrator", {}))];
  }
  const held = pick(play.held, request.session);
  if (held === undefined) return null;
  if (what === "end session") {
    const operation = { kind: what, session: held.id };
    return [operation, () => done(endSessions(server.db, { id: held.id }, "administrator", {}))];
  }
  const other = play.clients.find(({ clientId }) => clientId !== held.client.clientId);
  const client = stranger && other !== undefined ? other : held.client;
  const token = held.received.at(-1 - (request.back % held.received.length)) ?? "";
  if (what === "revoke") return revoke(server, held, token, client);
  return refresh(server, held, token, client, request.lost);
}

function signIn(play: Play, server: TestServer, user: TestUser, client: TestClient): Doing {
  return [
    { kind: "sign in", user: user.id, client: client.clientId },
    async () => {
      const { body, ...rest } = await askByPassword(server, client, user);
      const token = body.refresh_token;
      if (token === undefined) return { answer: answerOf({ body, ...rest }) };
      const { sessionId: id } = read(server, token);
      play.held.push({ id, user, client, received: [token], issued: [token] });
      return { answer: "ok", opened: id };
    },
  ];
}

function refresh(server: TestServer, held: Held, token: string, client = held.client, lost = true): Doing {
  const { sessionId: session, generation } = read(server, token);
  return [
    { kind: "refresh", session, generation, client: client.clientId },
    async () => {
      const answer = await askByRefreshToken(server, client, token);
      const successor = answer.body.refresh_token;
      if (successor !== undefined) {
        // Each session is one chain: nobody ever holds a fork.
        expect(read(server, successor)).toMatchObject({ sessionId: session, generation: generation + 1 });
        held.issued[generation + 1] ??= successor;
        expect(successor).toBe(held.issued[generation + 1]);
        if (!lost) held.received.push(successor);
      }
      return { answer: answerOf(answer) };
    },
  ];
}

function revoke(server: TestServer, held: Held, token: string, client: TestClient): Doing {
  return [
    { kind: "revoke", session: held.id, client: client.clientId },
    async () => {
      const response = await server.app.inject({
        method: "POST",
        url: "/oauth2/revoke",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ token, ...identify(client) }).toString(),
      });
      const { statusCode: status, headers, body } = response;
      return { answer: answerOf({ status, headers, body: body === "" ? {} : response.json() }) };
    },
  ];
}

const setUser = ({ db }: TestServer, { id }: TestUser, kind: "disable" | "enable"): Doing => [
  { kind, subject: id, isClient: false },
  () => done(db.query(`update users set disabled_at = ${dateOf[kind]} where id = $1`, [id])),
];
const setClient = ({ db }: TestServer, { clientId }: TestClient, kind: "disable" | "enable"): Doing => [
  { kind, subject: clientId, isClient: true },
  () => done(db.query(`update clients set disabled_at = ${dateOf[kind]} where client_id = $1`, [clientId])),
];
const dateOf = { disable: "now()", enable: "null" };

const answerOf = ({ status, body }: Answer): string =>
  status === 200 ? "ok" : (body.error_uri?.split("/").at(-1) ?? `status ${status}`);

const done = async (work: Promise<unknown>): Promise<Outcome> => {
  await work;
  return { answer: "ok" };
};
