/** What a thief with a copy of a refresh token would try. */
import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { createParties } from "../support/fixtures.js";
import { lockSessionRow } from "../support/row-lock.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, sharedDatabase, type TestServer, testServer } from "../support/server.js";
import { commit, tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  postToken,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

const expectReused = (answer: Answer) => expectRefusal(answer, 400, "invalid_grant", "refresh_token_reused");

/** A server whose database can be cut off. */
async function behindGate(env: Readonly<Record<string, string>> = {}) {
  const gate = await tcpGate(await sharedDatabase());
  return { cutOff: await testServer({ databaseUrl: gate.url, env }), gate };
}

/** Signed in, refreshed once, idle since: the thief's copy is the parent, long after its window. */
async function staleParent(at: TestServer) {
  const { refresh_token: parent } = await signIn(at, client, user);
  const { refresh_token: current } = await refresh(at, client, parent);
  await passTime(server, 600);
  return { parent, current };
}

async function signInAndRefresh(at: TestServer): Promise<void> {
  await refresh(at, client, (await signIn(at, client, user)).refresh_token);
}

async function expectCaught(parent: string): Promise<void> {
  expect((await sessionOf(server, parent)).revoke_reason).toBe("refresh_token_reused");
  expect(await auditOf(server, sessionIdOf(server, parent))).toEqual(
    expect.arrayContaining([
      "refresh_token.refused: refresh_token_reused",
      "session.revoked: refresh_token_reused",
    ]),
  );
}

describe("A stale parent, presented while the database is away [refresh-token-theft-1]", () => {
  it.each(["hangs", "is cut off"])("buys nothing afterwards: the database %s", async (how) => {
    const { cutOff, gate } = await behindGate();
    const { parent } = await staleParent(cutOff);
    if (how === "hangs") gate.freeze();
    else await gate.shut();
    expect((await askByRefreshToken(cutOff, client, parent)).status).toBe(503);
    if (how === "hangs") await gate.shut();
    await gate.open();
    expectReused(await askByRefreshToken(cutOff, client, parent));
    await expectCaught(parent);
  });

  it("buys nothing where the attempt never reached the database, though it was rotated meanwhile", async () => {
    const narrow = await testServer({ env: { DATABASE_POOL_SIZE: "1" } });
    const { refresh_token: stolen } = await signIn(narrow, client, user);
    const onlyConnection = await narrow.db.connect();
    const attempt = askByRefreshToken(narrow, client, stolen);
    await refresh(server, client, stolen);
    expect((await attempt).status).toBe(503);
    onlyConnection.release();
    await passTime(server, 31);
    expectReused(await askByRefreshToken(narrow, client, stolen));
    await expectCaught(stolen);
  });
});

describe("What an unanswered refresh excuses [refresh-token-theft-2]", () => {
  /** A token that rotated the row and whose response was lost, longer ago than the window. */
  async function lostLongAgo() {
    const { cutOff, gate } = await behindGate();
    const { refresh_token: parent } = await signIn(cutOff, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, parent));
    const asked = askByRefreshToken(cutOff, client, parent);
    await lock.waiting(1);
    gate.freeze();
    await lock.release();
    expect((await asked).status).toBe(503);
    await expect.poll(async () => (await sessionOf(server, parent)).generation).toBe(1);
    await passTime(server, 60);
    await gate.shut();
    return { cutOff, gate, parent };
  }

  it("is its client's repetition after the outage, from two tabs, for one more window", async () => {
    const { cutOff, gate, parent } = await lostLongAgo();
    await gate.open();
    const { refresh_token: successor } = await refresh(cutOff, client, parent);
    expect((await refresh(cutOff, client, parent)).refresh_token).toBe(successor);
    await passTime(server, 31);
    expectReused(await askByRefreshToken(cutOff, client, parent));
  });

  it("is nothing once the database has answered for longer than the window", async () => {
    const { cutOff, gate, parent } = await lostLongAgo();
    await gate.open();
    await signInAndRefresh(cutOff);
    await passTime(server, 31);
    expectReused(await askByRefreshToken(cutOff, client, parent));
  });

  it("is nothing once it is over, though another outage follows", async () => {
    const { cutOff, gate, parent } = await lostLongAgo();
    await gate.open();
    const { refresh_token: another } = await signIn(cutOff, client, user);
    const { refresh_token: next } = await refresh(cutOff, client, another);
    await passTime(server, 31);
    await gate.shut();
    expect((await askByRefreshToken(cutOff, client, next)).status).toBe(503);
    await gate.open();
    expectReused(await askByRefreshToken(cutOff, client, parent));
    await expectCaught(parent);
  });

  it("is not used up by an answer that the database swallows as well", async () => {
    const { cutOff, gate, parent } = await lostLongAgo();
    await gate.open();
    const committing = gate.catchNext(commit);
    const asked = askByRefreshToken(cutOff, client, parent);
    (await committing).cut();
    expect((await asked).status).toBe(503);
    await passTime(server, 31);
    await refresh(cutOff, client, parent);
  });

  it("is nothing for a rotation that came later", async () => {
    const { cutOff, gate } = await behindGate();
    const { refresh_token: stolen } = await signIn(cutOff, client, user);
    gate.freeze();
    expect((await askByRefreshToken(cutOff, client, stolen)).status).toBe(503);
    await refresh(server, client, stolen);
    await passTime(server, 31);
    await gate.shut();
    expect((await askByRefreshToken(cutOff, client, stolen)).status).toBe(503);
    await gate.open();
    expectReused(await askByRefreshToken(cutOff, client, stolen));
  });
});

describe("A thief who hangs up", () => {
  let port = 0;
  beforeAll(async () => {
    port = Number(new URL(await server.app.listen({ host: "127.0.0.1", port: 0 })).port);
  });

  /** Send a refresh, and disconnect once the server waits for the session's row. */
  async function presentAndHangUp(refreshToken: string): Promise<void> {
    const lock = await lockSessionRow(sessionIdOf(server, refreshToken));
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: client.clientId,
      client_secret: client.secret,
    }).toString();
    const socket = connect(port, "127.0.0.1");
    socket.write(
      `POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await lock.waiting(1);
    socket.destroy();
    await new Promise((resolve) => socket.once("close", resolve));
    await lock.release();
  }

  it("is caught all the same: the session ends, and both are in the audit [refresh-token-theft-3]", async () => {
    const { parent } = await staleParent(server);
    await presentAndHangUp(parent);
    await expect.poll(async () => (await sessionOf(server, parent)).revoke_reason).not.toBeNull();
    await expectCaught(parent);
  });
});

describe("A thief in lock-step with the owner [refresh-token-theft-4]", () => {
  const home = "192.0.2.10";
  const office = "198.51.100.20";
  const phone = "Mozilla/5.0 (Linux; Android 16) Chrome/150.0";
  const script = "python-requests/2.32";

  interface Place {
    readonly address: string;
    readonly userAgent: string;
  }
  const owner: Place = { address: home, userAgent: phone };

  async function askFrom({ address, userAgent }: Place, refreshToken: string): Promise<Answer> {
    const trusting = await trustingServer;
    const form = {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: client.clientId,
      client_secret: client.secret,
    };
    return postToken(trusting, new URLSearchParams(form).toString(), {
      "x-forwarded-for": address,
      "user-agent": userAgent,
    });
  }
  const trustingServer = testServer({ env: { TRUST_PROXY: "127.0.0.1" } });

  /** Each generation is rotated from one place and retried from another, until one is refused. */
  async function alternate(places: readonly (readonly [Place, Place])[]): Promise<Answer[]> {
    let { refresh_token: token } = await signIn(server, client, user);
    const answers: Answer[] = [];
    for (const [first, second] of places) {
      const [rotated, retried] = [await askFrom(first, token), await askFrom(second, token)];
      answers.push(retried);
      if (rotated.status !== 200 || retried.status !== 200) break;
      expect(expectRefreshToken(retried).refresh_token).toBe(expectRefreshToken(rotated).refresh_token);
      token = expectRefreshToken(retried).refresh_token;
      sessionToken = token;
    }
    return answers;
  }
  let sessionToken = "";
  const times = (count: number, pair: readonly [Place, Place]) => Array.from({ length: count }, () => pair);
  const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

  it.each<[string, Place]>([
    ["another network", { address: office, userAgent: phone }],
    ["another program", { address: home, userAgent: script }],
    ["another network and another program", { address: office, userAgent: script }],
  ])("in %s is caught at the third generation in a row, whoever comes first", async (_where, thief) => {
    for (const [first, second] of [
      [owner, thief],
      [thief, owner],
    ] as const) {
      const answers = await alternate(times(6, [first, second]));
      expect(statuses(answers)).toEqual([200, 200, 400]);
      expectReused(answers.at(-1) as Answer);
      await expectCaught(sessionToken);
    }
    const mixed = await alternate([
      [owner, thief],
      [thief, owner],
      [owner, thief],
    ]);
    expect(statuses(mixed)).toEqual([200, 200, 400]);
  });

  it("tells two honest tabs from a thief: the same network, the same browser, every generation retried", async () => {
    expect(statuses(await alternate(times(12, [owner, owner])))).toEqual(Array(12).fill(200));
  });

  it("tells a phone that loses answers and changes networks from a thief", async () => {
    const onTheRoad: Place = { address: office, userAgent: phone };
    const answers = await alternate([
      [owner, onTheRoad],
      [onTheRoad, owner],
      [owner, owner],
      [owner, onTheRoad],
      [onTheRoad, onTheRoad],
      [onTheRoad, owner],
      [owner, onTheRoad],
      [onTheRoad, onTheRoad],
    ]);
    expect(statuses(answers)).toEqual(Array(8).fill(200));
  });

  it("is audited at the first retry from another network with another program", async () => {
    let { refresh_token: token } = await signIn(server, client, user);
    token = expectRefreshToken(await askFrom(owner, token)).refresh_token;
    expectRefreshToken(await askFrom(owner, token));
    expectRefreshToken(await askFrom({ address: office, userAgent: script }, token));
    const { rows } = await server.db.query(
      "select detail from audit_events where session_id = $1 and event = 'session.address_changed' order by id desc limit 1",
      [sessionIdOf(server, token)],
    );
    expect(rows).toEqual([
      { detail: { from: "192.0.2.0/24", to: "198.51.100.0/24", retried: true, other_user_agent: true } },
    ]);
  });
});
