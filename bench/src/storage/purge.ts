/** `--purge`: do refreshes take longer while the server purges? */
import { type Bench, planOf, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { alternate, type Round } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { figuresOf } from "../report/figures.js";
import { type Regrant, setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { insertSessions } from "./sessions.js";

const expiredSessions = 1_000_000;
const mostTimes = 1.5;

/** The same server without its purge, then with it while there is something to purge. @returns the report, as Markdown */
export async function measurePurge(bench: Bench): Promise<string> {
  const setUp = await setUpRegrant(bench.databaseUrl);
  say(`making ${expiredSessions} expired sessions`);
  await insertSessions(bench.db, expiredSessions, 40);
  const before = await measureRounds(bench, setUp, "before", "0", async () => false);
  const startedAt = performance.now();
  const during = await measureRounds(bench, setUp, "during", "1", () => hasExpired(bench));
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await measureRounds(bench, setUp, "after", "0", async () => false);
  const ratio = p99(during) / p99(before);
  const line = (name: string, rounds: readonly Round[]) => {
    const { p50, p99, requestsPerSecond, errors } = figuresOf(name, rounds);
    return `| ${[name, rounds.length, p50.toFixed(1), p99.toFixed(1), requestsPerSecond.toFixed(0), errors].join(" | ")} |`;
  };
  return `# Refreshes while the server purges

${expiredSessions} expired sessions, removed within ${seconds.toFixed(0)} s by the server that answers the refreshes.

| | rounds | p50, ms | p99, ms | refreshes/s | errors |
| --- | ---: | ---: | ---: | ---: | ---: |
${line("before", before)}
${line("during", during)}
${line("after", after)}

p99 during the purge ÷ that before: ${ratio.toFixed(2)}, at most ${mostTimes}: ${ratio <= mostTimes ? "reached" : "missed"}.
`;
}

const p99 = (rounds: readonly Round[]): number => median(rounds.map((round) => round.p99));

/** As many rounds as were asked for, and more while `goesOn`. */
async function measureRounds(
  bench: Bench,
  setUp: Regrant,
  title: string,
  purgeSeconds: string,
  goesOn: () => Promise<boolean>,
): Promise<readonly Round[]> {
  const settings = { PURGE_SECONDS: purgeSeconds };
  const subject = await startRegrant(setUp, { logFolder: bench.folder, settings });
  try {
    const side = await prepareTokenLoad(bench, "refresh", subject);
    const rounds: Round[] = [];
    do {
      const measured = await alternate(bench, [side], planOf(bench, title), async () => {});
      rounds.push(...(measured.get(side) ?? []));
    } while (await goesOn());
    return rounds;
  } finally {
    await subject.stop();
  }
}

async function hasExpired({ db }: Bench): Promise<boolean> {
  const { rows } = await db.query<{ left: number }>(
    "select count(*)::int as left from sessions where idle_expires_at < now()",
  );
  say(`  ${rows[0]?.left} expired sessions left`);
  return (rows[0]?.left ?? 0) > 0;
}
