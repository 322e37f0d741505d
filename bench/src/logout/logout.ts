/** `--logout`: how soon is a client told of a thousand sessions that end at once, and do refreshes take longer meanwhile? */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Bench, planOf, say } from "../loads/bench.js";
import { prepareTokenLoad } from "../loads/token-loads.js";
import { alternate, type Round, type Side } from "../measure/rounds.js";
import { median } from "../measure/statistics.js";
import { figuresOf } from "../report/figures.js";
import { setUpRegrant, startRegrant } from "../subjects/regrant.js";
import { resource } from "../work.js";

const sessions = 1000;
const mostSeconds = 30;
const mostTimes = 1.5;

/** The same server with nothing to tell, then with a client to be told at the beginning of each round. @returns the report, as Markdown */
export async function measureLogout(bench: Bench): Promise<string> {
  const told = await startClient(bench);
  const setUp = await setUpRegrant(bench.databaseUrl);
  await bench.db.query(
    "insert into clients (client_id, name, grant_types, backchannel_logout_uri) values ('told', 'told', '{refresh_token}', $1)",
    [told.uri],
  );
  const subject = await startRegrant(setUp, { logFolder: bench.folder });
  try {
    const side = await prepareTokenLoad(bench, "refresh", subject);
    const measure = (title: string, between: () => Promise<void>) =>
      alternate(bench, [side], planOf(bench, title), between).then((measured) => measured.get(side) ?? []);
    const before = await measure("nothing to tell", async () => {});
    const times: number[] = [];
    const during = await measure("telling", async () => {
      await told.all();
      const count = told.count();
      await endSessions(bench);
      const startedAt = performance.now();
      told.expect(count + sessions, () => times.push((performance.now() - startedAt) / 1000));
    });
    await told.all();
    const after = await measure("told", async () => {});
    return format(before, during, after, times, side);
  } finally {
    await subject.stop();
  }
}

/** A client that answers at once. */
async function startClient({ onEnd }: Bench) {
  let [count, expected, onAll] = [0, 0, () => {}];
  const server = createServer((request, response) => {
    request.resume();
    response.end();
    count += 1;
    if (count === expected) onAll();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onEnd(async () => {
    server.close();
    server.closeAllConnections();
  });
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel-logout`,
    count: () => count,
    expect(total: number, then: () => void) {
      [expected, onAll] = [total, then];
    },
    async all() {
      while (count < expected) await delay(20);
    },
  };
}

async function endSessions({ db }: Bench): Promise<void> {
  await db.query(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                           last_access_token_id, first_address, last_address)
     select gen_random_uuid(), 'told', u.id, '{openid}', $1, sha256('nobody has it'), now() + interval '1 day',
            now() + interval '1 day', gen_random_uuid(), '203.0.113.7', '203.0.113.7'
       from generate_series(1, $2::int), users u`,
    [resource, sessions],
  );
  const startedAt = performance.now();
  await db.query(
    "update sessions set revoked_at = now(), revoke_reason = 'logout' where client_id = 'told' and revoked_at is null",
  );
  say(`  ended ${sessions} sessions in ${(performance.now() - startedAt).toFixed(0)} ms`);
}

function format(
  before: readonly Round[],
  during: readonly Round[],
  after: readonly Round[],
  times: readonly number[],
  { name }: Side,
): string {
  const line = (title: string, rounds: readonly Round[]) => {
    const { p50, p99, requestsPerSecond, errors } = figuresOf(name, rounds);
    return `| ${[title, rounds.length, p50.toFixed(1), p99.toFixed(1), requestsPerSecond.toFixed(0), errors].join(" | ")} |`;
  };
  const p99 = (rounds: readonly Round[]) => median(rounds.map((round) => round.p99));
  const ratio = p99(during) / p99(before);
  const longest = Math.max(...times);
  return `# Refreshes while a client is told of ended sessions

${sessions} sessions of one client end at once, ${times.length} times. The client is told of all within ${median(times).toFixed(1)} s (median),
${longest.toFixed(1)} s (longest), by the server that answers the refreshes; at most ${mostSeconds} s: ${longest <= mostSeconds ? "reached" : "missed"}.

| | rounds | p50, ms | p99, ms | refreshes/s | errors |
| --- | ---: | ---: | ---: | ---: | ---: |
${line("before", before)}
${line("during", during)}
${line("after", after)}

p99 during ÷ that before: ${ratio.toFixed(2)}, at most ${mostTimes}: ${ratio <= mostTimes ? "reached" : "missed"}.
`;
}
