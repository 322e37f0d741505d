/** Deleting users, clients and resources: nothing of theirs works afterwards, and requests under way end in clean errors. */
import { beforeAll, describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createClient, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { lockRow } from "../support/row-lock.js";
import { sessionIdOf } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const env = { DATABASE_URL: await sharedDatabase() };
const run = (...args: string[]) => regrant(args, env);
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

let made = 0;
/** A resource of a test's own. */
async function createResource(): Promise<string> {
  made += 1;
  const uri = `https://api-${made}.example.com`;
  await insertResource(server.db, { uri, name: null, scope: ["x"], scopeDescriptions: {} });
  return uri;
}

const remove = (path: string) => admin.ask("DELETE", path, undefined, { "if-match": "*" });
const dependents = async (path: string) => (await admin.ask("GET", `${path}/dependents`)).body;

async function isActive({ clientId, secret }: TestClient, token: string): Promise<boolean> {
  const response = await server.app.inject({
    method: "POST",
    url: "/oauth2/introspect",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ token, client_id: clientId, client_secret: secret }).toString(),
  });
  return response.json().active;
}

const consent = (user: TestUser, client: TestClient, resource: string) =>
  server.db.query("insert into consents (user_id, client_id, resource, scope) values ($1, $2, $3, '{x}')", [
    user.id,
    client.clientId,
    resource,
  ]);

/** Rows that point to one of them. */
async function rowsOf(column: "user_id" | "client_id" | "resource", value: string): Promise<number> {
  const { rows } = await server.db.query<{ rows: number }>(
    `select ((select count(*) from sessions where ${column} = $1) + (select count(*) from consents where ${column} = $1)
             + (select count(*) from authorization_codes where ${column} = $1))::int as rows`,
    [value],
  );
  return rows[0]?.rows ?? -1;
}

describe("A deleted user", () => {
  it("is gone with sessions, codes, sign-ins and consents, all counted before [deletion-1]", async () => {
    const [user, app, client] = [
      await createUser(server),
      await createApp(server),
      await createClient(server),
    ];
    const resource = await createResource();
    const session = await signIn(server, client, user);
    const browser = await signedIn(server, user);
    const redeemed = await getCode(browser, app);
    const opened = expectTokens(await redeem(server, app, redeemed));
    const code = await getCode(browser, app);
    await consent(user, app, resource);
    expect(await dependents(`/users/${user.id}`)).toEqual({
      ...{ open_sessions: 2, ended_sessions: 0, sign_ins: 1, consents: 1, codes: 1, clients: [] },
    });
    const answer = await remove(`/users/${user.id}`);
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 2 }]);
    const events = (await auditOfRequest(server, answer)).map(({ event, reason }) => [event, reason]);
    expect(events).toEqual([
      ["user.disabled", null],
      ["sign_in.ended", "user_deleted"],
      ["session.revoked", "user_deleted"],
      ["session.revoked", "user_deleted"],
      ["user.deleted", null],
    ]);
    for (const [by, refreshToken] of [
      [client, session.refresh_token],
      [app, opened.refresh_token ?? ""],
    ] as const) {
      const refused = await askByRefreshToken(server, by, refreshToken);
      expectRefusal(refused, 400, "invalid_grant", "refresh_token_unknown");
    }
    for (const token of [session.access_token, session.refresh_token])
      expect(await isActive(client, token)).toBe(false);
    for (const each of [code, redeemed])
      expectRefusal(await redeem(server, app, each), 400, "invalid_grant", "code_unknown");
    expect((await browser.get("/account")).location).toBe("/login");
    const again = await askByPassword(server, client, user);
    expectRefusal(again, 400, "invalid_grant", "user_credentials_mismatch");
    expect(await rowsOf("user_id", user.id)).toBe(0);
    expectProblem(await admin.ask("GET", `/users/${user.id}`), 404, "not_found");
    expectProblem(await remove(`/users/${user.id}`), 404, "not_found");
  });

  it("is deleted only by whoever read what there is", async () => {
    const user = await createUser(server);
    const path = `/users/${user.id}`;
    expectProblem(await admin.ask("DELETE", path), 428, "precondition_required");
    const { etag } = await admin.ask("GET", path);
    await admin.change(path, { roles: ["author"] });
    const late = await admin.ask("DELETE", path, undefined, { "if-match": etag });
    expectProblem(late, 412, "precondition_failed");
    expect((await admin.ask("GET", path)).body).toMatchObject({ disabled: false });
  });

  it("by the command line: shown, asked for, and audited", async () => {
    const user = await createUser(server);
    await signIn(server, await createClient(server), user);
    const asked = await run("user", "delete", user.email);
    expectFailure(asked, 2, /--yes/);
    expect(asked.stderr).toContain("open sessions: 1");
    expect((await admin.ask("GET", `/users/${user.id}`)).status).toBe(200);
    expect(json(await run("user", "delete", user.email, "--yes", "--json"))).toMatchObject({
      ...{ id: user.id, email: user.email, deleted: true, sessions_ended: 1 },
    });
    expectFailure(await run("user", "delete", user.email, "--yes"), 1, /there is no user/i);
    const { rows } = await server.db.query(
      "select actor from audit_events where event = 'user.deleted' and user_id = $1",
      [user.id],
    );
    expect(rows).toEqual([{ actor: expect.stringMatching(/^operator:/) }]);
  });
});

describe("A deleted client", () => {
  it("gets nothing any more, and its tokens are inactive [deletion-2]", async () => {
    const [client, other] = [await createClient(server), await createClient(server)];
    const user = await createUser(server);
    const session = await signIn(server, client, user);
    const own = expectTokens(await askByClientCredentials(server, client));
    const kept = await signIn(server, other, user);
    const { body: read } = await admin.ask("GET", `/clients/${client.clientId}`);
    const answer = await remove(`/clients/${client.clientId}`);
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 1 }]);
    const { detail } =
      (await auditOfRequest(server, answer)).find(({ event }) => event === "client.deleted") ?? {};
    expect(detail).toEqual({ ...read, disabled: true, sessions_ended: 1 });
    for (const refused of [
      await askByClientCredentials(server, client),
      await askByPassword(server, client, user),
      await askByRefreshToken(server, client, session.refresh_token),
    ])
      expectRefusal(refused, 401, "invalid_client", "client_unknown");
    expect(own.access_token).toBeDefined();
    expectTokens(await askByRefreshToken(server, other, kept.refresh_token));
    expect(await rowsOf("client_id", client.clientId)).toBe(0);
  });

  it("asks in vain at a replica that still knows it [deletion-3]", async () => {
    const [replica, client, user] = [
      await testServer(),
      await createClient(server),
      await createUser(server),
    ];
    const session = await signIn(replica, client, user);
    const app = await createApp(server);
    const browser = await signedIn(replica, user);
    await getCode(browser, app);
    for (const { clientId } of [client, app]) await remove(`/clients/${clientId}`);
    expectRefusal(await askByPassword(replica, client, user), 401, "invalid_client", "client_unknown");
    const refreshed = await askByRefreshToken(replica, client, session.refresh_token);
    expectRefusal(refreshed, 400, "invalid_grant", "refresh_token_unknown");
    const page = await browser.get(authorizeUrl(app));
    expect([page.status, page.location]).toEqual([401, null]);
  });
});

describe("A deleted resource", () => {
  it("is taken from its clients, with the sessions, codes and consents for it and no others [deletion-4]", async () => {
    const [resource, kept, user] = [await createResource(), await createResource(), await createUser(server)];
    const client = await createClient(server, { scope: ["x"], resources: [resource, kept] });
    const session = await signIn(server, client, user, { resource });
    const other = await signIn(server, client, user, { resource: kept });
    const own = expectTokens(await askByClientCredentials(server, client, { resource }));
    await consent(user, client, resource);
    const path = `/resources/${encodeURIComponent(resource)}`;
    expect(await dependents(path)).toMatchObject({
      open_sessions: 1,
      consents: 1,
      clients: [client.clientId],
    });
    expect(await isActive(client, own.access_token)).toBe(true);
    const answer = await remove(path);
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 1 }]);
    expect((await auditOfRequest(server, answer)).map(({ event }) => event)).toEqual([
      ...["client.updated", "session.revoked", "resource.deleted"],
    ]);
    const refreshed = await askByRefreshToken(server, client, session.refresh_token);
    expectRefusal(refreshed, 400, "invalid_grant", "refresh_token_unknown");
    for (const token of [own.access_token, session.access_token])
      expect(await isActive(client, token)).toBe(false);
    const asked = await askByClientCredentials(server, client, { resource });
    expectRefusal(asked, 400, "invalid_target", "resource_unknown");
    expectTokens(await askByRefreshToken(server, client, other.refresh_token));
    expect(await rowsOf("resource", resource)).toBe(0);
    expect((await admin.ask("GET", `/clients/${client.clientId}`)).body.resources).toEqual([kept]);
  });

  it("goes with a consent that is being used, which it waits for [deletion-8]", async () => {
    const [uri, user, client] = [
      await createResource(),
      await createUser(server),
      await createClient(server),
    ];
    await consent(user, client, uri);
    const lock = await lockRow("update consents set request_hash = null where resource = $1", uri);
    const deleting = remove(`/resources/${encodeURIComponent(uri)}`);
    await lock.waiting(1);
    await lock.release();
    expect((await deleting).status).toBe(200);
    expect(await rowsOf("resource", uri)).toBe(0);
  });

  it("by the command line: its clients are named first", async () => {
    const resource = await createResource();
    const { clientId } = await createClient(server, { scope: ["x"], resources: [resource] });
    const asked = await run("resource", "delete", resource);
    expectFailure(asked, 2, /--yes/);
    expect(asked.stderr).toContain(clientId);
    const answer = json(await run("resource", "delete", resource, "--yes", "--json"));
    expect(answer).toMatchObject({ resource, deleted: true, clients: [clientId], sessions_ended: 0 });
    expect(json(await run("client", "delete", clientId, "--yes", "--json"))).toMatchObject({ deleted: true });
  });
});

describe("Requests under way while their client is deleted", () => {
  it("end in a token that is dead already, or in one clean refusal [deletion-5]", async () => {
    const [client, user] = [await createClient(server), await createUser(server)];
    const sessions = [];
    for (let i = 0; i < 5; i += 1) sessions.push(await signIn(server, client, user));
    const [first] = sessions;
    const lock = await lockRow(
      "select from sessions where id = $1 for update",
      sessionIdOf(server, first?.refresh_token ?? ""),
    );
    const deleting = remove(`/clients/${client.clientId}`);
    const asked = [
      ...sessions.map(({ refresh_token }) => askByRefreshToken(server, client, refresh_token)),
      ...Array.from({ length: 5 }, () => askByPassword(server, client, user)),
    ];
    await lock.waiting(1);
    await lock.release();
    const answers = await Promise.all(asked);
    expect((await deleting).status).toBe(200);
    for (const { status, body } of answers)
      expect([200, 400, 401, 503].includes(status), `${status} ${JSON.stringify(body)}`).toBe(true);
    for (const { body } of answers)
      if (body.refresh_token !== undefined)
        expect((await askByRefreshToken(server, client, body.refresh_token)).status).toBe(401);
    expect(await rowsOf("client_id", client.clientId)).toBe(0);
  });

  it("wait for the deletion of the row that they are to point to, and find it gone [deletion-6]", async () => {
    const [replica, client, user] = [
      await testServer(),
      await createClient(server),
      await createUser(server),
    ];
    expectTokens(await askByPassword(replica, client, user)); // the replica knows it
    await server.db.query("delete from sessions where client_id = $1", [client.clientId]);
    const lock = await lockRow("delete from clients where client_id = $1", client.clientId);
    const asked = Array.from({ length: 3 }, () => askByPassword(replica, client, user));
    await lock.waiting(3);
    await lock.release();
    for (const answer of await Promise.all(asked))
      expectRefusal(answer, 401, "invalid_client", "client_unknown");
  });
});

describe("100,000 sessions", () => {
  it("go with their client [deletion-7]", async () => {
    const [client, user] = [await createClient(server), await createUser(server)];
    await insertOpenSessions(client, user, 100_000);
    const answer = await remove(`/clients/${client.clientId}`);
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 100_000 }]);
    expect(await rowsOf("client_id", client.clientId)).toBe(0);
  }, 120_000);
});
