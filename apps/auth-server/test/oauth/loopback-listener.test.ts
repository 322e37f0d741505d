import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { authorizeUrl, createApp, login, redeem } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { createResources, createUser } from "../support/fixtures.js";
import { passTime, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createApp(server, {
  name: "Mail helper",
  firstParty: false,
  secret: null,
  redirectUris: ["http://localhost/"],
});
const user = await createUser(server);

/** A command-line program: listens on any port, by name, and waits for one response. */
async function listen() {
  let answered: (query: URLSearchParams) => void = () => {};
  const answer = new Promise<URLSearchParams>((resolve) => {
    answered = resolve;
  });
  const listener = createServer(({ url = "" }, response) => {
    answered(new URL(url, "http://localhost").searchParams);
    response.end("You may close this window.");
  });
  await new Promise<void>((resolve) => listener.listen(0, "localhost", resolve));
  cleanUp(async () => void listener.close());
  return { redirectUri: `http://localhost:${(listener.address() as AddressInfo).port}/`, answer };
}

it("A program that listens on localhost at a port of the system's choice gets its code there, again and again, and refreshes", async () => {
  const browser = new Browser(server);
  await login(browser, await browser.visit("/login"), user);
  for (let times = 0; times < 2; times += 1) {
    const { redirectUri, answer } = await listen();
    const consent = await browser.visit(authorizeUrl(client, { redirect_uri: redirectUri }));
    expect(consent.path).toMatch(/^\/consent\?/);
    const { location } = await browser.submit(consent, "/consent", { decision: "allow" });
    expect((await fetch(location ?? "")).status).toBe(200);
    const code = (await answer).get("code") ?? "";
    const tokens = expectRefreshToken(await redeem(server, client, code, { redirect_uri: redirectUri }));
    await passTime(server, 601);
    expectRefreshToken(await askByRefreshToken(server, client, tokens.refresh_token));
  }
});
