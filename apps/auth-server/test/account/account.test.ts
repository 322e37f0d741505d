import { beforeAll, describe, expect, inject, it } from "vitest";
import { en } from "../../src/http/views/texts/en.js";
import { authorizeUrl, createApp, getCode, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, firefox, hiddenFields, type Page, textOf } from "../support/browser.js";
import {
  createClient,
  createResources,
  createUser,
  notes,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { lockRow } from "../support/row-lock.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
  signIn,
} from "../support/token-requests.js";

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
/** What stands in a section of the page, item by item. */
const rowsOf = ({ body }: Page, section: string) => {
  const [markup = ""] =
    new RegExp(`<section aria-labelledby="${section}">[\\s\\S]*?</section>`).exec(body) ?? [];
  return [...markup.matchAll(/<li[\s\S]*?<\/li>/g)].map(([row]) => textOf(row));
};
const sessionRows = (page: Page) => rowsOf(page, "sessions");
const browserRows = (page: Page) => rowsOf(page, "browsers");
/** What the page says of the act before. */
const noticeOf = ({ body }: Page) => {
  const [, section, text = ""] =
    /<section aria-labelledby="(\w+)">(?:(?!<\/section>)[\s\S])*?<p class="notice" role="status" id="done" tabindex="-1">([\s\S]*?)<\/p>/.exec(
      body,
    ) ?? [];
  return section === undefined ? null : `${section}: ${textOf(text)}`;
};
const endOthers = async (browser: Browser) =>
  browser.submit(await browser.visit("/account/sessions/end-others"), "/account/sessions/end-others");
const endAll = async (browser: Browser) =>
  browser.submit(await browser.visit("/account/sessions/end-all"), "/account/sessions/end-all");
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

  it("shows each session: app, device, address, times, and first those of this device [account-1]", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const token = await open(here);
    await open(there, chrome);
    const page = await here.visit("/account");
    const [own = "", other = ""] = sessionRows(page);
    expect(own).toMatch(
      /^Notes This device Firefox on Linux 127\.0\.0\.1 Last active just now Signed in just now Expires in \d+ days End session/,
    );
    expect(other).toMatch(/^Notes Chrome on Windows 127\.0\.0\.1 Last active just now/);
    expect(other).not.toContain("This device");
    const { created_at, rotated_at, idle_expires_at } = await sessionOf(server, token);
    for (const time of [created_at, rotated_at, idle_expires_at]) {
      expect(page.body).toContain(`datetime="${time.toISOString()}"`);
    }
  });

  it("says which sessions go on with this device's key only, in both languages", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const tokens = [await open(browser), await open(browser)];
    await server.db.query("update sessions set jkt = 'a key' where id = $1", [
      sessionIdOf(server, tokens[0] ?? ""),
    ]);
    const bound = async (language: string, text: string) =>
      (await browser.get("/account", { "accept-language": language })).body.split(text).length - 1;
    expect(await bound("en", "Bound to this device")).toBe(1);
    expect(await bound("de", "An dieses Gerät gebunden")).toBe(1);
  });

  it("shows no session of anyone else, and none that has expired", async () => {
    const user = await createUser(server);
    await open(await signedIn(server, await createUser(server)));
    const browser = await signedIn(server, user);
    expect(textOf((await browser.visit("/account")).body)).toContain("No app is signed in right now.");
    await open(browser);
    await passTime(server, 31 * 86_400);
    const later = await signedIn(server, user);
    expect(textOf((await later.visit("/account")).body)).toContain("No app is signed in right now.");
  });

  it("keeps this browser's sessions its own after the user signed in anew", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    await login(browser, await browser.visit("/login"), user);
    const page = await browser.visit("/account");
    expect(sessionRows(page)[0]).toContain("This device");
    await endOthers(browser);
    expect(await isOpen(token)).toBe(true);
  });
});

describe("Ending sessions on the account page [account-2]", () => {
  it("ends one, at once, and says so [account-3]", async () => {
    const browser = await signedIn(server, await createUser(server));
    const [one, two] = [await open(browser), await open(browser)];
    const id = sessionIdOf(server, one);
    const page = await browser.submit(await browser.visit("/account"), "/account/sessions/end", {}, id);
    expect(noticeOf(page)).toBe("sessions: Session ended. The app may take a few minutes to notice.");
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
    const page = await endOthers(here);
    expect(noticeOf(page)).toBe(
      "security: You’re signed out everywhere else. 2 sessions ended, 1 browser signed out.",
    );
    expect(await Promise.all([mine, ...others].map(isOpen))).toEqual([true, false, false]);
    expect(page.headers).not.toHaveProperty("clear-site-data");
    const asked = await here.visit("/account/sessions/end-all");
    const sent = await here.post(
      "/account/sessions/end-all",
      hiddenFields(asked, "/account/sessions/end-all"),
    );
    expect([sent.status, sent.headers["clear-site-data"]]).toEqual([303, '"cache"']);
    expect(textOf((await here.follow(sent)).body)).toContain(
      "You’re signed out everywhere 1 session ended, 1 browser signed out.",
    );
    expect(await isOpen(mine)).toBe(false);
  });

  it("ends with all others the other browsers' sign-ins: none opens the next app silently [account-4]", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const code = await getCode(there, client);
    const page = await endOthers(here);
    expect(noticeOf(page)).toBe(
      "security: You’re signed out everywhere else. 0 sessions ended, 1 browser signed out.",
    );
    expect(browserRows(page)).toEqual([expect.stringContaining("This device")]);
    expect((await there.get(authorizeUrl(client))).location).toMatch(/^\/login/);
    expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "code_unknown");
    await open(here);
    expect(await signInEnds(user)).toEqual(["user"]);
  });

  it("ends with all this browser's sign-in, too: neither it nor a copy of its cookie opens anything [account-5]", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const copy = new Browser(server);
    copy.setCookie("regrant", here.cookie("regrant") ?? "");
    await endAll(here);
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
    await endOthers(browser);
    expect(await Promise.all([mine, refresh_token].map(isOpen))).toEqual([true, false]);
  });

  it("reaches no session of another user, and no id that is none", async () => {
    const victim = await open(await signedIn(server, await createUser(server)));
    const browser = await signedIn(server, await createUser(server));
    await open(browser);
    const page = await browser.visit("/account");
    const end = (session: string) => browser.submit(page, "/account/sessions/end", { session });
    expect(noticeOf(await end(sessionIdOf(server, victim)))).toBe(
      "sessions: That session had already ended.",
    );
    for (const id of ["", "x", "' or true --", "x".repeat(10_000)]) {
      expect((await end(id)).status).toBe(400);
    }
    expect(await isOpen(victim)).toBe(true);
  });

  it("shows no session that the user ended, and keeps the first reason of one that ended before", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    await endAll(browser);
    await login(browser, await browser.visit("/login"), user);
    expect(rowsOf(await browser.visit("/account"), "sessions")).toEqual([]);
    expect(rowsOf(await browser.visit("/account"), "ended")).toEqual([]);
    await open(browser);
    await endAll(browser);
    expect(await auditOf(server, sessionIdOf(server, token))).toEqual([
      "session.created",
      "session.revoked: user",
    ]);
  });
});

describe("A form of the account page [account-6]", () => {
  const submitted = async () => {
    const browser = await signedIn(server, await createUser(server));
    const [ended, kept] = [await open(browser), await open(browser)];
    const form = hiddenFields(
      await browser.visit("/account"),
      "/account/sessions/end",
      sessionIdOf(server, ended),
    );
    return { browser, ended, kept, sent: await browser.post("/account/sessions/end", form) };
  };

  it("answers by a redirect to the page, which says once what was done: a reload repeats nothing", async () => {
    const { browser, ended, kept, sent } = await submitted();
    expect([sent.status, sent.location]).toEqual([303, "/account#done"]);
    expect(noticeOf(await browser.follow(sent))).toMatch(/^sessions: Session ended\./);
    expect(noticeOf(await browser.follow(sent))).toBeNull();
    expect(await Promise.all([ended, kept].map(isOpen))).toEqual([false, true]);
  });

  it("keeps its notice from scripts and other sites, for a minute, and from a page that is loaded ahead", async () => {
    const { browser, sent } = await submitted();
    const [cookie = ""] = sent.setCookies.filter((line) => line.startsWith("regrant-notice="));
    expect(cookie).toMatch(
      /^regrant-notice=session_ended\.1\.0; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(noticeOf(await browser.get("/account", { "sec-purpose": "prefetch;prerender" }))).toBeNull();
    expect(noticeOf(await browser.get("/account"))).not.toBeNull();
  });

  it("has its notice from a short list: whoever plants a cookie chooses no words", async () => {
    const { browser } = await submitted();
    for (const planted of [
      "You won.1.0",
      "constructor.1.0",
      "session_ended",
      "session_ended.1.0.1",
      "session_ended.-1.0",
      `session_ended.${"9".repeat(20)}.0`,
      "<script>.1.0",
    ]) {
      browser.setCookie("regrant-notice", planted);
      const page = await browser.get("/account");
      expect([page.status, noticeOf(page)]).toEqual([200, null]);
      expect(browser.cookie("regrant-notice")).toBeUndefined();
    }
  });

  it("has an address that leads people to a page: the form's own, or the account", async () => {
    const browser = await signedIn(server, await createUser(server));
    for (const path of ["/account/sessions/end", "/account/browsers/end", "/account/consents/withdraw"]) {
      const page = await browser.get(path);
      expect([page.status, page.location]).toEqual([303, "/account"]);
    }
    const own = ["/account/sessions/end-others", "/account/sessions/end-all", "/account/password"];
    for (const path of own) {
      expect((await browser.get(path)).status).toBe(200);
      expect((await new Browser(server).get(path)).location).toBe("/login");
    }
    expect((await browser.get("/account/signed-out")).location).toBe("/logout");
  });
});

describe("The question before everything ends [account-7]", () => {
  it("says how much that would be, and changes nothing by being asked", async () => {
    const user = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const byPassword = await signIn(server, await createClient(server), user);
    const tokens = [await open(here), await open(there), byPassword.refresh_token];
    const others = textOf((await here.visit("/account/sessions/end-others")).body);
    expect(others).toContain("Sign out everywhere else? 2 sessions will end 1 browser will be signed out");
    const all = textOf((await here.visit("/account/sessions/end-all")).body);
    expect(all).toContain("Sign out everywhere? 3 sessions will end 2 browsers will be signed out");
    expect(await Promise.all(tokens.map(isOpen))).toEqual([true, true, true]);
    expect(await signInEnds(user)).toEqual([]);
  });

  it("says where there is nothing, and does not count more than a hundred", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const asked = async () => textOf((await browser.visit("/account/sessions/end-others")).body);
    expect(await asked()).toContain("Nothing else is signed in right now.");
    await insertOpenSessions(client, user, 100);
    expect(await asked()).toContain(" 100 sessions will end");
    await insertOpenSessions(client, user, 1);
    expect(await asked()).toContain("More than 100 sessions will end");
  });
});

describe("Browsers that are signed in [account-8]", () => {
  const end = async (browser: Browser, id: string) =>
    browser.submit(await browser.visit("/account"), "/account/browsers/end", { browser: id }, "/account");
  const idsOf = async (user: TestUser) => {
    const { rows } = await server.db.query<{ id: string }>(
      "select id from sign_ins where user_id = $1 order by authenticated_at desc",
      [user.id],
    );
    return rows.map(({ id }) => id);
  };

  it("are listed, this one first: device, address, since when; nobody else's, and none that has expired", async () => {
    const user = await createUser(server);
    await signedIn(server, await createUser(server));
    const here = await signedIn(server, user);
    await signedIn(server, user, { "user-agent": chrome });
    const page = await here.visit("/account");
    const [own, other, ...more] = browserRows(page);
    expect(more).toEqual([]);
    expect(own).toBe("Firefox on Linux This device 127.0.0.1 Signed in just now Expires in 7 days Sign out");
    expect(other).toBe(
      "Chrome on Windows 127.0.0.1 Signed in just now Expires in 7 days Sign out : Chrome on Windows, 127.0.0.1",
    );
    const { rows } = await server.db.query("select * from sign_ins where user_id = $1", [user.id]);
    for (const { authenticated_at, expires_at, id, token_hash } of rows) {
      expect(page.body).toContain(`datetime="${authenticated_at.toISOString()}"`);
      expect(page.body).toContain(`datetime="${expires_at.toISOString()}"`);
      expect(page.body).not.toContain(token_hash.toString("base64url"));
      expect(id).not.toBe("");
    }
    await passTime(server, 8 * 86_400);
    expect(browserRows(await (await signedIn(server, user)).visit("/account"))).toHaveLength(1);
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
    expect(noticeOf(page)).toBe("browsers: Browser signed out. 1 session ended.");
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
    expect(noticeOf(await end(browser, id))).toBe("browsers: That browser was already signed out.");
    for (const wrong of ["", "x", "' or true --"]) expect((await end(browser, wrong)).status).toBe(400);
    expect((await theirs.get("/account")).status).toBe(200);
    expect(await isOpen(token)).toBe(true);
  });

  it("can end themselves, and say that they are signed out", async () => {
    const user = await createUser(server);
    const [here] = [await signedIn(server, user), await signedIn(server, user)];
    const [, id = ""] = await idsOf(user);
    expect((await end(here, id)).path).toBe("/logout");
    expect((await here.get("/account")).location).toBe("/login");
    expect(await idsOf(user)).toHaveLength(1);
    // Whoever signs in next with this browser is not told of it.
    const next = await login(here, await here.visit("/login"), await createUser(server));
    expect([next.path, noticeOf(next)]).toEqual(["/account", null]);
  });

  it("are replaced where somebody signs in anew, which is audited as an end [account-9]", async () => {
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

describe("Long lists on the account page [account-10]", () => {
  it("go on behind a link: each session once, also where others are opened and used meanwhile", async () => {
    const user = await createUser(server);
    await insertOpenSessions(client, user, 120);
    const browser = await signedIn(server, user);
    const { rows } = await server.db.query<{ id: string }>("select id from sessions where user_id = $1", [
      user.id,
    ]);
    const seen: string[] = [];
    let page = await browser.visit("/account");
    for (let turn = 0; turn < 6; turn += 1) {
      expect(sessionRows(page).length).toBeLessThanOrEqual(20);
      seen.push(...[...page.body.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = ""]) => id));
      await server.db.query("update sessions set rotated_at = now() where id = $1", [rows[turn]?.id]);
      const [, older] = /href="(\/account\?sessions=[^"#]+)#sessions">Show more</.exec(page.body) ?? [];
      if (older === undefined) break;
      page = await browser.get(older);
      expect(page.body).toContain('href="/account#sessions">Back to the first page</a>');
    }
    expect(seen.sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("begin with this device's sessions, however many were opened since, and tell each once", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const own = [await open(browser), await open(browser)].map((token) => sessionIdOf(server, token));
    await insertOpenSessions(client, user, 120, -3600);
    const idsOf = ({ body }: Page) =>
      [...body.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = ""]) => id);
    const first = await browser.visit("/account");
    expect(idsOf(first).slice(0, 2).sort()).toEqual([...own].sort());
    expect(sessionRows(first).map((row) => row.includes("This device"))).toEqual([
      ...[true, true],
      ...Array.from({ length: 20 }, () => false),
    ]);
    const seen = idsOf(first);
    for (let page = first; ; ) {
      const [, more] = /href="(\/account\?sessions=[^"#]+)#sessions">Show more</.exec(page.body) ?? [];
      if (more === undefined) break;
      page = await browser.get(more);
      seen.push(...idsOf(page));
    }
    expect([seen.length, new Set(seen).size]).toEqual([122, 122]);
  });

  it("go on for connected apps, too, each once, with all that it may do", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await server.db.query(
      `with apps as (
         insert into clients (client_id, name, grant_types, redirect_uris)
         select 'connected-' || i, 'App ' || i % 7, '{authorization_code}', '{com.example.app:/callback}' from generate_series(1, 60) i returning client_id)
       insert into consents (user_id, client_id, resource, scope) select $1, client_id, $2, '{notes:read}' from apps`,
      [user.id, notes.uri],
    );
    const seen: string[] = [];
    for (let path = "/account"; ; ) {
      const page = await browser.get(path);
      for (const row of rowsOf(page, "apps"))
        expect(row).toMatch(/^App \d com\.example\.app Notes : Read your notes Allowed just now/);
      seen.push(...[...page.body.matchAll(/name="client" value="([^"]+)"/g)].map(([, id = ""]) => id));
      const [, more] = /href="(\/account\?apps=[^"#]+)#apps">Show more</.exec(page.body) ?? [];
      if (more === undefined) break;
      path = more;
    }
    expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
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
    const rows = rowsOf(page, "ended").join("\n");
    expect(rows).toContain(en.ends.refresh_token_reused);
    expect(rows).toContain(en.ends.administrator);
    expect(rows).toContain("Ended just now");
    const sections = [...page.body.matchAll(/<section aria-labelledby="(\w+)">/g)].map(([, name]) => name);
    expect(sections).toEqual(["ended", "profile", "sessions", "browsers", "apps", "security", "data"]); // an alarm comes first
    const { revoked_at } = await sessionOf(server, stolen);
    expect(page.body).toContain(`datetime="${revoked_at?.toISOString()}"`);
    expect(page.body).not.toContain(sessionIdOf(server, stolen));
    await passTime(server, 31 * 86_400);
    expect(rowsOf(await (await signedIn(server, user)).visit("/account"), "ended")).toEqual([]);
  });
});

describe("A time on the account page", () => {
  it("is told by how long ago it was, with the exact one in UTC on hover [account-11]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    const cases = [
      [20, "just now"],
      [80, "1 minute ago"],
      [45.5 * 60, "45 minutes ago"],
      [47 * 3600, "1 day ago"],
      [29.5 * 86_400, "29 days ago"],
    ] as const;
    for (const [seconds, words] of cases) {
      await server.db.query(
        "update sessions set rotated_at = now() - make_interval(secs => $2) where id = $1",
        [sessionIdOf(server, token), seconds],
      );
      const page = await browser.visit("/account");
      const { rotated_at } = await sessionOf(server, token);
      const exact = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });
      expect(page.body).toContain(
        `Last active <time datetime="${rotated_at.toISOString()}" title="${exact.format(rotated_at)} UTC">${words}</time>`,
      );
    }
  });
});

describe("Changing the password", () => {
  const change = async (browser: Browser, password: string, next: string): Promise<Page> =>
    browser.submit(await browser.visit("/account/password"), "/account/password", {
      password,
      new_password: next,
    });

  it("wants the old one, and a new one of 8 to 1024 characters [account-12]", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const token = await open(browser);
    for (const [old, next, words] of [
      ["wrong", "long enough", "Incorrect password."],
      ["", "long enough", "Incorrect password."],
      [user.password, "short", "8 to 1024 characters"],
      [user.password, "x".repeat(1025), "8 to 1024 characters"],
    ] as const) {
      const page = await change(browser, old, next);
      expect([page.status, textOf(page.body)]).toEqual([400, expect.stringContaining(words)]);
    }
    expect(await isOpen(token)).toBe(true);
    await signedIn(server, user);
  });

  it("says what is wrong beside the field, and repeats no password", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const fieldOf = ({ body }: Page) =>
      /<input id="(\w+)"[^>]* aria-invalid="true" aria-describedby="problem"[^>]*>\s*<p class="field-problem" role="alert" id="problem">/.exec(
        body,
      )?.[1];
    expect(fieldOf(await change(browser, "wrong", "an other passphrase"))).toBe("password");
    for (const next of ["short", "password1"]) {
      const page = await change(browser, user.password, next);
      expect(fieldOf(page)).toBe("new_password");
      expect(page.body).not.toContain(`"${next}"`);
    }
  });

  it("names the login to password managers, in a text field that only they see [account-13]", async () => {
    const user = await createUser(server);
    const { body } = await (await signedIn(server, user)).visit("/account/password");
    expect(body).toContain(
      `<input class="unseen" type="text" name="username" value="${user.email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">`,
    );
    const order = [...body.matchAll(/autocomplete="([\w-]+)"/g)].map(([, name]) => name);
    expect(order).toEqual(["username", "current-password", "new-password"]);
  });

  it("ends all other sessions and sign-ins, and lets nobody in by the old one [account-14]", async () => {
    const user: TestUser = await createUser(server);
    const [here, there] = [await signedIn(server, user), await signedIn(server, user)];
    const [mine, other] = [await open(here), await open(there)];
    const page = await change(here, user.password, "an other passphrase");
    expect(noticeOf(page)).toBe("security: Password changed. You’re signed out everywhere else.");
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

  it("is refused if an administrator did it, or disabled the user, while the old password was being checked [account-15]", async () => {
    for (const set of ["password_hash = 'another'", "disabled_at = now()"]) {
      const user = await createUser(server);
      const browser = await signedIn(server, user);
      const lock = await lockRow("select 1 from users where id = $1 for no key update", user.id);
      const changing = change(browser, user.password, "the thief's passphrase");
      await lock.waiting(1);
      await lock.tx.query(`update users set ${set} where id = $1`, [user.id]);
      await lock.release();
      expect((await changing).status).toBe(400);
      const { rows } = await server.db.query<{ password_hash: string; events: number }>(
        `select password_hash, (select count(*)::int from audit_events where user_id = $1 and event = 'password.changed') as events
           from users where id = $1`,
        [user.id],
      );
      const kept = set.startsWith("password") ? "another" : inject("passwordHash");
      expect(rows).toEqual([{ password_hash: kept, events: 0 }]);
    }
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
