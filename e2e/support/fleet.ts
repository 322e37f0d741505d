/**
 * Virtual clients that refresh without pause on several authorization servers. Like good clients, they present the
 * same token again after a lost response or a 503, to another server or, behind a balancer with affinity, to the same
 * one. Each records what it received.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Client, User } from "./registrations.js";
import { type Answer, refresh, signIn, tokensOf } from "./token-endpoint.js";

export interface Ledger {
  /** Every refresh token that reached the client, oldest first; it holds the last. */
  readonly received: string[];
  /** Refusals other than 503: there must be none. */
  readonly refused: Answer[];
  /** Requests repeated after a lost response or a 503. */
  lost: number;
  unavailable: number;
}

export interface Fleet {
  readonly ledgers: readonly Ledger[];
  /** Resolves once every client has received `count` more tokens. */
  untilEachReceived(count: number): Promise<void>;
  /** Lets each client finish its request. */
  stop(): Promise<void>;
}

const pauseAfterFailureMs = 50;

export async function startFleet(
  size: number,
  serverUrls: readonly [string, string],
  app: Client,
  user: User,
  { affinity = false } = {},
): Promise<Fleet> {
  const stopping = new AbortController();
  const server = (turn: number) => serverUrls[turn % 2 === 0 ? 0 : 1];
  const members = Array.from({ length: size }, async (_, index) => {
    const { refreshToken } = await signIn(serverUrls[0], app, user);
    const ledger: Ledger = { received: [refreshToken], refused: [], lost: 0, unavailable: 0 };
    return {
      ledger,
      ended: () =>
        keepRefreshing(ledger, (turn) => server(affinity ? index : index + turn), app, stopping.signal),
    };
  });
  const fleet = await Promise.all(members);
  const ledgers = fleet.map(({ ledger }) => ledger);
  const ended = Promise.all(fleet.map((member) => member.ended()));
  return {
    ledgers,
    untilEachReceived: async (count) => {
      const goals = ledgers.map(({ received }) => received.length + count);
      const reached = () => ledgers.every(({ received }, index) => received.length >= (goals[index] ?? 0));
      const deadline = Date.now() + 30_000;
      while (!reached()) {
        if (Date.now() > deadline)
          throw new Error(`clients are stuck: ${JSON.stringify(ledgers.map(summary))}`);
        await delay(10);
      }
    },
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

async function keepRefreshing(
  ledger: Ledger,
  server: (turn: number) => string,
  app: Client,
  stopping: AbortSignal,
): Promise<void> {
  for (let turn = 0; !stopping.aborted; turn += 1) {
    const answer = await refreshOrNull(server(turn), app, ledger.received.at(-1) ?? "");
    if (answer?.status === 200) {
      ledger.received.push(tokensOf(answer).refreshToken);
      continue;
    }
    if (answer === null) ledger.lost += 1;
    else if (answer.status === 503) ledger.unavailable += 1;
    else return void ledger.refused.push(answer);
    await delay(pauseAfterFailureMs);
  }
}

/** null if there was no response: the server was killed before or after doing the work. */
async function refreshOrNull(serverUrl: string, app: Client, token: string): Promise<Answer | null> {
  try {
    return await refresh(serverUrl, app, token);
  } catch (error) {
    // fetch throws it if the connection broke; a hang is a TimeoutError and fails the test.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const summary = ({ received, refused, lost, unavailable }: Ledger) => ({
  received: received.length,
  refused: refused.map(({ body }) => body.error_uri),
  lost,
  unavailable,
});
