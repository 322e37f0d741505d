/**
 * `--sweep`: the refreshes per second of a closed loop, by how many are in flight, at each server in turn.
 * A pass takes all of them, so that what disturbs the machine for a while does not fall on one part of the curve.
 */
import { type Bench, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { median } from "../measure/statistics.js";
import { describeMachine, type Machine } from "../report/machine.js";
import { table, tenths, whole } from "../report/table.js";
import { startAll } from "../subjects/all.js";

const concurrencies = [1, 2, 4, 8, 16, 32, 64, 128] as const;
const most = 128;
const warmUpShare = 0.3;

interface SweepFigures {
  readonly name: string;
  readonly concurrency: number;
  /** Medians over the rounds. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export interface SweepResult {
  readonly machine: Machine;
  readonly rounds: number;
  readonly seconds: number;
  readonly figures: readonly SweepFigures[];
}

export async function measureSweep(bench: Bench, command: string): Promise<SweepResult> {
  const { rounds, seconds } = bench.options;
  const loads: { readonly name: string; readonly load: string }[] = [];
  for (const subject of await startAll(bench)) {
    say(`${subject.name}: signing in ${most} sessions`);
    loads.push(await prepareTokenLoad(bench, "refresh", subject, most));
  }
  const cells = concurrencies.flatMap((concurrency) =>
    loads.map((load) => ({ ...load, concurrency, points: [] as Point[] })),
  );
  for (let pass = 0; pass < rounds; pass += 1) {
    for (const { name, load, concurrency, points } of pass % 2 === 0 ? cells : cells.toReversed()) {
      const point = await measurePoint(bench, load, concurrency);
      say(`  ${name}, ${concurrency} in flight: ${point.perSecond.toFixed(0)}/s`);
      points.push(point);
    }
  }
  const figures = cells.map(({ name, concurrency, points }) => {
    const middle = (of: (point: Point) => number) => median(points.map(of));
    const [p50, p99] = [middle((point) => point.p50), middle((point) => point.p99)];
    return { name, concurrency, perSecond: middle((point) => point.perSecond), p50, p99 };
  });
  return { machine: await describeMachine(bench.db, command), rounds, seconds, figures };
}

type Point = Pick<SweepFigures, "perSecond" | "p50" | "p99">;

async function measurePoint(bench: Bench, name: string, clients: number): Promise<Point> {
  const { seconds } = bench.options;
  await bench.generator.call("run", { name, clients, seconds: seconds * warmUpShare });
  const result = await bench.generator.call("run", { name, clients, seconds });
  if (result.firstError !== null) throw new Error(`${name}: ${result.firstError}`);
  return { perSecond: result.requests / result.seconds, p50: result.p50, p99: result.p99 };
}

export function formatSweep({ figures }: SweepResult): string {
  const head = ["in flight", "server", "refreshes/s", "p50 ms", "p99 ms"];
  const rows = figures.map(({ name, concurrency, perSecond, p50, p99 }) => [
    ...[String(concurrency), name, whole(perSecond)],
    ...[p50, p99].map(tenths),
  ]);
  return table(head, rows);
}
