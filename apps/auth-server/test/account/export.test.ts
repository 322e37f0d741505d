import { beforeAll, describe, expect, it } from "vitest";
import { insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import { Authenticator, addPasskey } from "../support/authenticator.js";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { type Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { signIn } from "../support/token-requests.js";

const server = await testServer();
const { db } = server;
let app: TestClient;
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
  client = await createApp(server, { grantTypes: ["password", "refresh_token"] });
});

const path = "/account/export";
const exported = async (browser: Browser, { password }: Pick<TestUser, "password">): Promise<Page> =>
  browser.submit(await browser.visit(path), path, { password });

describe("The export of one's data", () => {
  it("is all that is kept about its user, as a JSON file", async () => {
    const user = await createUser(server, ["editor"]);
    await db.query(`update users set claims = '{"name":"Ada Lovelace"}' where id = $1`, [user.id]);
    const browser = await signedIn(server, user);
    await redeem(server, app, await getCode(browser, app));
    const { refresh_token } = await signIn(server, client, user);
    await db.query("insert into consents (user_id, client_id, resource, scope) values ($1, $2, $3, $4)", [
      user.id,
      app.clientId,
      "https://notes.example.com",
      ["notes:read"],
    ]);
    await addPasskey(browser, new Authenticator());
    await db.query(
      "insert into providers (id, name, issuer, client_id) values ('elsewhere', 'Elsewhere', 'https://e.example', 'us')",
    );
    await db.query(
      "insert into identities (provider_id, subject, user_id, email) values ('elsewhere', 'a subject', $1, 'ada@e.example')",
      [user.id],
    );
    await db.query("update sign_ins set amr = '{pwd,mfa}' where user_id = $1", [user.id]);
    expect((await browser.visit("/account")).body).toContain(`href="${path}"`);

    const { status, headers, body } = await exported(browser, user);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="account.json"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const data = JSON.parse(body);
    expect(data).toMatchObject({
      issuer: "http://localhost:4000",
      user: { id: user.id, email: user.email, roles: ["editor"], claims: { name: "Ada Lovelace" } },
      factors: { passkeys: [{ last_used_at: null }], totp: null },
      identities: [{ provider: "elsewhere", subject: "a subject", email: "ada@e.example" }],
      mailed_links: [],
      consents: [{ client_id: app.clientId, apis: [{ scope: "notes:read" }] }],
      sign_ins: [{ address: "127.0.0.1" }],
    });
    expect(data.sessions.map(({ client_id }: { client_id: string }) => client_id).sort()).toEqual(
      [app.clientId, client.clientId].sort(),
    );
    const events = data.events.map(({ event }: { event: string }) => event);
    expect(events).toEqual(expect.arrayContaining(["user.exported", "sign_in.created", "session.created"]));
    // What would prove or open something.
    const hash = (await db.query("select password_hash from users where id = $1", [user.id])).rows[0];
    for (const secret of [hash.password_hash, refresh_token, "secret", "hash", "public_key"])
      expect(body).not.toContain(secret);
  });

  it("names no operator, and none of their addresses", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const by = { actor: "operator:grace", address: "203.0.113.9", userAgent: "Grace's browser" };
    await insertAuditEvent(db, {
      ...by,
      event: "user.updated",
      userId: user.id,
      detail: { changed: ["roles"] },
    });
    const { body } = await exported(browser, user);
    for (const theirs of ["grace", "Grace", "203.0.113.9"]) expect(body).not.toContain(theirs);
    const event = JSON.parse(body).events.find((each: { event: string }) => each.event === "user.updated");
    expect(event).toMatchObject({ actor: "operator", detail: { changed: ["roles"] } });
  });

  it("is nobody else's: it needs the sign-in, the password, and this page's form", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (const password of ["", "a wrong password"]) {
      const page = await exported(browser, { password });
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain("Incorrect password.");
    }
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}])
      expect((await browser.post(path, { password: user.password }, headers)).status).toBe(403);
    const { rows } = await db.query(
      "select from audit_events where user_id = $1 and event = 'user.exported'",
      [user.id],
    );
    expect(rows).toEqual([]);
  });

  it("has everything of a user of whom there is much", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await db.query(
      `insert into audit_events (event, user_id, at)
       select 'session.created', $1, now() - (n / 3) * interval '1 s' from generate_series(1, 5000) n`,
      [user.id],
    );
    const { body } = await exported(browser, user);
    const { events } = JSON.parse(body);
    expect(events.filter(({ event }: { event: string }) => event === "session.created")).toHaveLength(5_000);
  });
});
