/** Clients that call the resource server without pause, rotating through these tokens. */
import { setTimeout as delay } from "node:timers/promises";
import { parseObject } from "./token-endpoint.js";

export interface ApiLoad {
  /** The number of 200 responses. */
  admitted(): number;
  /** All other responses: with valid tokens there must be none. */
  readonly refused: readonly string[];
  /** Add these tokens to the rotation. */
  add(...tokens: readonly string[]): void;
  /** Resolves when every token has been admitted `times` more times. */
  untilEachAdmitted(times: number): Promise<void>;
  /** Lets each client finish its request. */
  stop(): Promise<void>;
}

const clients = 4;
const stuckAfterMs = 30_000;
const pauseWithoutServerMs = 20;

export function startApiLoad(url: string, ...initial: readonly string[]): ApiLoad {
  const admittedWith = new Map(initial.map((token) => [token, 0]));
  const refused: string[] = [];
  const stopping = new AbortController();
  let turn = 0;

  async function askOnce(): Promise<void> {
    const tokens = [...admittedWith.keys()];
    const token = tokens[turn++ % tokens.length] ?? "";
    const answer = await askOrNull(url, token);
    if (answer === null) await delay(pauseWithoutServerMs);
    else if (answer.status === 200) admittedWith.set(token, (admittedWith.get(token) ?? 0) + 1);
    else refused.push(`${answer.status} ${answer.text}`);
  }

  async function keepAsking(): Promise<void> {
    while (!stopping.signal.aborted) await askOnce();
  }
  const ended = Promise.all(Array.from({ length: clients }, keepAsking));

  return {
    admitted: () => [...admittedWith.values()].reduce((sum, count) => sum + count, 0),
    refused,
    add: (...tokens) => tokens.forEach((token) => void admittedWith.set(token, 0)),
    async untilEachAdmitted(times) {
      const goals = [...admittedWith].map(([token, count]) => [token, count + times] as const);
      const deadline = Date.now() + stuckAfterMs;
      while (goals.some(([token, goal]) => (admittedWith.get(token) ?? 0) < goal)) {
        if (Date.now() > deadline) throw new Error(`the load is stuck: ${refused.at(-1) ?? "no answers"}`);
        await delay(10);
      }
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** null if nobody listens: the resource server is being restarted. */
async function askOrNull(url: string, token: string): Promise<{ status: number; text: string } | null> {
  try {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (error instanceof TypeError) return null; // fetch throws it if the connection is refused or breaks
    throw error;
  }
}

/** The key that signed a token. */
export const kidOf = (token: string): unknown =>
  parseObject(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8")).kid;
