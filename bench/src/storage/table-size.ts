/** `--table-size`: does a refresh take longer where there are many sessions? */
import { Client } from "pg";
import { type Bench, planOf, roundsOf, say } from "../loads/bench.js";
import { alternate, type Round, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
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
  const lines = sides.map((side) => {
    const rounds = roundsOf(measured, side);
    const middle = (of: (round: Round) => number) => median(rounds.map(of));
    return {
      name: side.name,
      bytes: side.bytes,
      p50: middle((round) => round.p50),
      p99: middle((round) => round.p99),
      rate: middle((round) => round.requests / round.seconds),
      errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    };
  });
  const [small, large] = lines;
  if (small === undefined || large === undefined) throw new Error("a comparison takes two sides");
  const ratio = large.p50 / small.p50;
  const table = lines.map(
    ({ name, bytes, p50, p99, rate, errors }) =>
      `| ${name} | ${(bytes / 1024 ** 2).toFixed(0)} | ${p50.toFixed(2)} | ${p99.toFixed(1)} | ${rate.toFixed(0)} | ${errors} |`,
  );
  return `# A refresh and the size of the table

| sessions | table, MiB | p50, ms | p99, ms | refreshes/s | errors |
| ---: | ---: | ---: | ---: | ---: | ---: |
${table.join("\n")}

p50 with ${large.name} sessions ÷ that with ${small.name}: ${ratio.toFixed(2)}, at most ${mostTimes}: ${
    ratio <= mostTimes ? "reached" : "missed"
  }.
`;
}

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
