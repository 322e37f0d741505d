/** The browser app and the server's pages, as people use them. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { ServedApp } from "./browser-stack.js";
import type { Browser } from "./chromium.js";
import type { User } from "./registrations.js";

/** Opens the app in a new tab, and waits until it shows whether somebody is signed in. */
export async function openApp(profile: BrowserContext, { url }: Pick<ServedApp, "url">): Promise<Page> {
  const page = await profile.newPage();
  await page.goto(url);
  await page.locator("#welcome:visible, #notes:visible").waitFor();
  return page;
}

/** Fills in the login page, which must be open. */
export async function fillLoginForm(page: Page, { email, password }: User): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** From the app's welcome page to the server's login page, and submits its form. */
export async function fillLogin(page: Page, user: User): Promise<void> {
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
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

/** Waits until the app shows the access token as expired; it shows a new token within 250 ms. */
export async function untilExpired(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.locator("#remaining", { hasText: "has expired" }).waitFor();
}

/** Loads the notes again and waits for the answer. */
export async function loadAgain(page: Page): Promise<void> {
  const entries = await page.locator("#log .entry").count();
  await page.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => page.locator("#log .entry").count()).toBeGreaterThan(entries);
  await expect.poll(() => page.locator("#log .answer", { hasText: "…" }).count()).toBe(0);
}

/** A new profile for one test, which fails if a page violates a policy or a script throws. */
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

/** Records what no page may cause: policy violations and script errors. */
export function watch(profile: BrowserContext): readonly string[] {
  const faults: string[] = [];
  profile.on("weberror", (error) => faults.push(error.error().message));
  profile.on("console", (message) => {
    if (/content.security.policy|trusted ?type/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** Counts how often the browser would show its own dialog for a name and password. */
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
