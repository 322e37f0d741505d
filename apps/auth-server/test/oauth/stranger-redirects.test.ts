import { beforeAll, describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { answerOf, authorizeUrl, callback, getCode, redeem, signedIn } from "../support/authorization.js";
import { Browser, textOf } from "../support/browser.js";
import { createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { askToRegister, clientOf, expectRegistered, freshNetwork } from "../support/registration.js";
import { testServer } from "../support/server.js";
import { withTotp } from "../support/totp.js";

const server = await testServer({ env: { REGISTRATION: "open" } });
const evil = "https://evil.example/callback";
const logoutUri = "https://evil.example/out";
let user: TestUser;
let client: TestClient;

beforeAll(async () => {
  user = await createUser(server);
  const api = {
    uri: "https://mcp.example.com/mcp",
    scope: ["mcp:tools"],
    open: true,
    openScope: ["mcp:tools"],
  };
  await insertResource(server.db, api);
  const metadata = {
    client_name: "Your bank",
    redirect_uris: [callback, evil],
    post_logout_redirect_uris: [logoutUri],
  };
  client = clientOf(expectRegistered(await askToRegister(server, metadata, freshNetwork())));
});

const askLogout = (more: object = {}) =>
  `/oauth2/logout?${new URLSearchParams({ client_id: client.clientId, post_logout_redirect_uri: logoutUri, ...more })}`;

describe("A client that nobody registered", () => {
  it("does not turn the server into an open redirector, whatever is wrong with its request [stranger-redirects-1]", async () => {
    for (const who of [new Browser(server), await signedIn(server, user)]) {
      for (const more of [{ scope: "nothing" }, { prompt: "none" }, { response_type: "token" }]) {
        const page = await who.get(authorizeUrl(client, { redirect_uri: evil, ...more }));
        expect([more, page.status, page.location]).toEqual([more, 400, null]);
      }
    }
  });

  it("is told of errors where only the user's own computer can hear them", async () => {
    const metadata = { redirect_uris: ["http://localhost/callback"] };
    const agent = clientOf(expectRegistered(await askToRegister(server, metadata, freshNetwork())));
    const at = "http://localhost:49152/callback";
    const page = await new Browser(server).get(authorizeUrl(agent, { redirect_uri: at, scope: "nothing" }));
    expect(answerOf(page, at)).toMatchObject({ error: "invalid_scope", state: "a state" });
  });

  it("is not told either that a user did not want to show a second factor", async () => {
    const other = await createUser(server);
    const browser = await signedIn(server, other);
    await withTotp(server, other);
    const page = await browser.visit(authorizeUrl(client, { redirect_uri: evil, acr_values: "2" }));
    expect(page.path).toContain("/login/factor");
    const declined = await browser.submit(page, "/login/decline");
    expect([declined.status, declined.location]).toEqual([400, null]);
  });

  it("nor at the end of a sign-out", async () => {
    const page = await new Browser(server).get(askLogout());
    expect(page.location).toBe("/logout");
    const browser = await signedIn(server, user);
    const asked = await browser.visit(askLogout());
    const after = await browser.submit(asked, "/logout", {});
    expect(after.path ?? after.location).toBe("/logout");
  });

  it("is called by where it leads, not by a name of its own, where the password is asked for", async () => {
    const page = await new Browser(server).visit(authorizeUrl(client));
    expect(page.path).toMatch(/^\/login/);
    expect(textOf(page.body)).toContain("to continue to app.example.com");
    expect(textOf(page.body)).not.toContain("Your bank");
  });

  it("gets no code at another of its redirect URIs than the user was shown", async () => {
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client, { scope: "openid mcp:tools" }));
    expect(textOf(page.body)).toContain("app.example.com");
    const after = await browser.submit(page, "/consent", { decision: "allow" });
    expect(answerOf(after)).toHaveProperty("code");
    await getCode(browser, client);
    expect((await browser.visit(authorizeUrl(client, { redirect_uri: evil }))).path).toMatch(/^\/consent/);
  });

  it("is not shown on the account page with the first of its redirect URIs, which may be anybody's", async () => {
    const account = textOf((await (await signedIn(server, user)).visit("/account")).body);
    expect(account).toContain("Your bank");
    expect(account).not.toContain("app.example.com");
  });

  it("is told of its mistakes by a user who has let it in, and gets the user back", async () => {
    const browser = await signedIn(server, user);
    const answer = answerOf(await browser.get(authorizeUrl(client, { scope: "nothing" })));
    expect(answer.error).toBe("invalid_scope");
    const code = await getCode(browser, client, { scope: "openid" });
    const { body } = await redeem(server, client, code);
    const page = await browser.get(askLogout({ id_token_hint: `${body.id_token}` }));
    expect(page.location).toBe(logoutUri);
  });
});
