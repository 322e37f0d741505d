/** `--algorithms`: the same refreshes with each algorithm that access tokens may be signed with, and of oidc-provider beside them. */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { type Bench, planOf, roundsOf, say } from "../loads/bench.js";
import { alternate, type Round, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import type { Aim } from "../report/aims.js";
import { costRatio, type Figures, figuresOf, type Ratio, rateRatio } from "../report/figures.js";
import { describeMachine, type Machine } from "../report/machine.js";
import { setUpPeers, startPeer } from "../subjects/peers.js";
import { resourcesFor, setUpRegrant, startRegrant } from "../subjects/regrant.js";
import type { Subject } from "../work.js";

export interface AlgorithmsResult {
  readonly machine: Machine;
  readonly method: string;
  readonly figures: readonly Figures[];
  readonly aims: readonly Aim[];
}

/** Those of oidc-provider: the default, and the one that is compared with it. */
const peerAlgorithms = ["RS256", "ES256"] as const;
const mostCpuShare = 0.45;
const leastRateRatio = 1.8;
const leastPeerRatio = 3;

const nameOf = (server: string, alg: SigningAlgorithm): string => `${server} ${alg}`;

export async function measureAlgorithms(bench: Bench, command: string): Promise<AlgorithmsResult> {
  const sides: Side[] = [];
  const setUp = await setUpRegrant(bench.databaseUrl, signingAlgorithms);
  const regrant = await startRegrant(setUp, { logFolder: bench.folder });
  bench.onEnd(regrant.stop);
  const resources = resourcesFor(signingAlgorithms);
  for (const [index, alg] of signingAlgorithms.entries())
    sides.push(await prepare(bench, nameOf("Regrant", alg), regrant, resources[index]));
  for (const alg of peerAlgorithms) {
    const isFirst = alg === peerAlgorithms[0];
    const peer = await startPeer("oidc-provider", setUpPeers(alg), bench.databaseUrl, isFirst);
    bench.onEnd(peer.stop);
    sides.push(await prepare(bench, nameOf("oidc-provider", alg), peer));
  }
  const measured = await alternate(bench, sides, planOf(bench, "refresh"), async () => {});
  const rounds = (server: string, alg: SigningAlgorithm) =>
    roundsOf(
      measured,
      sides.find(({ name }) => name === nameOf(server, alg)),
    );
  const [rs256, es256] = [rounds("Regrant", "RS256"), rounds("Regrant", "ES256")];
  const theirs = rounds("oidc-provider", "ES256");
  const byCpu = (other: readonly Round[]) => costRatio(figuresOf("ES256", es256), figuresOf("other", other));
  const { concurrency, seconds } = bench.options;
  return {
    machine: await describeMachine(bench.db, command),
    method: `Closed loop, ${concurrency} requests in flight; ${bench.options.rounds} rounds of ${seconds} s per column, in turn, each after a warm-up; medians. Regrant is one process with an API for each algorithm; oidc-provider is one for each.`,
    figures: sides.map((side) => figuresOf(side.name, roundsOf(measured, side))),
    aims: [
      {
        text: "whole-process CPU of a refresh with ES256 ÷ that with RS256",
        bound: "at most",
        target: mostCpuShare,
        measured: cpuRatio(es256, rs256),
      },
      {
        text: "refreshes/s with ES256 ÷ those with RS256",
        bound: "at least",
        target: leastRateRatio,
        measured: rateRatio(es256, rs256),
        byCpu: byCpu(rs256),
      },
      {
        text: "refreshes/s with ES256 ÷ those of oidc-provider with ES256",
        bound: "at least",
        target: leastPeerRatio,
        measured: rateRatio(es256, theirs),
        byCpu: byCpu(theirs),
      },
    ],
  };
}

async function prepare(bench: Bench, name: string, subject: Subject, resource?: string): Promise<Side> {
  const { concurrency } = bench.options;
  say(`${name} makes ready`);
  const refreshTokens = await subject.signIn(concurrency, resource);
  const { target } = subject;
  await bench.generator.call("prepare", { name, target, concurrency, refreshTokens });
  return { name, load: name, pid: subject.pid };
}

/** Each round against its neighbour. */
function cpuRatio(ours: readonly Round[], theirs: readonly Round[]): Ratio | null {
  const cost = (round: Round | undefined) =>
    round === undefined || round.serverCpu === null ? Number.NaN : round.serverCpu / round.requests;
  const ratios = ours.map((round, i) => cost(round) / cost(theirs[i]));
  if (ratios.some(Number.isNaN)) return null;
  return { value: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
