/** The app with a back end: no token in the browser, two processes, four tabs. */
import { createServer } from "node:http";
import { freePort } from "@regrant/dev-stack";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { fillLoginForm, newProfile } from "../../support/app-page.js";
import { type BffApps, startBffApps } from "../../support/bff-apps.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { registerUser, type User } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";

/** An access token is refreshed after half of it. */
const accessTokenSeconds = 4;
const untilDueMs = 2_100;

describeInBrowser("the app with a back end, as two processes", () => {
  let stack: TestStack;
  let browser: Browser;
  let app: BffApps;
  let ada: User;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startBrowser()]);
    const scopes = ["--scope", "notes:read=Read your notes", "--scope", "notes:write=Add notes"];
    await stack.regrant(["resource", "create", stack.resource, "--name", "Notes", ...scopes]);
    ada = await registerUser(stack, "ada@example.com", "--claim", "name=Ada");
    app = await startBffApps(stack, accessTokenSeconds);
  });
  afterAll(async () => {
    await app.stop();
    await browser.close();
    await stack.stop();
  });

  async function open(profile: BrowserContext): Promise<Page> {
    const page = await profile.newPage();
    await page.goto(app.origin);
    await page.locator("#welcome:visible, #notes:visible").waitFor();
    return page;
  }
  const untilNotes = (page: Page) => page.locator("#notes:visible").waitFor();
  async function signIn(profile: BrowserContext): Promise<Page> {
    const page = await open(profile);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.waitForURL(/\/login\b/);
    await fillLoginForm(page, ada);
    await untilNotes(page);
    return page;
  }
  const sessions = async () => {
    const { rows } = await stack.db.query<{ generation: number; revoke_reason: string | null }>(
      "select generation, revoke_reason from sessions where client_id = $1 order by created_at desc",
      [app.clientId],
    );
    return rows;
  };
  const cookiesOf = async (profile: BrowserContext) =>
    (await profile.cookies(app.origin)).filter(({ name }) => name.startsWith("bff-")); // not the issuer's
  /** The status of a request from the page's script. */
  const ask = (page: Page, path: string): Promise<number> =>
    page.evaluate(
      `fetch(${JSON.stringify(path)}, { headers: { "x-regrant-bff": "1" } }).then(({ status }) => status)`,
    );

  it("signs in, adds a note, and lets no script near a token", async () => {
    const profile = await newProfile(browser);
    const page = await signIn(profile);
    expect(await page.locator("#who").textContent()).toBe("Ada");
    await page.getByLabel("New note").fill("a note through the back end");
    await page.getByRole("button", { name: "Add" }).click();
    await page.locator("#list li", { hasText: "a note through the back end" }).waitFor();
    expect(await page.evaluate("document.cookie")).toBe("");
    const storage = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
    expect(await page.evaluate(storage)).toBe("[{},{}]");
    expect(await cookiesOf(profile)).toMatchObject([{ httpOnly: true, sameSite: "Strict", path: "/" }]);
    await page.reload();
    await untilNotes(page);
  });

  it("serves four tabs at once, refresh after refresh, from both processes", {
    timeout: 60_000,
  }, async () => {
    const profile = await newProfile(browser);
    const first = await signIn(profile);
    const tabs = [first, ...(await Promise.all([open(profile), open(profile), open(profile)]))];
    await Promise.all(tabs.map(untilNotes));
    const before = [...app.passed];
    const [{ generation } = { generation: -1 }] = await sessions();
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1) {
      await first.waitForTimeout(untilDueMs);
      const statuses = await Promise.all(
        tabs.flatMap((tab) => [ask(tab, "/api/notes"), ask(tab, "/api/whoami"), ask(tab, "/bff/session")]),
      );
      expect(statuses).toEqual(statuses.map(() => 200));
    }
    const [after] = await sessions();
    expect(after?.revoke_reason).toBeNull();
    expect(after?.generation).toBeGreaterThanOrEqual(generation + rounds);
    app.passed.forEach((count, index) => {
      expect(count - (before[index] ?? 0)).toBeGreaterThan(4);
    });
    expect(await cookiesOf(profile)).toHaveLength(1);
  });

  it("survives an answer that comes after two refreshes with the cookie of the first", {
    timeout: 60_000,
  }, async () => {
    const profile = await newProfile(browser);
    const page = await signIn(profile);
    await page.waitForTimeout(untilDueMs);
    const letGo = app.hold("late");
    const late = ask(page, "/api/notes?late");
    await expect.poll(() => app.held()).toBe(1);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await ask(page, "/api/notes")).toBe(200);
      await page.waitForTimeout(untilDueMs);
    }
    expect(await cookiesOf(profile)).toHaveLength(1);
    letGo();
    expect(await late).toBe(200);
    expect(await cookiesOf(profile)).toHaveLength(2);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await ask(page, "/api/notes")).toBe(200);
      await page.waitForTimeout(untilDueMs);
    }
    expect(await cookiesOf(profile)).toHaveLength(1);
    expect((await sessions())[0]?.revoke_reason).toBeNull();
  });

  it("ended at /account, signs out at the next use, in every tab, with the reason", {
    timeout: 60_000,
  }, async () => {
    const profile = await newProfile(browser);
    const page = await signIn(profile);
    const second = await open(profile);
    await untilNotes(second);
    const account = await profile.newPage();
    await account.goto(`${stack.issuer}/account`);
    const entries = account.getByRole("listitem").filter({ hasText: "Notes with a back end" });
    for (let left = await entries.count(); left > 0; left -= 1) {
      await entries.first().getByRole("button", { name: /^End/ }).click();
      await expect.poll(() => entries.count()).toBe(left - 1);
    }
    await page.waitForTimeout(untilDueMs);
    for (const tab of [page, second]) {
      await tab.getByRole("button", { name: "Reload" }).click();
      await tab.getByText("This session was ended on your account page").waitFor();
      expect(await tab.locator("#list:visible").count()).toBe(0);
    }
    await page.getByRole("link", { name: "Sign in" }).click();
    await untilNotes(page); // still signed in at the server
  });

  it("signs out here and at the server, and stays so", async () => {
    const profile = await newProfile(browser);
    const page = await signIn(profile);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${app.origin}/`);
    await page.getByText("You signed out of this app.").waitFor();
    expect((await sessions())[0]?.revoke_reason).toBe("client");
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.waitForURL(/\/login\b/);
  });

  it("does nothing for a page of another site", async () => {
    const profile = await newProfile(browser);
    const page = await signIn(profile);
    const port = await freePort();
    const evil = createServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Evil</title>"),
    ).listen(port, "127.0.0.1");
    onTestFinished(() => void evil.close());
    const other = await profile.newPage();
    await other.goto(`http://127.0.0.1:${port}/`);
    const attack = (init: object) =>
      other.evaluate(
        `fetch("${app.origin}/bff/logout", ${JSON.stringify({ method: "POST", credentials: "include", ...init })}).then(() => "sent", () => "blocked")`,
      );
    expect(await attack({ mode: "no-cors" })).toBe("sent");
    expect(await attack({ headers: { "x-regrant-bff": "1" } })).toBe("blocked");
    await other.evaluate(
      `document.body.innerHTML = '<form method="post" action="${app.origin}/bff/logout"></form>'; document.forms[0].submit()`,
    );
    await other.waitForURL(`${app.origin}/bff/logout`);
    await page.reload();
    await untilNotes(page);
  });
});
