/**
 * `--start`: what it takes until Regrant answers. The time from spawn to the first token, resident memory after it and after a
 * thousand more, and the time of `regrant --help`.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Bench, say } from "../loads/bench.js";
import { median } from "../measure/statistics.js";
import { describeMachine } from "../report/machine.js";
import { formatMachine } from "../report/markdown.js";
import { row, whole } from "../report/table.js";
import { authServer, setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { fetchToken, startAndFetch } from "./first-token.js";
import { readResidentMemory } from "./resident.js";

const starts = 9;
const moreTokens = 1_000;
const atOnce = 10;
const aims = { ms: 450, residentMiB: 110, helpMs: 200 } as const;

interface Run {
  readonly ms: number;
  readonly residentMiB: number | null;
  readonly residentLater: number | null;
  readonly helpMs: number;
}

export async function measureStart(bench: Bench, command: string): Promise<string> {
  const regrant = await setUpRegrant(bench.databaseUrl);
  const runs: Run[] = [];
  while (runs.length < starts) {
    const { subject, ms, residentMiB } = await startAndFetch(() =>
      startRegrant(regrant, { logFolder: bench.folder }),
    );
    try {
      for (let left = moreTokens; left > 0; left -= atOnce)
        await Promise.all(Array.from({ length: atOnce }, () => fetchToken(subject)));
      const residentLater = readResidentMemory(subject.pid);
      runs.push({ ms, residentMiB, residentLater, helpMs: await timeHelp() });
    } finally {
      await subject.stop();
    }
    say(`  first token after ${ms.toFixed(0)} ms, ${whole(residentMiB)} MiB`);
  }
  return `# Regrant bench: start

${formatMachine(await describeMachine(bench.db, command))}

${format(runs)}
`;
}

async function timeHelp(): Promise<number> {
  const before = performance.now();
  await promisify(execFile)(process.execPath, [authServer("cli/main.js"), "--help"]);
  return performance.now() - before;
}

function format(runs: readonly Run[]): string {
  const line = (what: string, aim: number | null, values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    const spread = known.length === 0 ? "" : ` (${whole(Math.min(...known))}–${whole(Math.max(...known))})`;
    return row([
      what,
      known.length === 0 ? "n/a" : `${whole(median(known))}${spread}`,
      aim === null ? "–" : `at most ${aim}`,
    ]);
  };
  return [
    row(["median of nine starts", "", "aim"]),
    row(["---", "---:", "---:"]),
    line(
      "first token after, ms",
      aims.ms,
      runs.map(({ ms }) => ms),
    ),
    line(
      "resident after it, MiB",
      aims.residentMiB,
      runs.map(({ residentMiB }) => residentMiB),
    ),
    line(
      "resident after a thousand more, MiB",
      null,
      runs.map(({ residentLater }) => residentLater),
    ),
    line(
      "`regrant --help`, ms",
      aims.helpMs,
      runs.map(({ helpMs }) => helpMs),
    ),
  ].join("\n");
}
