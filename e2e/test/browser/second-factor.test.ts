/**
 * An authenticator app in a real browser: set up because an app wants it, used to sign in, lost, and got around by a recovery
 * code. Pictures are left in e2e/screenshots.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newProfile } from "../../support/app-page.js";
import { codeOf, readQrCode } from "../../support/authenticator-app.js";
import { violationsOf } from "../../support/axe.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { type Client, registerRelyingParty, registerUser, type User } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";

const screenshots = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const screens = { desk: { width: 1200, height: 800 }, phone: { width: 400, height: 780 } } as const;

describeInBrowser("a second factor", () => {
  let stack: TestStack;
  let browser: Browser;
  let client: Client;
  let callback: string;
  const app = createServer((_request, response) => void response.end("The app."));
  beforeAll(async () => {
    await once(app.listen(0, "127.0.0.1"), "listening");
    callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`;
    [stack, browser] = await Promise.all([startTestStack(), startBrowser()]);
    client = await registerRelyingParty(stack, "--redirect-uri", callback, "--first-party");
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
    app.close();
  });

  /** A request that wants two factors. */
  const strongRequest = () =>
    `${stack.issuer}/oauth2/authorize?${new URLSearchParams({
      response_type: "code",
      client_id: client.client_id,
      redirect_uri: callback,
      scope: "openid",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
      acr_values: "2",
    })}`;
  /** In whatever language. */
  const signIn = async (page: Page, { email, password }: User) => {
    await page.locator("#username").fill(email);
    await page.locator("#password").fill(password);
    await page.keyboard.press("Enter");
  };
  const untilAtApp = (page: Page) => page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback\?code=/);

  it.each([
    { locale: "en-GB", colorScheme: "light" },
    { locale: "de-DE", colorScheme: "dark" },
  ] as const)(
    "is set up from a QR code, used, lost and got around: $locale, $colorScheme [browser-second-factor-1]",
    async (options) => {
      const user = await registerUser(
        stack,
        `ada-${options.locale}-${options.colorScheme}@example.com`.toLowerCase(),
      );
      const profile = await newProfile(browser, { reducedMotion: "reduce", ...options });
      const page = await profile.newPage();
      page.setDefaultTimeout(15_000);
      const look = async (name: string) => {
        for (const [screen, viewport] of Object.entries(screens)) {
          await page.setViewportSize(viewport);
          const place = `${name}, ${screen}`;
          expect(await violationsOf(page), place).toEqual([]);
          expect(await page.evaluate("document.documentElement.scrollWidth"), place).toBe(viewport.width);
          const file = `${name}-${screen}-${options.colorScheme}-${options.locale.slice(0, 2)}.png`;
          await page.screenshot({ path: screenshots + file, fullPage: true });
        }
      };

      await page.goto(strongRequest());
      await signIn(page, user);
      await page.waitForURL(/\/account\/factors\?/);
      await look("factors-needed");
      await page.locator('a[href^="/account/factors/totp"]').click();
      await look("factor-set-up");
      const uri = await readQrCode(page);
      expect(await page.locator('details a[href^="otpauth:"]').getAttribute("href")).toBe(uri);
      await page.locator("summary").click();
      await look("factor-set-up-by-hand");
      await page.locator("#code").fill("000000");
      await page.keyboard.press("Enter");
      await page.locator("#problem").waitFor();
      await look("factor-set-up-wrong");
      expect(await readQrCode(page)).toBe(uri);
      await page.locator("#code").fill(codeOf(uri));
      await page.keyboard.press("Enter");
      await page.locator(".codes").waitFor();
      await look("recovery-codes");
      const [first = ""] = await page.locator(".codes code").allTextContents();
      await page.locator("a.main").click();
      await untilAtApp(page);

      await profile.clearCookies();
      await page.goto(strongRequest());
      await signIn(page, user);
      await page.waitForURL(/\/login\/factor\?/);
      await look("factor");
      expect(await page.evaluate("document.activeElement.id")).toBe("code");
      await page.locator("#code").fill("000000");
      await page.keyboard.press("Enter");
      await page.locator("#problem").waitFor();
      await look("factor-wrong");
      await page.locator("#code").fill(codeOf(uri, 30));
      await page.keyboard.press("Enter");
      await untilAtApp(page);

      await profile.clearCookies();
      await page.goto(`${stack.issuer}/login`);
      await signIn(page, user);
      await page.waitForURL(/\/login\/factor/);
      await page.locator("summary").click();
      await look("factor-recovery");
      await page.locator("#recovery_code").fill(first.toLowerCase().replaceAll("-", " "));
      await page.keyboard.press("Enter");
      await page.locator("a.main").waitFor();
      await look("factor-recovered");
      await page.locator("a.main").click();
      await page.waitForURL(/\/account$/);
      await page.goto(`${stack.issuer}/account/factors`);
      await look("factors");
    },
    180_000,
  );
});
