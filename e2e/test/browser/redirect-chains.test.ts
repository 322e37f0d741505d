/** An app's callback redirects to other origins: Chromium checks each against the first page's `form-action`. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appHost, authorizationUrl, registerBrowserApp, serveAppOrigin } from "../../support/app-origin.js";
import { fillLoginForm, newProfile } from "../../support/app-page.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { registerResource, registerUser, type User } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";
import { proxyTo, serveSite, site, siteFlags } from "../../support/tls-site.js";

describeInBrowser("a callback that redirects on", () => {
  let stack: TestStack;
  let browser: Browser;
  let ada: User;
  let plain: Awaited<ReturnType<typeof serveAppOrigin>>;
  let secure: Awaited<ReturnType<typeof serveSite>>;
  let plainHops: readonly string[];
  let secureHops: readonly string[];
  const at = (host: string) => `http://${host}:${plain.port}`;
  const secureAt = (host: string) => `https://${host}.${site}:${secure.port}`;
  interface App {
    readonly issuer: string;
    readonly redirectUri: string;
    /** The end of the chain. */
    readonly end: string;
    readonly ours: string;
    readonly theirs: string;
  }
  const apps = {} as Record<"http" | "https", App>;

  beforeAll(async () => {
    let behind = "";
    const app = appHost(() => secureHops);
    [stack, browser, plain, secure] = await Promise.all([
      startTestStack(),
      startBrowser(siteFlags),
      serveAppOrigin(() => plainHops),
      serveSite({ auth: proxyTo(() => behind), app, other: app, third: app }),
    ]);
    behind = (await stack.startAuthServer({ ISSUER: secureAt("auth") })).url;
    await registerResource(stack);
    ada = await registerUser(stack, "ada@example.com");
    plainHops = [`${at("a.localhost")}/hop/1`, `${at("127.0.0.1")}/hop/2`, `${at("b.localhost")}/end`];
    secureHops = [`${secureAt("other")}/hop/1`, `${secureAt("third")}/hop/2`, `${secureAt("other")}/end`];
    const register = async (issuer: string, origin: string, hops: readonly string[]): Promise<App> => {
      const redirectUri = `${origin}/hop/0`;
      return {
        ...{ issuer, redirectUri, end: hops.at(-1) ?? "" },
        ours: await registerBrowserApp(stack, redirectUri, "--first-party"),
        theirs: await registerBrowserApp(stack, redirectUri),
      };
    };
    apps.http = await register(stack.issuer, at("localhost"), plainHops);
    apps.https = await register(secureAt("auth"), secureAt("app"), secureHops);
  });
  afterAll(async () => {
    await browser.close();
    plain.stop();
    secure.stop();
    await stack.stop();
  });

  const openTab = async () => (await newProfile(browser, { ignoreHTTPSErrors: true })).newPage();
  const start = async (
    name: "http" | "https",
    client: "ours" | "theirs",
    more = {},
    tab?: Page,
  ): Promise<Page> => {
    const page = tab ?? (await openTab());
    const { issuer, redirectUri, [client]: clientId } = apps[name];
    await page.goto(authorizationUrl(issuer, { client_id: clientId, redirect_uri: redirectUri, ...more }));
    await fillLoginForm(page, ada);
    return page;
  };
  const press = (page: Page, name: "Allow" | "Cancel") => page.getByRole("button", { name }).click();
  const untilAtTheEnd = (page: Page, name: "http" | "https") =>
    page.waitForURL((url) => url.href.startsWith(apps[name].end));
  const answered = (page: Page) => new URL(page.url()).searchParams;

  it.each(["http", "https"] as const)("by %s arrives after the login", async (name) => {
    const page = await start(name, "ours");
    await untilAtTheEnd(page, name);
    expect(answered(page).has("code")).toBe(true);
  });

  it.each(["http", "https"] as const)("by %s arrives after Allow and after Cancel", async (name) => {
    const page = await start(name, "theirs");
    await press(page, "Allow");
    await untilAtTheEnd(page, name);
    expect(answered(page).has("code")).toBe(true);
    const refused = await start(name, "theirs", { prompt: "consent" });
    await press(refused, "Cancel");
    await untilAtTheEnd(refused, name);
    expect(answered(refused).get("error")).toBe("access_denied");
  });

  it.each(["http", "https"] as const)("by %s arrives by form_post, with the form", async (name) => {
    const page = await start(name, "ours", { response_mode: "form_post" });
    await untilAtTheEnd(page, name);
    expect(await page.content()).toMatch(/code=/);
  });

  it("by https may end at a program on this machine", async () => {
    secureHops = [`${at("127.0.0.1")}/end`];
    const page = await start("https", "ours");
    await page.waitForURL((url) => url.href.startsWith(`${at("127.0.0.1")}/end?code=`));
  });

  it("by https may end at an app's own scheme", async () => {
    secureHops = ["com.example.app:/done"];
    const page = await openTab();
    // Nothing here opens such an address, so the browser gives up when it gets there.
    const [handedOver] = await Promise.all([
      page.waitForEvent("requestfailed"),
      start("https", "ours", {}, page),
    ]);
    expect(handedOver.url()).toMatch(/^com\.example\.app:\/done\?code=/);
  });
});
