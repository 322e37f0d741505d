/**
 * `--open`: latency below saturation. Refreshes leave at shares of the peak that Regrant reaches in a closed loop,
 * whatever the answers, at each server in turn.
 */
import type { OpenLoadResult } from "../generator/open-load.js";
import { type Bench, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { median } from "../measure/statistics.js";
import { describeMachine, type Machine } from "../report/machine.js";
import { table, tenths, whole } from "../report/table.js";
import { startAll } from "../subjects/all.js";

const shares = [0.25, 0.5, 0.75] as const;
/** Each waits for one answer at most, so these are also the most requests under way. */
const sessions = 200;
const warmUpShare = 0.3;

interface OpenFigures {
  readonly name: string;
  readonly share: number;
  readonly perSecond: number;
  /** Medians over the rounds. */
  readonly goodPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Over all rounds. */
  readonly asked: number;
  readonly unsent: number;
  readonly others: number;
}

export interface OpenResult {
  readonly machine: Machine;
  readonly peak: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly figures: readonly OpenFigures[];
}

export async function measureOpen(bench: Bench, command: string): Promise<OpenResult> {
  const { rounds, seconds, concurrency } = bench.options;
  const subjects = await startAll(bench);
  const loads: { readonly name: string; readonly load: string }[] = [];
  for (const subject of subjects) {
    say(`${subject.name}: signing in ${sessions} sessions`);
    loads.push(await prepareTokenLoad(bench, "refresh", subject, sessions));
  }
  const peak = await findPeak(bench, loads[0]?.load ?? "", concurrency);
  const figures: OpenFigures[] = [];
  for (const share of shares) {
    const perSecond = peak * share;
    const measured = new Map(loads.map(({ name }) => [name, [] as OpenLoadResult[]]));
    for (let pass = 0; pass < rounds; pass += 1) {
      for (const { name, load } of pass % 2 === 0 ? loads : loads.toReversed()) {
        await bench.generator.call("runOpen", { name: load, perSecond, seconds: seconds * warmUpShare });
        const round = await bench.generator.call("runOpen", { name: load, perSecond, seconds });
        say(`  ${name} at ${perSecond.toFixed(0)}/s: p50 ${round.good.p50.toFixed(1)} ms`);
        measured.get(name)?.push(round);
      }
    }
    for (const [name, all] of measured) figures.push(figuresOf(name, share, perSecond, all));
  }
  return { machine: await describeMachine(bench.db, command), peak, rounds, seconds, figures };
}

/** The median of as many rounds as were asked for. */
async function findPeak(bench: Bench, name: string, clients: number): Promise<number> {
  const { rounds, seconds } = bench.options;
  await bench.generator.call("run", { name, clients, seconds });
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = await bench.generator.call("run", { name, clients, seconds });
    if (result.firstError !== null) throw new Error(`the load met an error: ${result.firstError}`);
    rates.push(result.requests / result.seconds);
  }
  return median(rates);
}

function figuresOf(
  name: string,
  share: number,
  perSecond: number,
  rounds: readonly OpenLoadResult[],
): OpenFigures {
  const middle = (of: (round: OpenLoadResult) => number) => median(rounds.map(of));
  const sum = (of: (round: OpenLoadResult) => number) => rounds.reduce((all, round) => all + of(round), 0);
  return {
    ...{ name, share, perSecond },
    goodPerSecond: middle(({ good, seconds }) => good.count / seconds),
    p50: middle(({ good }) => good.p50),
    p99: middle(({ good }) => good.p99),
    asked: sum((round) => round.sent + round.unsent),
    unsent: sum((round) => round.unsent),
    others: sum((round) => round.sent - round.good.count),
  };
}

export function formatOpen({ peak, rounds, seconds, figures }: OpenResult): string {
  const head = [
    ...["asked for", "server", "asked/s", "good/s", "p50 ms", "p99 ms"],
    ...["unsent", "refused or failed"],
  ];
  const rows = figures.map((side) => [
    `${whole(100 * side.share)} % of the peak`,
    side.name,
    ...[side.perSecond, side.goodPerSecond].map(whole),
    ...[side.p50, side.p99].map(tenths),
    `${tenths((100 * side.unsent) / side.asked)} %`,
    String(side.others),
  ]);
  return `The peak: Regrant's ${whole(peak)} refreshes/s in a closed loop. ${rounds} rounds of ${seconds} s at each rate, in turn; medians.\n\n${table(
    head,
    rows,
  )}`;
}
