import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createClient, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
let admin: Admin;
let client: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  client = await createClient(server);
  user = await createUser(server);
});

const idOf = ({ refresh_token }: { refresh_token: string }) => sessionIdOf(server, refresh_token);
const ids = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

/** Hundreds of open sessions of a client, inserted directly. */
const openMany = (count: number, of: TestClient, by: TestUser) =>
  server.db.query(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                           last_access_token_id, first_address, last_address)
     select gen_random_uuid(), $2, $3, '{}', 'https://notes.example.com', '\\x00', now() + interval '1 hour',
            now() + interval '1 day' + n * interval '1 microsecond', gen_random_uuid(), '127.0.0.1', '127.0.0.1'
       from generate_series(1, $1::int) as n`,
    [count, of.clientId, by.id],
  );

describe("Sessions of a client with a metadata document, by the admin API", () => {
  it("are listed and ended by its URL", async () => {
    const clientId = "https://agent.example/client.json";
    await server.db.query(
      "insert into clients (client_id, origin, name, token_endpoint_auth_method, grant_types) values ($1, 'document', 'An agent', 'none', '{refresh_token}')",
      [clientId],
    );
    await openMany(2, { clientId, secret: "" }, user);
    const { status, body } = await admin.ask("GET", `/sessions?${new URLSearchParams({ client: clientId })}`);
    expect([status, ids(body)]).toEqual([200, [expect.any(String), expect.any(String)]]);
    const ended = await admin.ask("POST", "/sessions/revoke", { client: clientId });
    expect([ended.status, ended.body]).toEqual([200, { sessions_ended: 2, sign_ins_ended: 0 }]);
  });
});

describe("A session by the admin API", () => {
  it("is shown with all that tells where it is, and no token", async () => {
    const session = await signIn(server, client, user);
    const { refresh_token } = expectRefreshToken(
      await askByRefreshToken(server, client, session.refresh_token),
    );
    const row = await sessionOf(server, refresh_token);
    const { status, body, etag } = await admin.ask("GET", `/sessions/${row.id}`);
    expect([status, body]).toEqual([
      200,
      {
        id: row.id,
        client_id: client.clientId,
        user_id: user.id,
        email: user.email,
        resource: "https://notes.example.com",
        scope: "notes:read notes:write",
        state: "open",
        refresh_count: 1,
        retry_count: 0,
        created_at: row.created_at.toISOString(),
        authenticated_at: row.created_at.toISOString(),
        last_used_at: row.rotated_at.toISOString(),
        idle_expires_at: row.idle_expires_at.toISOString(),
        absolute_expires_at: row.absolute_expires_at.toISOString(),
        first_address: "127.0.0.1",
        last_address: "127.0.0.1",
        device: "lightMyRequest",
        user_agent: "lightMyRequest",
        jkt: null,
        revoked_at: null,
        revoke_reason: null,
      },
    ]);
    await askByRefreshToken(server, client, refresh_token);
    expect((await admin.ask("GET", `/sessions/${row.id}`)).etag).not.toBe(etag);
    expectProblem(await admin.ask("GET", `/sessions/${randomUUID()}`), 404, "not_found");
  });

  it("ends for good, once, and stays as it ended", async () => {
    const session = await signIn(server, client, user);
    const answer = await admin.ask("DELETE", `/sessions/${idOf(session)}`);
    expect([answer.status, answer.body]).toEqual([204, null]);
    expectRefusal(
      await askByRefreshToken(server, client, session.refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    const { revoked_at } = await sessionOf(server, session.refresh_token);
    expect((await admin.ask("DELETE", `/sessions/${idOf(session)}`)).status).toBe(204);
    expect(await sessionOf(server, session.refresh_token)).toMatchObject({
      revoked_at,
      revoke_reason: "administrator",
    });
    expect(await auditOf(server, idOf(session))).toEqual([
      "session.created",
      "session.revoked: administrator",
    ]);
    expect(await auditOfRequest(server, answer)).toMatchObject([
      { event: "session.revoked", actor: `client:${admin.client.clientId}` },
    ]);
    expectProblem(await admin.ask("DELETE", `/sessions/${randomUUID()}`), 404, "not_found");
  });
});

describe("The list of sessions", () => {
  it("is of a user, a client, or a state, the last opened first", async () => {
    const own = await createUser(server);
    const other = await createClient(server);
    const [first, second] = [await signIn(server, client, own), await signIn(server, other, own)];
    const third = await signIn(server, other, await createUser(server));
    await admin.ask("DELETE", `/sessions/${idOf(first)}`);
    const list = async (query: string) => ids((await admin.ask("GET", `/sessions?${query}`)).body);
    expect(await list(`user=${own.id}`)).toEqual([idOf(second), idOf(first)]);
    expect(await list(`client=${other.clientId}`)).toEqual([idOf(third), idOf(second)]);
    expect(await list(`user=${own.id}&client=${other.clientId}`)).toEqual([idOf(second)]);
    expect(await list(`user=${own.id}&state=open`)).toEqual([idOf(second)]);
    expect(await list(`user=${own.id}&state=revoked`)).toEqual([idOf(first)]);
    await server.db.query("update sessions set idle_expires_at = now() where id = $1", [idOf(second)]);
    expect(await list(`user=${own.id}&state=expired`)).toEqual([idOf(second)]);
    expect(await list(`user=${randomUUID()}`)).toEqual([]);
  });

  it("has each once, page by page, also where thousands end together and others are opened meanwhile", async () => {
    const own = await createUser(server);
    await openMany(30, client, own);
    const { rows } = await server.db.query<{ id: string }>(
      `update sessions set absolute_expires_at = date_trunc('day', absolute_expires_at)
        where user_id = $1 returning id`,
      [own.id],
    );
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await admin.ask(
        "GET",
        `/sessions?user=${own.id}&limit=7${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...ids(body));
      await openMany(1, client, own);
      cursor = body.next_cursor;
    } while (cursor !== null && seen.length < 100);
    for (const { id } of rows) expect(seen.filter((each) => each === id)).toEqual([id]);
  });
});

describe("Ending many sessions [admin-sessions-1]", () => {
  it("of a user ends the sign-ins and the codes with them", async () => {
    const own = await createUser(server);
    const session = await signIn(server, client, own);
    const browser = await signedIn(server, own);
    const app = await createApp(server);
    const code = await getCode(browser, app);
    const others = await signIn(server, client, user);
    const answer = await admin.ask("POST", "/sessions/revoke", { user: own.id });
    expect([answer.status, answer.body]).toEqual([200, { sessions_ended: 1, sign_ins_ended: 1 }]);
    expect((await sessionOf(server, session.refresh_token)).revoke_reason).toBe("administrator");
    expectRefusal(await redeem(server, app, code), 400, "invalid_grant", "code_unknown");
    expect((await browser.get("/account")).location).toBe("/login");
    expect((await sessionOf(server, others.refresh_token)).revoked_at).toBeNull();
    expect((await auditOfRequest(server, answer)).map(({ event }) => event).sort()).toEqual([
      "session.revoked",
      "sign_in.ended",
    ]);
  });

  it("of a client goes through all of them, batch by batch, and leaves the others", async () => {
    const big = await createClient(server);
    await openMany(1203, big, user);
    const other = await signIn(server, client, user);
    const answer = await admin.ask("POST", "/sessions/revoke", { client: big.clientId });
    expect(answer.body).toEqual({ sessions_ended: 1203, sign_ins_ended: 0 });
    const { rows } = await server.db.query(
      `select count(*)::int as count, count(distinct revoked_at)::int as batches
         from sessions where client_id = $1 and revoke_reason = 'administrator'`,
      [big.clientId],
    );
    expect(rows).toEqual([{ count: 1203, batches: 2 }]);
    expect((await auditOfRequest(server, answer)).length).toBe(1203);
    expect((await sessionOf(server, other.refresh_token)).revoked_at).toBeNull();
  });

  it("ends what was open when it began, not what is opened meanwhile", async () => {
    const big = await createClient(server);
    await openMany(5000, big, user);
    const ending = admin.ask("POST", "/sessions/revoke", { client: big.clientId });
    let ended = 0;
    while (ended === 0) {
      const { rows } = await server.db.query(
        "select count(*)::int as ended from sessions where client_id = $1 and revoked_at is not null",
        [big.clientId],
      );
      ended = rows[0].ended;
    }
    expect(ended).toBeLessThan(5000);
    const another = await createUser(server); // another user: more sessions of the same one would displace some
    const late = await Promise.all([1, 2, 3, 4, 5, 6].map(() => signIn(server, big, another)));
    expect((await ending).body.sessions_ended).toBe(5000);
    for (const session of late) expectTokens(await askByRefreshToken(server, big, session.refresh_token));
  });

  it("of everyone leaves nobody signed in", async () => {
    const session = await signIn(server, client, user);
    const browser = await signedIn(server, user);
    const answer = await admin.ask("POST", "/sessions/revoke", { everyone: true });
    expect(answer.status).toBe(200);
    const { rows } = await server.db.query(
      `select (select count(*)::int from sessions where revoked_at is null) as sessions,
              (select count(*)::int from sign_ins) as sign_ins`,
    );
    expect(rows).toEqual([{ sessions: 0, sign_ins: 0 }]);
    expect((await sessionOf(server, session.refresh_token)).revoke_reason).toBe("administrator");
    expect((await browser.get("/account")).location).toBe("/login");
  });

  it("wants to know whose, once, and of somebody who is there", async () => {
    for (const body of [{}, { user: user.id, everyone: true }, { everyone: false }])
      expectProblem(await admin.ask("POST", "/sessions/revoke", body), 400, "body_invalid");
    expectProblem(await admin.ask("POST", "/sessions/revoke", { user: randomUUID() }), 404, "not_found");
    expectProblem(await admin.ask("POST", "/sessions/revoke", { client: "nobody" }), 404, "not_found");
    expectProblem(await admin.ask("POST", "/sessions/revoke"), 400, "body_invalid");
  });
});
