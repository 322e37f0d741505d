/** What every load of one run shares: instruments, options, progress. */
import type { Instruments, Round, RoundPlan, Side } from "../measure/rounds.js";
import type { Options } from "../options.js";

export interface Bench extends Instruments {
  readonly options: Options;
  readonly databaseUrl: string;
  /** For the servers' logs. */
  readonly folder: string;
  /** Run when the bench ends, last first. */
  onEnd(stop: () => Promise<void>): void;
}

/** Progress goes to stderr: stdout is the report's. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

export function planOf({ options }: Bench, title: string): RoundPlan {
  return {
    rounds: options.rounds,
    seconds: options.seconds,
    onRound: (side, round) => say(`  ${title}, ${side.name}: ${describeRound(round)}`),
  };
}

const describeRound = (round: Round): string =>
  `${(round.requests / round.seconds).toFixed(0)} req/s, p50 ${round.p50.toFixed(1)} ms` +
  (round.errors > 0 ? `, ${round.errors} ERRORS` : "");

/** The rounds of one side, which `alternate` has measured. */
export function roundsOf(measured: ReadonlyMap<Side, Round[]>, side: Side | undefined): Round[] {
  const rounds = side && measured.get(side);
  if (rounds === undefined) throw new Error("a side was not measured");
  return rounds;
}
