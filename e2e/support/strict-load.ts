/**
 * Clients that send requests without pause and tolerate nothing: every response must be 200, and every connection
 * last.
 */
import { setTimeout as delay } from "node:timers/promises";

export interface StrictLoad {
  /** The number of 200 responses. */
  answered(): number;
  /** All other responses, and failed connections. There must be none. */
  readonly lost: readonly string[];
  /** Lets each client finish its request. */
  stop(): Promise<void>;
}

const hangsAfterMs = 15_000;
const pauseMs = 5;

/** Starts this many clients, which share fetch's kept-alive connections. */
export function startStrictLoad(clients: number, url: string, init: () => RequestInit): StrictLoad {
  let answered = 0;
  const lost: string[] = [];
  const stopping = new AbortController();

  async function askOnce(): Promise<void> {
    try {
      const answer = await fetch(url, { ...init(), signal: AbortSignal.timeout(hangsAfterMs) });
      const text = await answer.text();
      if (answer.status === 200) answered += 1;
      else lost.push(`${answer.status} ${text.slice(0, 200)}`);
    } catch (error) {
      lost.push(error instanceof Error ? `${error.message}: ${error.cause}` : String(error));
    }
  }
  async function keepAsking(): Promise<void> {
    while (!stopping.signal.aborted) {
      await askOnce();
      await delay(pauseMs);
    }
  }
  const ended = Promise.all(Array.from({ length: clients }, keepAsking));
  return {
    answered: () => answered,
    lost,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
