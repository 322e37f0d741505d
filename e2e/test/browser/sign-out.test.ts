import { afterAll, beforeAll, expect, it } from "vitest";
import {
  loadAgain,
  newProfile,
  openApp,
  signInToApp,
  untilExpired,
  untilSignedIn,
  untilSignedOut,
} from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

const clients = {
  ended: { name: "Ended" },
  kept: { name: "Kept" },
  shortLived: { name: "Short-lived", accessTokenSeconds: 2 },
};

describeInBrowser("signing out, in a browser", () => {
  let stack: BrowserStack<keyof typeof clients>;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack(clients), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  it("ends the session, and is seen in the other tabs", async () => {
    const profile = await newProfile(browser);
    const app = stack.apps.ended;
    const one = await signInToApp(profile, app, stack.ada);
    const other = await openApp(profile, app);
    await untilSignedIn(other);

    await one.getByRole("button", { name: "Sign out" }).click();
    await one.getByText("You signed out of this app.").waitFor();
    await untilSignedOut(other);
    expect(await other.getByRole("alert").textContent()).toBe("You signed out in another tab.");
    expect(await other.locator("#list li").count()).toBe(0);
    const { rows } = await stack.db.query("select revoke_reason from sessions where client_id = $1", [
      app.clientId,
    ]);
    expect(rows).toEqual([{ revoke_reason: "client" }]);
    const names = (await profile.cookies()).map(({ name }) => name);
    expect(names).not.toContain(`regrant-refresh-${app.clientId}`);
    await other.reload();
    await untilSignedOut(other);
  });

  it("of the server as well is one step more, and then the password is asked for", async () => {
    const app = stack.apps.kept;
    const page = await signInToApp(await newProfile(browser), app, stack.ada);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign out of Regrant too?" }).click();
    await page.waitForURL(/\/logout\b/);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
    await page.goto(app.url);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/login\b/);
  });

  it("from the account page, with the app open, is noticed at the next refresh, with the reason", async () => {
    const profile = await newProfile(browser);
    const app = stack.apps.shortLived;
    const page = await signInToApp(profile, app, stack.ada);
    const second = await openApp(profile, app);
    await untilSignedIn(second);

    const [account] = await Promise.all([
      profile.waitForEvent("page"),
      page.getByRole("link", { name: "Your sessions" }).click(),
    ]);
    const session = account.getByRole("listitem").filter({ hasText: "Short-lived" });
    await session.getByRole("button", { name: /^End/ }).click();
    await session.waitFor({ state: "detached" });

    await untilExpired(page);
    await loadAgain(page);
    for (const tab of [page, second]) {
      await untilSignedOut(tab);
      expect(await tab.getByRole("alert").textContent()).toMatch(/^This session was ended/);
    }
    expect(await page.locator("#log .why").allTextContents()).toContain("refresh_token_revoked");
  });

  it("leaves another app's session alone", async () => {
    const profile = await newProfile(browser);
    const kept = await signInToApp(profile, stack.apps.kept, stack.ada);
    const ended = await openApp(profile, stack.apps.ended);
    await ended.getByRole("button", { name: "Sign in", exact: true }).click();
    await untilSignedIn(ended);
    await ended.getByRole("button", { name: "Sign out" }).click();
    await ended.getByText("You signed out of this app.").waitFor();
    await kept.reload();
    await untilSignedIn(kept);
  });
});
