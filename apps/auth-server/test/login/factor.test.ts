/** The page that asks for the second factor. */
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";
import { enterCode, enterRecoveryCode, toFactorPage, withTotp } from "../support/totp.js";

const proxied = { env: { TRUST_PROXY: "127.0.0.1" } };
const server = await testServer(proxied);
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
});

const newBrowser = (address = "203.0.113.7") => new Browser(server, { "x-forwarded-for": address });

/** A user with an authenticator whose codes nobody has used. */
async function someone() {
  const user = await createUser(server);
  return { user, ...(await withTotp(server, user)) };
}

const problemOf = ({ body }: Page) =>
  textOf(/role="alert"[^>]*>[^<]*/.exec(body)?.[0].replace(/^[^>]*>/, "") ?? "");

async function refusalsOf({ id }: { readonly id: string }) {
  const { rows } = await server.db.query<{ reason: string; detail: { kind: string } }>(
    "select reason, detail from audit_events where user_id = $1 and event = 'factor.refused' order by id",
    [id],
  );
  return rows.map(({ reason, detail }) => `${detail.kind}: ${reason}`);
}

describe("A password of a user with a second factor", () => {
  it("signs nobody in: it leads to the page that asks for the factor, and leaves nothing in the database", async () => {
    const { user } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    expect(textOf(page.body)).toContain(user.email);
    expect(browser.cookie("regrant")).toBeUndefined();
    const { rows } = await server.db.query("select from sign_ins where user_id = $1", [user.id]);
    expect(rows).toEqual([]);
    expect((await browser.visit("/account")).path).toBe("/login");
  });

  it("with the code of the app does, and the ID token tells of both", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user, authorizeUrl(client, { scope: "openid" }));
    const { code = "" } = answerOf(await enterCode(browser, page, app.code()));
    const idToken = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(idToken).toMatchObject({ sub: user.id, acr: "2", amr: ["pwd", "otp", "mfa"] });
    expect(browser.cookie("regrant-half")).toBeUndefined();
  });

  it.each([-1, 0, 1])("takes the code of %i steps from now, and none further away", async (steps) => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    expect((await enterCode(browser, page, app.code(steps * 3 || 3))).status).toBe(400);
    expect((await enterCode(browser, page, app.code(steps))).path).toBe("/account");
  });
});

describe("A code", () => {
  it("is good once: of 50 that arrive at once, over two replicas, one signs in [totp-3]", async () => {
    const { user, app } = await someone();
    const replica = await testServer(proxied);
    const code = app.code();
    const waiting: { browser: Browser; page: Page }[] = [];
    for (let index = 0; index < 50; index += 1) {
      // Each from a network of its own, so that not the limit decides.
      const browser = new Browser(index % 2 === 0 ? server : replica, {
        "x-forwarded-for": `10.${index}.0.1`,
      });
      waiting.push({ browser, page: await toFactorPage(browser, user) });
    }
    await server.db.query("delete from sign_in_limits");
    const answers = await Promise.all(waiting.map(({ browser, page }) => enterCode(browser, page, code)));
    expect(answers.filter(({ path }) => path === "/account")).toHaveLength(1);
    for (const page of answers.filter(({ path }) => path !== "/account"))
      expect([400, 429]).toContain(page.status);
    const { rows } = await server.db.query("select from sign_ins where user_id = $1", [user.id]);
    expect(rows).toHaveLength(1);
  });

  it("that was used, or is older than one that was, is refused in so many words", async () => {
    const { user, app } = await someone();
    const [first, second] = [newBrowser(), newBrowser()];
    const [before, now] = [app.code(-1), app.code()];
    expect((await enterCode(first, await toFactorPage(first, user), now)).path).toBe("/account");
    const page = await toFactorPage(second, user);
    expect(problemOf(await enterCode(second, page, now))).toContain("used before");
    expect(problemOf(await enterCode(second, page, before))).toContain("used before");
    expect((await enterCode(second, page, app.code(1))).path).toBe("/account");
    expect(await refusalsOf(user)).toEqual(["totp: factor_code_used", "totp: factor_code_used"]);
  });

  it("that is wrong is told beside the field, and audited; what cannot be a code is neither counted nor audited", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    for (const typed of ["", "12345", "abcdef", "1234567"]) {
      const refused = await enterCode(browser, page, typed);
      expect([refused.status, problemOf(refused)]).toEqual([400, "Enter the six digits that the app shows."]);
    }
    expect(await refusalsOf(user)).toEqual([]);
    const refused = await enterCode(browser, page, app.wrongCode());
    expect([refused.status, problemOf(refused)]).toEqual([
      400,
      "Wrong code. Enter the one that the app shows now.",
    ]);
    expect(refused.body).toMatch(/id="code"[^>]* aria-invalid="true" aria-describedby="problem" autofocus/);
    expect(await refusalsOf(user)).toEqual(["totp: factor_code_mismatch"]);
  });

  it("is in no log, and neither is a recovery code", () => {
    // The server of the tests hunts for secrets; here is only that it has logged something of these pages.
    expect(server.logLines.join()).toContain("/login/factor");
    expect(server.logLines.join()).not.toMatch(/"?code"?[=:]"?\d{6}/);
  });
});

describe("Wrong codes", () => {
  const guess = async (user: Parameters<typeof toFactorPage>[1], code: string, address: string) => {
    const browser = newBrowser(address);
    return enterCode(browser, await toFactorPage(browser, user), code);
  };

  it("are free five times from a network, however often the right password is given; then each waits longer", async () => {
    const { user, app } = await someone();
    for (let turn = 0; turn < 5; turn += 1)
      expect((await guess(user, app.wrongCode(), "203.0.113.7")).status).toBe(400);
    for (const seconds of [1, 2, 4]) {
      const refused = await guess(user, app.code(), "203.0.113.7");
      expect([refused.status, refused.headers["retry-after"]]).toEqual([429, String(seconds)]);
      expect(textOf(refused.body)).toContain("Too many attempts.");
      await passTime(server, seconds);
      expect((await guess(user, app.wrongCode(), "203.0.113.7")).status).toBe(400);
    }
  });

  it("of a thief with many networks are 20, then one in an hour; the owner at home is not kept out [totp-4]", async () => {
    const { user, app } = await someone();
    const home = "198.51.100.1";
    expect((await guess(user, app.code(), home)).path).toBe("/account");
    const guessed: number[] = [];
    for (let network = 0; network < 23; network += 1)
      guessed.push((await guess(user, app.wrongCode(), `100.64.${network}.1`)).status);
    expect(guessed).toEqual([...Array(20).fill(400), 429, 429, 429]);
    await passTime(server, 3600);
    expect((await guess(user, app.wrongCode(), "100.65.0.1")).status).toBe(400);
    expect((await guess(user, app.code(), "100.66.0.1")).status).toBe(429);
    expect((await guess(user, app.code(), home)).path).toBe("/account");
  });

  it("do not count against the password, nor wrong passwords against codes", async () => {
    const { user, app } = await someone();
    const browser = newBrowser("192.0.2.9");
    const page = await toFactorPage(browser, user);
    for (let turn = 0; turn < 5; turn += 1)
      await login(newBrowser("192.0.2.9"), await newBrowser("192.0.2.9").visit("/login"), {
        ...user,
        password: "wrong",
      });
    expect((await enterCode(browser, page, app.code())).path).toBe("/account");
  });

  it("in flight together are counted before they are checked: of 40, five are", async () => {
    const { user, app } = await someone();
    const browser = newBrowser("192.0.2.77");
    const page = await toFactorPage(browser, user);
    const wrong = app.wrongCode();
    const statuses = (
      await Promise.all(Array.from({ length: 40 }, () => enterCode(browser, page, wrong)))
    ).map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
  });
});

describe("A recovery code", () => {
  it("signs in once, however it is typed; the person is told how many remain, and the audit too [recovery-1]", async () => {
    const { user, recoveryCodes } = await someone();
    const [first = "", second = ""] = recoveryCodes;
    const browser = newBrowser();
    const page = await toFactorPage(browser, user, authorizeUrl(client, { scope: "openid" }));
    const told = await enterRecoveryCode(
      browser,
      page,
      ` ${first.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")}`,
    );
    expect([told.status, textOf(told.body)]).toEqual([
      200,
      expect.stringContaining("9 recovery codes are left."),
    ]);
    const [, goOn = ""] = /class="button main" href="([^"]*)"/.exec(told.body) ?? [];
    const { code = "" } = answerOf(await browser.get(goOn));
    const idToken = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(idToken).toMatchObject({ acr: "2", amr: ["pwd", "mfa"] });

    const again = newBrowser();
    const refused = await enterRecoveryCode(again, await toFactorPage(again, user), first);
    expect([refused.status, problemOf(refused)]).toEqual([
      400,
      "Wrong recovery code, or one that was used before.",
    ]);
    expect(refused.body).toContain("<details open>");
    expect((await enterRecoveryCode(again, refused, second)).status).toBe(200);
    const { rows } = await server.db.query(
      "select detail from audit_events where event = 'factor.recovered' and user_id = $1 order by id",
      [user.id],
    );
    expect(rows.map(({ detail }) => detail)).toEqual([{ remaining: 9 }, { remaining: 8 }]);
    expect(await refusalsOf(user)).toEqual(["recovery_code: factor_code_mismatch"]);
  });

  it("sent 30 times at once signs one in [recovery-2]", async () => {
    const { user, recoveryCodes } = await someone();
    const waiting: { browser: Browser; page: Page }[] = [];
    for (let index = 0; index < 30; index += 1) {
      const browser = newBrowser(`10.${index}.9.1`);
      waiting.push({ browser, page: await toFactorPage(browser, user) });
    }
    const answers = await Promise.all(
      waiting.map(({ browser, page }) => enterRecoveryCode(browser, page, recoveryCodes[3] ?? "")),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(29);
  });

  it("of one user is worth nothing to another", async () => {
    const [{ user }, { recoveryCodes }] = [await someone(), await someone()];
    const browser = newBrowser("192.0.2.50");
    expect(
      (await enterRecoveryCode(browser, await toFactorPage(browser, user), recoveryCodes[0] ?? "")).status,
    ).toBe(400);
  });

  it("is offered only to whom has any", async () => {
    const { user } = await someone();
    await server.db.query("update recovery_codes set used_at = now() where user_id = $1", [user.id]);
    expect((await toFactorPage(newBrowser(), user)).body).not.toContain("recovery_code");
  });
});

describe("What a browser has proven so far", () => {
  const lost = async (browser: Browser, page: Page, code: string) => {
    const answer = await enterCode(browser, page, code);
    expect([answer.path.split("?")[0], browser.cookie("regrant")]).toEqual(["/login", undefined]);
    return answer;
  };

  it("is nothing without the password: the page leads back, with the request it came from", async () => {
    const browser = newBrowser();
    const asked = (await browser.get(authorizeUrl(client))).location ?? "";
    const handle = new URL(asked, "http://localhost").search;
    expect(await browser.get(`/login/factor${handle}`)).toMatchObject({
      status: 303,
      location: `/login${handle}`,
    });
    expect(await browser.get("/login/factor")).toMatchObject({ status: 303, location: "/login" });
  });

  it("is gone after ten minutes", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    await passTime(server, 601);
    await lost(browser, page, app.code());
  });

  it("cannot be forged, changed or taken from another issuer", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    const cookie = Buffer.from(browser.cookie("regrant-half") ?? "", "base64url");
    for (const at of [0, 13, 40, cookie.length - 1]) {
      const changed = Buffer.from(cookie);
      changed[at] = (changed[at] ?? 0) ^ 1;
      browser.setCookie("regrant-half", changed.toString("base64url"));
      await lost(browser, page, app.code());
    }
    const elsewhere = await testServer({ env: { ISSUER: "http://localhost:4009" } });
    const other = new Browser(elsewhere);
    await toFactorPage(other, user);
    for (const forged of ["", "x".repeat(200), other.cookie("regrant-half") ?? ""]) {
      browser.setCookie("regrant-half", forged);
      await lost(browser, page, app.code());
    }
    browser.setCookie("regrant-half", cookie.toString("base64url"));
    expect((await enterCode(browser, page, app.code())).path).toBe("/account");
  });

  it.each([
    [
      "the password was changed",
      "update users set credential_version = credential_version + 1 where id = $1",
    ],
    ["the user was disabled", "update users set disabled_at = now() where id = $1"],
    ["the factor was removed", "delete from totp_authenticators where user_id = $1"],
    ["the user was deleted", "delete from users where id = $1"],
  ])("holds no more once %s; the code stays good", async (_, change) => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const page = await toFactorPage(browser, user);
    await server.db.query(change, [user.id]);
    await lost(browser, page, app.code());
    const { rows } = await server.db.query<{ last_step: string }>(
      "select last_step from totp_authenticators where user_id = $1",
      [user.id],
    );
    expect(rows.map(({ last_step }) => Number(last_step))).toEqual(rows.map(() => 0));
  });

  it("is each browser's own: whoever is asked in two tabs goes on in both", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    const first = await toFactorPage(
      browser,
      user,
      authorizeUrl(client, { scope: "openid", state: "first" }),
    );
    const second = await toFactorPage(
      browser,
      user,
      authorizeUrl(client, { scope: "openid", state: "second" }),
    );
    expect(answerOf(await enterCode(browser, first, app.code())).state).toBe("first");
    const left = await enterCode(browser, second, app.code(1));
    expect(left.path).toContain("/login?continue=");
    const [, goOn = ""] = /class="button main wide" href="([^"]*)"/.exec(left.body) ?? [];
    expect(answerOf(await browser.get(goOn)).state).toBe("second");
  });

  it("leads to no other site, whatever the form says", async () => {
    for (const evil of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "/account/../../evil",
    ]) {
      const { user, app } = await someone();
      const browser = newBrowser();
      const page = await toFactorPage(browser, user);
      const sent = await browser.submit(
        page,
        "/login/factor",
        { code: app.code(), continue: evil },
        'name="code"',
      );
      expect([sent.path, sent.location]).toEqual(["/account", null]);
      expect((await browser.get(`/login/factor?continue=${encodeURIComponent(evil)}`)).location).toBe(
        "/login",
      );
    }
  });

  it("needs the form of this browser's page", async () => {
    const { user, app } = await someone();
    const browser = newBrowser();
    await toFactorPage(browser, user);
    expect((await browser.post("/login/factor", { code: app.code() })).status).toBe(403);
    expect(
      (await browser.post("/login/factor", { code: app.code() }, { origin: "https://evil.example" })).status,
    ).toBe(403);
  });
});

describe("A user without a second factor", () => {
  it("is asked for none", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const { code = "" } = answerOf(await browser.get(authorizeUrl(client, { scope: "openid" })));
    const idToken = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(idToken).toMatchObject({ acr: "1", amr: ["pwd"] });
  });
});
