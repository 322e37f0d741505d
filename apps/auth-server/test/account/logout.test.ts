import { beforeAll, describe, expect, it } from "vitest";
import { createApp, getCode, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal, refresh } from "../support/token-requests.js";

const server = await testServer();
let notes: TestClient;
let mail: TestClient;

beforeAll(async () => {
  await createResources(server);
  notes = await createApp(server, { name: "Notes" });
  mail = await createApp(server, { name: "Mail" });
});

const open = async (browser: Browser, client: TestClient) =>
  expectRefreshToken(await redeem(server, client, await getCode(browser, client))).refresh_token;

describe("Signing out", () => {
  it("ends the sign-in in the database, not only the cookie, and is audited [logout-3]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const copy = new Browser(server);
    copy.setCookie("regrant", browser.cookie("regrant") ?? "");
    const sent = await browser.post("/logout", hiddenFields(await browser.visit("/logout"), "/logout"));
    expect([sent.status, sent.location]).toEqual([303, "/logout"]);
    expect(textOf((await browser.follow(sent)).body)).toContain("You’re signed out Sign in again");
    expect(sent.setCookies).toEqual([
      expect.stringMatching(
        /^regrant=; (Max-Age=0; )?Path=\/; (Expires=Thu, 01 Jan 1970 00:00:00 GMT; )?HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(browser.cookie("regrant")).toBeUndefined();
    expect(sent.headers["clear-site-data"]).toBe('"cache"');
    for (const who of [browser, copy]) expect((await who.get("/account")).location).toBe("/login");
    const { rows } = await server.db.query(
      "select event, host(address) as address from audit_events where user_id = $1 and event like 'sign_in.%' order by id",
      [user.id],
    );
    expect(rows.at(-1)).toEqual({ event: "sign_in.ended", address: "127.0.0.1" });
  });

  it("says before and after which apps stay signed in, each once, and they do [logout-1]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const tokens = [await open(browser, notes), await open(browser, notes), await open(browser, mail)];
    const elsewhere = await signedIn(server, user);
    const other = await createApp(server, { name: "Other browser's app" });
    await open(elsewhere, other);
    const before = await browser.visit("/logout");
    expect(textOf(before.body)).toContain(
      "You signed in to these apps from this browser. They stay signed in: Mail Notes",
    );
    const after = await browser.submit(before, "/logout");
    expect(textOf(after.body)).toContain(
      "Apps that you signed in to from this browser stay signed in. You can end their sessions in your account .",
    );
    for (const page of [before, after]) expect(page.body).not.toContain("Other browser");
    for (const token of tokens) expect((await sessionOf(server, token)).revoked_at).toBeNull();
    await refresh(server, mail, tokens[2] ?? "");
  });

  it("ends these apps' sessions where the user asks for it, and no other browser's", async () => {
    const user = await createUser(server);
    const [browser, elsewhere] = [await signedIn(server, user), await signedIn(server, user)];
    const mine = await open(browser, notes);
    await login(browser, await browser.visit("/login"), user); // sessions opened before still belong to this browser
    const next = await open(browser, mail);
    const theirs = await open(elsewhere, notes);
    const page = await browser.submit(await browser.visit("/logout"), "/logout", { apps: "end" });
    expect(textOf(page.body)).toContain(
      "The apps that you signed in to from this browser are signed out, too.",
    );
    for (const [client, token] of [
      [notes, mine],
      [mail, next],
    ] as const) {
      const dead = await askByRefreshToken(server, client, token);
      expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
      expect((await sessionOf(server, token)).revoke_reason).toBe("logout");
    }
    await refresh(server, notes, theirs);
    expect((await elsewhere.get("/account")).status).toBe(200);
  });

  it("is repeated neither by a reload nor by sending the form again [logout-2]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser, notes);
    const fields = hiddenFields(await browser.visit("/logout"), "/logout");
    const page = await browser.follow(await browser.post("/logout", fields));
    expect(page.path).toBe("/logout?apps=remain");
    expect(textOf((await browser.get(page.path)).body)).toBe(textOf(page.body));
    const again = await browser.post("/logout", { ...fields, apps: "end" });
    expect([again.status, again.location]).toEqual([303, "/logout"]);
    expect((await sessionOf(server, token)).revoked_at).toBeNull();
  });

  it("says only what its own addresses can say, and nothing of it to who is signed in", async () => {
    for (const apps of ["", "x", "constructor", "__proto__", "<b>"]) {
      const page = await new Browser(server).visit(`/logout?${new URLSearchParams({ apps })}`);
      expect(textOf(page.body)).toMatch(/You’re signed out Sign in again$/);
    }
    const browser = await signedIn(server, await createUser(server));
    expect(textOf((await browser.visit("/logout?apps=end")).body)).toContain("Sign out?");
  });

  it("without a sign-in says that it is done", async () => {
    const page = await new Browser(server).visit("/logout");
    expect([page.status, textOf(page.body)]).toEqual([200, expect.stringContaining("You’re signed out")]);
  });
});
