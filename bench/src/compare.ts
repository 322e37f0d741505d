/** The whole comparison: every load that was asked for, and the report on it. */

import { type Bench, say } from "./loads/bench.js";
import { measureProtected } from "./loads/protected-load.js";
import { countRoundTrips } from "./loads/round-trips.js";
import { isTokenLoad, measureTokenLoad } from "./loads/token-loads.js";
import { measureVerifiers } from "./loads/verifier-loads.js";
import type { RsaCommands, RsaLimit } from "./measure/rsa.js";
import { median } from "./measure/statistics.js";
import type { Aim } from "./report/aims.js";
import { describeMachine } from "./report/machine.js";
import type { LoadReport, Report } from "./report/markdown.js";
import { peerNames, setUpPeers, startPeer } from "./subjects/peers.js";
import { setUpRegrant, startRegrant } from "./subjects/regrant.js";
import type { Subject } from "./work.js";
import { startWorker } from "./worker.js";

interface Results {
  readonly loads: LoadReport[];
  readonly aims: Aim[];
  readonly rsa: RsaLimit[];
}

export async function compare(bench: Bench, command: string): Promise<Report> {
  const results: Results = { loads: [], aims: [], rsa: [] };
  say("setting up Regrant");
  const setUp = await setUpRegrant(bench.databaseUrl);
  const start = (databaseUrl: string) => startRegrant(setUp, { logFolder: bench.folder, databaseUrl });
  const regrant = await start(bench.databaseUrl);
  bench.onEnd(regrant.stop);
  await compareTokenLoads(bench, regrant, start, results);
  if (bench.options.only.includes("protected")) {
    const { report, aim } = await measureProtected(bench, regrant);
    results.loads.push(report);
    results.aims.push(aim);
  }
  if (bench.options.only.includes("verifiers")) {
    const { reports, aims } = await measureVerifiers(bench, regrant);
    results.loads.push(...reports);
    results.aims.push(...aims);
  }
  const { loads, aims } = results;
  const machine = await describeMachine(bench.db, command);
  return { machine, method: describeMethod(bench), rsa: medianLimit(results.rsa), loads, aims };
}

async function compareTokenLoads(
  bench: Bench,
  regrant: Subject,
  startRegrantOn: (databaseUrl: string) => Promise<Subject>,
  results: Results,
): Promise<void> {
  const wanted = bench.options.only.filter(isTokenLoad);
  if (wanted.length === 0) return;
  say("setting up the peers");
  const setUp = setUpPeers();
  const peers: Subject[] = [];
  for (const name of peerNames) {
    const peer = await startPeer(name, setUp, bench.databaseUrl, true);
    bench.onEnd(peer.stop);
    peers.push(peer);
  }
  const rsa = startWorker<RsaCommands>(new URL("./measure/rsa.js", import.meta.url));
  bench.onEnd(rsa.stop);
  say("counting round trips to PostgreSQL");
  const roundTrips = new Map([[regrant.name, await countRoundTrips(bench, wanted, startRegrantOn)]]);
  for (const name of peerNames)
    roundTrips.set(name, await countRoundTrips(bench, wanted, (url) => startPeer(name, setUp, url, false)));
  for (const load of wanted) {
    const result = await measureTokenLoad(bench, load, regrant, peers, rsa);
    const bySide = Object.fromEntries([...roundTrips].map(([side, counted]) => [side, counted.get(load)]));
    results.loads.push({ ...result.report, roundTrips: bySide });
    results.aims.push(...result.aims);
    results.rsa.push(...result.rsa);
  }
}

function medianLimit(limits: readonly RsaLimit[]): RsaLimit | null {
  const [first] = limits;
  if (first === undefined) return null;
  const middle = (side: "oneThread" | "allCores") => ({
    perSecond: median(limits.map((limit) => limit[side].perSecond)),
    cpuSecondsPerThousand: median(limits.map((limit) => limit[side].cpuSecondsPerThousand)),
  });
  return { oneThread: middle("oneThread"), allCores: middle("allCores"), cores: first.cores };
}

const describeMethod = ({ options: { rounds, seconds, concurrency } }: Bench): string =>
  `Closed loop, ${concurrency} requests in flight on keep-alive connections; ${rounds} rounds of ${seconds} s per ` +
  "side, in turn, each after a warm-up; medians over the rounds. Servers, PostgreSQL and generator share this " +
  "machine; each server is one Node.js process. See bench/README.md for what this shows and what it does not.";
