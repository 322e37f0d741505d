/** node-oidc-provider as the provider, which another project wrote, over HTTP. */
import type { Server } from "node:http";
import { freePort } from "@regrant/dev-stack";
import Provider from "oidc-provider";
import { beforeAll, expect, it, vi } from "vitest";
import type { Provider as Registered } from "../../src/providers/providers.sql.js";
import { newSecret } from "../../src/secrets.js";
import { authorizeUrl, issuer } from "../support/authorization.js";
import { until } from "../support/back-channel.js";
import { Browser, textOf } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { createResources } from "../support/fixtures.js";

import { createRelyingParty } from "../support/openid.js";
import { addProvider, goTo } from "../support/scripted-provider.js";
import { testServer } from "../support/server.js";
import { Visitor } from "../support/visitor.js";

// It warns of each setting that a production server would choose.
for (const method of ["info", "warn"] as const) vi.spyOn(console, method).mockImplementation(() => {});

const server = await testServer();
const theirs = `http://127.0.0.1:${await freePort()}`;
const clientSecret = newSecret();
let provider: Registered;

beforeAll(async () => {
  await createResources(server);
  const base = await server.app.listen({ host: "127.0.0.1", port: 0 });
  const oidc = new Provider(theirs, {
    clients: [
      {
        client_id: "regrant",
        client_secret: clientSecret,
        redirect_uris: [`${issuer}/login/providers/node/callback`],
        backchannel_logout_uri: `${base}/login/providers/node/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ["sub", "sid"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: [newSecret()] },
    // It tells no address of this machine of a logout, unless it is told to.
    fetch(url, options) {
      const init: Record<string, unknown> = { ...options };
      delete init.dispatcher;
      return fetch(url, init);
    },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        name: "Ada Lovelace",
        email: `${accountId}@example.com`,
        email_verified: true,
      }),
    }),
  });
  const listening: Server = oidc.listen(Number(new URL(theirs).port), "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  cleanUp(async () => {
    listening.closeAllConnections();
    listening.close();
  });
  const settings = { id: "node", name: "Node", sign_up: true };
  provider = await addProvider(server, { issuer: theirs, clientSecret }, settings);
});

/** Its pages for development: any name signs in. @returns the path back here */
async function throughTheirPages(visitor: Visitor, location: string | null, name: string): Promise<string> {
  let page = await visitor.visit(location ?? "");
  for (const prompt of ["login", "consent"]) {
    if (!page.body.includes(`value="${prompt}"`)) continue;
    const [, action = ""] = /<form[^>]* action="([^"]*)"/.exec(page.body) ?? [];
    page = await visitor.submit(action, { prompt, login: name, password: "any" });
  }
  expect(page.url).toMatch(issuer);
  return page.url.slice(issuer.length);
}

it("opens an account from its userinfo, signs in again by SSO, and signs out here when its user signs out there", async () => {
  const visitor = new Visitor(theirs);
  const browser = new Browser(server);
  const there = await goTo(browser, provider);
  const page = await browser.follow(
    await browser.get(await throughTheirPages(visitor, there.location, "ada")),
  );
  expect([page.path, textOf(page.body)]).toEqual(["/account", expect.stringContaining("ada@example.com")]);
  const { rows } = await server.db.query("select claims from users where email = 'ada@example.com'");
  expect(rows).toEqual([{ claims: { name: "Ada Lovelace" } }]);

  const again = new Browser(server);
  const { location } = await goTo(again, provider);
  expect((await again.get((await visitor.visit(location ?? "")).url.slice(issuer.length))).location).toBe(
    "/account",
  );

  const question = await visitor.visit(`${theirs}/session/end`);
  const [, xsrf = ""] = /name="xsrf" value="([^"]*)"/.exec(question.body) ?? [];
  await visitor.submit(`${theirs}/session/end/confirm`, { xsrf, logout: "yes" });
  await until(async () => (await browser.visit("/account")).path === "/login");
  await until(async () => (await again.visit("/account")).path === "/login");
});

it("authenticates its user anew where our app wants that", async () => {
  const visitor = new Visitor(theirs);
  const client = await createRelyingParty(server);
  const first = new Browser(server);
  await first.get(await throughTheirPages(visitor, (await goTo(first, provider)).location, "grace"));
  const browser = new Browser(server);
  const away = await goTo(browser, provider, authorizeUrl(client, { scope: "openid", prompt: "login" }));
  const asked = await visitor.visit(away.location ?? "");
  expect(asked.body).toContain('value="login"');
  const [, action = ""] = /<form[^>]* action="([^"]*)"/.exec(asked.body) ?? [];
  const back = await visitor.submit(action, { prompt: "login", login: "grace", password: "any" });
  expect((await browser.get(back.url.slice(issuer.length))).location).toMatch(/^\/oauth2\/authorize\?/);
});

it("says that its user cancelled", async () => {
  const visitor = new Visitor(theirs);
  const browser = new Browser(server);
  const page = await visitor.visit((await goTo(browser, provider)).location ?? "");
  const [, abort = ""] = /href="([^"]*\/abort)"/.exec(page.body) ?? [];
  const back = await visitor.visit(new URL(abort, theirs).href);
  const denied = await browser.get(back.url.slice(issuer.length));
  expect([denied.status, textOf(denied.body)]).toEqual([403, expect.stringContaining("You cancelled")]);
});
