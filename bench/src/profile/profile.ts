/**
 * `--profile`: the authorization server under `node --cpu-prof` with one load, and where its main thread was.
 *
 * What it does not show: the threads that sign, and PostgreSQL. The profiler itself takes a share; compare
 * functions with each other, and rates only with runs without it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bench, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { keepResult } from "../results.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { type CpuProfile, functionName, packageName, type SelfTime, selfTimes } from "./self-times.js";

const SAMPLING_MICROSECONDS = 200;
const WARM_UP_SECONDS = 2;
const TOP_PACKAGES = 15;
const TOP_FUNCTIONS = 45;

/** @returns the text to print */
export async function profile(bench: Bench): Promise<string> {
  const load = bench.options.only.find((name) => name !== "protected") ?? "refresh";
  const nodeFlags = [
    "--cpu-prof",
    `--cpu-prof-dir=${bench.folder}`,
    `--cpu-prof-interval=${SAMPLING_MICROSECONDS}`,
  ];
  const setUp = await setUpRegrant(bench.databaseUrl);
  const server = await startRegrant(setUp, { logFolder: bench.folder, nodeFlags });
  const { load: name } = await prepareTokenLoad(bench, load, server).catch(async (error) => {
    await server.stop();
    throw error;
  });
  say(`${load}: warming up, then profiling for ${bench.options.seconds} s`);
  await bench.generator.call("run", { name, seconds: WARM_UP_SECONDS });
  const from = nowMicroseconds();
  const result = await bench.generator.call("run", { name, seconds: bench.options.seconds });
  const window = { from, to: nowMicroseconds() };
  await server.stop();
  if (result.firstError !== null) throw new Error(`the load met an error: ${result.firstError}`);
  const recorded = readProfile(bench.folder);
  const heading = `${load}: ${(result.requests / result.seconds).toFixed(0)} req/s under the profiler\n`;
  const packages = selfTimes(recorded, window, packageName);
  const functions = selfTimes(recorded, window, functionName);
  return [
    heading,
    formatTimes("package", packages, TOP_PACKAGES, result.requests),
    formatTimes("function", functions, TOP_FUNCTIONS, result.requests),
  ].join("\n");
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
