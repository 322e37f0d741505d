/** MAX_SESSIONS: a user's open sessions with one client, and signed-in browsers. */
import { describe, expect, it } from "vitest";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { createClient, createResources, createUser, type TestUser } from "../support/fixtures.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { ageSessions, testServer } from "../support/server.js";
import {
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
  signIn,
} from "../support/token-requests.js";

const env = { MAX_SESSIONS: "3" };
const server = await testServer({ env });
const replica = await testServer({ env });

await createResources(server);
const client = await createClient(server, { name: "Notes" });

/** A sign-in a minute after the previous one. */
async function open(user: TestUser): Promise<string> {
  await ageSessions(server.db, 60);
  return (await signIn(server, client, user)).refresh_token;
}
const isOpen = async (token: string) => (await sessionOf(server, token)).revoked_at === null;
const openCount = async (user: TestUser): Promise<number> => {
  const { rows } = await server.db.query<{ open: number }>(
    "select count(*)::int as open from sessions where user_id = $1 and revoked_at is null",
    [user.id],
  );
  return rows[0]?.open ?? Number.NaN;
};

describe("One session more than MAX_SESSIONS [session-limit-1]", () => {
  it("ends the one that was unused for the longest, not the one that was opened first", async () => {
    const user = await createUser(server);
    const [first, second, third] = [await open(user), await open(user), await open(user)];
    await ageSessions(server.db, 60);
    const used = (await refresh(server, client, first)).refresh_token;
    const fourth = await open(user);
    expect(await Promise.all([used, second, third, fourth].map(isOpen))).toEqual([true, false, true, true]);
    expectRefusal(
      await askByRefreshToken(server, client, second),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    for (const token of [used, third, fourth]) await refresh(server, client, token);
    expect(await auditOf(server, sessionIdOf(server, second))).toEqual([
      "session.created",
      "session.revoked: session_displaced",
    ]);
  });

  it("is told to the user", async () => {
    const user = await createUser(server);
    for (let turn = 0; turn < 4; turn += 1) await open(user);
    const page = await (await signedIn(server, user)).visit("/account");
    expect(textOf(page.body)).toContain(
      "Notes lightMyRequest We ended this session because you had too many with this app.",
    );
  });

  it("does so by a code as well", async () => {
    const user = await createUser(server);
    const app = await createApp(server);
    const browser = await signedIn(server, user);
    const tokens: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await ageSessions(server.db, 60);
      const answer = await redeem(server, app, await getCode(browser, app));
      tokens.push(expectRefreshToken(answer).refresh_token);
    }
    expect(await Promise.all(tokens.map(isOpen))).toEqual([false, false, true, true, true]);
  });

  it("counts for each user and client alone", async () => {
    const [user, other] = [await createUser(server), await createUser(server)];
    const app = await createClient(server);
    const tokens: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      tokens.push(await open(user), await open(other));
      tokens.push((await signIn(server, app, user)).refresh_token);
    }
    expect(await Promise.all(tokens.map(isOpen))).toEqual(tokens.map(() => true));
  });

  it("ends nothing where the password was wrong", async () => {
    const user = await createUser(server);
    const tokens = [await open(user), await open(user), await open(user)];
    await askByPassword(server, client, { ...user, password: "wrong password" });
    expect(await Promise.all(tokens.map(isOpen))).toEqual([true, true, true]);
  });

  it("takes the place of what has expired first, and calls that what it is", async () => {
    const user = await createUser(server);
    const [first, second, third] = [await open(user), await open(user), await open(user)];
    await server.db.query("update sessions set idle_expires_at = now() where id = $1", [
      sessionIdOf(server, third),
    ]);
    await open(user);
    expect(await Promise.all([first, second].map(isOpen))).toEqual([true, true]);
    expect((await sessionOf(server, third)).revoke_reason).toBe("expired");
    expect(await auditOf(server, sessionIdOf(server, third))).toEqual(["session.created"]);
  });
});

describe("Sign-ins at once, over two replicas [session-limit-2]", () => {
  it("each displace another one: the limit holds where it was reached", async () => {
    const user = await createUser(server);
    for (let turn = 0; turn < 3; turn += 1) await open(user);
    await Promise.all(
      Array.from({ length: 24 }, (_, index) => signIn(index % 2 === 0 ? server : replica, client, user)),
    );
    const overshoot = (await openCount(user)) - 3;
    // Simultaneous sign-ins do not see each other; there are never more of them than connections.
    expect(overshoot).toBeLessThanOrEqual(20);
    await signIn(server, client, user);
    expect(await openCount(user)).toBe(3);
  });

  it("wait for no session that is held, and end another one", async () => {
    const user = await createUser(server);
    const [first, second, third] = [await open(user), await open(user), await open(user)];
    const tx = await server.db.connect();
    await tx.query("begin");
    await tx.query("select from sessions where id = $1 for update", [sessionIdOf(server, first)]);
    await signIn(replica, client, user);
    await tx.query("commit");
    tx.release();
    expect(await Promise.all([first, second, third].map(isOpen))).toEqual([true, false, true]);
  });
});

describe("Far too many from before", () => {
  it("end by and by, so many with each sign-in", async () => {
    const user = await createUser(server);
    await insertOpenSessions(client, user, 1200);
    const counts: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await signIn(server, client, user);
      counts.push(await openCount(user));
    }
    expect(counts).toEqual([700, 200, 3]);
  });
});

describe("One browser more than MAX_SESSIONS", () => {
  it("signs the first one out, and its sessions go on", async () => {
    const user = await createUser(server);
    const app = await createApp(server);
    const first = await signedIn(server, user);
    const token = expectRefreshToken(await redeem(server, app, await getCode(first, app))).refresh_token;
    const others = [await signedIn(server, user), await signedIn(server, user)];
    expect((await first.get("/account")).status).toBe(200);
    others.push(await signedIn(replica, user));
    expect((await first.get("/account")).location).toBe("/login");
    for (const browser of others) expect((await browser.get("/account")).status).toBe(200);
    await refresh(server, app, token);
    const { rows } = await server.db.query(
      "select reason from audit_events where user_id = $1 and event = 'sign_in.ended'",
      [user.id],
    );
    expect(rows).toEqual([{ reason: "displaced" }]);
  });
});
