/** The token endpoint under load: refresh and client_credentials, Regrant beside its peers. */
import { alternate, type Round, type Side } from "../measure/rounds.js";
import type { RsaCommands, RsaLimit } from "../measure/rsa.js";
import { median } from "../measure/statistics.js";
import type { Aim } from "../report/aims.js";
import { costRatio, type Figures, figuresOf, type Ratio, rateRatio } from "../report/figures.js";
import type { LoadReport } from "../report/markdown.js";
import type { Subject } from "../work.js";
import type { Worker } from "../worker.js";
import { type Bench, planOf, roundsOf, say } from "./bench.js";

export type TokenLoadName = "refresh" | "client_credentials";

export const isTokenLoad = (name: string): name is TokenLoadName =>
  name === "refresh" || name === "client_credentials";

const RSA_SECONDS = 0.5;

/** How many times the peer's rate each load is to reach. Other peers are compared without a target. */
const rateTargets: Readonly<Record<string, Readonly<Record<TokenLoadName, number>>>> = {
  "oidc-provider": { refresh: 2.5, client_credentials: 1.4 },
};
/** Whole-process CPU of a refresh, in RSA-2048 signatures. */
const REFRESH_CPU_TARGET = 1.5;

export interface TokenLoadResult {
  readonly report: LoadReport;
  readonly rsa: readonly RsaLimit[];
  readonly aims: readonly Aim[];
}

/** Hand a load to the generator. Sessions for it are made now, before any clock runs. */
export async function prepareTokenLoad(
  bench: Bench,
  load: TokenLoadName,
  subject: Subject,
  concurrency = bench.options.concurrency,
): Promise<Side> {
  const name = `${load} ${subject.name} ${subject.pid}`;
  const refreshTokens = load === "refresh" ? await subject.signIn(concurrency) : undefined;
  const sessions = refreshTokens && { refreshTokens };
  await bench.generator.call("prepare", { name, target: subject.target, concurrency, ...sessions });
  return { name: subject.name, load: name, pid: subject.pid };
}

/** @param peers beside which Regrant is measured, in turn with it */
export async function measureTokenLoad(
  bench: Bench,
  load: TokenLoadName,
  regrant: Subject,
  peers: readonly Subject[],
  rsa: Worker<RsaCommands>,
): Promise<TokenLoadResult> {
  const prepare = (subject: Subject) => {
    say(`${load}: ${subject.name} makes ready`);
    return prepareTokenLoad(bench, load, subject);
  };
  const ours = await prepare(regrant);
  const theirs: Side[] = [];
  for (const peer of peers) theirs.push(await prepare(peer));
  const limits: RsaLimit[] = [];
  const sides = [ours, ...theirs];
  const measured = await alternate(bench, sides, planOf(bench, load), async () => {
    limits.push(await rsa.call("measure", RSA_SECONDS));
  });
  const ourRounds = roundsOf(measured, ours);
  const ourFigures = figuresOf(ours.name, ourRounds);
  const theirFigures = theirs.map((side) => figuresOf(side.name, roundsOf(measured, side)));
  const rates = theirs.map(
    (side, i): Aim => ({
      text: `${load}/s ÷ that of ${side.name}`,
      bound: "at least",
      target: rateTargets[side.name]?.[load] ?? null,
      measured: rateRatio(ourRounds, roundsOf(measured, side)),
      byCpu: costRatio(ourFigures, theirFigures[i] as Figures),
    }),
  );
  const aims = load === "refresh" ? [refreshCpuAim(ourRounds, limits), ...rates] : rates;
  return { report: { title: load, figures: [ourFigures, ...theirFigures] }, rsa: limits, aims };
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
