/** The browser app and the server's pages as a person sees them. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { ServedApp } from "./browser-stack.js";
import type { Browser } from "./chromium.js";
import type { User } from "./registrations.js";

/** Opens the app in a new tab, and waits until it knows whether somebody is signed in. */
export async function openApp(profile: BrowserContext, { url }: Pick<ServedApp, "url">): Promise<Page> {
  const page = await profile.newPage();
  await page.goto(url);
  await page.locator("#welcome:visible, #notes:visible").waitFor();
  return page;
}

/** The form of the login page, which is there already. */
export async function fillLoginForm(page: Page, { email, password }: User): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From the app's first page to the server's, to the end of its form. */
export async function fillLogin(page: Page, user: User): Promise<void> {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/login\b/);
  await fillLoginForm(page, user);
}

export async function signInToApp(profile: BrowserContext, app: ServedApp, user: User): Promise<Page> {
  const page = await openApp(profile, app);
  await fillLogin(page, user);
  await untilSignedIn(page);
  return page;
}

export async function untilSignedIn(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Your notes" }).waitFor();
  await page.locator("#empty:visible, #list li").first().waitFor();
}

export async function untilSignedOut(page: Page): Promise<void> {
  await page.getByRole("heading", { name: /Sign in once/ }).waitFor();
}

export async function addNote(page: Page, text: string): Promise<void> {
  await page.getByLabel("New note").fill(text);
  await page.getByRole("button", { name: "Add" }).click();
  await page.locator("#list li", { hasText: text }).first().waitFor();
}

/** The letters of figure 2 in the app's log, oldest first: "AB CD EF GH CD". */
export async function lettersOf(page: Page): Promise<string> {
  const newestFirst = await page.locator("#log .letters").allTextContents();
  return newestFirst
    .reverse()
    .map((letters) => letters.replace(" ", ""))
    .filter((letters) => letters !== "")
    .join(" ");
}

/** Waits until the access token has expired by the app's own clock, which shows a new token within 250 ms. */
export async function untilExpired(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.locator("#remaining", { hasText: "has expired" }).waitFor();
}

/** Loads the notes again and waits for the answer. */
export async function loadAgain(page: Page): Promise<void> {
  const entries = await page.locator("#log .entry").count();
  await page.getByRole("button", { name: "Load again" }).click();
  await expect.poll(() => page.locator("#log .entry").count()).toBeGreaterThan(entries);
  await expect.poll(() => page.locator("#log .answer", { hasText: "…" }).count()).toBe(0);
}

/** A browser that nobody has used, for one test, which fails where a page violates a policy or a script fails. */
export async function newProfile(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const profile = await browser.newProfile(options);
  const faults = watch(profile);
  onTestFinished(async () => {
    await profile.close();
    expect(faults).toEqual([]);
  });
  return profile;
}

/** What no page may cause, written down from now on: violations of a policy, and scripts that fail. */
export function watch(profile: BrowserContext): readonly string[] {
  const faults: string[] = [];
  profile.on("weberror", (error) => faults.push(error.error().message));
  profile.on("console", (message) => {
    if (/content.security.policy|trusted ?type/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** Counts, from now on, how often the browser would ask its user for a name and a password by a box of its own. */
export async function countPasswordBoxes(page: Page): Promise<() => number> {
  let boxes = 0;
  const devtools = await page.context().newCDPSession(page);
  devtools.on("Fetch.requestPaused", ({ requestId }) =>
    devtools.send("Fetch.continueRequest", { requestId }).catch(() => undefined),
  );
  devtools.on("Fetch.authRequired", ({ requestId }) => {
    boxes += 1;
    const authChallengeResponse = { response: "CancelAuth" as const };
    devtools.send("Fetch.continueWithAuth", { requestId, authChallengeResponse }).catch(() => undefined);
  });
  await devtools.send("Fetch.enable", { handleAuthRequests: true });
  return () => boxes;
}
