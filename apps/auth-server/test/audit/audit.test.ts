import { beforeAll, describe, expect, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import {
  type AuditFilter,
  type AuditRow,
  auditEventNames,
  listAuditEvents,
} from "../../src/audit/audit-events.sql.js";
import type { Db } from "../../src/database/database.js";
import { newSecret } from "../../src/secrets.js";
import {
  answerOf,
  authorizeUrl,
  createApp,
  getCode,
  login,
  redeem,
  signedIn,
  verifier,
} from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { asOperator } from "../support/databases.js";
import { createClient, createResources, createUser, type TestClient } from "../support/fixtures.js";
import { countRows } from "../support/old-rows.js";
import { read, sessionIdOf } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefreshToken,
  identify,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createClient(server);
});

const eventsOf = async (filter: AuditFilter): Promise<AuditRow[]> => {
  await server.context.background.finish();
  return (await listAuditEvents(server.db, filter, { limit: 1000 })).reverse();
};
const namesOf = async (filter: AuditFilter): Promise<string[]> =>
  (await eventsOf(filter)).map(({ event, reason }) => (reason === null ? event : `${event}: ${reason}`));
const disable = (id: string) => server.db.query("update users set disabled_at = now() where id = $1", [id]);

/** Every request that leaves a trace. @returns what no trace may contain */
async function everythingAudited(): Promise<string[]> {
  const user = await createUser(server);
  const app = await createApp(server, { firstParty: false });
  const wrong = "wrong-p4ssword-wrong";
  const next = `another ${newSecret()}`;
  await askByClientCredentials(server, { ...client, secret: wrong });
  await askByPassword(server, client, { ...user, password: wrong });
  await askByPassword(server, client, { email: wrong, password: wrong });

  const first = await signIn(server, client, user);
  const second = await refresh(server, client, first.refresh_token);
  await refresh(server, client, first.refresh_token);
  const third = await refresh(server, client, second.refresh_token);
  const other = await createClient(server);
  await askByRefreshToken(server, other, third.refresh_token);
  await askByRefreshToken(server, client, first.refresh_token);

  const browser = new Browser(server);
  await login(browser, await browser.visit("/login"), { email: user.email, password: wrong });
  await login(browser, await browser.visit("/login"), user);
  const asked = await browser.visit(authorizeUrl(app));
  const { code = "" } = answerOf(await browser.submit(asked, "/consent", { decision: "allow" }));
  const redeemed = expectRefreshToken(await redeem(server, app, code));
  await redeem(server, app, code);
  const account = await browser.visit("/account");
  await browser.submit(account, "/account/consents/withdraw", {}, app.clientId);
  const signInTokens = [browser.cookie("regrant") ?? ""];
  await browser.submit(await browser.visit("/account/password"), "/account/password", {
    password: user.password,
    new_password: next,
  });
  signInTokens.push(browser.cookie("regrant") ?? "");
  await browser.submit(await browser.visit("/logout"), "/logout", { apps: "end" });

  const last = await signIn(server, client, { ...user, password: next });
  const form = { token: last.refresh_token, ...identify(client) };
  await server.app.inject({
    method: "POST",
    url: "/oauth2/revoke",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(form).toString(),
  });
  await disable(user.id);
  await askByPassword(server, client, { ...user, password: next });

  const tokens = [first, second, third, redeemed, last];
  return [
    wrong,
    next,
    user.password,
    client.secret,
    other.secret,
    app.secret,
    code,
    verifier,
    ...signInTokens,
    ...tokens.flatMap(({ access_token, refresh_token }) => [
      access_token,
      access_token.split(".")[2] ?? "",
      refresh_token,
      refresh_token.slice(-40),
      ...(["hex", "base64", "base64url"] as const).map((encoding) =>
        read(server, refresh_token).secret.toString(encoding),
      ),
    ]),
  ];
}

describe("The audit", () => {
  it("has every sign-in, refusal, reuse, revocation, consent and new password, with who, where from and in which request; and no secret", async () => {
    const startedAt = new Date();
    const secrets = await everythingAudited();
    const events = await eventsOf({ since: startedAt });
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set([
        "client.authentication_refused",
        "sign_in.refused",
        "session.created",
        "refresh_token.retried",
        "refresh_token.refused",
        "session.revoked",
        "sign_in.created",
        "sign_in.new_device",
        "consent.granted",
        "authorization_code.refused",
        "consent.withdrawn",
        "password.changed",
        "sign_in.ended",
      ]),
    );
    for (const row of events) {
      expect(row).toMatchObject({
        address: "127.0.0.1",
        userAgent: expect.stringMatching(/lightMyRequest|Firefox/),
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      });
    }
    const { rows } = await server.db.query<{ text: string }>("select e::text as text from audit_events e");
    const text = rows.map((row) => row.text).join("\n");
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(15);
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/rgr_|eyJ|argon2/);
  });

  it("has no row for an ordinary refresh", async () => {
    let { refresh_token } = await signIn(server, client, await createUser(server));
    const session = sessionIdOf(server, refresh_token);
    for (let times = 0; times < 10; times += 1)
      refresh_token = (await refresh(server, client, refresh_token)).refresh_token;
    expect(await namesOf({ sessionId: session })).toEqual(["session.created"]);
  });

  it("tells a disabled user's sign-in from a wrong password", async () => {
    const user = await createUser(server);
    await disable(user.id);
    await askByPassword(server, client, user);
    await askByPassword(server, client, { ...user, password: "wrong" });
    expect(await eventsOf({ userId: user.id })).toMatchObject([
      { event: "sign_in.refused", reason: "user_disabled", clientId: client.clientId, email: user.email },
      { event: "sign_in.refused", reason: "user_credentials_mismatch", clientId: client.clientId },
    ]);
  });

  it("names the user whose code was refused, also where a stranger presents it", async () => {
    const [app, other, user] = [
      await createApp(server),
      await createApp(server),
      await createUser(server),
    ] as const;
    const code = await getCode(await signedIn(server, user), app);
    await redeem(server, other, code);
    expect(await eventsOf({ reason: "code_wrong_client" })).toMatchObject([
      { userId: user.id, clientId: other.clientId, event: "authorization_code.refused" },
    ]);
  });
});

describe("A flood of refusals by nobody in particular", () => {
  it("leaves ten events a minute of each client and replica; the next says how many were left out", async () => {
    let now = Date.now();
    const flooded = await testServer({ now: () => now });
    const [target, bystander] = [await createClient(server), await createClient(server)];
    const attempt = (at: TestClient) => askByClientCredentials(flooded, { ...at, secret: "wrong" });
    await Promise.all(Array.from({ length: 30 }, () => attempt(target)));
    await attempt(bystander);
    expect(await namesOf({ clientId: target.clientId })).toHaveLength(10);
    expect(await namesOf({ clientId: bystander.clientId })).toEqual([
      "client.authentication_refused: client_secret_mismatch",
    ]);
    now += 60_000;
    await attempt(target);
    const events = await eventsOf({ clientId: target.clientId });
    expect(events.map(({ detail }) => detail)).toEqual([...Array(10).fill(null), { left_out: 20 }]);
    const management = await buildManagementApp(flooded.context);
    cleanUp(() => management.close());
    expect((await management.inject("/metrics")).body).toContain(
      'regrant_audit_left_out_total{event="client.authentication_refused"} 20',
    );
  });

  it("by made-up accounts counts as one", async () => {
    const fresh = await testServer();
    const before = await countRows(server, "audit_events");
    for (let turn = 0; turn < 14; turn += 1) {
      await askByPassword(fresh, client, { email: `nobody-${turn}@example.com`, password: "wrong" });
    }
    await fresh.context.background.finish();
    expect(await countRows(server, "audit_events")).toBe(before + 10);
  });

  it("is written before the server ends, though no answer waits for it [audit-1]", async () => {
    const user = await createUser(server);
    const ending = await testServer();
    const lock = await ending.db.connect();
    await lock.query("begin; lock table audit_events in exclusive mode");
    expect((await askByPassword(ending, client, { ...user, password: "wrong" })).status).toBe(400);
    const closed = ending.close();
    await lock.query("commit");
    lock.release();
    await closed;
    expect(await namesOf({ userId: user.id })).toEqual(["sign_in.refused: user_credentials_mismatch"]);
  });
});

describe("Audit events by filter and page", () => {
  const marked = "request-of-the-test";
  const id = "00000000-0000-4000-8000-00000000000a";
  const filters: Record<string, AuditFilter> = {
    user: { userId: id },
    client: { clientId: "the-client" },
    session: { sessionId: id },
    event: { event: "signing_key.removed" },
    "event's beginning": { event: "signing_key." },
    reason: { reason: "refresh_token_ahead" },
    request: { requestId: marked },
    time: { since: new Date("2020-01-02Z"), until: new Date("2020-01-03Z") },
    nothing: {},
  };

  beforeAll(async () => {
    await asOperator(
      `insert into audit_events (at, event, reason, user_id, client_id, session_id, request_id)
       select '2020-01-01Z'::timestamptz + i * interval '1 minute', 'sign_in.created', 'user_disabled', gen_random_uuid(),
              'client-' || i, gen_random_uuid(), i::text from generate_series(1, 50000) as i;
       insert into audit_events (at, event, reason, user_id, client_id, session_id, request_id)
       select '2019-01-01Z', 'signing_key.removed', 'refresh_token_ahead', '${id}', 'the-client', '${id}', '${marked}'
         from generate_series(1, 25)`,
      await sharedDatabase(),
    );
    await asOperator("vacuum analyze audit_events", await sharedDatabase());
  });

  it.each(Object.keys(filters).filter((name) => !["time", "nothing"].includes(name)))(
    "by %s come a page at a time, each once, also of one moment",
    async (name) => {
      const seen: AuditRow[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        const before = seen.at(-1);
        const page = await listAuditEvents(server.db, filters[name] ?? {}, {
          limit: 10,
          ...(before && { before }),
        });
        if (page.length === 0) break;
        seen.push(...page);
      }
      const old = seen.filter(({ at }) => at.getTime() === Date.parse("2019-01-01Z"));
      expect(new Set(old.map((row) => row.id)).size).toBe(25);
      expect(old).toHaveLength(25);
      expect(seen.map((row) => row.at.getTime())).toEqual(
        seen.map((row) => row.at.getTime()).sort((a, b) => b - a),
      );
    },
  );

  it.each(Object.entries(filters))("by %s are found through an index", async (_name, filter) => {
    let plan = "";
    const explaining: Pick<Db, "query"> = {
      query: async (sql: string, values: unknown[]) => {
        const { rows } = await server.db.query(`explain ${sql}`, values);
        plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        return { rows: [] };
      },
    } as never;
    await listAuditEvents(explaining as Db, filter, { limit: 20 });
    expect(plan).toMatch(/Index .*Scan/);
    expect(plan).not.toMatch(/Seq Scan on audit_events/);
  });

  it("by all conditions at once are those for which all hold", async () => {
    const all = {
      ...filters.user,
      ...filters.client,
      ...filters.event,
      ...filters.reason,
      ...filters.request,
    };
    expect(await namesOf(all)).toHaveLength(25);
    expect(await namesOf({ ...all, clientId: "client-1" })).toEqual([]);
    expect(
      await namesOf({ since: new Date("2020-01-01T00:01Z"), until: new Date("2020-01-01T00:03Z") }),
    ).toHaveLength(2);
    expect(await namesOf({ event: "nothing.like_it" })).toEqual([]);
  });

  it("have names without exception of the form thing.what_happened", () => {
    for (const name of auditEventNames) expect(name).toMatch(/^[a-z_]+\.[a-z_]+$/);
  });
});
