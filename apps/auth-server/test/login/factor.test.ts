/** The page that asks for the second factor. */
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, createApp, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";
import { type Authenticator, enterCode, enterRecoveryCode, toFactorPage, withTotp } from "../support/totp.js";

const server = await testServer();
let client: TestClient;
let user: TestUser;
let app: Authenticator;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server);
  ({ app } = await withTotp(server, user));
});

const newBrowser = () => new Browser(server);
/** A user with an authenticator whose codes nobody has used. */
async function another() {
  const owner = await createUser(server);
  return { owner, ...(await withTotp(server, owner)) };
}

describe("A password of a user with a second factor", () => {
  it("signs nobody in: it leads to the page that asks for the factor, and leaves nothing in the database", async () => {
    const { owner } = await another();
    const browser = newBrowser();
    const page = await toFactorPage(browser, owner);
    expect(textOf(page.body)).toContain(owner.email);
    expect(browser.cookie("regrant")).toBeUndefined();
    const { rows } = await server.db.query("select from sign_ins where user_id = $1", [owner.id]);
    expect(rows).toEqual([]);
    expect((await browser.visit("/account")).path).toBe("/login");
  });

  it("with the code of the app does, and the ID token tells of both", async () => {
    const { owner, app } = await another();
    const browser = newBrowser();
    const page = await toFactorPage(browser, owner, authorizeUrl(client, { scope: "openid" }));
    const { code = "" } = answerOf(await enterCode(browser, page, app.code()));
    const idToken = await readIdToken(server, expectTokens(await redeem(server, client, code)), client);
    expect(idToken).toMatchObject({ sub: owner.id, acr: "2", amr: ["pwd", "otp", "mfa"] });
    expect(browser.cookie("regrant-half")).toBeUndefined();
  });
});
