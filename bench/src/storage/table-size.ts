/** `--table-size`: does a refresh take longer where there are many sessions? */
import { Client } from "pg";
import { type Bench, planOf, roundsOf, say } from "../loads/bench.js";
import { alternate, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { type Figures, figuresOf, type Ratio } from "../report/figures.js";
import { describeMachine, type Machine } from "../report/machine.js";
import { hundredths, table, tenths, whole } from "../report/table.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { insertSessions, tableBytes, tokensFromAllOver } from "./sessions.js";

/** The first beside the last is what the aim is about. */
const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
/** Refreshed in turn, so that the rows come from all over the table. */
const refreshedSessions = 10_000;
const mostTimes = 1.2;

interface SizeFigures extends Figures {
  readonly sessions: number;
  /** Of the table without its indexes. */
  readonly bytes: number;
}

export interface TableSizeResult {
  readonly machine: Machine;
  /** p50 with the most sessions ÷ that with the fewest. */
  readonly ratio: Ratio;
  readonly figures: readonly SizeFigures[];
}

/** All sizes beside each other on one PostgreSQL, in turn. */
export async function measureTableSize(bench: Bench, command: string): Promise<TableSizeResult> {
  const sides: SizedSide[] = [];
  for (const size of sizes.filter((size) => size <= bench.options.sessions))
    sides.push(await prepareSide(bench, size));
  const measured = await alternate(bench, sides, planOf(bench, "refresh"), async () => {});
  const figures = sides.map((side) => ({
    ...figuresOf(side.name, roundsOf(measured, side)),
    ...{ sessions: side.sessions, bytes: side.bytes },
  }));
  const [small, large] = [sides[0], sides.at(-1)].map((side) => roundsOf(measured, side));
  const ratios = large?.map((round, i) => round.p50 / (small?.[i]?.p50 ?? Number.NaN)) ?? [];
  const ratio = { value: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
  return { machine: await describeMachine(bench.db, command), ratio, figures };
}

export function formatTableSize({ ratio, figures }: TableSizeResult): string {
  const head = [
    ...["sessions", "table, MiB", "p50, ms", "p99, ms", "refreshes/s", "PostgreSQL's CPU, ms each"],
    ...["log written, bytes each", "errors"],
  ];
  const rows = figures.map((side) => [
    side.sessions.toLocaleString("en"),
    whole(side.bytes / 1024 ** 2),
    hundredths(side.p50),
    tenths(side.p99),
    whole(side.requestsPerSecond),
    hundredths(side.postgresCpu),
    whole(side.walBytesPerRequest),
    String(side.errors),
  ]);
  const [fewest, most] = [figures[0], figures.at(-1)].map((side) => side?.sessions.toLocaleString("en"));
  return `${table(head, rows, 0)}

p50 with ${most} sessions ÷ that with ${fewest}: ${hundredths(ratio.value)} (${hundredths(ratio.least)} to ${hundredths(
    ratio.most,
  )}), at most ${mostTimes}: ${ratio.value <= mostTimes ? "reached" : "missed"}. Each refresh is of another page of a large
table, which PostgreSQL writes to its log whole after a checkpoint.`;
}

interface SizedSide extends Side {
  readonly sessions: number;
  readonly bytes: number;
}

/** A database of its own, with this many sessions, and a server on it. */
async function prepareSide(bench: Bench, size: number): Promise<SizedSide> {
  const name = `sessions_${size}`;
  await bench.db.query(`create database ${name}`);
  const url = new URL(bench.databaseUrl);
  url.pathname = `/${name}`;
  const db = new Client({ connectionString: url.href });
  await db.connect();
  bench.onEnd(() => db.end());
  const setUp = await setUpRegrant(url.href);
  say(`making ${size} sessions`);
  await insertSessions(db, size, null);
  const refreshTokens = await tokensFromAllOver(db, setUp, refreshedSessions);
  const subject = await startRegrant(setUp, { logFolder: bench.folder });
  bench.onEnd(subject.stop);
  const { concurrency } = bench.options;
  await bench.generator.call("prepare", { name, target: subject.target, concurrency, refreshTokens });
  return { name: String(size), load: name, pid: subject.pid, sessions: size, bytes: await tableBytes(db) };
}
