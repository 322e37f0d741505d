/** `--table-size`: does a refresh take longer where there are many sessions? */
import { Client } from "pg";
import { type Bench, planOf, roundsOf, say } from "../loads/bench.js";
import { alternate, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { type Figures, figuresOf } from "../report/figures.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { insertSessions, tableBytes, tokensFromAllOver } from "./sessions.js";

const sizes = [10_000, 10_000_000] as const;
/** Refreshed in turn, so that the rows come from all over the table. */
const refreshedSessions = 10_000;
const mostTimes = 1.2;

/** Both sizes beside each other on one PostgreSQL, in turn. @returns the report, as Markdown */
export async function measureTableSize(bench: Bench): Promise<string> {
  const sides: (Side & { readonly bytes: number })[] = [];
  for (const size of sizes) sides.push(await prepareSide(bench, size));
  const measured = await alternate(bench, sides, planOf(bench, "refresh"), async () => {});
  const figures = sides.map((side) => ({
    ...figuresOf(side.name, roundsOf(measured, side)),
    bytes: side.bytes,
  }));
  const [small, large] = sides.map((side) => roundsOf(measured, side));
  if (small === undefined || large === undefined) throw new Error("a comparison takes two sides");
  const ratios = large.map((round, i) => round.p50 / (small[i]?.p50 ?? Number.NaN));
  const ratio = median(ratios);
  const extremes = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return `# A refresh and the size of the table

| sessions | table, MiB | p50, ms | p99, ms | refreshes/s | PostgreSQL's CPU, ms each | log written, bytes each | errors |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${figures.map(formatSide).join("\n")}

p50 with ${sizes[1]} sessions ÷ that with ${sizes[0]}: ${ratio.toFixed(2)} (${extremes}), at most ${mostTimes}: ${
    ratio <= mostTimes ? "reached" : "missed"
  }. Each refresh is of another page of the large table, which PostgreSQL writes to its log whole after a checkpoint.
`;
}

const formatSide = (side: Figures & { readonly bytes: number }): string =>
  `| ${[
    side.name,
    (side.bytes / 1024 ** 2).toFixed(0),
    side.p50.toFixed(2),
    side.p99.toFixed(1),
    side.requestsPerSecond.toFixed(0),
    side.postgresCpu?.toFixed(2) ?? "n/a",
    side.walBytesPerRequest.toFixed(0),
    side.errors,
  ].join(" | ")} |`;

/** A database of its own, with this many sessions, and a server on it. */
async function prepareSide(bench: Bench, size: number): Promise<Side & { readonly bytes: number }> {
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
  return { name: String(size), load: name, pid: subject.pid, bytes: await tableBytes(db) };
}
