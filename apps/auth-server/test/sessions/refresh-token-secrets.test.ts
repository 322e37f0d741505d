import { describe, expect, inject, it } from "vitest";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { newSecret } from "../../src/secrets.js";
import { encodeRefreshToken } from "../../src/sessions/refresh-token.js";
import { callback, createApp, getCode, redeem, signedIn, verifier } from "../support/authorization.js";
import { createParties } from "../support/fixtures.js";
import { read } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const before = inject("secrets");
const added = `added:${newSecret()}`;
/** The same database after the operator has added another entry in front. */
const extended = await testServer({ env: { SECRETS: `${added},${before}` } });
const { client, user } = await createParties(server);

describe("Rotating SECRETS [refresh-token-secrets-1]", () => {
  it("keeps the tokens of the entry before working, and writes under the new one", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(extended, client, first.refresh_token);
    expect(() => read(server, second.refresh_token)).toThrow();
    expect(read(extended, second.refresh_token).generation).toBe(1);
    await refresh(extended, client, second.refresh_token);
  });

  it("answers a retry across the change with the same successor secret", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const again = await refresh(extended, client, first.refresh_token);
    expect(read(extended, again.refresh_token)).toEqual(read(server, second.refresh_token));
    const third = await refresh(extended, client, again.refresh_token);
    expect(read(extended, third.refresh_token).generation).toBe(2);
  });

  it("lets replicas with the same entries in another order serve one session between them", async () => {
    const reversed = await testServer({ env: { SECRETS: `${before},${added}` } });
    const first = await signIn(extended, client, user);
    const second = await refresh(reversed, client, first.refresh_token);
    const again = await refresh(extended, client, first.refresh_token);
    expect(read(extended, again.refresh_token)).toEqual(read(reversed, second.refresh_token));
    const third = await refresh(extended, client, second.refresh_token);
    await refresh(reversed, client, third.refresh_token);
  });

  it("keeps sign-ins, forms, codes and the refresh cookies of browser apps, which hang on no entry or on the one before", async () => {
    const origin = "https://app.example.com";
    const browserApp = { refreshTokenDelivery: "cookie", allowedOrigins: [origin], secret: null } as const;
    const [app, inBrowser] = [await createApp(server), await createApp(server, browserApp)];
    const browser = await signedIn(server, user);
    const [code, cookieCode] = [await getCode(browser, app), await getCode(browser, inBrowser)];
    const logout = await browser.visit("/logout");
    const redeemed = await browser.post(
      "/oauth2/token",
      {
        ...{ grant_type: "authorization_code", code: cookieCode, redirect_uri: callback },
        ...{ code_verifier: verifier, client_id: inBrowser.clientId },
      },
      { origin },
    );
    expect(redeemed.status).toBe(200);

    const after = browser.at(extended);
    expectTokens(await redeem(extended, app, code));
    await redeem(extended, app, await getCode(after, app)).then(expectTokens);
    const again = { grant_type: "refresh_token", client_id: inBrowser.clientId };
    expect((await after.post("/oauth2/token", again, { origin })).status).toBe(200);
    expect((await after.visit("/account")).path).toBe("/account");
    expect((await after.submit(logout, "/logout")).status).toBe(200);
    expect((await browser.visit("/account")).path).toMatch(/^\/login/);
  });

  it("makes tokens of a removed entry malformed: terminal, and nobody's session is harmed", async () => {
    const only = await testServer({ env: { SECRETS: added }, withKeys: false });
    only.context.keyRing.load(server.context.secrets, await listSigningKeys(server.db));
    const { refresh_token } = await signIn(server, client, user);
    const answer = await askByRefreshToken(only, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_malformed");
    await refresh(server, client, refresh_token);
  });
});

describe("A made-up refresh token", () => {
  it("fails its tag before the database is asked: it is refused even while the database is away [refresh-token-secrets-2]", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const { refresh_token } = await signIn(cutOff, client, user);
    const stranger = await testServer({ env: { SECRETS: added }, withKeys: false });
    const foreign = encodeRefreshToken(stranger.context.secrets, read(server, refresh_token));
    const last = refresh_token.at(-1) === "A" ? "B" : "A";
    const madeUp = [foreign, `rgr_${"A".repeat(92)}`, refresh_token.slice(0, -1) + last];

    await gate.shut();
    for (const text of madeUp) {
      const answer = await askByRefreshToken(cutOff, client, text);
      expectRefusal(answer, 400, "invalid_grant", "refresh_token_malformed");
    }
    const real = await askByRefreshToken(cutOff, client, refresh_token);
    expectRefusal(real, 503, "temporarily_unavailable", "database_unavailable");

    await gate.open();
    await refresh(cutOff, client, refresh_token);
  });
});
