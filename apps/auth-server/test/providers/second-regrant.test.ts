/** Another Regrant as the provider, on a database of its own, over HTTP. */
import { freePort } from "@regrant/dev-stack";
import { beforeAll, expect, it } from "vitest";
import { linkIdentity } from "../../src/providers/link.js";
import type { Provider } from "../../src/providers/providers.sql.js";
import { hashSecret } from "../../src/secrets.js";
import { issuer, login } from "../support/authorization.js";
import { tellClients, until } from "../support/back-channel.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { cloneDatabase } from "../support/databases.js";
import { createResources, createUser, type TestUser } from "../support/fixtures.js";

import { createRelyingParty } from "../support/openid.js";
import { addProvider, goTo } from "../support/scripted-provider.js";
import { testServer } from "../support/server.js";

const here = await testServer();
const port = await freePort();
const there = await testServer({
  databaseUrl: await cloneDatabase(),
  env: { ISSUER: `http://127.0.0.1:${port}` },
});
const stopTelling = tellClients(there);
let provider: Provider;
let person: TestUser;

beforeAll(async () => {
  await there.app.listen({ host: "127.0.0.1", port });
  const base = await here.app.listen({ host: "127.0.0.1", port: 0 });
  await createResources(there);
  const client = await createRelyingParty(there, {
    redirectUris: [`${issuer}/login/providers/partner/callback`],
    backchannelLogoutUri: `${base}/login/providers/partner/logout`,
    firstParty: false,
  });
  const about = { issuer: `http://127.0.0.1:${port}`, clientSecret: client.secret };
  provider = await addProvider(here, about, {
    id: "partner",
    name: "The other one",
    client_id: client.clientId,
    sign_up: true,
    trust_email: true,
    roles_claim: "roles",
    roles: { staff: "editor" },
  });
  person = await createUser(there, ["staff"]);
  await there.db.query(
    `update users set claims = '{"name": "Ada Lovelace", "email_verified": true}' where id = $1`,
    [person.id],
  );
});

const withoutHost = (page: Page): string =>
  new URL(page.location ?? "").href.replace(/^https?:\/\/[^/]+/, "");

/** There and back, with what the person does there. */
async function walk(browser: Browser, at: Browser, start: Page): Promise<Page> {
  let page = await at.visit(withoutHost(start));
  if (page.path.startsWith("/login")) page = await login(at, page, person);
  if (page.path.startsWith("/consent")) page = await at.submit(page, "/consent", { decision: "allow" });
  return browser.follow(await browser.get(withoutHost(page)));
}

it("opens an account, with verified address, name and role; and signs in without asking the second time", async () => {
  const at = new Browser(there);
  const browser = new Browser(here);
  const page = await walk(browser, at, await goTo(browser, provider));
  expect([page.path, textOf(page.body)]).toEqual(["/account", expect.stringContaining(person.email)]);
  const { rows } = await here.db.query("select * from users where email = $1", [person.email]);
  expect(rows).toMatchObject([
    { password_hash: null, roles: ["editor"], claims: { name: "Ada Lovelace", email_verified: true } },
  ]);
  const again = new Browser(here);
  const { location } = await goTo(again, provider);
  const straight = await at.get((location ?? "").replace(/^https?:\/\/[^/]+/, ""));
  expect(straight.location).toMatch(`${issuer}/login/providers/partner/callback?`);
});

it("is asked for a new sign-in by our prompt=login, and its auth_time shows it", async () => {
  const at = new Browser(there);
  const browser = new Browser(here);
  await walk(browser, at, await goTo(browser, provider));
  await there.db.query("update sign_ins set authenticated_at = authenticated_at - interval '1 hour'");
  const away = await browser.submit(
    await browser.visit("/login?continue=/account/password"),
    "/login/providers/partner",
  );
  const asked = await at.visit(withoutHost(away));
  expect(textOf(asked.body)).toContain("Confirm that it’s you");
  const back = await login(at, asked, person);
  expect((await browser.follow(await browser.get(withoutHost(back)))).path).toBe("/account/password");
});

it("passes on that its user cancelled", async () => {
  const other = await createUser(there);
  const [at, browser] = [new Browser(there), new Browser(here)];
  const consent = await login(at, await at.visit(withoutHost(await goTo(browser, provider))), other);
  const denied = await at.submit(consent, "/consent", { decision: "cancel" });
  const page = await browser.get(withoutHost(denied));
  expect([page.status, textOf(page.body)]).toEqual([403, expect.stringContaining("You’re not signed in")]);
});

it("signs its user out here when they sign out there", async () => {
  const [at, browser] = [new Browser(there), new Browser(here)];
  await walk(browser, at, await goTo(browser, provider));
  const hash = hashSecret(browser.cookie("regrant") ?? "");
  const isSignedIn = async () =>
    (await here.db.query("select from sign_ins where token_hash = $1", [hash])).rowCount === 1;
  expect(await isSignedIn()).toBe(true);
  await at.submit(await at.visit("/logout"), "/logout", { apps: "end" });
  await until(async () => !(await isSignedIn()));
  expect((await browser.visit("/account")).path).toBe("/login");
  await stopTelling();
});

it("links an account here that has its address verified, too", async () => {
  const user = await createUser(here);
  const twin = await createUser(there);
  await here.db.query(`update users set claims = '{"email_verified": true}' where id = $1`, [user.id]);
  await there.db.query(
    `update users set email = $2, email_key = $2, claims = '{"email_verified": true}' where id = $1`,
    [twin.id, user.email],
  );
  const [at, browser] = [new Browser(there), new Browser(here)];
  person = { ...twin, email: user.email };
  const page = await walk(browser, at, await goTo(browser, provider));
  expect([page.path, textOf(page.body)]).toEqual(["/account", expect.stringContaining(user.email)]);
  const identity = { providerId: provider.id, subject: twin.id, userId: user.id, email: null };
  expect(await linkIdentity(here.db, identity, "signed_in", {})).toBe(false);
});
