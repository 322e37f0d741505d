/** Browsers as people have them: with the back/forward cache, or with all cookies blocked. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { authorizationUrl, registerBrowserApp } from "../../support/app-origin.js";
import {
  fillLoginForm,
  newProfile,
  openApp,
  signInToApp,
  untilSignedIn,
  untilSignedOut,
} from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowserAsPeopleHaveIt, startWithoutCookies } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

describeInBrowser("a browser as people have it", () => {
  let stack: BrowserStack<"app">;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack({ app: {} }), startBrowserAsPeopleHaveIt()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const openAccount = async (profile: BrowserContext): Promise<Page> => {
    const page = await profile.newPage();
    await page.goto(`${stack.issuer}/login`);
    await fillLoginForm(page, stack.ada);
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    return page;
  };
  /** Visits another site, and comes back after `done`. @returns whether the page was restored from the cache */
  const comeBackAfter = async (page: Page, done: () => Promise<void>): Promise<boolean> => {
    const note = `addEventListener("pageshow", ({ persisted }) => sessionStorage.setItem("persisted", persisted))`;
    await page.evaluate(note);
    await page.goto(`${stack.resource}/`);
    await done();
    await stepBack(page, 1);
    // A page from the cache loads nothing, so there is no event to wait for.
    let persisted: unknown = null;
    const isBack = async () => {
      persisted = await page.evaluate(
        `location.origin === ${JSON.stringify(stack.resource)} ? null : String(sessionStorage.getItem("persisted"))`,
      );
      return persisted !== null;
    };
    await expect.poll(isBack).toBe(true);
    return persisted === "true";
  };
  /** From another device. */
  const endAllElsewhere = async (): Promise<void> => {
    const account = await openAccount(await newProfile(browser));
    await account.getByRole("link", { name: "Sign out everywhere", exact: true }).click();
    await account.getByRole("button", { name: "Sign out everywhere" }).click();
    await account.getByRole("heading", { name: /signed out/ }).waitFor();
  };

  it.each([true, false])(
    "shows no account by Back after signing out, with scripts or without: %s",
    async (javaScriptEnabled) => {
      const page = await openAccount(await newProfile(browser, { javaScriptEnabled }));
      await page.getByRole("link", { name: "Sign out" }).first().click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "You’re signed out" }).waitFor();
      await stepBack(page, 2);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      expect(await page.content()).not.toContain(stack.ada.email);
    },
  );

  it("asks for an account page that it kept anew, after a sign-out from another device", async () => {
    const page = await openAccount(await newProfile(browser));
    expect(await comeBackAfter(page, endAllElsewhere)).toBe(true);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  it("has an app that it kept notice a sign-out from another device", async () => {
    const page = await signInToApp(await newProfile(browser), stack.apps.app, stack.ada);
    expect(await comeBackAfter(page, endAllElsewhere)).toBe(true);
    await untilSignedOut(page);
    expect(await page.getByRole("alert").textContent()).toMatch(/^This session was ended/);
    expect(await page.locator("#list li").count()).toBe(0);
  });

  it("has an app that it kept notice a sign-out in another tab", async () => {
    const profile = await newProfile(browser);
    const page = await signInToApp(profile, stack.apps.app, stack.ada);
    const other = await openApp(profile, stack.apps.app);
    await untilSignedIn(other);
    await comeBackAfter(page, async () => {
      await other.getByRole("button", { name: "Sign out" }).click();
      await other.getByText("You signed out of this app.").waitFor();
    });
    await untilSignedOut(page);
  });

  it("brings back an app that nobody signed out of as it was", async () => {
    const page = await signInToApp(await newProfile(browser), stack.apps.app, stack.ada);
    expect(await comeBackAfter(page, async () => undefined)).toBe(true);
    await untilSignedIn(page);
  });

  it("says that cookies are blocked where somebody signs in, each time, and goes round in no circles", async () => {
    const { profile, close } = await startWithoutCookies();
    onTestFinished(close);
    const redirectUri = "http://localhost:9/callback";
    const clientId = await registerBrowserApp(stack, redirectUri, "--first-party");
    const page = await profile.newPage();
    const visited: string[] = [];
    page.on("request", (request) => {
      if (request.isNavigationRequest()) visited.push(new URL(request.url()).pathname);
    });
    await page.goto(authorizationUrl(stack.issuer, { client_id: clientId, redirect_uri: redirectUri }));
    for (const _attempt of [1, 2]) {
      await fillLoginForm(page, stack.ada);
      await page.getByRole("heading", { name: "Cookies are blocked" }).waitFor();
      expect(await page.locator("main").textContent()).toContain("Allow cookies for this site");
      await page.goBack();
    }
    await page.goto(`${stack.issuer}/account`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(visited.filter((path) => path !== "/login")).toEqual(["/oauth2/authorize", "/account"]);
    expect(await profile.cookies()).toEqual([]);
  });
});

/** Without a script in the page, which may have none. */
async function stepBack(page: Page, steps: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { currentIndex, entries } = await devtools.send("Page.getNavigationHistory");
  const entryId = entries[currentIndex - steps]?.id ?? 0;
  await devtools.send("Page.navigateToHistoryEntry", { entryId });
}
