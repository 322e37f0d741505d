import { beforeEach, describe, expect, it } from "vitest";
import { purge } from "../../src/jobs/purge.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { answerOf, authorizeUrl, callback, redeem, signedIn } from "../support/authorization.js";
import { createResources, createUser } from "../support/fixtures.js";
import { countRows } from "../support/old-rows.js";
import {
  askToRegister,
  clientOf,
  expectRegistered,
  freshNetwork,
  type Registration,
} from "../support/registration.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken, expectRefusal, refresh } from "../support/token-requests.js";

const mcp = { uri: "https://mcp.example.com/mcp", scope: ["mcp:tools"], name: "Tools" };
const server = await testServer({ env: { REGISTRATION: "open" }, withLog: false });
await createResources(server);
await insertResource(server.db, { ...mcp, open: true, openScope: mcp.scope });
const user = await createUser(server);
const metadata = { redirect_uris: [callback] };

beforeEach(async () => {
  await server.db.query(
    "truncate clients, client_resources, sessions, authorization_codes, device_codes, consents, logout_pauses, registration_limits",
  );
});

const registerFrom = (remoteAddress: string) => askToRegister(server, metadata, { remoteAddress });
const registered = async () => expectRegistered(await askToRegister(server, metadata, freshNetwork()));
const purgeNow = () =>
  purge(server.db, { endedSessionSeconds: 30 * 86_400, auditMonths: 13 }, new AbortController().signal);

/** Registrations that nobody has authorized, this old. */
const insertMany = (count: number, age: string) =>
  server.db.query(
    `insert into clients (client_id, name, origin, grant_types, redirect_uris, token_endpoint_auth_method, created_at)
     select 'registered-' || $2::text || i, 'x', 'registration', '{authorization_code}', '{https://a.example/}', 'none',
            now() - $2::interval from generate_series(1, $1) as i`,
    [count, age],
  );

describe("With REGISTRATION=open", () => {
  it("a thousand registrations a minute from one network leave twenty, and an answer that says when [dcr-30]", async () => {
    let refused = 0;
    for (let batch = 0; batch < 50; batch += 1) {
      const answers = await Promise.all(
        // Any address of the network, which one person has all of.
        Array.from({ length: 20 }, (_, index) => registerFrom(`2001:db8:7:${batch}::${index + 1}`)),
      );
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expectRefusal(answer, 429, "too_many_requests", "too_many_registrations");
        expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
        expect(Number(answer.headers["retry-after"])).toBeLessThanOrEqual(180);
        refused += 1;
      }
    }
    expect(refused).toBe(980);
    expect(await countRows(server, "clients")).toBe(20);
    expect(await countRows(server, "registration_limits")).toBe(1);
    expectRegistered(await registerFrom("198.51.100.1")); // others may
  }, 60_000);

  it("a network gets one back every three minutes, and is forgotten once it has all [dcr-31]", async () => {
    for (let count = 0; count < 20; count += 1) expectRegistered(await registerFrom("198.51.100.1"));
    const pass = (minutes: number) =>
      server.db.query("update registration_limits set next_at = next_at - $1 * interval '1 min'", [minutes]);
    expect((await registerFrom("198.51.100.200")).status).toBe(429);
    await pass(3);
    expectRegistered(await registerFrom("198.51.100.200"));
    expect((await registerFrom("198.51.100.1")).status).toBe(429);
    expect((await purgeNow()).removed.registration_limits).toBe(0);
    await pass(60);
    expect((await purgeNow()).removed.registration_limits).toBe(1);
  });

  it("there are at most 10,000 that nobody has authorized, from whatever networks [dcr-32]", async () => {
    await insertMany(9_999, "1 hour");
    await registered();
    const answer = await askToRegister(server, metadata, freshNetwork());
    expectRefusal(answer, 503, "temporarily_unavailable", "registrations_full");
    // One that is used makes room.
    await server.db.query(
      "update clients set last_authorized_at = now() where client_id = (select client_id from clients limit 1)",
    );
    await registered();
    expect(await countRows(server, "clients")).toBe(10_001);
  });
});

describe("The purge of clients that nobody registered", () => {
  const age = (interval: string, { client_id }: Registration) =>
    server.db.query(
      `update clients set created_at = created_at - $1::interval, last_authorized_at = last_authorized_at - $1::interval
        where client_id = $2`,
      [interval, client_id],
    );
  const ids = async () => {
    const { rows } = await server.db.query<{ client_id: string }>("select client_id from clients");
    return rows.map(({ client_id }) => client_id).sort();
  };
  const allow = async (made: Registration) => {
    const browser = await signedIn(server, user);
    const client = clientOf(made);
    const page = await browser.visit(authorizeUrl(client, { resource: mcp.uri, scope: "mcp:tools" }));
    const allowed = await browser.submit(page, "/consent", { decision: "allow" });
    return { client, code: answerOf(allowed).code ?? "" };
  };

  it("takes ten thousand that nobody authorized within a day, and none that is younger [dcr-33]", async () => {
    await insertMany(10_000, "25 hours");
    await insertMany(100, "23 hours");
    const { removed, complete } = await purgeNow();
    expect({ clients: removed.clients, complete }).toEqual({ clients: 10_000, complete: true });
    expect(await countRows(server, "clients")).toBe(100);
  });

  it("takes one unused for 90 days, with its consents; an authorization makes it young again [dcr-34]", async () => {
    const [old, young] = [await registered(), await registered()];
    for (const made of [old, young]) {
      await allow(made);
      await server.db.query("delete from authorization_codes");
      await age("89 days", made);
    }
    const clients = async () => (await purgeNow()).removed.clients;
    expect(await clients()).toBe(0);
    const browser = await signedIn(server, user);
    const again = authorizeUrl(clientOf(young), { resource: mcp.uri, scope: "mcp:tools" });
    expect(answerOf(await browser.get(again)).code).toBeDefined();
    await server.db.query("delete from authorization_codes");
    for (const made of [old, young]) await age("2 days", made);
    expect(await clients()).toBe(1);
    expect(await ids()).toEqual([young.client_id]);
    const { rows } = await server.db.query("select client_id from consents");
    expect(rows).toEqual([{ client_id: young.client_id }]);
  });

  it("spares one with a session, however long ago it was authorized, or with a code [dcr-35]", async () => {
    const [inUse, underWay, disabled] = [await registered(), await registered(), await registered()];
    const { client, code } = await allow(inUse);
    const tokens = expectRefreshToken(await redeem(server, client, code));
    await allow(underWay);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [
      disabled.client_id,
    ]);
    for (const made of [inUse, underWay, disabled]) await age("200 days", made);
    await server.db.query(
      `insert into clients (client_id, name, origin, grant_types, redirect_uris, disabled_at, last_authorized_at)
       values ('https://a.example/c', 'x', 'document', '{authorization_code}', '{https://a.example/}', now(),
               now() - interval '200 days')`,
    );
    expect((await purgeNow()).removed.clients).toBe(1);
    expect(await ids()).toEqual([inUse.client_id, underWay.client_id, "https://a.example/c"].sort());
    await refresh(server, client, tokens.refresh_token);
  });

  it("leaves alone one that is being let in, which is a stranger no longer afterwards [dcr-36]", async () => {
    const made = await registered();
    await age("2 days", made);
    const tx = await server.db.connect();
    await tx.query("begin");
    await tx.query("update clients set last_authorized_at = now() where client_id = $1", [made.client_id]);
    expect(await purgeNow()).toMatchObject({ removed: { clients: 0 }, complete: true });
    await tx.query("commit");
    tx.release();
    expect((await purgeNow()).removed.clients).toBe(0);
  });

  it("that comes first makes the authorization fail, and no half client come back [dcr-37]", async () => {
    const made = await registered();
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(clientOf(made), { resource: mcp.uri, scope: "mcp:tools" }));
    await age("2 days", made);
    expect((await purgeNow()).removed.clients).toBe(1);
    const after = await browser.submit(page, "/consent", { decision: "allow" });
    expect(after.status).toBe(401);
    expect(await ids()).toEqual([]);
  });
});
