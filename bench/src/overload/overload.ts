/**
 * `--overload`: more than the server can answer. Goodput at twice the rate of its peak, how soon the rest is refused, how
 * soon all is well again; and refreshes beside a flood of wrong passwords.
 */
import type { GeneratorCommands } from "../generator/main.js";
import type { OpenLoadResult } from "../generator/open-load.js";
import { distinctAddress, distinctPlace, type Target } from "../generator/requests.js";
import { type Bench, say } from "../loads/bench.js";
import { readProcessCpu } from "../measure/cpu.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import type { Subject } from "../work.js";
import { startWorker } from "../worker.js";

/** More than `MAX_CONCURRENT_REQUESTS`, so that there is always one to send the next request. */
const sessions = 700;
const overPeak = 2;
/** Of the peak: the load before and after, at which latency is not queueing. */
const easyShare = 0.4;
const easySeconds = 8;
/** Of the peak: the refreshes beside the flood. */
const besideShare = 0.25;
const floodPerSecond = 100;
/** A second after the overload counts as recovered from this share of p99 over the one before. */
const recoveredWithin = 2;

export interface OverloadResult {
  /** Good answers per second of a closed loop: the most that this machine gives. */
  readonly peak: number;
  readonly before: OpenLoadResult;
  readonly over: OpenLoadResult & { readonly offered: number; readonly serverCpu: number | null };
  readonly after: OpenLoadResult;
  readonly goodputShare: number;
  /** The same for each second of the server's CPU: what other programs on the machine take does not count. */
  readonly goodputShareByCpu: number | null;
  /** Whole seconds from the overload's end to the first whose p99 is back; null where none is. */
  readonly recoverySeconds: number | null;
  readonly quiet: OpenLoadResult;
  readonly flooded: OpenLoadResult;
  readonly floods: Readonly<Record<string, OpenLoadResult>>;
  readonly floodedP99Share: number;
}

export async function measureOverload(bench: Bench): Promise<OverloadResult> {
  const { concurrency, seconds } = bench.options;
  const setUp = await setUpRegrant(bench.databaseUrl);
  const server = await startRegrant(setUp, {
    logFolder: bench.folder,
    settings: { TRUST_PROXY: "127.0.0.1" },
  });
  bench.onEnd(server.stop);
  say(`signing in ${sessions} sessions`);
  const refreshTokens = await server.signIn(sessions);
  const { target } = server;
  const few = refreshTokens.slice(0, concurrency);
  await bench.generator.call("prepare", { name: "few", target, concurrency, refreshTokens: few });
  const many = refreshTokens.slice(concurrency);
  const each = { concurrency: many.length, refreshTokens: many };
  await bench.generator.call("prepare", { name: "many", target, ...each });

  say(`the peak, ${concurrency} at a time`);
  await bench.generator.call("run", { name: "few", seconds: 3 });
  const cpuOf = () => readProcessCpu(server.pid)?.total ?? Number.NaN;
  const cpuAtFirst = cpuOf();
  const closed = await bench.generator.call("run", { name: "few", seconds: 10 });
  const peakCpu = cpuOf() - cpuAtFirst;
  if (closed.firstError !== null) throw new Error(`the load met an error: ${closed.firstError}`);
  const peak = closed.requests / closed.seconds;
  const open = (perSecond: number, forSeconds: number) =>
    bench.generator.call("runOpen", { name: "many", perSecond, seconds: forSeconds });
  say(
    `${easyShare} of ${peak.toFixed(0)}/s before, ${overPeak} times that for ${seconds} s, ${easyShare} after`,
  );
  const before = await open(peak * easyShare, easySeconds);
  const cpuBefore = cpuOf();
  const over = await open(peak * overPeak, seconds);
  const overCpu = cpuOf() - cpuBefore;
  const after = await open(peak * easyShare, easySeconds);
  say("beside a flood of wrong passwords");
  const quiet = await open(peak * besideShare, easySeconds);
  const [flooded, floods] = await besideFlood(bench, server, () => open(peak * besideShare, easySeconds));
  return {
    ...{ peak, before, after, quiet, flooded, floods },
    over: {
      ...over,
      offered: (over.sent + over.unsent) / over.seconds,
      serverCpu: Number.isNaN(overCpu) ? null : overCpu,
    },
    goodputShare: over.good.count / over.seconds / peak,
    goodputShareByCpu: Number.isNaN(overCpu) ? null : over.good.count / overCpu / (closed.requests / peakCpu),
    recoverySeconds: recoveryOf(before, after),
    floodedP99Share: flooded.good.p99 / quiet.good.p99,
  };
}

function recoveryOf(before: OpenLoadResult, after: OpenLoadResult): number | null {
  const second = after.bySecond.findIndex(({ p99 }) => p99 <= before.good.p99 * recoveredWithin);
  return second === -1 ? null : second;
}

/** Another account and another network each time, so that no limit on guessing shields the server. */
async function besideFlood<T>(bench: Bench, server: Subject, run: () => Promise<T>) {
  const targets = {
    "password grant": passwordGrant(server.target),
    "/login": await loginPage(server.target),
  };
  const floods = await Promise.all(
    Object.entries(targets).map(async ([name, target]) => {
      const worker = startWorker<GeneratorCommands>(new URL("../generator/main.js", import.meta.url));
      bench.onEnd(worker.stop);
      await worker.call("prepare", { name, target, concurrency: 2 * floodPerSecond, distinct: true });
      const result = worker.call("runOpen", { name, perSecond: floodPerSecond, seconds: easySeconds });
      return [name, result] as const;
    }),
  );
  const beside = await run();
  const ended = await Promise.all(floods.map(async ([name, result]) => [name, await result] as const));
  return [beside, Object.fromEntries(ended)] as const;
}

const distinctOrigin = { "X-Forwarded-For": distinctAddress };

const passwordGrant = (target: Target): Target => ({
  ...target,
  headers: { ...target.headers, ...distinctOrigin },
  form: `grant_type=password&username=${distinctPlace}&password=wrong`,
});

/** As a browser that has the page open. */
async function loginPage({ port }: Target): Promise<Target> {
  const page = await fetch(`http://127.0.0.1:${port}/login`);
  const [cookie = ""] = page.headers.getSetCookie().map((value) => value.split(";")[0] ?? "");
  const token = /name="form_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const form = `form_token=${encodeURIComponent(token)}&username=${distinctPlace}&password=wrong`;
  return { port, method: "POST", path: "/login", headers: { Cookie: cookie, ...distinctOrigin }, form };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

export function formatOverload(result: OverloadResult): string {
  const { peak, before, over, after, quiet, flooded, floods } = result;
  const row = (name: string, load: OpenLoadResult) =>
    `| ${[
      name,
      ((load.sent + load.unsent) / load.seconds).toFixed(0),
      (load.good.count / load.seconds).toFixed(0),
      `${load.good.p50.toFixed(0)} / ${load.good.p99.toFixed(0)}`,
      (load.refused.count / load.seconds).toFixed(0),
      `${load.refused.p50.toFixed(0)} / ${load.refused.p99.toFixed(0)}`,
      load.unsent,
      JSON.stringify(load.others),
    ].join(" | ")} |`;
  return [
    "# Overload\n",
    `Peak of a closed loop: ${peak.toFixed(0)} refreshes/s.\n`,
    "| load | offered/s | good/s | p50 / p99, ms | 503/s | p50 / p99, ms | unsent | others |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    row("before", before),
    row("twice the peak", over),
    row("after", after),
    row("refreshes alone", quiet),
    row("beside wrong passwords", flooded),
    ...Object.entries(floods).map(([name, flood]) => row(`wrong passwords, ${name}`, flood)),
    "",
    `Goodput at twice the peak: ${percent(result.goodputShare)} of the peak, by the server's CPU ` +
      `${result.goodputShareByCpu === null ? "n/a" : percent(result.goodputShareByCpu)}. CPU seconds meanwhile: ` +
      `server ${over.serverCpu?.toFixed(1) ?? "n/a"}, generator ${over.cpuSeconds.toFixed(1)}, in ${over.seconds.toFixed(0)} s.`,
    `p99 is back within ${result.recoverySeconds === null ? "more than 8" : result.recoverySeconds + 1} s.`,
    `p99 of refreshes beside wrong passwords: ${result.floodedP99Share.toFixed(2)} times the one without.\n`,
  ].join("\n");
}
