/** The example app: no errors at a first visit, nothing moves while loading, double clicks do no harm. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addNote,
  fillLoginForm,
  newProfile,
  openApp,
  signInToApp,
  untilSignedIn,
} from "../../support/app-page.js";
import { type BrowserStack, type ServedApp, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser, startBrowserAsPeopleHaveIt } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

const screens = [
  ["desk", { width: 1180, height: 800 }],
  ["phone", { width: 360, height: 740 }],
] as const;

describeInBrowser("the example app", () => {
  let stack: BrowserStack<"app">;
  let app: ServedApp;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack({ app: {} }), startBrowser()]);
    app = stack.apps.app;
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  it("shows a first visitor no error: not on the page, not in the console, not on the wire", async () => {
    const profile = await newProfile(browser);
    const errors: string[] = [];
    profile.on("console", (message) => {
      if (message.type() !== "log") errors.push(message.text());
    });
    profile.on("response", (response) => {
      if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
    });
    const page = await openApp(profile, app);
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("alert").filter({ visible: true }).count()).toBe(0);
    expect(await page.locator(".bad").count()).toBe(0);
    expect(errors).toEqual([]);
    const icon = await page.request.get(`${app.url}/favicon.svg`);
    expect(icon.headers()["content-type"]).toBe("image/svg+xml");
  });

  it.each(screens)("does not move while it loads, signed in or not: %s", async (_screen, viewport) => {
    const profile = await newProfile(browser, { viewport });
    // Delayed, so that each response gets its own frame.
    await profile.route(/config\.json|oauth2\/token|\/notes$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await route.continue();
    });
    const page = await openApp(profile, app);
    expect(await shiftsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await fillLoginForm(page, stack.ada);
    await untilSignedIn(page);
    await addNote(page, `Note of a ${viewport.width}`);
    await page.reload();
    await untilSignedIn(page);
    expect(await shiftsOf(page)).toEqual([]);
  });

  it("starts one sign-in for two clicks, and can start another after Back", async () => {
    const withBack = await startBrowserAsPeopleHaveIt();
    try {
      const profile = await withBack.newProfile();
      const page = await openApp(profile, app);
      const begun = `JSON.parse(sessionStorage.getItem("regrant ${stack.issuer} ${app.clientId} sign_ins") ?? "[]").length`;
      const click = `document.getElementById("sign-in").click()`;
      await page.evaluate(`${click};${click}`);
      await page.waitForURL(/\/login\b/);
      // A page from the back/forward cache loads nothing.
      await page.goBack({ waitUntil: "commit" });
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
      expect(await page.evaluate(begun)).toBe(1);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL(/\/login\b/);
    } finally {
      await withBack.close();
    }
  });

  it("adds one note for two submits, and for a submit repeated after a lost answer", async () => {
    const page = await signInToApp(await newProfile(browser), app, stack.ada);
    const rows = page.locator("#list li");
    const before = await rows.count();
    await page.getByLabel("New note").fill("Once");
    const submit = `document.getElementById("add-note").click()`;
    await page.evaluate(`${submit};${submit}`);
    await rows.filter({ hasText: "Once" }).first().waitFor();
    expect(await rows.count()).toBe(before + 1);

    await page.route(
      /\/notes$/,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await page.getByLabel("New note").fill("Lost");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("The API is not responding.").waitFor();
    await page.getByRole("button", { name: "Add" }).click();
    await rows.filter({ hasText: "Lost" }).first().waitFor();
    expect(await rows.count()).toBe(before + 2);
  });

  it("deletes a note that is gone already without an error", async () => {
    const profile = await newProfile(browser);
    const page = await signInToApp(profile, app, stack.ada);
    await addNote(page, "Twice gone");
    const other = await openApp(profile, app);
    await untilSignedIn(other);
    for (const tab of [other, page]) {
      await tab.getByRole("button", { name: "Delete “Twice gone”" }).click();
      await tab.locator("#list li", { hasText: "Twice gone" }).waitFor({ state: "detached" });
      expect(await tab.locator("#problem").isVisible()).toBe(false);
    }
  });
});

/** What has moved since the page began to load, without user input. */
const shiftsOf = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(observer.takeRecords().filter((shift) => !shift.hadRecentInput).map((shift) =>
      shift.sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join())), 300);
  })`);
