/**
 * Clients that do everything at once over unreliable lines: sign in, refresh, revoke, get tokens of their own. Each
 * records an acknowledged response before going on, and repeats whatever was not acknowledged.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "./random.js";
import type { Client, User } from "./registrations.js";
import { type Answer, parseObject, requestToken, tokenForm, tokensOf } from "./token-endpoint.js";

export interface KnownSession {
  /** The last acknowledged one. */
  refreshToken: string;
  accessToken: string;
  /** Whether a revocation was acknowledged; the session was not used since. */
  revoked: boolean;
}

export interface MixedLedger {
  readonly sessions: KnownSession[];
  /** The client's own last token, from client_credentials. */
  ownToken: string | null;
  readonly acknowledged: Record<Operation, number>;
  /** Responses that were neither the result nor a request to retry: there must be none. */
  readonly faults: string[];
  /** Lost responses, 503s and 408s. */
  repeated: number;
}

type Operation = "signIn" | "refresh" | "revoke" | "clientCredentials";

export interface World {
  readonly urls: readonly [string, string];
  readonly app: Client;
  readonly service: Client;
  readonly user: User;
  readonly random: Random;
}

export interface MixedLoad {
  readonly ledgers: readonly MixedLedger[];
  /** Lets each client finish what it has begun. */
  stop(): Promise<void>;
}

const patienceMs = 3_000;
const pauseMs = 50;
const sessionsAtMost = 12;

export function startMixedLoad(clients: number, world: World): MixedLoad {
  const stopping = new AbortController();
  const ledgers = Array.from(
    { length: clients },
    (): MixedLedger => ({
      sessions: [],
      ownToken: null,
      acknowledged: { signIn: 0, refresh: 0, revoke: 0, clientCredentials: 0 },
      faults: [],
      repeated: 0,
    }),
  );
  const ended = Promise.all(ledgers.map((ledger) => keepGoing(ledger, world, stopping.signal)));
  return {
    ledgers,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

async function keepGoing(ledger: MixedLedger, world: World, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && ledger.faults.length === 0) {
    const living = ledger.sessions.filter(({ revoked }) => !revoked);
    const [first, ...others] = living;
    if (first === undefined) await signIn(ledger, world);
    else {
      const session = world.random.pick([first, ...others]);
      await world.random.run([
        () =>
          ledger.sessions.length < sessionsAtMost ? signIn(ledger, world) : refresh(ledger, world, session),
        () => (world.random.oneIn(3) ? revoke(ledger, world, session) : refresh(ledger, world, session)),
        () => askForItself(ledger, world),
        ...Array.from({ length: 5 }, () => () => refresh(ledger, world, session)),
      ]);
    }
  }
}

async function signIn(ledger: MixedLedger, world: World): Promise<void> {
  const { email: username, password } = world.user;
  const answer = await untilAnswered(ledger, world, (url) =>
    requestToken(url, world.app, { grant_type: "password", username, password }, patience()),
  );
  if (isGood(ledger, "signIn", answer)) ledger.sessions.push({ ...tokensOf(answer), revoked: false });
}

async function refresh(ledger: MixedLedger, world: World, session: KnownSession): Promise<void> {
  const parameters = { grant_type: "refresh_token", refresh_token: session.refreshToken };
  const answer = await untilAnswered(ledger, world, (url) =>
    requestToken(url, world.app, parameters, patience()),
  );
  if (isGood(ledger, "refresh", answer)) Object.assign(session, tokensOf(answer));
}

async function revoke(ledger: MixedLedger, world: World, session: KnownSession): Promise<void> {
  const answer = await untilAnswered(ledger, world, (url) => revokeAt(url, world.app, session.refreshToken));
  if (isGood(ledger, "revoke", answer)) session.revoked = true;
}

async function askForItself(ledger: MixedLedger, world: World): Promise<void> {
  const answer = await untilAnswered(ledger, world, (url) =>
    requestToken(url, world.service, { grant_type: "client_credentials" }, patience()),
  );
  if (isGood(ledger, "clientCredentials", answer)) ledger.ownToken = String(answer.body.access_token);
}

const patience = () => AbortSignal.timeout(patienceMs);

/** A revocation's response has no body (RFC 7009 §2.2). */
async function revokeAt(
  url: string,
  client: Client,
  token: string,
): Promise<Pick<Answer, "status" | "body">> {
  const response = await fetch(`${url}/oauth2/revoke`, {
    method: "POST",
    body: new URLSearchParams(tokenForm(client, { token })),
    signal: patience(),
  });
  const body = await response.text();
  return { status: response.status, body: body === "" ? {} : parseObject(body) };
}

type Answered = Pick<Answer, "status" | "body">;

/** Repeats the request, alternating servers, until the response does not ask for a retry. */
async function untilAnswered(
  ledger: MixedLedger,
  { urls, random }: World,
  send: (url: string) => Promise<Answered>,
): Promise<Answered> {
  for (let turn = random.int(2); ; turn += 1) {
    const answer = await answerOrNull(send(urls[turn % 2] ?? urls[0]));
    if (answer !== null && !asksToRepeat(answer)) return answer;
    ledger.repeated += 1;
    await delay(pauseMs);
  }
}

/** 408: on a line that passes one byte at a time, the body took longer than two seconds. */
const asksToRepeat = ({ status }: Answered): boolean => status === 503 || status === 408;

/** null without a response: the connection broke, or the client gave up. */
async function answerOrNull(sent: Promise<Answered>): Promise<Answered | null> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError")) return null;
    throw error;
  }
}

function isGood(ledger: MixedLedger, operation: Operation, { status, body }: Answered): boolean {
  if (status === 200) ledger.acknowledged[operation] += 1;
  else ledger.faults.push(`${operation}: ${status} ${JSON.stringify(body)}`);
  return status === 200;
}
