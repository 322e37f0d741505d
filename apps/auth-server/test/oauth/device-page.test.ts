/** The page on which a user lets a device in (RFC 8628 §3.3, §5). */
import { beforeAll, describe, expect, it } from "vitest";
import { login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createTool, decide, pageOf, poll, startDevice } from "../support/devices.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { passTime, testServer } from "../support/server.js";
import { expectRefreshToken, expectRefusal } from "../support/token-requests.js";
import { enterCode, withTotp } from "../support/totp.js";

const server = await testServer();
const replica = await testServer();
let tool: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  tool = await createTool(server);
  user = await createUser(server);
  browser = await signedIn(server, user);
});

const typed = (code: string) => `/device?${new URLSearchParams({ user_code: code })}`;
const german = { "accept-language": "de" };

describe("The device page (§3.3)", () => {
  it("asks for the code, and shows what it belongs to before anything is decided [device-page-1]", async () => {
    const device = await startDevice(server, tool);
    const empty = await browser.visit("/device");
    expect(empty.status).toBe(200);
    expect(textOf(empty.body)).toContain("Enter the code that your device or command line shows.");
    const page = await browser.visit(typed(device.user_code));
    const text = textOf(page.body);
    for (const part of [
      "Connect The tool?",
      "Does your device show this code?",
      device.user_code,
      "Allow this only if you have just started it yourself",
      "203.0.113.7",
      "the-tool",
      "Notes",
      "Read your notes",
      `Signed in as ${user.email}`,
    ])
      expect(text).toContain(part);
    expectRefusal(await poll(server, tool, device), 400, "authorization_pending", "authorization_pending");
  });

  it("takes the code in any spelling: lower case, with a space or without anything between (§6.1) [device-page-2]", async () => {
    const { user_code } = await startDevice(server, tool);
    const [one = "", other = ""] = user_code.toLowerCase().split("-");
    for (const spelling of [`${one} ${other}`, `${one}-${other}`, one + other, ` ${one}–${other} `])
      expect(textOf((await browser.visit(typed(spelling))).body)).toContain(user_code);
  });

  it("by the complete address shows the code too, to be compared (§3.3.1) [device-page-3]", async () => {
    const device = await startDevice(server, tool);
    const page = await browser.visit(pageOf(device));
    expect(page.body).toContain(`<p class="code big">${device.user_code}</p>`);
  });

  it("says what follows: allowed, or declined, and again on reload and to a form sent twice [device-page-4]", async () => {
    for (const [decision, words] of [
      ["allow", "Device connected"],
      ["deny", "Declined"],
    ] as const) {
      const device = await startDevice(server, tool);
      const fields = { ...hiddenFields(await browser.visit(pageOf(device)), "/device"), decision };
      const pages = await Promise.all([browser.post("/device", fields), browser.post("/device", fields)]);
      for (const page of pages) expect(textOf((await browser.follow(page)).body)).toContain(words);
      expect(textOf((await browser.visit(pageOf(device))).body)).toContain(words);
      // The other button, from a second tab, changes nothing.
      await browser.follow(
        await browser.post("/device", { ...fields, decision: decision === "allow" ? "deny" : "allow" }),
      );
      const { body } = await poll(server, tool, device);
      expect(body.error).toBe(decision === "allow" ? undefined : "access_denied");
    }
  });

  it("lets nobody in but by the button that says so [device-page-5]", async () => {
    for (const decision of ["deny", "", "ALLOW", "yes"]) {
      const device = await startDevice(server, tool);
      const page = await browser.visit(pageOf(device));
      await browser.submit(page, "/device", { decision });
      expectRefusal(await poll(server, tool, device), 400, "access_denied", "access_denied");
    }
  });

  it("of two users, the first one decides; the other learns nothing of it", async () => {
    const device = await startDevice(server, tool);
    const other = await signedIn(server, await createUser(server));
    const theirs = hiddenFields(await other.visit(pageOf(device)), "/device");
    await decide(browser, device);
    const late = await other.follow(await other.post("/device", { ...theirs, decision: "deny" }));
    expect(late.status).toBe(404);
    expect(textOf(late.body)).toContain("No device is waiting with this code.");
    const { access_token } = expectRefreshToken(await poll(server, tool, device));
    expect((await claimsOf(server, access_token)).sub).toBe(user.id);
  });

  it("is in German too, and its words are escaped", async () => {
    const odd = await createTool(server, { name: "<b>Werkzeug</b>" });
    const device = await startDevice(server, odd);
    const page = await (await signedIn(server, user, german)).visit(pageOf(device));
    expect(page.body).not.toContain("<b>Werkzeug");
    expect(textOf(page.body)).toContain("<b>Werkzeug</b> verbinden?");
    expect(textOf(page.body)).toContain("Zeigt Ihr Gerät diesen Code?");
    expect(page.body).toContain('lang="de"');
  });
});

describe("Who is not signed in", () => {
  it("signs in first and is back at the same code [device-page-6]", async () => {
    const device = await startDevice(server, tool);
    const [one = "", other = ""] = device.user_code.toLowerCase().split("-");
    const anew = new Browser(server);
    const page = await login(anew, await anew.visit(typed(`${one} ${other}`)), user);
    expect(page.path).toBe(pageOf(device));
    expect(textOf((await anew.submit(page, "/device", { decision: "allow" })).body)).toContain(
      "Device connected",
    );
    expectRefreshToken(await poll(server, tool, device));
  });

  it("without a code is back at the form", async () => {
    const anew = new Browser(server);
    const page = await login(anew, await anew.visit("/device"), user);
    expect([page.path, page.status]).toEqual(["/device", 200]);
  });

  it("decides nothing, and is not told whether a code exists", async () => {
    const device = await startDevice(server, tool);
    const fields = { ...hiddenFields(await browser.visit(pageOf(device)), "/device"), decision: "allow" };
    const anew = new Browser(server);
    await anew.visit("/device");
    const own = hiddenFields(await anew.visit("/login?continue=/device"), "/login");
    const sent = await anew.post("/device", { ...fields, form_token: own.form_token ?? "" });
    expect([sent.status, sent.location]).toEqual([303, pageOf(device)]);
    const [there, not] = [await anew.get(pageOf(device)), await anew.get("/device?user_code=BBBB-BBBB")];
    expect([there.status, not.status]).toEqual([303, 303]);
    expectRefusal(await poll(server, tool, device), 400, "authorization_pending", "authorization_pending");
  });

  it.each([
    "https://evil.example/device",
    "//evil.example/device",
    "/device//evil.example",
    "/device?user_code=BBBB-BBBB&next=https://evil.example",
    "/device?user_code=BBBB%2DBBBB",
    "/device?next=//evil.example",
    "/device/../oauth2/logout",
    "/device?user_code=BBBB-BBBB#@evil.example",
  ])("is not led to %s [device-page-7]", async (target) => {
    const anew = new Browser(server);
    const form = await anew.visit(`/login?${new URLSearchParams({ continue: target })}`);
    const sent = await anew.post("/login", {
      ...hiddenFields(form, "/login"),
      continue: target,
      username: user.email,
      password: user.password,
    });
    expect([sent.status, sent.location]).toEqual([303, "/account"]);
  });
});

describe("Where a second factor is needed [device-page-8]", () => {
  it("who has one shows it, and is back at the same code", async () => {
    const strict = await createTool(server, { requireMfa: true });
    const careful = await createUser(server);
    const before = await signedIn(server, careful);
    const { app } = await withTotp(server, careful);
    const device = await startDevice(server, strict);
    const asked = await before.visit(pageOf(device));
    expect(asked.path).toMatch(/^\/login\/factor\?/);
    const page = await enterCode(before, asked, app.code());
    expect(page.path).toBe(pageOf(device));
    await before.submit(page, "/device", { decision: "allow" });
    const { access_token } = expectRefreshToken(await poll(server, strict, device));
    expect((await claimsOf(server, access_token)).acr).toBe("2");
  });

  it("signs in with both, and is back at the same code", async () => {
    const careful = await createUser(server);
    const { app } = await withTotp(server, careful);
    const device = await startDevice(server, tool);
    const anew = new Browser(server);
    const asked = await login(anew, await anew.visit(pageOf(device)), careful);
    expect(asked.path).toMatch(/^\/login\/factor\?/);
    expect((await enterCode(anew, asked, app.code())).path).toBe(pageOf(device));
  });

  it("who has none is led to add one", async () => {
    const strict = await createTool(server, { requireMfa: true });
    const careless = await signedIn(server, await createUser(server));
    const device = await startDevice(server, strict);
    const page = await careless.visit(pageOf(device));
    expect(page.path).toBe(`/account/factors?${new URLSearchParams({ continue: pageOf(device) })}`);
  });

  it("the form of a page from before is worth nothing", async () => {
    const strict = await createTool(server, { requireMfa: true });
    const one = await signedIn(server, await createUser(server));
    const [easy, device] = [await startDevice(server, tool), await startDevice(server, strict)];
    const { form_token = "" } = hiddenFields(await one.visit(pageOf(easy)), "/device");
    const sent = await one.post("/device", { form_token, user_code: device.user_code, decision: "allow" });
    expect(sent.location).toMatch(/^\/account\/factors\?/);
    expectRefusal(await poll(server, strict, device), 400, "authorization_pending", "authorization_pending");
  });
});

describe("A third party's app", () => {
  it("is then on the account's page with what it may do, and can be taken back there [device-page-9]", async () => {
    const third = await createTool(server, { name: "Third Party Tool", firstParty: false });
    const device = await startDevice(server, third, { scope: "notes:read" });
    await decide(browser, device);
    expectRefreshToken(await poll(server, third, device));
    const { rows } = await server.db.query("select scope from consents where client_id = $1", [
      third.clientId,
    ]);
    expect(rows).toEqual([{ scope: ["notes:read"] }]);
    expect(textOf((await browser.visit("/account")).body)).toContain("Third Party Tool");
  });

  it("that is declined got no consent; the operator's own needs none", async () => {
    const third = await createTool(server, { firstParty: false });
    await decide(browser, await startDevice(server, third), "deny");
    await decide(browser, await startDevice(server, tool));
    const { rows } = await server.db.query("select from consents where client_id = any($1)", [
      [third.clientId, tool.clientId],
    ]);
    expect(rows).toEqual([]);
  });

  it("that was disabled meanwhile is not let in", async () => {
    const third = await createTool(server, { firstParty: false });
    const device = await startDevice(server, third);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [third.clientId]);
    // The replica has not cached the client.
    expect((await browser.at(replica).visit(pageOf(device))).status).toBe(404);
  });
});

describe("Guessing user codes (§5.1)", () => {
  const isLimited = ({ status }: Page) => status === 429;
  const wrong = (who: Browser, code: string) => who.visit(typed(code));

  it("is slowed down for each user after five wrong ones, in every spelling [device-page-10]", async () => {
    const guesser = await signedIn(server, await createUser(server));
    for (const code of ["BBBB-BBBB", "BBBB-BBBC", "bbbb bbbd", "bbbbbbbf"])
      expect((await wrong(guesser, code)).status).toBe(404);
    expect((await wrong(guesser, "BBBB-BBBG")).status).toBe(404);
    const limited = await wrong(guesser, "BBBB-BBBH");
    expect(isLimited(limited)).toBe(true);
    expect(limited.headers["retry-after"]).toBe("1");
    const device = await startDevice(server, tool);
    expect(isLimited(await wrong(guesser, device.user_code))).toBe(true);
    // Others are not in the way.
    expect((await browser.visit(pageOf(device))).status).toBe(200);
    await passTime(server, 2);
    expect((await wrong(guesser, device.user_code)).status).toBe(200);
  });

  it("is not made free by right codes of one's own between the wrong ones [device-page-11]", async () => {
    const guesser = await signedIn(server, await createUser(server));
    const letters = "BCDFGHJKLMNPQRSTVWXZ";
    let made = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      const device = await startDevice(server, tool, {}, { remoteAddress: `192.0.2.${turn}` });
      await guesser.visit(pageOf(device));
      const answer = await wrong(guesser, `CCCC-CC${letters[turn % 20]}${letters[Math.floor(turn / 20)]}`);
      if (!isLimited(answer)) made += 1;
      await passTime(server, 1);
    }
    expect(made).toBeLessThanOrEqual(10);
  });

  it("is not what a page that is loaded again does [device-page-12]", async () => {
    const one = await signedIn(server, await createUser(server));
    const device = await startDevice(server, tool);
    for (let turn = 0; turn < 30; turn += 1) expect((await one.visit(pageOf(device))).status).toBe(200);
    const copies = await Promise.all(Array.from({ length: 8 }, () => one.get("/device?user_code=DDDD-DDDD")));
    expect(new Set(copies.map(({ status }) => status))).toEqual(new Set([404]));
  });

  it("is no guess where nothing could be a code", async () => {
    const one = await signedIn(server, await createUser(server));
    for (let turn = 0; turn < 10; turn += 1) {
      const page = await one.visit(typed("<script>not a code</script>"));
      expect(page.status).toBe(404);
      expect(page.body).not.toContain("<script>not");
    }
  });
});

describe("The page's form", () => {
  it("is taken from this server's own page only [device-page-13]", async () => {
    const device = await startDevice(server, tool);
    const fields = { ...hiddenFields(await browser.visit(pageOf(device)), "/device"), decision: "allow" };
    for (const [sent, headers] of [
      [{ ...fields, form_token: "" }, {}],
      [{ ...fields, form_token: "made-up" }, {}],
      [fields, { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
      [fields, { "sec-fetch-site": "same-site" }],
    ] as const) {
      const page = await browser.post("/device", sent, headers);
      expect(page.status).toBe(403);
    }
    expectRefusal(await poll(server, tool, device), 400, "authorization_pending", "authorization_pending");
  });

  it("may not be framed, cached, or told of by Referer; nothing but its style is inline [device-page-14]", async () => {
    const device = await startDevice(server, tool);
    for (const path of ["/device", pageOf(device)]) {
      const { headers, body } = await browser.visit(path);
      expect(headers).toMatchObject({
        "x-frame-options": "DENY",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      });
      const policy = String(headers["content-security-policy"]);
      for (const directive of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"])
        expect(policy).toContain(directive);
      expect(policy).not.toContain("unsafe");
      expect(body).not.toMatch(/<script|<iframe|style=|\son[a-z]+=|javascript:/);
    }
  });

  it("by a GET decides nothing", async () => {
    const device = await startDevice(server, tool);
    await browser.visit(`${pageOf(device)}&decision=allow`);
    expectRefusal(await poll(server, tool, device), 400, "authorization_pending", "authorization_pending");
  });
});
