/** The loop in a browser: expiry, several tabs at once, lost answers. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import {
  countPasswordBoxes,
  lettersOf,
  loadAgain,
  newProfile,
  openApp,
  signInToApp,
  untilExpired,
  untilSignedIn,
} from "../../support/app-page.js";
import { type BrowserStack, type ServedApp, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { startLossyProxy } from "../../support/lossy-proxy.js";
import { registerApp } from "../../support/registrations.js";

/** One per test, so that each test has one session. */
const clients = {
  expiring: { accessTokenSeconds: 2 },
  early: { accessTokenSeconds: 4 },
  withLocks: { accessTokenSeconds: 4 },
  withoutLocks: { accessTokenSeconds: 4 },
  losing: { accessTokenSeconds: 2 },
  headed: {},
  crowded: { accessTokenSeconds: 2 },
};

describeInBrowser("refreshing, in a browser", () => {
  let stack: BrowserStack<keyof typeof clients>;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack(clients), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  /** The client's newest session (a second try of a test makes another), with its refreshes and retries. */
  async function findSession({ clientId }: ServedApp) {
    const { rows } = await stack.db.query<{
      generation: number;
      retry_count: number;
      revoked_at: Date | null;
    }>(
      "select generation, retry_count, revoked_at from sessions where client_id = $1 order by created_at desc",
      [clientId],
    );
    return rows[0];
  }

  it("goes on when the access token expires while the page is open", async () => {
    const page = await signInToApp(await newProfile(browser), stack.apps.expiring, stack.ada);
    await untilExpired(page);
    await loadAgain(page);
    expect(await lettersOf(page)).toBe("AB CD EF GH CD");
    expect(await page.locator("#log .why").allTextContents()).toContain("token_expired");
  });

  it("comes before the expiry where the app wants it so", async () => {
    const page = await signInToApp(await newProfile(browser), stack.apps.early, stack.ada);
    await page.getByLabel("Refresh early").check();
    await page.waitForTimeout(2_200);
    await loadAgain(page);
    // In parallel to the request, not before it.
    await expect.poll(() => lettersOf(page)).toMatch(/^AB CD GH CD (CD GH|GH CD)$/);
  });

  it.each([
    ["withLocks", ""],
    ["withoutLocks", "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"],
  ] as const)(
    "happens once for four tabs at the same instant, and nobody is signed out: %s",
    async (name, script) => {
      const profile = await newProfile(browser);
      await profile.addInitScript(script);
      const app = stack.apps[name];
      const first = await signInToApp(profile, app, stack.ada);
      const tabs: Page[] = [first];
      while (tabs.length < 4) tabs.push(await openApp(profile, app));
      await Promise.all(tabs.map(untilSignedIn));
      await Promise.all(tabs.map(untilExpired));
      const before = await findSession(app);

      const burst = "document.getElementById('burst').click()";
      await Promise.all(tabs.map((tab) => tab.evaluate(burst)));
      for (const tab of tabs) {
        await expect.poll(() => lettersOf(tab), { timeout: 10_000 }).toMatch(/(CD ){9}CD$/);
        await untilSignedIn(tab);
      }
      const after = await findSession(app);
      expect(after?.revoked_at).toBeNull();
      const refreshes = tabs.map(async (tab) => (await lettersOf(tab)).match(/GH/g)?.length ?? 0);
      expect((await Promise.all(refreshes)).every((count) => count <= 1)).toBe(true);
      const rotations = (after?.generation ?? 0) - (before?.generation ?? 0);
      // Without locks, several may start at the same moment.
      expect(rotations).toBeLessThanOrEqual(name === "withLocks" ? 1 : 4);
      expect(rotations).toBeGreaterThanOrEqual(1);
    },
  );

  it("is not spoiled by an access token in the header of the token request: no box for a password opens", async () => {
    const { origin } = new URL(stack.apps.headed.url);
    const app = await registerApp(stack, "--public", "--allowed-origin", origin);
    const form = { grant_type: "password", username: stack.ada.email, password: stack.ada.password };
    const first = await fetch(`${stack.issuer}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ ...form, client_id: app.client_id }),
    });
    const tokens = (await first.json()) as { access_token: string; refresh_token: string };
    const page = await openApp(await newProfile(browser), stack.apps.headed);
    const boxes = await countPasswordBoxes(page);
    /** From the app's page on another origin, with credentials. */
    const ask = (parameters: Record<string, string>, authorization: string) =>
      page.evaluate(
        async ([url, body, header]) => {
          const answer = await fetch(url, {
            method: "POST",
            credentials: "include",
            headers: { authorization: header },
            body: new URLSearchParams(JSON.parse(body)),
          });
          return [answer.status, (await answer.json()) as Record<string, string>] as const;
        },
        [`${stack.issuer}/oauth2/token`, JSON.stringify(parameters), authorization] as const,
      );
    const refresh = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const bearer = `Bearer ${tokens.access_token}`;
    const [status, next] = await ask({ ...refresh, client_id: app.client_id }, bearer);
    expect([status, next]).toEqual([200, expect.objectContaining({ token_type: "Bearer" })]);
    const [nobody, refusal] = await ask(refresh, bearer);
    expect([nobody, refusal.error_uri]).toEqual([
      401,
      expect.stringMatching(/client_authentication_unsupported$/),
    ]);
    expect(boxes()).toBe(0);
    // Proves that the test would notice a dialog: a malformed Basic credential is answered with a challenge.
    await ask(refresh, "Basic x").catch(() => undefined);
    expect(boxes()).toBeGreaterThan(0);
  });

  it("is not in the way of other projects' cookies; beyond 64 KiB the app says so, and goes on once they are gone [browser-refresh-1]", async () => {
    const profile = await newProfile(browser);
    const app = stack.apps.crowded;
    const page = await signInToApp(profile, app, stack.ada);
    const setCookies = (count: number) =>
      page.evaluate(
        `for (let n = 0; n < ${count}; n += 1) document.cookie = "other." + n + "=" + "x".repeat(3500) + "; path=/"`,
      );
    await setCookies(8);
    await untilExpired(page);
    await loadAgain(page);
    expect(await lettersOf(page)).toMatch(/ GH CD$/);
    expect(await page.locator("#problem").isVisible()).toBe(false);

    const generation = async () => (await findSession(app))?.generation;
    const before = await generation();
    await setCookies(20);
    await untilExpired(page);
    await page.getByRole("button", { name: "Reload" }).click();
    await page.locator("#problem", { hasText: "clear them, or use a private window" }).waitFor();
    expect(await page.locator("#log .why").first().textContent()).toBe("head_too_large");
    await page.reload();
    await page.locator("#ended", { hasText: "clear them, or use a private window" }).waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Too many cookies" }).waitFor();
    expect(page.url()).toContain(stack.issuer);
    await page.goBack();
    expect([await generation(), (await findSession(app))?.revoked_at]).toEqual([before, null]);

    await profile.clearCookies({ name: /^other/ });
    await page.reload();
    await untilSignedIn(page);
    expect(await lettersOf(page)).toBe("GH CD");
  });

  it("survives an answer that is lost after the server has done its work", async () => {
    const app = stack.apps.losing;
    const behind = await stack.startAuthServer();
    await stack.authServers[0].stop();
    const proxy = await startLossyProxy(Number(new URL(stack.issuer).port), behind.url);
    onTestFinished(() => proxy.stop());

    const page = await signInToApp(await newProfile(browser), app, stack.ada);
    await untilExpired(page);
    proxy.lose("/oauth2/token", 1);
    await loadAgain(page);
    await expect.poll(() => lettersOf(page), { timeout: 10_000 }).toBe("AB CD EF GH GH CD");
    expect(proxy.lost()).toBe(1);
    expect(await findSession(app)).toMatchObject({ generation: 1, retry_count: 1, revoked_at: null });
    await page.reload();
    await untilSignedIn(page);
  });
});
