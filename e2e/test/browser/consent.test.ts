/** Consent for native apps, which any app on the device could impersonate. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { newProfile } from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import type { Client } from "../../support/registrations.js";

describeInBrowser("a native app's consent [browser-consent-1]", () => {
  let stack: BrowserStack<never>;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startBrowserStack({}), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const register = async (name: string): Promise<string> => {
    const { client_id: clientId } = await stack.regrant<Client>([
      ...["client", "create", "--name", name, "--public", "--resource", stack.resource],
      ...["--grant", "authorization_code", "--redirect-uri", "http://127.0.0.1/cb"],
      ...["--scope", "notes:read", "--scope", "notes:write"],
    ]);
    return clientId;
  };
  const urlOf = (clientId: string, port: number, scope = "notes:read") =>
    `${stack.issuer}/oauth2/authorize?${new URLSearchParams({
      response_type: "code",
      client_id: clientId,
      redirect_uri: `http://127.0.0.1:${port}/cb`,
      scope,
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    })}`;
  const allow = (page: Page) => page.getByRole("button", { name: "Allow" }).click();
  const untilAsked = (page: Page) => page.getByRole("heading", { name: /^Allow / }).waitFor();
  const untilAnswered = (page: Page, port: number) =>
    page.waitForURL((url) => url.port === String(port) && url.searchParams.has("code"));

  it("is for one request: not for another port or more scope, and Back and reload ask again without an error", async () => {
    const profile = await newProfile(browser);
    const [app, another, clientId] = [await listen(), await listen(), await register("Notes at hand")];
    const page = await profile.newPage();
    await page.goto(urlOf(clientId, app));
    await page.getByLabel("Email address").fill(stack.ada.email);
    await page.getByLabel("Password").fill(stack.ada.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await untilAsked(page);
    await page.reload();
    await untilAsked(page);
    await allow(page);
    await untilAnswered(page, app);

    for (const url of [
      urlOf(clientId, another),
      urlOf(clientId, app, "notes:read notes:write"),
      urlOf(clientId, app),
    ]) {
      const thief = await profile.newPage();
      await thief.goto(url);
      await untilAsked(thief);
    }
    await page.goBack();
    await untilAsked(page);
    await allow(page);
    await untilAnswered(page, app);
  });

  it("for two apps in two tabs reaches both", async () => {
    const profile = await newProfile(browser);
    const tabs = [];
    for (const name of ["One", "Two"]) {
      const [port, page] = [await listen(), await profile.newPage()];
      await page.goto(urlOf(await register(name), port));
      if (tabs.length === 0) {
        await page.getByLabel("Email address").fill(stack.ada.email);
        await page.getByLabel("Password").fill(stack.ada.password);
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
      }
      await untilAsked(page);
      tabs.push({ page, port });
    }
    await Promise.all(tabs.map(({ page }) => allow(page)));
    for (const { page, port } of tabs) await untilAnswered(page, port);
    expect(tabs).toHaveLength(2);
  });
});

/** The app on any free port (RFC 8252 §7.3). */
async function listen(): Promise<number> {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end("<!doctype html><title>Back</title>You can close this."),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
