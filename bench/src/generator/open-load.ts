/**
 * The open loop: requests leave at a rate, whatever becomes of those before. That is what the world does to a server,
 * and what a closed loop, whose clients wait their turn, cannot show.
 */
import { percentile } from "../measure/statistics.js";
import { Connection } from "./connection.js";
import type { RequestSource } from "./requests.js";

export interface OpenLoadPlan {
  readonly perSecond: number;
  readonly seconds: number;
}

interface Answers {
  readonly count: number;
  /** Milliseconds from the request's write to the answer's last byte. */
  readonly p50: number;
  readonly p99: number;
}

export interface OpenLoadResult {
  readonly seconds: number;
  readonly sent: number;
  /** What could not leave in time, because every client still waited for an answer. */
  readonly unsent: number;
  readonly good: Answers;
  /** 503 with Retry-After. */
  readonly refused: Answers;
  /** Any other answer by its status, and connections that failed as 0. */
  readonly others: Readonly<Record<number, number>>;
  readonly firstOther: string | null;
  /** The good answers of each second, by when they were asked for. */
  readonly bySecond: readonly Answers[];
  /** The generator's own CPU, all its threads. */
  readonly cpuSeconds: number;
}

interface Client {
  readonly source: RequestSource;
  connection: Connection | null;
}

interface Tally {
  readonly good: { readonly at: number; readonly ms: number }[];
  readonly refused: number[];
  readonly others: Record<number, number>;
  firstOther: string | null;
}

const tickMs = 2;
const retryAfter = Buffer.from("\r\nretry-after: ");

export async function runOpenLoad(
  port: number,
  sources: readonly RequestSource[],
  { perSecond, seconds }: OpenLoadPlan,
): Promise<OpenLoadResult> {
  const free: Client[] = sources.map((source) => ({ source, connection: null }));
  const tally: Tally = { good: [], refused: [], others: {}, firstOther: null };
  const underWay = new Set<Promise<void>>();
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  let [due, sent, unsent] = [0, 0, 0];
  const send = (client: Client) => {
    sent += 1;
    const asked = ask(port, client, start, tally).then(() => {
      free.push(client);
      underWay.delete(asked);
    });
    underWay.add(asked);
  };
  for (let now = start; now < start + seconds * 1000; now = performance.now()) {
    for (const until = Math.floor(((now - start) * perSecond) / 1000); due < until; due += 1) {
      const client = free.shift(); // the one that has waited longest, so that all take part
      if (client === undefined) unsent += 1;
      else send(client);
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  const elapsed = (performance.now() - start) / 1000;
  await Promise.all(underWay);
  for (const { connection } of free) connection?.close();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...summarize(tally, seconds), seconds: elapsed, sent, unsent, cpuSeconds: (user + system) / 1e6 };
}

async function ask(port: number, client: Client, start: number, tally: Tally): Promise<void> {
  const at = performance.now();
  try {
    if (!client.connection?.isOpen) client.connection = await Connection.open(port);
    const { head, status, body } = await client.connection.request(client.source.next());
    const ms = performance.now() - at;
    const problem = status === 200 ? client.source.accept(body) : null;
    if (problem !== null) countOther(tally, 0, problem);
    else if (status === 200) tally.good.push({ at: at - start, ms });
    else if (status === 503 && head.includes(retryAfter)) tally.refused.push(ms);
    else countOther(tally, status, body.toString("utf8", 0, 300));
  } catch (error) {
    client.connection = null;
    countOther(tally, 0, error instanceof Error ? error.message : String(error));
  }
}

function countOther(tally: Tally, status: number, text: string): void {
  tally.others[status] = (tally.others[status] ?? 0) + 1;
  tally.firstOther ??= `${status} ${text}`;
}

function summarize({ good, refused, others, firstOther }: Tally, seconds: number) {
  const bySecond = Array.from({ length: Math.ceil(seconds) }, (_, second) =>
    answersOf(good.filter(({ at }) => Math.floor(at / 1000) === second).map(({ ms }) => ms)),
  );
  const goodAnswers = answersOf(good.map(({ ms }) => ms));
  return { good: goodAnswers, refused: answersOf(refused), others, firstOther, bySecond };
}

function answersOf(latencies: readonly number[]): Answers {
  const sorted = Float64Array.from(latencies).sort();
  return { count: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}
