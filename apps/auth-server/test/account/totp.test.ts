/** Setting up an authenticator app, recovery codes, and what needs them on the account's pages. */
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, issuer, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { everything } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";
import { Authenticator, enterCode, enterRecoveryCode, toFactorPage, withTotp } from "../support/totp.js";

const server = await testServer({
  env: {
    REQUIRE_MFA_ROLES: "treasurer",
    BRAND_NAME: "Ada & Co",
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "auth@example.com",
  },
});
const setUp = "/account/factors/totp";
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
});

async function atSetUp(roles: readonly string[] = []) {
  const user = await createUser(server, roles);
  const browser = await signedIn(server, user);
  return { user, browser, page: await browser.visit(setUp) };
}

const uriOn = ({ body }: Page): URL =>
  new URL((/href="(otpauth:[^"]*)"/.exec(body)?.[1] ?? "").replaceAll("&amp;", "&"));
const secretOn = (page: Page): string => uriOn(page).searchParams.get("secret") ?? "";
const appOf = (page: Page) => new Authenticator(server, secretOn(page));
const confirm = (browser: Browser, page: Page, code: string) => browser.submit(page, setUp, { code });
const codesOn = ({ body }: Page): string[] =>
  [...body.matchAll(/<li><code>([0-9A-Z-]+)<\/code>/g)].map(([, code = ""]) => code);
const pathOf = ({ path }: Page) => path.split(/[?#]/)[0];

async function factorEvents({ id }: TestUser): Promise<string[]> {
  const { rows } = await server.db.query<{ event: string; detail: { kind?: string } | null }>(
    "select event, detail from audit_events where user_id = $1 and event like 'factor.%' order by id",
    [id],
  );
  return rows.map(({ event, detail }) => [event, detail?.kind].filter(Boolean).join(" "));
}

describe("Setting up an authenticator app", () => {
  it("shows a secret as a QR code, a link and text, under a policy that allows no styles or scripts", async () => {
    const { user, page } = await atSetUp();
    const uri = uriOn(page);
    expect(decodeURIComponent(uri.pathname)).toBe(`/Ada & Co:${user.email}`);
    expect(uri.searchParams.get("secret")).toMatch(/^[A-Z2-7]{32}$/);
    expect(textOf(page.body)).toContain((secretOn(page).match(/.{4}/g) ?? []).join(" "));
    expect(page.body).toMatch(
      /<svg class="qr" role="img" aria-label="[^"]+" viewBox="0 0 \d+ \d+"[^>]*><path fill="#fff"/,
    );
    expect(page.body).not.toMatch(/<[^>]* style=/);
    expect(page.headers["content-security-policy"]).not.toContain("script-src");
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.body).toMatch(/inputmode="numeric" autocomplete="one-time-code"/);
  });

  it("keeps nothing until a code of the app was right; then it gives ten recovery codes, once [totp-5]", async () => {
    const { user, browser, page } = await atSetUp();
    const secret = secretOn(page);
    const wrong = await confirm(browser, page, appOf(page).wrongCode());
    expect([wrong.status, secretOn(wrong)]).toEqual([400, secret]);
    expect(textOf(wrong.body)).toContain("Wrong code.");
    expect(await factorEvents(user)).toEqual([]);
    expect((await browser.visit("/account/factors")).body).not.toContain("/account/factors/recovery-codes");

    const done = await confirm(browser, wrong, appOf(page).code());
    const codes = codesOn(done);
    expect([done.status, new Set(codes).size]).toEqual([200, 10]);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await factorEvents(user)).toEqual(["factor.added totp"]);
    const factors = await browser.visit("/account/factors");
    expect(textOf(factors.body)).toContain("10 are left.");
    for (const code of codes) expect(factors.body).not.toContain(code);
  });

  it("leaves neither the secret nor the codes in the database or the log", async () => {
    const { browser, page } = await atSetUp();
    const codes = codesOn(await confirm(browser, page, appOf(page).code()));
    const kept = `${await everything(server)}${server.logLines.join("")}`;
    for (const secret of [secretOn(page), ...codes, ...codes.map((code) => code.replaceAll("-", ""))])
      expect(kept).not.toContain(secret);
  });

  it("counts as shown at once, and its code is used up", async () => {
    const { user, browser, page } = await atSetUp();
    const app = appOf(page);
    await confirm(browser, page, app.code());
    const { code = "" } = answerOf(
      await browser.visit(authorizeUrl(client, { scope: "openid", acr_values: "2" })),
    );
    const idToken = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(idToken).toMatchObject({ acr: "2", amr: ["pwd", "otp", "mfa"] });
    const other = new Browser(server);
    const asked = await toFactorPage(other, user);
    expect((await enterCode(other, asked, app.code())).status).toBe(400);
    expect((await enterCode(other, asked, app.code(1))).path).toBe("/account");
  });

  it("anew replaces the app, and not the recovery codes", async () => {
    const { user, browser, page } = await atSetUp();
    const [first = ""] = codesOn(await confirm(browser, page, appOf(page).code()));
    const again = await browser.visit(setUp);
    expect(textOf(again.body)).toContain("This replaces the app that you set up before.");
    const done = await confirm(browser, again, appOf(again).code());
    expect([pathOf(done), codesOn(done)]).toEqual(["/account/factors", []]);
    const other = new Browser(server);
    const asked = await toFactorPage(other, user);
    expect((await enterCode(other, asked, appOf(page).code(1))).status).toBe(400);
    expect((await enterCode(other, asked, appOf(again).code(1))).path).toBe("/account");
    const recovered = new Browser(server);
    expect((await enterRecoveryCode(recovered, await toFactorPage(recovered, user), first)).status).toBe(200);
  });

  it("twice at once gives one app and one set of codes", async () => {
    const { user, browser, page } = await atSetUp();
    const second = await browser.visit(setUp);
    const answers = await Promise.all([
      browser.post(setUp, { ...hiddenFields(page, setUp), code: appOf(page).code() }),
      browser.post(setUp, { ...hiddenFields(second, setUp), code: appOf(second).code() }),
    ]);
    expect(answers.map(codesOn).filter((codes) => codes.length > 0)).toHaveLength(1);
    const { rows } = await server.db.query(
      `select (select count(*)::int from totp_authenticators where user_id = $1) as apps,
              (select count(*)::int from recovery_codes where user_id = $1) as codes`,
      [user.id],
    );
    expect(rows).toEqual([{ apps: 1, codes: 10 }]);
  });

  it("is each user's own: another's page, or a forged one, sets up nothing", async () => {
    const [one, other] = [await atSetUp(), await atSetUp()];
    const { secret = "" } = hiddenFields(other.page, setUp);
    for (const forged of [secret, "", "x".repeat(80)]) {
      const answer = await one.browser.submit(one.page, setUp, {
        secret: forged,
        code: appOf(other.page).code(),
      });
      expect([pathOf(answer), secretOn(answer) === secretOn(other.page)]).toEqual([setUp, false]);
    }
    expect(await factorEvents(one.user)).toEqual([]);
  });

  it("needs a recent sign-in, and leads back to it; whoever has begun may take ten minutes longer", async () => {
    const { user, browser, page } = await atSetUp();
    await passTime(server, 301);
    const asked = await browser.visit(setUp);
    expect(pathOf(asked)).toBe("/login");
    const late = await confirm(browser, page, appOf(page).code());
    expect(codesOn(late)).toHaveLength(10);
    expect(late.body).toContain('class="button main wide" href="/account"');
    const factor = await login(browser, asked, user);
    expect(pathOf(await enterCode(browser, factor, appOf(page).code(1)))).toBe(setUp);
    await passTime(server, 901);
    const next = await browser.get(setUp);
    expect(next.location).toBe(`/login?${new URLSearchParams({ continue: setUp })}`);
  });
});

describe("Recovery codes", () => {
  it("are renewed: the old ones die, and both are told [recovery-3]", async () => {
    const { user, browser, page } = await atSetUp();
    const old = codesOn(await confirm(browser, page, appOf(page).code()));
    const factors = await browser.visit("/account/factors");
    const renewed = await browser.submit(factors, "/account/factors/recovery-codes");
    const fresh = codesOn(renewed);
    expect([fresh.length, new Set([...old, ...fresh]).size]).toEqual([10, 20]);
    expect(textOf(renewed.body)).toContain("The codes that you had before don’t work any more.");
    expect(await factorEvents(user)).toEqual(["factor.added totp", "factor.codes_renewed"]);
    const other = new Browser(server);
    const asked = await toFactorPage(other, user);
    expect((await enterRecoveryCode(other, asked, old[0] ?? "")).status).toBe(400);
    expect((await enterRecoveryCode(other, asked, fresh[0] ?? "")).status).toBe(200);
  });

  it("renewed many times at once are ten, those that were shown last", async () => {
    const { user, browser, page } = await atSetUp();
    await confirm(browser, page, appOf(page).code());
    const form = hiddenFields(await browser.visit("/account/factors"), "/account/factors/recovery-codes");
    const shown = await Promise.all(
      Array.from({ length: 8 }, () => browser.post("/account/factors/recovery-codes", form)),
    );
    expect(shown.map((answer) => codesOn(answer).length)).toEqual(Array(8).fill(10));
    const { rows } = await server.db.query("select from recovery_codes where user_id = $1", [user.id]);
    expect(rows).toHaveLength(10);
  });

  it("are for who has a factor", async () => {
    const { user, browser } = await atSetUp();
    const factors = await browser.visit("/account/factors");
    const { form_token = "" } = hiddenFields(factors, "/account/factors/passkeys");
    const refused = await browser.post("/account/factors/recovery-codes", { form_token });
    expect([refused.status, codesOn(refused)]).toEqual([404, []]);
    expect(await factorEvents(user)).toEqual([]);
  });
});

describe("Removing the authenticator app", () => {
  const remove = async (browser: Browser) =>
    browser.submit(await browser.visit("/account/factors"), "/account/factors/totp/remove");

  it("ends the recovery codes with it, and the password alone signs in again", async () => {
    const { user, browser, page } = await atSetUp();
    await confirm(browser, page, appOf(page).code());
    const done = await remove(browser);
    expect([pathOf(done), textOf(done.body)]).toEqual([
      "/account/factors",
      expect.stringContaining("removed."),
    ]);
    expect(await factorEvents(user)).toEqual(["factor.added totp", "factor.removed totp"]);
    const other = new Browser(server);
    expect((await login(other, await other.visit("/login"), user)).path).toBe("/account");
    const { rows } = await server.db.query("select from recovery_codes where user_id = $1", [user.id]);
    expect(rows).toEqual([]);
  });

  it("is refused where a role needs it, and there is nothing else", async () => {
    const { user, browser, page } = await atSetUp(["treasurer"]);
    await confirm(browser, page, appOf(page).code());
    const refused = await remove(browser);
    expect([refused.status, textOf(refused.body)]).toEqual([
      400,
      expect.stringContaining("Your role requires a second factor."),
    ]);
    await toFactorPage(new Browser(server), user);
  });

  it("asks who is there", async () => {
    const { user, browser, page } = await atSetUp();
    await confirm(browser, page, appOf(page).code());
    const factors = await browser.visit("/account/factors");
    await passTime(server, 301);
    const asked = await browser.submit(factors, "/account/factors/totp/remove");
    expect(pathOf(asked)).toBe("/login");
    expect(await factorEvents(user)).toEqual(["factor.added totp"]);
  });
});

describe("Who signed in with a password before a second factor was added", () => {
  it.each([
    setUp,
    "/account/factors",
    "/account/password",
    "/account/email",
    "/account/delete",
    "/account/export",
  ])("shows it before %s", async (path) => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const { app } = await withTotp(server, user);
    const asked = await browser.visit(path);
    expect(pathOf(asked)).toBe("/login/factor");
    expect(pathOf(await enterCode(browser, asked, app.code()))).toBe(path);
    expect(pathOf(await browser.visit(path))).toBe(path);
  });

  it("changes no password without it, by knowing the old one", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await browser.visit("/account/password");
    await withTotp(server, user);
    const sent = { password: user.password, new_password: "correct horse battery staple" };
    expect(pathOf(await browser.submit(page, "/account/password", sent))).toBe("/login/factor");
    const other = new Browser(server);
    await toFactorPage(other, user);
  });
});

describe("Who has no second factor, where one is needed", () => {
  it("sets one up first, and goes on to the app [step-up-1]", async () => {
    for (const more of [
      { acr_values: "2" },
      { client: await createRelyingParty(server, { requireMfa: true }) },
    ]) {
      const user = await createUser(server);
      const browser = new Browser(server);
      const app = "client" in more ? more.client : client;
      const asked = authorizeUrl(app, { scope: "openid", ...("client" in more ? {} : more) });
      const page = await login(browser, await browser.visit(asked), user);
      expect(pathOf(page)).toBe("/account/factors");
      expect(textOf(page.body)).toContain("The app wants a second factor beside your password.");
      const [, next = ""] = /href="(\/account\/factors\/totp\?continue=[^"]*)"/.exec(page.body) ?? [];
      const totp = await browser.visit(next);
      const done = await confirm(browser, totp, appOf(totp).code());
      const [, goOn = ""] = /class="button main wide" href="([^"]*)"/.exec(done.body) ?? [];
      const { code = "" } = answerOf(await browser.get(goOn));
      const idToken = await readIdToken(server, expectTokens(await redeem(server, app, code)), app);
      expect(idToken).toMatchObject({ acr: "2", amr: ["pwd", "otp", "mfa"] });
    }
  });

  it("signs in anew first if that was a while ago, and then goes on there", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await passTime(server, 1000);
    const page = await browser.visit(authorizeUrl(client, { acr_values: "2" }));
    expect(pathOf(page)).toBe("/login");
    expect(pathOf(await login(browser, page, user))).toBe("/account/factors");
  });

  it("may go back without, and the app is told", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client, { acr_values: "2" }));
    expect(answerOf(await browser.submit(page, "/login/decline"))).toMatchObject({
      error: "unmet_authentication_requirements",
      error_uri: `${issuer}/errors/acr_unmet`,
      state: "a state",
    });
  });

  it("is led by nobody else's address: a link to set one up goes on to an app's own only", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (const evil of ["https://evil.example", "//evil.example", "/account/../evil"]) {
      const page = await browser.visit(`${setUp}?${new URLSearchParams({ continue: evil })}`);
      expect(hiddenFields(page, setUp)).not.toHaveProperty("continue");
    }
  });

  it("is refused with prompt=none", async () => {
    const user = await createUser(server, ["treasurer"]);
    const browser = await signedIn(server, user);
    const answer = answerOf(await browser.visit(authorizeUrl(client, { prompt: "none" })));
    expect(answer).toMatchObject({ error: "login_required", error_uri: `${issuer}/errors/step_up_required` });
  });
});
