/** The scope `offline_access` (OpenID Connect Core 1.0 §11). */
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, redeem, signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty, readIdToken, signInTo, userinfoOf } from "../support/openid.js";
import { sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server);
});

const offline = "openid offline_access";

describe("offline_access", () => {
  it("with prompt=consent gives a refresh token, which is only the client's own: oidcc-refresh-token [offline-access-1]", async () => {
    const third = await createRelyingParty(server, { firstParty: false });
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(third, { scope: offline, prompt: "consent" }));
    expect(textOf(page.body)).toContain("Stay signed in to your account after you sign out here");
    const { code = "" } = answerOf(await browser.submit(page, "/consent", { decision: "allow" }));
    const tokens = expectRefreshToken(await redeem(server, third, code));
    expect(tokens.scope).toBe(offline);
    const next = await refresh(server, third, tokens.refresh_token, { scope: offline });
    await readIdToken(server, next, third);
    const stolen = await askByRefreshToken(server, client, next.refresh_token);
    expectRefusal(stolen, 400, "invalid_grant", "refresh_token_wrong_client");
  });

  it("needs the user's consent like any scope [offline-access-2]", async () => {
    const third = await createRelyingParty(server, { firstParty: false });
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(third, { scope: "openid" }));
    await browser.submit(page, "/consent", { decision: "allow" });
    const silent = (scope: string) => browser.visit(authorizeUrl(third, { scope, prompt: "none" }));
    expect(answerOf(await silent("openid"))).toHaveProperty("code");
    expect(answerOf(await silent(offline))).toMatchObject({ error: "consent_required" });
  });

  it("is granted only to clients registered with it, and only if named [offline-access-3]", async () => {
    const browser = await signedIn(server, user);
    const bare = await createRelyingParty(server, { scope: [...notes.scope, "openid"] });
    expect((await signInTo(server, browser, bare, { scope: offline })).scope).toBe("openid");
    expect((await signInTo(server, browser, client, { scope: "openid notes:read" })).scope).toBe(
      "openid notes:read",
    );
  });

  it("gives no refresh token to a client without that grant [offline-access-4]", async () => {
    const brief = await createRelyingParty(server, { grantTypes: ["authorization_code"] });
    const { code = "" } = answerOf(
      await (await signedIn(server, user)).get(authorizeUrl(brief, { scope: offline })),
    );
    expect(expectTokens(await redeem(server, brief, code))).not.toHaveProperty("refresh_token");
  });

  it("is not needed for a refresh token: the grant is the client's [offline-access-5]", async () => {
    const { refresh_token } = await signInTo(server, await signedIn(server, user), client);
    await refresh(server, client, refresh_token);
  });

  it("keeps the session past a sign-out by a client, though a refresh was narrowed [offline-access-6]", async () => {
    const browser = await signedIn(server, user);
    const tokens = await signInTo(server, browser, client, { scope: offline });
    const online = await signInTo(server, browser, client);
    const narrowed = await refresh(server, client, tokens.refresh_token, { scope: "openid" });
    await browser.get(`/oauth2/logout?${new URLSearchParams({ id_token_hint: narrowed.id_token ?? "" })}`);
    expect((await browser.get("/account")).location).toBe("/login");
    expect((await sessionOf(server, online.refresh_token)).revoke_reason).toBe("logout");
    const next = await refresh(server, client, narrowed.refresh_token);
    expect(await userinfoOf(server, next.access_token)).toEqual({ sub: user.id });
  });

  it("does not keep it past the user's own wish to end all [offline-access-7]", async () => {
    const browser = await signedIn(server, user);
    const { refresh_token } = await signInTo(server, browser, client, { scope: offline });
    await browser.submit(await browser.visit("/logout"), "/logout", { apps: "end" });
    expect((await sessionOf(server, refresh_token)).revoke_reason).toBe("logout");
  });
});
