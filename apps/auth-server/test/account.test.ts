import { beforeAll, describe, expect, it } from "vitest";
import { authorizeUrl, createApp, getCode, login, redeem, signedIn } from "./support/authorization.js";
import { Browser, firefox, type Page, textOf } from "./support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "./support/fixtures.js";
import { insertOpenSessions } from "./support/open-rows.js";
import { auditOf, sessionIdOf, sessionOf } from "./support/rows.js";
import { passTime, testServer } from "./support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
  signIn,
} from "./support/token-requests.js";

const server = await testServer();
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, { name: "Notes" });
});

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Sign in to the app from a browser. @returns the session's refresh token */
async function open(browser: Browser, userAgent = firefox): Promise<string> {
  const headers = { "user-agent": userAgent };
  const answer = await redeem(server, client, await getCode(browser, client), {}, headers);
  return expectRefreshToken(answer).refresh_token;
}

const isOpen = async (token: string) => (await sessionOf(server, token)).revoked_at === null;
const cards = (body: string) =>
  [...body.matchAll(/<li class="card[\s\S]*?<\/li>/g)].map(([card]) => textOf(card));
const listOf = ({ body }: Page, name: string) =>
  cards(new RegExp(`<ul class="cards" aria-labelledby="${name}">[\\s\\S]*?</ul>`).exec(body)?.[0] ?? "");
const sessionCards = (page: Page) => [...listOf(page, "sessions"), ...listOf(page, "ended")];
const browserCards = (page: Page) => listOf(page, "browsers");
/** How sign-ins ended: reasons, in order. */
const signInEnds = async (user: TestUser) => {
  const { rows } = await server.db.query<{ reason: string; sign_in_id: string }>(
    `select reason, detail->>'sign_in_id' as sign_in_id from audit_events
      where user_id = $1 and event = 'sign_in.ended' order by id`,
    [user.id],
  );
  for (const { sign_in_id } of rows) expect(sign_in_id).toMatch(/^[0-9a-f-]{36}$/);
  return rows.map(({ reason }) => reason);
};

describe("The account page", () => {
  it("is for who is signed in: others are led to the login page, and come back", async () => {
    const user = await createUser(server);
    const browser = new Browser(server);
    const page = await browser.visit("/account");
    expect(page.path).toBe("/login");
    expect((await login(browser, page, user)).path).toBe("/account");
    for (const path of ["end", "end-others", "end-all"]) {
      const stranger = new Browser(server);
      const sent = await stranger.submit(await stranger.visit("/login"), "/login");
      const token = /name="form_token" value="([^"]+)"/.exec(sent.body)?.[1] ?? "";
      expect((await stranger.post(`/account/sessions/${path}`, { form_token: token })).location).toBe(
        "/login",
      );
    }
  });

  it("shows each session: app, device, address, times, and which is this browser's", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const token = await open(here);
    await open(there, chrome);
    const page = await here.visit("/account");
    const [other = "", own = ""] = sessionCards(page);
    expect(own).toContain("Notes this browser Firefox on Linux · from 127.0.0.1 Signed in");
    expect(other).toContain("Notes Chrome on Windows · from 127.0.0.1 Signed in");
    expect(other).not.toContain("this browser");
    const { created_at, rotated_at, idle_expires_at } = await sessionOf(server, token);
    for (const time of [created_at, rotated_at, idle_expires_at]) {
      expect(page.body).toContain(`datetime="${time.toISOString()}"`);
    }
  });

  it("shows no session of anyone else, and none that has expired", async () => {
    const user = await createUser(server);
    await open(await signedIn(server, await createUser(server)));
    const browser = await signedIn(server, user);
    expect(textOf((await browser.visit("/account")).body)).toContain("No app is signed in.");
    await open(browser);
    await passTime(server, 31 * 86_400);
    const later = await signedIn(server, user);
    expect(textOf((await later.visit("/account")).body)).toContain("No app is signed in.");
  });

  it("keeps this browser's sessions its own after the user signed in anew", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    await login(browser, await browser.visit("/login"), user);
    const page = await browser.visit("/account");
    expect(sessionCards(page)[0]).toContain("this browser");
    await browser.submit(page, "/account/sessions/end-others");
    expect(await isOpen(token)).toBe(true);
  });
});

describe("Ending sessions on the account page", () => {
  it("ends one, at once, and says so", async () => {
    const browser = await signedIn(server, await createUser(server));
    const [one, two] = [await open(browser), await open(browser)];
    const id = sessionIdOf(server, one);
    const page = await browser.submit(await browser.visit("/account"), "/account/sessions/end", {}, id);
    expect(textOf(page.body)).toContain("One session ended.");
    expectRefusal(
      await askByRefreshToken(server, client, one),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    await refresh(server, client, two);
    expect(await auditOf(server, id)).toContain("session.revoked: user");
  });

  it("ends all others, or all", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const mine = await open(here);
    const others = [await open(there), await open(there, chrome)];
    const page = await here.submit(await here.visit("/account"), "/account/sessions/end-others");
    expect(textOf(page.body)).toContain("2 sessions ended.");
    expect(await Promise.all([mine, ...others].map(isOpen))).toEqual([true, false, false]);
    expect(page.headers).not.toHaveProperty("clear-site-data");
    const last = await here.submit(page, "/account/sessions/end-all");
    expect(last.headers["clear-site-data"]).toBe('"cache"');
    expect(textOf(last.body)).toContain(
      "You’re signed out everywhere One session ended. One browser is signed out. This browser is signed out, too.",
    );
    expect(await isOpen(mine)).toBe(false);
  });

  it("ends with all others the other browsers' sign-ins: none opens the next app silently", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const code = await getCode(there, client);
    const page = await here.submit(await here.visit("/account"), "/account/sessions/end-others");
    expect(textOf(page.body)).toContain("0 sessions ended. One browser is signed out.");
    expect(browserCards(page)).toEqual([expect.stringContaining("this browser")]);
    expect((await there.get(authorizeUrl(client))).location).toMatch(/^\/login/);
    expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "code_unknown");
    await open(here);
    expect(await signInEnds(user)).toEqual(["user"]);
  });

  it("ends with all this browser's sign-in, too: neither it nor a copy of its cookie opens anything", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const copy = new Browser(server);
    copy.setCookie("regrant", here.cookie("regrant") ?? "");
    await here.submit(await here.visit("/account"), "/account/sessions/end-all");
    expect(here.cookie("regrant")).toBeUndefined();
    for (const browser of [here, there, copy])
      expect((await browser.get(authorizeUrl(client))).location).toMatch(/^\/login/);
    expect(await signInEnds(user)).toEqual(["user", "user"]);
  });

  it("ends those that a password opened as others, too", async () => {
    const user = await createUser(server);
    const cli = await createClient(server);
    const { refresh_token } = await signIn(server, cli, user);
    const browser = await signedIn(server, user);
    const mine = await open(browser);
    await browser.submit(await browser.visit("/account"), "/account/sessions/end-others");
    expect(await Promise.all([mine, refresh_token].map(isOpen))).toEqual([true, false]);
  });

  it("reaches no session of another user, and no id that is none", async () => {
    const victim = await open(await signedIn(server, await createUser(server)));
    const browser = await signedIn(server, await createUser(server));
    await open(browser);
    const page = await browser.visit("/account");
    const end = (session: string) => browser.submit(page, "/account/sessions/end", { session });
    expect(textOf((await end(sessionIdOf(server, victim))).body)).toContain("0 sessions ended.");
    for (const id of ["", "x", "' or true --", "x".repeat(10_000)]) {
      expect((await end(id)).status).toBe(400);
    }
    expect(await isOpen(victim)).toBe(true);
  });

  it("shows no session that the user ended, and keeps the first reason of one that ended before", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    const first = await browser.submit(await browser.visit("/account"), "/account/sessions/end-all");
    expect(sessionCards(first)).toEqual([]);
    await login(browser, await browser.visit("/login"), user);
    await open(browser);
    await browser.submit(await browser.visit("/account"), "/account/sessions/end-all");
    expect(await auditOf(server, sessionIdOf(server, token))).toEqual([
      "session.created",
      "session.revoked: user",
    ]);
  });
});

describe("Browsers that are signed in", () => {
  const end = async (browser: Browser, id: string) =>
    browser.submit(await browser.visit("/account"), "/account/browsers/end", { browser: id }, "/account");
  const idsOf = async (user: TestUser) => {
    const { rows } = await server.db.query<{ id: string }>(
      "select id from sign_ins where user_id = $1 order by authenticated_at desc",
      [user.id],
    );
    return rows.map(({ id }) => id);
  };

  it("are listed: device, address, since when, and which is this one; nobody else's, and none that has expired", async () => {
    const user = await createUser(server);
    await signedIn(server, await createUser(server));
    const here = await signedIn(server, user);
    await signedIn(server, user, { "user-agent": chrome });
    const page = await here.visit("/account");
    const [other, own, ...more] = browserCards(page);
    expect(more).toEqual([]);
    expect(own).toMatch(/^Firefox on Linux this browser From 127\.0\.0\.1 Signed in .* · until .* Sign out$/);
    expect(other).toMatch(
      /^Chrome on Windows From 127\.0\.0\.1 Signed in .* End Chrome on Windows from 127\.0\.0\.1$/,
    );
    const { rows } = await server.db.query("select * from sign_ins where user_id = $1", [user.id]);
    for (const { authenticated_at, expires_at, id, token_hash } of rows) {
      expect(page.body).toContain(`datetime="${authenticated_at.toISOString()}"`);
      expect(page.body).toContain(`datetime="${expires_at.toISOString()}"`);
      expect(page.body).not.toContain(token_hash.toString("base64url"));
      expect(id).not.toBe("");
    }
    await passTime(server, 8 * 86_400);
    expect(browserCards(await (await signedIn(server, user)).visit("/account"))).toHaveLength(1);
  });

  it("are ended one by one, with the sessions that they opened and the codes that they have", async () => {
    const user = await createUser(server);
    const [here, there, third] = [
      await signedIn(server, user),
      await signedIn(server, user),
      await signedIn(server, user),
    ];
    const [mine, theirs, thirds] = [await open(here), await open(there), await open(third)];
    const code = await getCode(there, client);
    const [, id = ""] = await idsOf(user);
    const page = await end(here, id);
    expect(textOf(page.body)).toContain("One session ended. One browser is signed out.");
    expect(await Promise.all([mine, theirs, thirds].map(isOpen))).toEqual([true, false, true]);
    expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "code_unknown");
    expect((await there.get("/account")).location).toBe("/login");
    for (const browser of [here, third]) expect((await browser.get("/account")).status).toBe(200);
    expect(await signInEnds(user)).toEqual(["user"]);
    expect(await auditOf(server, sessionIdOf(server, theirs))).toContain("session.revoked: user");
  });

  it("are ended by their own user alone, and only by an id", async () => {
    const victim = await createUser(server);
    const theirs = await signedIn(server, victim);
    const token = await open(theirs);
    const [id = ""] = await idsOf(victim);
    const user = await createUser(server);
    const [browser] = [await signedIn(server, user), await signedIn(server, user)];
    expect(textOf((await end(browser, id)).body)).toContain("0 sessions ended.");
    for (const wrong of ["", "x", "' or true --"]) expect((await end(browser, wrong)).status).toBe(400);
    expect((await theirs.get("/account")).status).toBe(200);
    expect(await isOpen(token)).toBe(true);
  });

  it("can end themselves, and say that they are signed out", async () => {
    const user = await createUser(server);
    const [here] = [await signedIn(server, user), await signedIn(server, user)];
    const [, id = ""] = await idsOf(user);
    expect(textOf((await end(here, id)).body)).toContain("You’re signed out");
    expect((await here.get("/account")).location).toBe("/login");
    expect(await idsOf(user)).toHaveLength(1);
  });

  it("are replaced where somebody signs in anew, which is audited as an end", async () => {
    const [user, other] = [await createUser(server), await createUser(server)];
    const browser = await signedIn(server, user);
    await login(browser, await browser.visit("/login"), user);
    await login(browser, await browser.visit("/login"), other);
    expect(await signInEnds(user)).toEqual(["replaced", "replaced"]);
    expect(await signInEnds(other)).toEqual([]);
    const { rows } = await server.db.query(
      `select count(*)::int as created from audit_events where user_id = any ($1) and event = 'sign_in.created'`,
      [[user.id, other.id]],
    );
    expect(rows).toEqual([{ created: 3 }]);
  });
});

describe("Long lists on the account page", () => {
  it("go on behind a link: each session once, also where others are opened and used meanwhile", async () => {
    const user = await createUser(server);
    await insertOpenSessions(client, user, 120);
    const browser = await signedIn(server, user);
    const { rows } = await server.db.query<{ id: string }>("select id from sessions where user_id = $1", [
      user.id,
    ]);
    const seen: string[] = [];
    let page = await browser.visit("/account");
    for (let turn = 0; turn < 3; turn += 1) {
      expect(sessionCards(page).length).toBeLessThanOrEqual(50);
      seen.push(...[...page.body.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = ""]) => id));
      await server.db.query("update sessions set rotated_at = now() where id = $1", [rows[turn]?.id]);
      const [, older] = /href="(\/account\?sessions=[^"#]+)#sessions">Older</.exec(page.body) ?? [];
      if (older === undefined) break;
      page = await browser.get(older);
      expect(page.body).toContain('href="/account#sessions">Newest</a>');
    }
    expect(seen.sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("refuse a link that is none of theirs", async () => {
    const browser = await signedIn(server, await createUser(server));
    for (const query of [
      "sessions=x",
      "browsers=%27",
      `sessions=${Buffer.from("2026-02-30 x").toString("base64url")}`,
    ])
      expect((await browser.get(`/account?${query}`)).status).toBe(400);
  });
});

describe("Sessions that were ended for the user", () => {
  it("by reuse of a refresh token or by an administrator are shown, with the date, for 30 days", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const [stolen, closed] = [await open(browser), await open(browser, chrome)];
    const second = await refresh(server, client, stolen);
    await refresh(server, client, second.refresh_token);
    const reused = await askByRefreshToken(server, client, stolen);
    expectRefusal(reused, 400, "invalid_grant", "refresh_token_reused");
    await server.db.query(
      "update sessions set revoked_at = now(), revoke_reason = 'administrator' where id = $1",
      [sessionIdOf(server, closed)],
    );
    const page = await browser.visit("/account");
    const cards = sessionCards(page).join("\n");
    expect(cards).toContain("its token was used twice, so a copy of it may be in other hands");
    expect(cards).toContain("Ended by an administrator.");
    const { revoked_at } = await sessionOf(server, stolen);
    expect(page.body).toContain(`datetime="${revoked_at?.toISOString()}"`);
    expect(page.body).not.toContain(sessionIdOf(server, stolen));
    await passTime(server, 31 * 86_400);
    expect(sessionCards(await (await signedIn(server, user)).visit("/account"))).toEqual([]);
  });
});

describe("Changing the password", () => {
  const change = async (browser: Browser, password: string, next: string): Promise<Page> =>
    browser.submit(await browser.visit("/account"), "/account/password", { password, new_password: next });

  it("wants the old one, and a new one of 8 to 1024 characters", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    for (const [old, next, words] of [
      ["wrong", "long enough", "Incorrect email or password."],
      ["", "long enough", "Incorrect email or password."],
      [user.password, "short", "8 to 1024 characters"],
      [user.password, "x".repeat(1025), "8 to 1024 characters"],
    ] as const) {
      const page = await change(browser, old, next);
      expect([page.status, textOf(page.body)]).toEqual([400, expect.stringContaining(words)]);
    }
    expect(await isOpen(token)).toBe(true);
    await signedIn(server, user);
  });

  it("ends all other sessions and sign-ins, and lets nobody in by the old one", async () => {
    const user: TestUser = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const [mine, other] = [await open(here), await open(there)];
    const page = await change(here, user.password, "an other passphrase");
    expect(textOf(page.body)).toContain("The password is changed, and everything else is signed out.");
    expect(await Promise.all([mine, other].map(isOpen))).toEqual([true, false]);
    expect((await there.get("/account")).location).toBe("/login");
    expect((await here.get("/account")).status).toBe(200);
    expect(await signInEnds(user)).toEqual(["password_changed", "replaced"]);
    const fresh = new Browser(server);
    const refused = await login(fresh, await fresh.visit("/login"), user);
    expect(refused.status).toBe(400);
    await signedIn(server, { ...user, password: "an other passphrase" });
  });

  it("gives this browser a new token: a copy of its cookie is worth nothing either", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const thief = new Browser(server);
    thief.setCookie("regrant", browser.cookie("regrant") ?? "");
    expect((await thief.get("/account")).status).toBe(200);
    await change(browser, user.password, "an other passphrase");
    expect((await thief.get("/account")).location).toBe("/login");
    expect((await browser.get("/account")).status).toBe(200);
  });

  it("is audited, and the password stands nowhere", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await change(browser, user.password, "n3w-p4ssphrase-nobody-sees");
    expect(page.body).not.toContain("n3w-p4ssphrase");
    expect(server.logLines.join("\n")).not.toContain("n3w-p4ssphrase");
    const { rows } = await server.db.query(
      "select event from audit_events where user_id = $1 and event = 'password.changed'",
      [user.id],
    );
    expect(rows).toHaveLength(1);
  });
});
