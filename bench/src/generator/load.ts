/** The closed loop: every virtual client sends, waits for the answer, and sends again until the time is over. */
import { percentile } from "../measure/statistics.js";
import { Connection } from "./connection.js";
import type { RequestSource } from "./requests.js";

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly errors: number;
  /** Status and body of the first error, or what went wrong instead of an answer. */
  readonly firstError: string | null;
  /** Milliseconds from the request's write to the answer's last byte. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The generator's own CPU, all its threads. */
  readonly cpuSeconds: number;
}

interface Tally {
  readonly latencies: number[];
  readonly errors: string[];
}

export interface LoadPlan {
  /** May be Infinity where `requestsEach` ends the load. */
  readonly seconds: number;
  readonly requestsEach?: number;
}

/** Open the connections first, then run the clock. A client that meets an error stops. */
export async function runLoad(
  port: number,
  clients: readonly RequestSource[],
  { seconds, requestsEach = Number.POSITIVE_INFINITY }: LoadPlan,
): Promise<LoadResult> {
  const connections = await Promise.all(clients.map(() => Connection.open(port)));
  const tally: Tally = { latencies: [], errors: [] };
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    clients.map((client, i) => runClient(connections[i] as Connection, client, { end, requestsEach }, tally)),
  );
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  return { ...summarize(tally), seconds: elapsed, cpuSeconds: (user + system) / 1e6 };
}

async function runClient(
  connection: Connection,
  client: RequestSource,
  { end, requestsEach }: { readonly end: number; readonly requestsEach: number },
  tally: Tally,
): Promise<void> {
  try {
    let now = performance.now();
    for (let asked = 0; asked < requestsEach && now < end; asked += 1) {
      const { status, body } = await connection.request(client.next());
      const done = performance.now();
      const problem = status === 200 ? client.accept(body) : `${status} ${body.toString("utf8", 0, 300)}`;
      if (problem !== null) throw new Error(problem);
      tally.latencies.push(done - now);
      now = done;
    }
  } catch (error) {
    tally.errors.push(error instanceof Error ? error.message : String(error));
  }
}

function summarize({ latencies, errors }: Tally) {
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: sorted.length,
    errors: errors.length,
    firstError: errors[0] ?? null,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}
