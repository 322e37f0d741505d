/** Other hosts of the issuer's site try to plant their own session in a browser app. */
import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";
import { type Client, registerResource, registerUser, type User } from "../../support/registrations.js";
import { startTestStack, type TestStack } from "../../support/stack.js";
import { type Host, proxyTo, serveSite, site, siteFlags } from "../../support/tls-site.js";

/** An empty page for scripts to run in; the planter also sets the cookies it is given. */
const page: Host = (_request, response) =>
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>A page</title>");
const planter =
  (cookies: () => readonly string[]): Host =>
  (request, response) => {
    response.setHeader("set-cookie", [...cookies()]);
    page(request, response);
  };

interface TokenAnswer {
  readonly access_token?: string;
  readonly error_uri?: string;
}

describeInBrowser("a sibling host's cookie, by https [cookies-1]", () => {
  let stack: TestStack;
  let browser: Browser;
  let ada: User;
  let clientId: string;
  let served: Awaited<ReturnType<typeof serveSite>>;
  let planted: readonly string[] = [];
  const urlOf = (host: string) => `https://${host}.${site}:${served.port}`;

  beforeAll(async () => {
    let behind = "";
    const hosts = { auth: proxyTo(() => behind), app: page, evil: planter(() => planted) };
    [stack, browser, served] = await Promise.all([
      startTestStack(),
      startBrowser(siteFlags),
      serveSite(hosts),
    ]);
    behind = (await stack.startAuthServer({ ISSUER: urlOf("auth") })).url;
    await registerResource(stack);
    ada = await registerUser(stack, "ada@example.com");
    const client = await stack.regrant<Client>([
      ...["client", "create", "--name", "App", "--public", "--first-party", "--resource", stack.resource],
      ...["--grant", "password", "--grant", "refresh_token", "--scope", "notes:read"],
      ...["--refresh-token-delivery", "cookie", "--allowed-origin", urlOf("app")],
    ]);
    clientId = client.client_id;
  });
  afterAll(async () => {
    await browser.close();
    served.stop();
    await stack.stop();
  });

  const openApp = async (): Promise<[BrowserContext, Page]> => {
    const profile = await browser.newProfile({ ignoreHTTPSErrors: true });
    onTestFinished(() => profile.close());
    const app = await profile.newPage();
    await app.goto(urlOf("app"));
    return [profile, app];
  };
  /** What the app's script does in the browser. */
  const ask = (app: Page, form: Record<string, string>): Promise<TokenAnswer> => {
    const init = { method: "POST", credentials: "include", body: "" };
    const body = new URLSearchParams({ client_id: clientId, ...form }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const url = `${urlOf("auth")}/oauth2/token`;
    return app.evaluate(
      `fetch(${JSON.stringify(url)}, ${JSON.stringify({ ...init, body, headers })}).then((answer) => answer.json())`,
    );
  };
  const signIn = (app: Page, { email, password }: User) =>
    ask(app, { grant_type: "password", username: email, password });
  const refresh = (app: Page) => ask(app, { grant_type: "refresh_token" });
  const subjectOf = ({ access_token: token = "" }: TokenAnswer) =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).sub;

  /** The thief's session, under each name and attribute that a sibling host can set. */
  async function plantIn(profile: BrowserContext): Promise<void> {
    const [thiefs, thief] = await openApp();
    await signIn(thief, await registerUser(stack, `thief-${randomUUID()}@example.com`));
    const name = `__Host-regrant-refresh-${clientId}`;
    const token = (await thiefs.cookies()).find((cookie) => cookie.name === name)?.value;
    expect(token).toMatch(/^rgr_/);
    const sitewide = `Domain=${site}; Secure; HttpOnly; SameSite=Strict`;
    planted = [
      `__Secure-regrant-refresh-${clientId}=${token}; Path=/oauth2; ${sitewide}`,
      `__Secure-regrant-refresh-${clientId}=${token}; Path=/oauth2/token; ${sitewide}`,
      `regrant-refresh-${clientId}=${token}; Path=/oauth2; ${sitewide}`,
      `${name}=${token}; Path=/; ${sitewide}`,
      `${name}=${token}; Path=/oauth2; ${sitewide}`,
      `${name}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict`,
      `=${name}=${token}; Path=/; ${sitewide}`,
    ];
    const evil = await profile.newPage();
    await evil.goto(urlOf("evil"));
    const sent = await profile.cookies(`${urlOf("auth")}/oauth2/token`);
    expect(sent.filter(({ value }) => value === token)).not.toEqual([]);
  }

  it("signs nobody in to the thief's session", async () => {
    const [profile, app] = await openApp();
    await plantIn(profile);
    const answer = await refresh(app);
    expect(answer).not.toHaveProperty("access_token");
    expect(answer.error_uri).toBe(`${urlOf("auth")}/errors/refresh_token_missing`);
  });

  it("does not come before the app's own", async () => {
    const [profile, app] = await openApp();
    const subject = subjectOf(await signIn(app, ada));
    await plantIn(profile);
    for (const _turn of [1, 2]) expect(subjectOf(await refresh(app))).toBe(subject);
  });
});
