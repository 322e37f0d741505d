/** Every page of the servers and the app, in English and German: accessible, fit for every screen, and no policy is violated. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addNote,
  fillLogin,
  loadAgain,
  openApp,
  untilExpired,
  untilSignedIn,
  untilSignedOut,
  watch,
} from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { lookAt } from "../../support/look.js";

const clients = {
  notes: { isFirstParty: false },
  shortLived: { name: "Short-lived", accessTokenSeconds: 1 },
};

describeInBrowser("the pages", () => {
  let stack: BrowserStack<keyof typeof clients>;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack(clients), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  it.each(["English", "German"] as const)(
    "are accessible, and keep to their policies: %s",
    async (language) => {
      const profile = await browser.newProfile({
        reducedMotion: "reduce",
        locale: language === "German" ? "de-AT" : "en-GB",
      });
      const faults = watch(profile);
      for await (const [name, page] of (language === "German" ? german : visit)(profile)) {
        await page.bringToFront(); // a tab behind others is painted late
        await lookAt(page, name);
      }
      expect(faults).toEqual([]);
      await profile.close();
    },
    240_000,
  );

  /** Goes through all pages and stops at each. */
  async function* visit(profile: BrowserContext): AsyncGenerator<[name: string, page: Page]> {
    const page = await openApp(profile, stack.apps.notes);
    yield ["app-welcome", page];
    await fillLogin(page, { ...stack.ada, password: "not hers" });
    await page.getByRole("alert").waitFor();
    yield ["login-wrong-password", page];
    await page.getByLabel("Password").fill(stack.ada.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/consent\b/);
    yield ["consent", page];
    await page.getByRole("button", { name: "Allow" }).click();
    await untilSignedIn(page);
    await addNote(page, "Buy bread, and the good butter from the market");
    await addNote(page, "averylongwordwithoutanyplacetobreakit".repeat(4));
    yield ["app-notes", page];

    const expiring = await openApp(profile, stack.apps.shortLived);
    await expiring.getByRole("button", { name: "Sign in", exact: true }).click();
    await untilSignedIn(expiring);
    await untilExpired(expiring);
    await loadAgain(expiring);
    yield ["app-refreshed", expiring];

    const server = await profile.newPage();
    await server.goto(`${stack.issuer}/account`);
    yield ["account", server];
    const session = server.getByRole("listitem").filter({ hasText: "Short-lived" });
    await session.getByRole("button", { name: /^End/ }).first().click();
    yield ["account-after-an-end", server];
    await untilExpired(expiring);
    await loadAgain(expiring);
    await untilSignedOut(expiring);
    yield ["app-signed-out", expiring];

    await server.goto(`${stack.issuer}/oauth2/authorize?client_id=nobody`);
    yield ["error-unknown-client", server];
    await server.goto(`${stack.issuer}/nowhere`);
    await server.getByText("Details for support").click();
    yield ["error-nowhere", server];
    await server.goto(`${stack.issuer}/errors`);
    yield ["errors", server];
    await server.goto(`${stack.issuer}/errors/refresh_token_reused`);
    yield ["errors-reason", server];
    await server.goto(`${stack.issuer}/login`);
    yield ["login-signed-in", server];
    await server.goto(`${stack.issuer}/logout`);
    yield ["logout", server];
    await server.getByRole("button", { name: "Sign out" }).click();
    yield ["logout-done", server];
    await server.goto(`${stack.issuer}/login`);
    yield ["login", server];

    await server.goto(stack.resource);
    yield ["api", server];
    await server.goto(`${stack.resource}/notes`);
    yield ["api-no-token", server];
    await server.goto(`${stack.resource}/nowhere`);
    yield ["api-not-found", server];
  }

  /** The same in German, whose words are longer. */
  async function* german(profile: BrowserContext): AsyncGenerator<[name: string, page: Page]> {
    const page = await profile.newPage();
    await page.goto(`${stack.issuer}/login`);
    for (let guess = 0; guess < 7; guess += 1) {
      await page.locator("#username").fill("nobody@example.com");
      await page.locator("#password").fill(`not hers ${guess}`);
      await page.getByRole("button", { name: "Anmelden", exact: true }).click();
      await page.getByRole("alert").waitFor();
    }
    yield ["german-login-too-many", page];
    await page.locator("#username").fill(stack.ada.email);
    await page.locator("#password").fill(stack.ada.password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.waitForURL(/\/account$/);
    yield ["german-account", page];
    const { clientId, url } = stack.apps.notes;
    const asked = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: new URL("/", url).href,
      prompt: "consent",
    };
    const pkce = {
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    };
    await page.goto(`${stack.issuer}/oauth2/authorize?${new URLSearchParams({ ...asked, ...pkce })}`);
    await page.waitForURL(/\/consent\b/);
    yield ["german-consent", page];
    await page.goto(`${stack.issuer}/oauth2/authorize?client_id=nobody`);
    yield ["german-error-unknown-client", page];
    await page.goto(`${stack.issuer}/logout`);
    yield ["german-logout", page];
  }
});
