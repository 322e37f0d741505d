/** Clients that do not answer as they should (Back-Channel Logout 1.0 §2.8), replicas, and restarts. */
import { beforeEach, describe, expect, it } from "vitest";
import {
  ageNotices,
  claimsIn,
  closedAddress,
  createOpenIdClient,
  endMany,
  hang,
  noticesOf,
  type Receiver,
  receiver,
  status,
  tellClients,
  until,
} from "../support/back-channel.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { countRows } from "../support/old-rows.js";
import { testServer } from "../support/server.js";

const server = await testServer();
await createResources(server);
const user = await createUser(server);

let stop: () => Promise<void> = async () => {};
const start = (at = server) => {
  stop = tellClients(at);
};

beforeEach(async () => {
  await stop();
  await server.db.query("truncate logout_notices, logout_pauses");
});

async function clientOf({ uri }: Pick<Receiver, "uri">): Promise<TestClient> {
  return createOpenIdClient(server, uri);
}
const end = (client: TestClient, count = 1) => endMany(client, user, count);
const isTold = (client: TestClient) => async () => (await noticesOf(server, client)).length === 0;
async function pauseOf({ clientId }: TestClient) {
  const { rows } = await server.db.query<{ failures: number; seconds: number }>(
    `select failures, extract(epoch from until - now())::float8 as seconds from logout_pauses where client_id = $1`,
    [clientId],
  );
  return rows[0];
}
const linesWith = (text: string) =>
  server.logLines.filter((line) => line.includes(text)).map((line) => JSON.parse(line));

/** An address where nothing listens any more. */
const closedPort = await closedAddress();

describe("A client is told if it answers with", () => {
  it.each([200, 204, 202])("%i, whatever the body says [logout-notices-7]", async (code) => {
    const app = await receiver(
      code === 200 ? status(200) : (_request, response) => response.writeHead(code).end(),
    );
    const client = await clientOf(app);
    await end(client);
    start();
    await until(isTold(client));
    expect(app.received).toHaveLength(1);
  });

  it("200 over a connection that it closes when the next request comes", async () => {
    const sockets = new Map<unknown, number>();
    const app = await receiver((request, response) => {
      const times = (sockets.get(request.socket) ?? 0) + 1;
      sockets.set(request.socket, times);
      if (times > 1) request.socket.destroy();
      else response.end("told");
    });
    const client = await clientOf(app);
    await end(client, 5);
    start();
    await until(isTold(client));
    expect(await pauseOf(client)).toBeUndefined();
    expect(new Set(app.sids()).size).toBe(5);
  });

  it("a body without end, of which little is read", async () => {
    const app = await receiver((_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write("x".repeat(65_536)), 1);
      response.on("close", () => clearInterval(more));
    });
    const client = await clientOf(app);
    await end(client, 3);
    start();
    await until(isTold(client));
    expect(app.received).toHaveLength(3);
  });
});

describe("A client that", () => {
  const faults: [string, () => Promise<string>, RegExp][] = [
    ["answers 500", async () => (await receiver(status(500))).uri, /^answered 500$/],
    ["answers 404", async () => (await receiver(status(404))).uri, /^answered 404$/],
    [
      "redirects, even to itself",
      async () => {
        const app = await receiver();
        app.answer = status(307, { location: app.uri });
        return app.uri;
      },
      /^answered 307$/,
    ],
    ["has closed its port", async () => closedPort, /^could not be reached \(ECONNREFUSED\)$/],
    [
      "hangs up",
      async () => (await receiver((request) => request.socket.destroy())).uri,
      /^could not be reached \(\w+\)$/,
    ],
    [
      "does not speak HTTP",
      async () => (await receiver((request) => request.socket.end("220 mail\r\n"))).uri,
      /^could not be reached \(\w+\)$/,
    ],
    ["hangs", async () => (await receiver(hang)).uri, /^did not answer within 5 seconds$/],
  ];
  it.each(faults)(
    "%s is tried again after a pause, and its log line holds no token",
    async (_what, make, problem) => {
      const client = await createOpenIdClient(server, await make());
      await end(client, 3);
      start();
      await until(async () => (await pauseOf(client)) !== undefined);
      expect(await pauseOf(client)).toMatchObject({ failures: 1 });
      const notices = await noticesOf(server, client);
      expect(notices).toHaveLength(3);
      expect(notices.map(({ attempts }) => attempts).sort()).toEqual([0, 0, 1]);
      expect(notices.find(({ attempts }) => attempts === 1)?.last_problem).toMatch(problem);
      const lines = linesWith(client.clientId);
      expect(lines).toMatchObject([
        { level: 40, clientId: client.clientId, problem: expect.stringMatching(problem), attempts: 1 },
      ]);
      expect(JSON.stringify(lines)).not.toMatch(/eyJ|127\.0\.0\.1|backchannel-logout/);
    },
  );

  it("redirects is not followed [logout-notices-8]", async () => {
    const elsewhere = await receiver();
    const app = await receiver(status(308, { location: elsewhere.uri }));
    const client = await clientOf(app);
    await end(client);
    start();
    await until(async () => (await pauseOf(client)) !== undefined);
    expect(elsewhere.received).toEqual([]);
  });

  it("hangs, redirects or fails delays no other, however much there is to tell", async () => {
    const broken = await Promise.all([
      receiver(hang),
      receiver(hang),
      receiver(status(302, { location: closedPort })),
      receiver(status(503)),
    ]);
    const bad = [...(await Promise.all(broken.map(clientOf))), await createOpenIdClient(server, closedPort)];
    for (const client of bad) await end(client, 50);
    const app = await receiver();
    const client = await clientOf(app);
    await end(client, 50);
    const startedAt = performance.now();
    start();
    await until(isTold(client));
    expect(performance.now() - startedAt).toBeLessThan(5_000); // which is how long one waits for those that hang
    for (const { received } of broken) expect(received.length).toBeLessThanOrEqual(2);
    expect(new Set(app.sids()).size).toBe(50);
  });

  it("fails for a day is tried again with growing pauses, by one request each, then given up [logout-notices-9]", async () => {
    const app = await receiver(status(500));
    const client = await clientOf(app);
    await end(client, 20);
    start();
    const failures: number[] = [];
    for (const seconds of [5, 15, 60, 300, 900, 3600, 3600]) {
      await until(async () => ((await pauseOf(client))?.failures ?? 0) > failures.length);
      const pause = await pauseOf(client);
      failures.push(pause?.failures ?? 0);
      expect(pause?.seconds).toBeLessThanOrEqual(seconds * 1.2);
      expect(pause?.seconds).toBeGreaterThan(seconds * 0.8 - 2);
      await ageNotices(server, seconds * 1.2);
    }
    await until(async () => (await pauseOf(client))?.failures === 8);
    expect(await noticesOf(server, client)).toHaveLength(20);
    await server.db.query("update logout_notices set created_at = created_at - interval '24 hours'");
    await end(client);
    await ageNotices(server, 4500);
    await until(
      async () => (await noticesOf(server, client)).filter((n) => n.next_attempt_at === null).length === 20,
    );
    const notices = await noticesOf(server, client);
    expect(notices.filter(({ next_attempt_at }) => next_attempt_at !== null)).toHaveLength(1);
    expect(new Set(notices.filter((n) => n.next_attempt_at === null).map((n) => n.last_problem))).toEqual(
      new Set(["answered 500"]),
    );
    const given = linesWith("gave up").filter(({ clientId }) => clientId === client.clientId);
    expect(given.reduce((sum, { notices: count }) => sum + count, 0)).toBe(20);
    expect(app.received.length).toBe(9);
  });

  it("is there again is told of everything, each once", async () => {
    const app = await receiver(status(503));
    const client = await clientOf(app);
    await end(client, 50);
    start();
    await until(async () => (await pauseOf(client)) !== undefined);
    const before = app.received.splice(0).map(({ body }) => claimsIn(body));
    app.answer = status(200);
    await ageNotices(server, 10);
    await until(isTold(client));
    expect(new Set(app.sids()).size).toBe(50);
    expect(app.received).toHaveLength(50);
    expect(await pauseOf(client)).toBeUndefined();
    const again = app.received.map(({ body }) => claimsIn(body));
    for (const { sid, jti } of before) expect(again.find((claims) => claims.sid === sid)?.jti).toBe(jti);
  });

  it("refuses one session with 400 (§2.8) is told of the others at once, and of that one again later [logout-notices-10]", async () => {
    const app = await receiver();
    const client = await clientOf(app);
    await end(client, 10);
    const [refused] = await noticesOf(server, client);
    let first = true;
    app.answer = (_request, response) => {
      const { sid } = claimsIn(app.received.at(-1)?.body ?? "");
      response.writeHead(first && sid === refused?.session_id ? 400 : 200).end();
    };
    start();
    await until(async () => (await noticesOf(server, client)).length === 1);
    expect(await noticesOf(server, client)).toMatchObject([
      { session_id: refused?.session_id, attempts: 1, last_problem: "answered 400" },
    ]);
    expect(await pauseOf(client)).toBeUndefined();
    first = false;
    await ageNotices(server, 10);
    await until(isTold(client));
    expect(app.received).toHaveLength(11);
  });

  it("gets another address is told there; without one it is told of nothing", async () => {
    const client = await createOpenIdClient(server, closedPort);
    await end(client);
    const move = (uri: string | null) =>
      server.db.query("update clients set backchannel_logout_uri = $2 where client_id = $1", [
        client.clientId,
        uri,
      ]);
    await move(null);
    start();
    const app = await receiver();
    const other = await clientOf(app);
    await end(other);
    await until(isTold(other));
    expect(await noticesOf(server, client)).toMatchObject([{ attempts: 0 }]);
    await move(app.uri);
    await until(isTold(client));
    expect(app.received).toHaveLength(2);
  });
});

describe("Replicas", () => {
  it("share the work: each notice is sent by one of them", async () => {
    const other = await testServer();
    const app = await receiver();
    const clients = [await clientOf(app), await clientOf(app), await clientOf(app)];
    for (const client of clients) await end(client, 100);
    start();
    const stopOther = tellClients(other);
    await until(async () => (await countRows(server, "logout_notices")) === 0);
    await stopOther();
    expect(app.received).toHaveLength(300);
    expect(new Set(app.sids()).size).toBe(300);
  });

  it("take over what one that died had claimed, with the same jti", async () => {
    const app = await receiver(hang);
    const client = await clientOf(app);
    await end(client);
    start();
    await until(() => app.received.length === 1);
    await stop(); // cut off while the client has not answered
    expect(await noticesOf(server, client)).toMatchObject([{ attempts: 1, last_problem: null }]);
    expect(await pauseOf(client)).toBeUndefined();
    app.answer = status(200);
    await ageNotices(server, 15);
    start(await testServer());
    await until(isTold(client));
    const [first, second] = app.received.map(({ body }) => claimsIn(body));
    expect(second?.jti).toBe(first?.jti);
  });

  it("stop soon, and send nothing more", async () => {
    const app = await receiver((_request, response) => void setTimeout(() => response.end(), 50));
    const client = await clientOf(app);
    await end(client, 500);
    start();
    await until(() => app.received.length > 20);
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    const sent = app.received.length;
    expect(await countRows(server, "logout_notices")).toBe(500 - sent);
  });

  it("say that the database is away, and go on afterwards", async () => {
    const app = await receiver();
    const client = await clientOf(app);
    start();
    await server.db.query("alter table logout_notices rename to renamed");
    await until(() => linesWith("cannot read which clients").length > 0);
    await server.db.query("alter table renamed rename to logout_notices");
    await end(client);
    await until(isTold(client), 15);
  });
});
