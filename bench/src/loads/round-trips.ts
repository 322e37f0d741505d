/** Counts, on servers started for that alone, how often one request waits for PostgreSQL. */
import { startCountingProxy } from "../measure/round-trips.js";
import type { Subject } from "../work.js";
import type { Bench } from "./bench.js";
import { prepareTokenLoad, type TokenLoadName } from "./token-loads.js";

/** Long enough that opening the connections weighs nothing. */
const COUNTING_SECONDS = 3;

/** @returns round trips per request; what a server does in the background meanwhile counts too */
export async function countRoundTrips(
  bench: Bench,
  loads: readonly TokenLoadName[],
  start: (databaseUrl: string) => Promise<Subject>,
): Promise<Map<TokenLoadName, number>> {
  const proxy = await startCountingProxy(bench.databaseUrl);
  const subject = await start(proxy.url);
  const counted = new Map<TokenLoadName, number>();
  try {
    for (const load of loads) {
      const { load: name } = await prepareTokenLoad(bench, load, subject);
      await bench.generator.call("run", { name, seconds: COUNTING_SECONDS });
      const before = proxy.roundTrips();
      const { requests } = await bench.generator.call("run", { name, seconds: COUNTING_SECONDS });
      counted.set(load, (proxy.roundTrips() - before) / requests);
    }
  } finally {
    await subject.stop();
    proxy.close();
  }
  return counted;
}
