/** Signing in through another provider, in Chromium, which holds forms to the pages' policy. Pictures are left in e2e/screenshots. */
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newProfile } from "../../support/app-page.js";
import { violationsOf } from "../../support/axe.js";
import { type Browser, findChromium, startBrowser } from "../../support/chromium.js";
import { folderIn } from "../../support/foreign-programs.js";
import { registerUser } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";
import { startZitadel, testUser, type Zitadel } from "../../support/zitadel.js";

const screenshots = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const programs = inject("programs");

const looks = [
  { locale: "en-GB", colorScheme: "light" },
  { locale: "de-DE", colorScheme: "dark" },
] as const;

describe.skipIf(findChromium() === null || "missing" in programs.zitadel)("other providers", () => {
  let stack: TestStack;
  let browser: Browser;
  let zitadel: Zitadel;

  beforeAll(async () => {
    stack = await startTestStack();
    browser = await startBrowser();
    zitadel = await startZitadel(stack, folderIn(programs, "zitadel"));
    const gone = ["--issuer", "http://127.0.0.1:9", "--client-id", "regrant"];
    await stack.regrant(["provider", "create", "gone", "--name", "Example University", ...gone]);
  });
  afterAll(async () => {
    zitadel?.stop();
    await browser?.close();
    await stack?.stop();
  });

  const look = async (page: Page, name: string, { colorScheme, locale }: BrowserContextOptions) => {
    for (const width of [1200, 400]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await violationsOf(page), `${name}, ${width}`).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBe(width);
      const file = `${name}-${width}-${colorScheme}-${locale?.slice(0, 2)}.png`;
      await page.screenshot({ path: screenshots + file, fullPage: true });
    }
  };
  const throughZitadel = async (page: Page) => {
    await page.locator("#username").fill(testUser.username);
    await page.locator("#password").fill(testUser.password);
    await page.locator("button").click();
  };

  it.each(looks)("link, sign in, unlink: $locale, $colorScheme", async (options) => {
    const user = await registerUser(stack, `ada-${options.locale}@example.com`);
    const profile = await newProfile(browser, options);
    const page = await profile.newPage();
    await page.goto(`${stack.issuer}/login`);
    await look(page, "providers-login", options);
    await page.locator("form[action='/login/providers/gone'] button").click();
    await page.waitForURL(/\/login\/providers\/gone$/);
    await look(page, "providers-gone", options);
    await page.locator("a.main").click();
    await page.locator("form[action='/login/providers/zitadel'] button").click();
    await throughZitadel(page);
    await page.waitForURL(/\/callback\?/);
    await look(page, "providers-unknown", options);

    await page.goto(`${stack.issuer}/login`);
    await page.locator("#username").fill(user.email);
    await page.locator("#password").fill(user.password);
    await page.locator("form[action='/login'] > button").click();
    await page.waitForURL(/\/account$/);
    await page.locator("form[action='/account/identities/link'] button").last().click();
    await throughZitadel(page);
    await page.waitForURL(/\/confirm$/);
    await look(page, "providers-confirm", options);
    await page.locator("form button").click();
    await page.locator("#done").waitFor();
    await look(page, "providers-account", options);

    const other = await newProfile(browser, options);
    const there = await other.newPage();
    await there.goto(`${stack.issuer}/login`);
    await there.locator("form[action='/login/providers/zitadel'] button").click();
    await throughZitadel(there);
    await there.waitForURL(/\/account$/);
    expect(await there.content()).toContain(user.email);

    await page.locator("form[action='/account/identities/unlink'] button").click();
    await page.locator("#done").waitFor();
    await there.reload();
    expect(there.url()).toMatch(/\/login$/);
  });
});
