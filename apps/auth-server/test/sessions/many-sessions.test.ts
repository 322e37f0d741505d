/** A user with 100,000 open sessions: showing them is fast and small, and ending them ends them all. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Admin, adminOf, createAdminResources } from "../support/admin.js";
import { callback, createApp, signedIn } from "../support/authorization.js";
import { asOperator } from "../support/databases.js";
import { createClient, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { json, regrant } from "../support/regrant.js";
import { lockRow } from "../support/row-lock.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { askByPassword, signIn } from "../support/token-requests.js";

const count = 100_000;
const server = await testServer({ withLog: false });
let admin: Admin;
let client: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  client = await createClient(server);
  user = await createUser(server);
  await insertOpenSessions(client, user, count);
  await asOperator("analyze sessions", await sharedDatabase()); // as autovacuum does
}, 60_000);

/** Undo what a test ended; the limit did not exist yet. */
const reopen = () =>
  `update sessions set revoked_at = null, revoke_reason = null where user_id = '${user.id}' and revoked_at is not null`;

/** The number of sessions by end reason; `null` for open ones. */
const ends = () => endsOf(user);
async function endsOf({ id }: TestUser): Promise<Record<string, number>> {
  const { rows } = await server.db.query<{ reason: string; sessions: number }>(
    "select coalesce(revoke_reason, 'open') as reason, count(*)::int as sessions from sessions where user_id = $1 group by 1",
    [id],
  );
  return Object.fromEntries(rows.map(({ reason, sessions }) => [reason, sessions]));
}

/**
 * How many times longer the one takes than the other. Alternating, so that other load slows both, and comparing the
 * fastest of each.
 */
async function ratio(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<number> {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 10; turn += 1) {
    for (const [work, took] of [
      [one, ones],
      [other, others],
    ] as const) {
      const startedAt = performance.now();
      await work();
      took.push(performance.now() - startedAt);
    }
  }
  return Math.min(...ones) / Math.min(...others);
}

describe("100,000 sessions of one user [many-sessions-1]", () => {
  it("make a page as small as a hundred do, and as quick", async () => {
    const other = await createUser(server);
    await insertOpenSessions(client, other, 100);
    const [many, few] = [await signedIn(server, user), await signedIn(server, other)];
    const paths = ["/account", "/account/sessions/end-all", "/account/sessions/end-others", "/logout"];
    for (const path of paths) {
      const page = await many.get(path);
      expect([path, page.status, page.body.length < 100_000]).toEqual([path, 200, true]);
    }
    for (const path of paths.slice(0, 3)) {
      const times = await ratio(
        () => many.get(path),
        () => few.get(path),
      );
      expect(times).toBeLessThan(5);
    }
  });

  it("slow nobody's sign-in, and end by and by with the user's own", async () => {
    const [other, another] = [await createUser(server), await createUser(server)];
    await insertOpenSessions(client, other, 100); // each sign-in displaces one
    const small = await createClient(server);
    const slow = await ratio(
      () => signIn(server, client, other),
      () => signIn(server, small, another),
    );
    expect(slow).toBeLessThan(5);
    await signIn(server, client, user);
    expect(await ends()).toEqual({ open: count - 500, session_displaced: 501 });
  });
});

describe("All 100,000 sessions end", () => {
  beforeEach(async () => {
    await asOperator(reopen(), await sharedDatabase());
  }, 60_000);

  it("where the user is disabled, by the command line [many-sessions-2]", async () => {
    const env = { DATABASE_URL: await sharedDatabase() };
    const answer = json(await regrant(["user", "disable", user.email, "--yes", "--json"], env));
    expect(answer).toMatchObject({ disabled: true, sessions_ended: count + 1 });
    expect(await ends()).toEqual({ user_disabled: count + 1 });
    await regrant(["user", "enable", user.email], env);
  }, 60_000);

  it("where the user changes the password [many-sessions-3]", async () => {
    const browser = await signedIn(server, user);
    const password = "an other passphrase";
    const form = { password: user.password, new_password: password };
    const page = await browser.submit(await browser.visit("/account/password"), "/account/password", form);
    expect(page.status).toBe(200);
    expect(await ends()).toEqual({ password_changed: count + 1 });
    expect((await askByPassword(server, client, user)).status).toBe(400);
    user = { ...user, password };
  }, 60_000);
});

describe("Several batches of sessions end", () => {
  it("where the user ends all, or withdraws a consent", async () => {
    const other = await createUser(server);
    const browser = await signedIn(server, other);
    const app = await createApp(server, { firstParty: false, redirectUris: [callback] });
    const { clientId } = app;
    await server.db.query(
      "insert into consents (user_id, client_id, resource, scope) values ($1, $2, $3, '{notes:read}')",
      [other.id, clientId, notes.uri],
    );
    await insertOpenSessions(app, other, 2500);
    await insertOpenSessions(client, other, 2500);
    await browser.submit(await browser.visit("/account"), "/account/consents/withdraw");
    expect(await endsOf(other)).toEqual({ consent_withdrawn: 2500, open: 2500 });
    const asked = await browser.visit("/account/sessions/end-all");
    const page = await browser.submit(asked, "/account/sessions/end-all");
    expect(page.body).toContain("2,500 sessions ended, ");
    expect(await endsOf(other)).toEqual({ consent_withdrawn: 2500, user: 2500 });
  }, 30_000);
});

describe("A user who is disabled", () => {
  it("stays so where the sessions cannot be ended, and a second call ends them [many-sessions-4]", async () => {
    const victim = await createUser(server);
    await insertOpenSessions(client, victim, 1500);
    // The last to end, so that a batch has finished by then.
    const lock = await lockRow(
      "select 1 from sessions where user_id = $1 and revoked_at is null order by id desc limit 1 for update",
      victim.id,
    );
    const failed = await admin.ask("POST", `/users/${victim.id}/disable`);
    expect(failed.status).toBe(503);
    const { body } = await admin.ask("GET", `/users/${victim.id}`);
    expect(body.disabled).toBe(true);
    expect((await askByPassword(server, client, victim)).status).toBe(400);
    await lock.release();
    const again = await admin.ask("POST", `/users/${victim.id}/disable`);
    expect([again.status, again.body.sessions_ended]).toEqual([200, 500]);
  }, 20_000);
});
