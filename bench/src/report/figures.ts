/** From rounds to figures: medians over the rounds, costs per 1,000 requests, ratios between sides. */
import type { Round } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";

/** What the report says of one side under one load. CPU in seconds per 1,000 requests. */
export interface Figures {
  readonly name: string;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
  readonly errors: number;
  readonly firstError: string | null;
  readonly serverCpu: number | null;
  readonly mainThreadCpu: number | null;
  readonly postgresCpu: number | null;
  readonly generatorCpu: number;
  readonly walBytesPerRequest: number;
  readonly commitsPerRequest: number;
  readonly storedBytesPerRequest: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @throws nothing: a side without one good answer has NaN for figures, and errors to show why */
export function figuresOf(name: string, rounds: readonly Round[]): Figures {
  const requests = sum(rounds.map((round) => round.requests));
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  const cost = (of: (round: Round) => number | null): number | null =>
    rounds.some((round) => of(round) === null)
      ? null
      : middle((round) => (1000 * (of(round) ?? 0)) / round.requests);
  const perRequest = (of: (round: Round) => number) => sum(rounds.map(of)) / requests;
  return {
    name,
    requestsPerSecond: middle((round) => round.requests / round.seconds),
    p50: middle((round) => round.p50),
    p95: middle((round) => round.p95),
    p99: middle((round) => round.p99),
    requests,
    errors: sum(rounds.map((round) => round.errors)),
    firstError: rounds.find((round) => round.firstError !== null)?.firstError ?? null,
    serverCpu: cost((round) => round.serverCpu),
    mainThreadCpu: cost((round) => round.mainThreadCpu),
    postgresCpu: cost((round) => round.postgresCpu),
    generatorCpu: cost((round) => round.cpuSeconds) ?? Number.NaN,
    walBytesPerRequest: perRequest((round) => round.walBytes),
    commitsPerRequest: perRequest((round) => round.writingTransactions),
    storedBytesPerRequest: perRequest((round) => round.storedBytes),
  };
}

/** How many times ours the peer's request costs, in CPU of server and PostgreSQL; null where it is not told. */
export function costRatio(ours: Figures, theirs: Figures): number | null {
  const [our, their] = [ours, theirs].map(({ serverCpu, postgresCpu }) =>
    serverCpu === null || postgresCpu === null ? Number.NaN : serverCpu + postgresCpu,
  );
  const ratio = (their ?? Number.NaN) / (our ?? Number.NaN);
  return Number.isNaN(ratio) ? null : ratio;
}

/** A ratio of two sides' requests/s, and how far it went apart over the pairs of rounds. */
export interface Ratio {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** The median over pairs of rounds that ran next to each other: slow drift of the machine cancels out. */
export function rateRatio(ours: readonly Round[], theirs: readonly Round[]): Ratio {
  const rate = (round: Round | undefined) => (round ? round.requests / round.seconds : Number.NaN);
  const ratios = ours.map((round, i) => rate(round) / rate(theirs[i]));
  return { value: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
