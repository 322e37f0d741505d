/** `npm run bench`: measure, print, write down, and fail where a request was not answered as it should be. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { Client } from "pg";
import { measureAlgorithms } from "./algorithms/algorithms.js";
import { formatAlgorithms } from "./algorithms/format.js";
import { measureBff } from "./bff/bff.js";
import { compare } from "./compare.js";
import { formatOpen, measureOpen } from "./curves/open.js";
import { formatSweep, measureSweep } from "./curves/sweep.js";
import { measureDpop } from "./dpop/dpop.js";
import { measureFootprint } from "./footprint/footprint.js";
import { formatFootprint } from "./footprint/format.js";
import { measureStart } from "./footprint/start.js";
import type { GeneratorCommands } from "./generator/main.js";
import { type Bench, say } from "./loads/bench.js";
import { measureLogout } from "./logout/logout.js";
import { type Options, readOptions, usage } from "./options.js";
import { formatOverload, measureOverload } from "./overload/overload.js";
import { measurePasskeys } from "./passkeys/passkeys.js";
import { profile } from "./profile/profile.js";
import { publish } from "./publish/publish.js";
import type { Machine } from "./report/machine.js";
import { formatMachine, formatReport, type Report } from "./report/markdown.js";
import { keepResult } from "./results.js";
import { measureRevocation } from "./revocation/revocation.js";
import { measureGrowth } from "./storage/growth.js";
import { measurePurge } from "./storage/purge.js";
import { formatTableSize, measureTableSize } from "./storage/table-size.js";
import { measureProofs } from "./verifiers/proofs.js";
import { startWorker } from "./worker.js";

/** Conventional: 128 + the signal's number. */
const interrupted = { SIGINT: 130, SIGTERM: 143 } as const;

const args = process.argv.slice(2);
for (const [signal, code] of Object.entries(interrupted)) process.once(signal, () => process.exit(code));
process.exitCode = await main(args);

async function main(args: readonly string[]): Promise<number> {
  const options = readOptionsOrExplain(args);
  if (options === null) return 2;
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (options.publish) {
    for (const path of publish()) say(`wrote ${path}`);
    return 0;
  }
  const command = ["npm run bench --", ...args].join(" ");
  return withBench(options, async (bench) => {
    if (options.overload) {
      const result = await measureOverload(bench);
      const text = keep("overload.md", formatOverload(result));
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : text);
    } else if (options.profile) process.stdout.write(await profile(bench));
    else if (options.purge) process.stdout.write(keep("purge.md", await measurePurge(bench)));
    else if (options.logout) process.stdout.write(keep("logout.md", await measureLogout(bench)));
    else if (options.bff) process.stdout.write(keep("bff.md", await measureBff(bench)));
    else if (options.passkeys) process.stdout.write(keep("passkeys.md", await measurePasskeys(bench)));
    else if (options.revocation) process.stdout.write(keep("revocation.md", await measureRevocation(bench)));
    else if (options.dpop) process.stdout.write(keep("dpop.md", await measureDpop(bench)));
    else if (options.proofs) process.stdout.write(keep("proofs.md", await measureProofs()));
    else if (options.start) process.stdout.write(keep("start.md", await measureStart(bench, command)));
    else if (options.growth) process.stdout.write(keep("growth.md", await measureGrowth(bench)));
    else if (options.tableSize) await show(bench, command, "table-size", measureTableSize, formatTableSize);
    else if (options.footprint) await show(bench, command, "footprint", measureFootprint, formatFootprint);
    else if (options.algorithms)
      await show(bench, command, "algorithms", measureAlgorithms, formatAlgorithms);
    else if (options.open) await show(bench, command, "open", measureOpen, formatOpen);
    else if (options.sweep) await show(bench, command, "sweep", measureSweep, formatSweep);
    else return report(await compare(bench, command));
    return 0;
  });
}

function readOptionsOrExplain(args: readonly string[]): Options | null {
  try {
    return readOptions(args);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

/** Start what every run needs, and stop all that was started, whatever happens. */
async function withBench<T>(options: Options, run: (bench: Bench) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const stops: (() => Promise<void>)[] = [];
  const onEnd = (stop: () => Promise<void>): void => void stops.unshift(stop);
  try {
    say("starting PostgreSQL (durable: fsync and synchronous_commit on)");
    const postgres = await startThrowAwayPostgres({ durable: true });
    onEnd(postgres.stop);
    const db = new Client({ connectionString: postgres.url });
    await db.connect();
    onEnd(() => db.end());
    const generator = startWorker<GeneratorCommands>(new URL("./generator/main.js", import.meta.url));
    onEnd(generator.stop);
    const { url: databaseUrl, pid: postgresPid } = postgres;
    return await run({ options, databaseUrl, postgresPid, folder, db, generator, onEnd });
  } finally {
    for (const stop of stops) await stop();
  }
}

function keep(name: string, text: string): string {
  keepResult(name, text);
  return text;
}

/** Measure, print, and keep the result both as it reads and as `--publish` takes it. */
async function show<R extends { readonly machine: Machine }>(
  bench: Bench,
  command: string,
  name: string,
  measure: (bench: Bench, command: string) => Promise<R>,
  format: (result: R) => string,
): Promise<void> {
  const result = await measure(bench, command);
  keepResult(`${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const text = `# Regrant bench: ${name}\n\n${formatMachine(result.machine)}\n\n${format(result)}\n`;
  process.stdout.write(keep(`${name}.md`, text));
}

function report(report: Report): number {
  keepResult("latest.json", `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(keep("latest.md", formatReport(report)));
  const failed = report.loads.some(({ figures }) => figures.some(({ errors }) => errors > 0));
  return failed ? 1 : 0;
}
