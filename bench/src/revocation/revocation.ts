/** `--revocation`: what the status lists cost: building one, finding a session's bit, and an API that polls them. */
import { generateKeyPairSync, randomInt } from "node:crypto";
import { createActiveKey } from "@regrant/auth-server/dist/keys/sign-jws.js";
import { listSize } from "@regrant/auth-server/dist/status-lists/shuffle.js";
import { createStatusLists } from "@regrant/auth-server/dist/status-lists/status-lists.js";
import { createVerifier } from "@regrant/verifier";
import { apiSettings, fetchTokens } from "../loads/access-tokens.js";
import { type Bench, say } from "../loads/bench.js";
import { median } from "../measure/statistics.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import type { Subject } from "../work.js";

const revokedShare = 0.01;
const builds = 200;
const mostMilliseconds = 5;
const batches = 400;
const batchSize = 5_000;
const leastRatio = 0.97;

/** @returns the report, as Markdown */
export async function measureRevocation(bench: Bench): Promise<string> {
  const setUp = await setUpRegrant(bench.databaseUrl);
  const server = await startRegrant(setUp, { logFolder: bench.folder });
  try {
    const list = await measureList(bench);
    say("  lists built");
    const verifier = await measureVerifier(server);
    return format(list, verifier);
  } finally {
    await server.stop();
  }
}

interface List {
  readonly revoked: number;
  /** Of a list that has changed: the statement, the bits, the signature, both encodings. */
  readonly milliseconds: number;
  /** Of these, this process's CPU, all threads. */
  readonly cpuMilliseconds: number;
  readonly bytes: number;
  /** Of finding a session's bit, which each access token needs. */
  readonly referenceMicroseconds: number;
}

async function measureList({ db }: Bench): Promise<List> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = createActiveKey("bench", "RS256", privateKey);
  let clock = 0;
  const lists = createStatusLists({
    ...{ db, issuer: "http://localhost", signingKey: () => key, now: Date.now },
    // Each build comes long after the one before.
    monotonic: () => (clock += 10_000),
  });
  await lists.referenceOf(0);
  const insert = "insert into status_revocations (status_index) values ($1) on conflict do nothing";
  await db.query(
    `insert into status_revocations (status_index)
     select distinct floor(random() * $1)::bigint from generate_series(1, $2::int) on conflict do nothing`,
    [listSize, Math.round(listSize * revokedShare)],
  );
  const [wall, cpu]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let build = 0; build < builds; build += 1) {
    await db.query(insert, [randomInt(listSize)]);
    const [since, before] = [performance.now(), process.cpuUsage()];
    bytes = (await lists.find(0))?.gzip.length ?? 0;
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - since);
    cpu.push((user + system) / 1_000);
  }
  const { rows } = await db.query<{ count: number }>("select count(*)::int as count from status_revocations");
  const half = builds / 2;
  return {
    revoked: rows[0]?.count ?? 0,
    milliseconds: median(wall.slice(half)),
    cpuMilliseconds: median(cpu.slice(half)),
    bytes,
    referenceMicroseconds: await measureReference(lists),
  };
}

async function measureReference(lists: ReturnType<typeof createStatusLists>): Promise<number> {
  const count = 200_000;
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) await lists.referenceOf(index % listSize);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** Microseconds of CPU for each request with a token seen before. */
interface Verifier {
  readonly without: number;
  readonly polling: number;
  /** Requests per CPU with polling ÷ without, batch by batch. */
  readonly ratio: number;
}

async function measureVerifier(server: Subject): Promise<Verifier> {
  const { issuer, audience, jwksUrl } = apiSettings(server, null);
  const [token = ""] = await fetchTokens(server, 1);
  const without = createVerifier({ issuer, audience, jwksUrl });
  const polling = createVerifier({ issuer, audience, jwksUrl, revocation: { mode: "poll" } });
  await Promise.all([without.refreshKeys(), polling.refreshKeys()]);
  await Promise.all([without.verify(token), polling.verify(token)]);
  const costs = { without: [] as number[], polling: [] as number[] };
  const measure = (name: keyof typeof costs, verifier: typeof without) => {
    const before = process.cpuUsage();
    for (let request = 0; request < batchSize; request += 1) verifier.verifyNow(token);
    const { user, system } = process.cpuUsage(before);
    costs[name].push((user + system) / batchSize);
  };
  for (let batch = 0; batch < batches; batch += 1) {
    measure("without", without);
    measure("polling", polling);
    measure("polling", polling);
    measure("without", without);
  }
  const status = polling.revocationStatus();
  without.close();
  polling.close();
  if (status?.lists !== 1 || status.lastError !== null) throw new Error("the verifier polled no list");
  const late = (values: readonly number[]) => values.slice(values.length / 2);
  const ratios = late(costs.polling).map((cost, index) => (late(costs.without)[index] ?? 0) / cost);
  return {
    without: median(late(costs.without)),
    polling: median(late(costs.polling)),
    ratio: median(ratios),
  };
}

function format(list: List, { without, polling, ratio }: Verifier): string {
  const judged = (isReached: boolean) => (isReached ? "reached" : "missed");
  return `# Status lists

| | |
| --- | ---: |
| building a list of ${listSize} with ${list.revoked} revoked, after each end of a session: SQL, bits, signature, gzip | ${list.milliseconds.toFixed(2)} ms |
| of that, CPU of the server | ${list.cpuMilliseconds.toFixed(2)} ms |
| the list, compressed | ${list.bytes} bytes |
| finding a session's bit for an access token | ${list.referenceMicroseconds.toFixed(2)} µs |
| a request with a token seen before, without polling | ${without.toFixed(3)} µs |
| the same with polling | ${polling.toFixed(3)} µs |
| requests per CPU with polling ÷ without | ${ratio.toFixed(3)} |

A list in at most ${mostMilliseconds} ms: ${judged(list.milliseconds <= mostMilliseconds)}. At least ${leastRatio} of the requests with polling: ${judged(ratio >= leastRatio)}.
`;
}
