import { beforeAll, describe, expect, it } from "vitest";
import { leftOut, shownEvents } from "../../src/account/history.js";
import { endSessionsOf } from "../../src/admin/session-acts.js";
import { type AuditEvent, auditEventNames, insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import { listHistory } from "../../src/audit/history.sql.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { createApp, getCode, issuer, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, refresh, signIn } from "../support/token-requests.js";

const server = await testServer();
let api: TestClient;
let notes: TestClient;

beforeAll(async () => {
  await createResources(server);
  const scope = ["history:read", "sessions:read"];
  await insertResource(server.db, { uri: issuer, name: "Your account", scope, scopeDescriptions: {} });
  api = await createClient(server, { scope, resources: [issuer], name: "Dashboard" });
  notes = await createApp(server, {
    name: "Notes",
    grantTypes: ["authorization_code", "refresh_token", "password"],
  });
});

const path = "/account/history";
/** Each event's lines, the newest first. */
const rowsIn = ({ body }: Page): string[][] =>
  (body.match(/<li[ >][\s\S]*?<\/li>/g) ?? []).map((row) =>
    (row.match(/<p[\s\S]*?<\/p>/g) ?? []).map(textOf),
  );
const titlesIn = (page: Page): (string | undefined)[] => rowsIn(page).map(([title]) => title);
const audit = ({ id: userId }: TestUser, event: AuditEvent["event"], more: Partial<AuditEvent> = {}) =>
  insertAuditEvent(server.db, { event, userId, ...more });

describe("The names of audit events", () => {
  it("are each shown in the history, or left out for a reason [history-2]", () => {
    expect([...shownEvents, ...Object.values(leftOut).flat()].sort()).toEqual([...auditEventNames].sort());
  });
});

describe("The account's history", () => {
  it("is reached from the account, by who is signed in", async () => {
    const browser = await signedIn(server, await createUser(server));
    expect((await browser.visit("/account")).body).toContain(`href="${path}"`);
    const page = await browser.get(path);
    expect([page.status, page.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect((await new Browser(server).get(path)).location).toBe("/login");
  });

  it("says what happened, with which app, from where and when, the newest first [history-1]", async () => {
    const user = await createUser(server);
    await audit(user, "user.created");
    const browser = await signedIn(server, user);
    await redeem(server, notes, await getCode(browser, notes));
    await browser.submit(await browser.visit("/account/password"), "/account/password", {
      password: user.password,
      new_password: "four unrelated words",
    });
    const rows = rowsIn(await browser.visit(path));
    const here = "Firefox on Linux 127.0.0.1 just now";
    expect(rows).toEqual([
      ["Signed in", here],
      ["Password changed", here],
      ["App signed in", "Notes", expect.stringMatching(/127\.0\.0\.1 just now$/)],
      ["Signed in", here],
      ["Account created", "just now"],
    ]);
  });

  it("has a new device once, and raises the alarm over a second copy of a session", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const { refresh_token: parent } = await signIn(server, notes, user);
    await refresh(server, notes, (await refresh(server, notes, parent)).refresh_token);
    expect((await askByRefreshToken(server, notes, parent)).status).toBe(400);
    const page = await browser.visit(path);
    expect(titlesIn(page)).toEqual(["Session ended", "App signed in", "Signed in on a new device"]);
    expect(page.body.match(/<li class="alarming">/g)).toHaveLength(1);
    expect(rowsIn(page)[0]?.[2]).toMatch(/^We ended this session because a second copy of it was in use\./);
  });

  it("says of an administrator's acts whose they are, and no more [history-3]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await signIn(server, notes, user);
    const chief = { actor: "operator:chief", address: "203.0.113.99", userAgent: "curl/8.0" };
    await endSessionsOf(server.db, { user: user.id }, { by: chief });
    await audit(user, "factor.removed", { ...chief, detail: { kind: "passkey" } });
    await login(browser, await browser.visit("/login"), user);
    const page = await browser.visit(path);
    expect(rowsIn(page).slice(1, 4)).toEqual([
      ["Second factor removed", "Passkey", "By an administrator just now"],
      ["Session ended", "Notes", "By an administrator just now"],
      ["Signed out", "By an administrator just now"],
    ]);
    expect(page.body).not.toMatch(/chief|203\.0\.113|curl/);
  });

  it("has nothing of other people, of strangers' attempts, or of ends that follow from what is there", async () => {
    const user = await createUser(server);
    const other = await createUser(server);
    const browser = await signedIn(server, user);
    await audit(other, "password.changed");
    for (const event of Object.values(leftOut).flat()) await audit(user, event);
    await audit(user, "session.revoked", { reason: "password_changed" as never });
    expect(titlesIn(await browser.visit(path))).toEqual(["Signed in on a new device"]);
  });

  it("comes in pages, each event once, whatever is added meanwhile", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (let count = 0; count < 70; count += 1)
      await audit(user, "consent.granted", { address: `192.0.2.${count}` });
    const seen: string[] = [];
    let page = await browser.visit(path);
    for (let pages = 0; ; pages += 1) {
      seen.push(...rowsIn(page).map((lines) => lines.join(" ")));
      await audit(user, "consent.withdrawn");
      const [, older] = /href="(\/account\/history\?cursor=[\w-]+)"/.exec(page.body) ?? [];
      expect(textOf(page.body).includes("Back to the first page")).toBe(pages > 0);
      if (older === undefined) break;
      page = await browser.visit(older);
    }
    expect(seen).toHaveLength(71);
    expect(new Set(seen).size).toBe(71);
  });

  it("goes on after thousands of events that are passed over", async () => {
    const user = await createUser(server);
    await audit(user, "password.changed");
    await server.db.query(
      "insert into audit_events (event, user_id) select 'sign_in.refused', $1 from generate_series(1, 10001)",
      [user.id],
    );
    await audit(user, "user.exported");
    const which = { events: shownEvents, exceptReasons: [] };
    const first = await listHistory(server.db, user.id, which, null, 10);
    expect(first.found.map(({ event }) => event)).toEqual(["user.exported"]);
    const second = await listHistory(server.db, user.id, which, first.readUntil, 10);
    expect(second.found).toEqual([]);
    const third = await listHistory(server.db, user.id, which, second.readUntil, 10);
    expect([third.found.map(({ event }) => event), third.readUntil]).toEqual([["password.changed"], null]);
    const browser = await signedIn(server, user);
    expect((await browser.visit(path)).body).toMatch(/\/account\/history\?cursor=/);
  });

  it("refuses a cursor that it did not write", async () => {
    const browser = await signedIn(server, await createUser(server));
    for (const cursor of [
      "x",
      "%00",
      Buffer.from("2026-02-30T00:00:00.000000Z 1").toString("base64url"),
      "'",
    ])
      expect([cursor, (await browser.get(`${path}?cursor=${cursor}`)).status]).toEqual([cursor, 400]);
  });

  it("is in German, too", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user, { "accept-language": "de" });
    expect(titlesIn(await browser.visit(path))).toEqual(["Mit einem neuen Gerät angemeldet"]);
  });
});

describe("The history by the account API", () => {
  const ask = async (token: string, query = "") => {
    const url = `/account/api/history${query}`;
    const { statusCode, headers, json } = await server.app.inject({
      url,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: statusCode, headers, body: json() };
  };

  it("has the same, by pages", async () => {
    const user = await createUser(server);
    const { access_token } = await signIn(server, api, user);
    await audit(user, "password.changed", {
      actor: "user:someone",
      address: "203.0.113.99",
      userAgent: "curl/8.0",
    });
    const { status, headers, body } = await ask(access_token, "?limit=1");
    expect([status, headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(body).toEqual({
      events: [
        {
          at: expect.stringMatching(/^\d{4}-/),
          ...{ event: "password.changed", reason: null, title: "Password changed", by_administrator: true },
          ...{ client_name: null, device: null, address: null },
        },
      ],
      next_cursor: expect.any(String),
    });
    const next = await ask(access_token, `?limit=1&cursor=${body.next_cursor}`);
    expect(next.body).toEqual({
      events: [
        expect.objectContaining({
          event: "session.created",
          client_name: "Dashboard",
          by_administrator: false,
        }),
      ],
      next_cursor: null,
    });
  });

  it("needs history:read", async () => {
    const { access_token } = await signIn(server, api, await createUser(server), { scope: "sessions:read" });
    const { status, headers } = await ask(access_token);
    expect([status, headers["www-authenticate"]]).toEqual([
      403,
      expect.stringContaining("insufficient_scope"),
    ]);
    expect((await ask("x")).status).toBe(401);
  });

  it("refuses a limit or a cursor that is none", async () => {
    const { access_token } = await signIn(server, api, await createUser(server));
    for (const query of ["?limit=0", "?limit=501", "?cursor=x"])
      expect((await ask(access_token, query)).status).toBe(400);
  });
});
