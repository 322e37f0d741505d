/**
 * `--profile`: the authorization server under `node --cpu-prof` with one load, and where its main thread was.
 *
 * What it does not show: the threads that sign with RSA, and PostgreSQL. The profiler itself takes a share; compare
 * functions with each other, and rates only with runs without it.
 *
 * Samples count time that passes, not CPU. On busy cores the kernel puts the main thread aside where it has just
 * woken another: that waiting stands beside `writev` and `signOneShot`, and is not theirs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LoadResult } from "../generator/load.js";
import { type Bench, say } from "../loads/bench.js";
import { isTokenLoad, prepareTokenLoad, type TokenLoadName } from "../loads/token-loads.js";
import { readProcessCpu } from "../measure/cpu.js";
import { keepResult } from "../results.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import type { Subject } from "../work.js";
import {
  type CpuProfile,
  functionName,
  packageName,
  type SelfTime,
  selfTimes,
  type Window,
} from "./self-times.js";

const SAMPLING_MICROSECONDS = 200;
const WARM_UP_SECONDS = 2;
const TOP_PACKAGES = 15;
const TOP_FUNCTIONS = 45;

/** @returns the text to print */
export async function profile(bench: Bench): Promise<string> {
  const load = bench.options.only.find(isTokenLoad) ?? "refresh";
  const setUp = await setUpRegrant(bench.databaseUrl, [bench.options.alg]);
  const cpuProf = ["--cpu-prof", `--cpu-prof-dir=${bench.folder}`];
  const nodeFlags = [...cpuProf, `--cpu-prof-interval=${SAMPLING_MICROSECONDS}`];
  const server = await startRegrant(setUp, { logFolder: bench.folder, nodeFlags });
  const measured = await runWatched(bench, load, server).finally(server.stop);
  const { result, window } = measured;
  if (result.firstError !== null) throw new Error(`the load met an error: ${result.firstError}`);
  const recorded = readProfile(bench.folder);
  return [
    formatHeading(load, measured),
    formatTimes("package", selfTimes(recorded, window, packageName), TOP_PACKAGES, result.requests),
    formatTimes("function", selfTimes(recorded, window, functionName), TOP_FUNCTIONS, result.requests),
  ].join("\n");
}

interface Watched {
  readonly result: LoadResult;
  readonly window: Window;
  /** CPU seconds of the main thread; null where the platform does not tell. */
  readonly mainThreadCpu: number | null;
}

async function runWatched(bench: Bench, load: TokenLoadName, server: Subject): Promise<Watched> {
  const { load: name } = await prepareTokenLoad(bench, load, server);
  say(`${load}: warming up, then profiling for ${bench.options.seconds} s`);
  await bench.generator.call("run", { name, seconds: WARM_UP_SECONDS });
  const [from, before] = [nowMicroseconds(), readProcessCpu(server.pid)];
  const result = await bench.generator.call("run", { name, seconds: bench.options.seconds });
  const [to, after] = [nowMicroseconds(), readProcessCpu(server.pid)];
  const mainThreadCpu = before && after && after.mainThread - before.mainThread;
  return { result, window: { from, to }, mainThreadCpu };
}

function formatHeading(load: TokenLoadName, { result, mainThreadCpu }: Watched): string {
  const rate = (result.requests / result.seconds).toFixed(0);
  const passed = ((1e6 * result.seconds) / result.requests).toFixed(0);
  const cpu = mainThreadCpu === null ? "n/a" : ((1e6 * mainThreadCpu) / result.requests).toFixed(0);
  return (
    `${load}: ${rate} req/s under the profiler. A request takes ${cpu} µs of the main thread's CPU in ` +
    `${passed} µs that pass;\nsamples count the latter: waiting for a core stands beside calls that wake ` +
    "another thread (writev, signOneShot).\n"
  );
}

/** V8 stamps its samples with the same clock. */
const nowMicroseconds = (): number => Number(process.hrtime.bigint() / 1000n);

function readProfile(folder: string): CpuProfile {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  const [file] = files.sort();
  if (file === undefined) throw new Error("the authorization server left no profile: did it end by itself?");
  const content = readFileSync(join(folder, file), "utf8");
  say(`the whole profile, for Chrome's DevTools: ${keepResult("latest.cpuprofile", content)}`);
  return JSON.parse(content);
}

function formatTimes(what: string, times: readonly SelfTime[], most: number, requests: number): string {
  const total = times.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const lines = times.slice(0, most).map(({ name, microseconds }) => {
    const share = `${((100 * microseconds) / total).toFixed(1)} %`.padStart(8);
    const each = `${(microseconds / requests).toFixed(1)} µs`.padStart(10);
    return `${share}${each}  ${name}`;
  });
  return `   share  a request  self time by ${what}\n${lines.join("\n")}\n`;
}
