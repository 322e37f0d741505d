/** The token endpoint under load: refresh and client_credentials, Regrant beside oidc-provider. */
import { alternate, type Round, type Side } from "../measure/rounds.js";
import type { RsaCommands, RsaLimit } from "../measure/rsa.js";
import { median } from "../measure/statistics.js";
import type { Aim } from "../report/aims.js";
import { costRatio, figuresOf, type Ratio, rateRatio } from "../report/figures.js";
import type { LoadReport } from "../report/markdown.js";
import type { Subject } from "../work.js";
import type { Worker } from "../worker.js";
import { type Bench, planOf, roundsOf, say } from "./bench.js";

export type TokenLoadName = "refresh" | "client_credentials";

export const isTokenLoad = (name: string): name is TokenLoadName =>
  name === "refresh" || name === "client_credentials";

const RSA_SECONDS = 0.5;

/** How many times the peer's rate each load is to reach. */
const rateTargets = { refresh: 2.5, client_credentials: 1.4 } as const;
/** Whole-process CPU of a refresh, in RSA-2048 signatures. */
const REFRESH_CPU_TARGET = 1.5;

export interface TokenLoadResult {
  readonly report: LoadReport;
  readonly rsa: readonly RsaLimit[];
  readonly aims: readonly Aim[];
}

/** Hand a load to the generator. Sessions for it are made now, before any clock runs. */
export async function prepareTokenLoad(bench: Bench, load: TokenLoadName, subject: Subject): Promise<Side> {
  const { concurrency } = bench.options;
  const name = `${load} ${subject.name} ${subject.pid}`;
  const refreshTokens = load === "refresh" ? await subject.signIn(concurrency) : undefined;
  const sessions = refreshTokens && { refreshTokens };
  await bench.generator.call("prepare", { name, target: subject.target, concurrency, ...sessions });
  return { name: subject.name, load: name, pid: subject.pid };
}

/** @param subjects Regrant first, then the peer */
export async function measureTokenLoad(
  bench: Bench,
  load: TokenLoadName,
  subjects: readonly Subject[],
  rsa: Worker<RsaCommands>,
  roundTrips: ReadonlyMap<string, number>,
): Promise<TokenLoadResult> {
  const sides: Side[] = [];
  for (const subject of subjects) {
    say(`${load}: ${subject.name} makes ready`);
    sides.push(await prepareTokenLoad(bench, load, subject));
  }
  const limits: RsaLimit[] = [];
  const measured = await alternate(bench, sides, planOf(bench, load), async () => {
    limits.push(await rsa.call("measure", RSA_SECONDS));
  });
  const figures = sides.map((side) => figuresOf(side.name, roundsOf(measured, side)));
  const [ours, theirs] = sides.map((side) => roundsOf(measured, side));
  const [our, their] = figures;
  if (!ours || !theirs || !our || !their) throw new Error("a comparison takes two sides");
  const rate: Aim = {
    text: `${load}/s ÷ that of oidc-provider`,
    bound: "at least",
    target: rateTargets[load],
    measured: rateRatio(ours, theirs),
    byCpu: costRatio(our, their),
  };
  const aims = load === "refresh" ? [refreshCpuAim(ours, limits), rate] : [rate];
  return { report: { title: load, figures, roundTrips }, rsa: limits, aims };
}

const refreshCpuAim = (rounds: readonly Round[], limits: readonly RsaLimit[]): Aim => ({
  text: "whole-process CPU of a refresh ÷ that of one RSA-2048 signature",
  bound: "at most",
  target: REFRESH_CPU_TARGET,
  measured: cpuRatio(rounds, limits),
});

/** Each round against the signatures measured right before it. */
function cpuRatio(rounds: readonly Round[], limits: readonly RsaLimit[]): Ratio | null {
  if (rounds.some((round) => round.serverCpu === null)) return null;
  const ratios = rounds.map(
    (round, i) =>
      (1000 * (round.serverCpu ?? Number.NaN)) /
      round.requests /
      (limits[i]?.oneThread.cpuSecondsPerThousand ?? Number.NaN),
  );
  return { value: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
