/** OpenID Connect: who signed in. Everything is on loopback, so that signatures are checked, too. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryStore } from "../src/index.js";
import { startAuthorizationServer } from "./support/authorization-server.js";
import { newClient, signedIn } from "./support/clients.js";
import { forgeIdToken, signIdToken, unsignedIdToken } from "./support/id-tokens.js";

const scope = "openid notes:read";
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

afterEach(() => void vi.restoreAllMocks());

describe("the authentication request (OpenID Connect Core §3.1.2.1)", () => {
  it("has a nonce, another one each time, which is stored here [client-id-token-1]", async () => {
    const { issuer } = await startAuthorizationServer();
    const signInStore = memoryStore();
    const client = newClient(issuer, { scope, signInStore });
    const nonces = [];
    for (const _ of [1, 2]) nonces.push((await client.signInUrl()).searchParams.get("nonce"));
    expect(new Set(nonces).size).toBe(2);
    expect(nonces[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const kept = JSON.parse((await signInStore.getItem(`regrant ${issuer} app sign_ins`)) ?? "[]");
    expect(kept.map(({ nonce }: { nonce: string }) => nonce)).toEqual(nonces);
  });

  it("has what this sign-in asks for", async () => {
    const { issuer } = await startAuthorizationServer();
    const request = { prompt: "select_account", uiLocales: "de en", acrValues: "pwd" } as const;
    const url = await newClient(issuer, { scope }).signInUrl(request);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: "select_account",
      ui_locales: "de en",
      acr_values: "pwd",
    });
  });

  it("is none without the scope openid: no nonce, and nobody is known [client-id-token-2]", async () => {
    const { server, client } = await signedIn({ scope: "notes:read openid.made-up" });
    expect((await client.signInUrl()).searchParams.has("nonce")).toBe(false);
    expect(client.accessToken).not.toBeNull();
    expect(client.idToken).toBeNull();
    await expect(client.userInfo()).rejects.toThrow(/the scope openid/);
    expect(server.requests).toHaveLength(1);
  });
});

describe("the ID token of a sign-in (§3.1.3.7)", () => {
  it("tells who signed in, frozen all through [client-id-token-3]", async () => {
    const { server, client } = await signedIn({ scope });
    expect(client.idToken).toMatchObject({ iss: server.issuer, sub: "ada", aud: "app", name: "Ada" });
    for (const value of [client.idToken, client.idToken?.amr]) expect(Object.isFrozen(value)).toBe(true);
    expect(client.idToken).toBe(client.idToken);
  });

  it("is in no event and in no store [client-id-token-4]", async () => {
    const signInStore = memoryStore();
    const written: string[] = [];
    const setItem = (key: string, value: string) => {
      written.push(value);
      return signInStore.setItem(key, value);
    };
    const { client } = await signedIn({ scope, signInStore: { ...signInStore, setItem } });
    for (const text of [...written, JSON.stringify(client.events)]) expect(text).not.toMatch(/eyJ|ada/);
  });

  it.each([
    ["with another nonce", signIdToken, { nonce: "made-up" }],
    ["without a nonce", signIdToken, { nonce: undefined }],
    ["for another client", signIdToken, { aud: "other" }],
    ["for several, whose authorized party is another one", signIdToken, { aud: ["app", "b"], azp: "b" }],
    ["of another issuer", signIdToken, { iss: "https://attacker.example" }],
    ["that has expired", signIdToken, { exp: secondsFromNow(-60) }],
    ["without an expiry", signIdToken, { exp: undefined }],
    ["without a subject", signIdToken, { sub: undefined }],
    ["that another key signed", forgeIdToken, {}],
  ])("is refused %s, and so is the sign-in [client-id-token-5]", async (_case, sign, claims) => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { scope, refreshTokenStore: memoryStore() });
    server.changeIdTokens((idToken) => sign(idToken, claims));
    const answer = server.authorize(await client.signInUrl());
    const refused = { name: "RefusedError", error: "invalid_token", reason: "id_token_invalid" };
    await expect(client.finishSignIn(answer)).rejects.toMatchObject(refused);
    expect([client.accessToken, client.idToken]).toEqual([null, null]);
  });

  it.each([
    ["missing", async () => undefined],
    ["unsigned", async (idToken: Parameters<typeof signIdToken>[0]) => unsignedIdToken(idToken)],
    ["no JWT", async () => "made-up"],
  ])("is refused where it is %s [client-id-token-6]", async (_case, make) => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { scope, refreshTokenStore: memoryStore() });
    server.changeIdTokens(make);
    const answer = server.authorize(await client.signInUrl());
    await expect(client.finishSignIn(answer)).rejects.toMatchObject({ reason: "id_token_invalid" });
    expect(client.accessToken).toBeNull();
  });

  it("is refused where the user signed in longer ago than asked, or at an unknown time [client-id-token-7]", async () => {
    const server = await startAuthorizationServer();
    for (const auth_time of [secondsFromNow(-120), undefined]) {
      server.changeIdTokens((idToken) => signIdToken(idToken, { auth_time }));
      const client = newClient(server.issuer, { scope, refreshTokenStore: memoryStore() });
      const asked = await client.signInUrl({ maxAgeSeconds: 60 });
      const refused = expect(client.finishSignIn(server.authorize(asked))).rejects;
      await refused.toMatchObject({ reason: "id_token_invalid" });
      expect(await client.finishSignIn(server.authorize(await client.signInUrl()))).toBe(true);
    }
  });

  it("that is refused leaves nothing behind: its grant is revoked, and the one before is over here [client-id-token-8]", async () => {
    const { server, client, store } = await signedIn({ scope }, { hasRevocation: true });
    server.changeIdTokens((idToken) => signIdToken(idToken, { nonce: "made-up" }));
    const answer = server.authorize(await client.signInUrl());
    await expect(client.finishSignIn(answer)).rejects.toMatchObject({ reason: "id_token_invalid" });
    expect(server.revocations).toHaveLength(1);
    expect(await store.getItem(`regrant ${server.issuer} app refresh_token`)).toBeNull();
    expect(client.signedOut).toEqual(["id_token_invalid"]);
    expect([await client.restore(), client.idToken]).toEqual([false, null]);
  });

  it("needs no key where TLS tells whose it is, but is never unsigned (§3.1.3.7, 6) [client-id-token-11]", async () => {
    const issuer = "https://issuer.example";
    const server = await startAuthorizationServer({ iss: issuer });
    const asked: string[] = [];
    const overTls: typeof fetch = async (input, init) => {
      asked.push(String(input));
      const response = await fetch(String(input).replace(issuer, server.issuer), init);
      return new Response((await response.text()).replaceAll(server.issuer, issuer), response);
    };
    const client = newClient(issuer, { scope, refreshTokenStore: memoryStore(), fetch: overTls });
    server.changeIdTokens((idToken) => forgeIdToken({ ...idToken, issuer }));
    expect(await client.finishSignIn(server.authorize(await client.signInUrl()))).toBe(true);
    expect(client.idToken).toMatchObject({ iss: issuer, sub: "ada" });
    expect(asked).not.toContain(`${issuer}/jwks`);
    server.changeIdTokens(async (idToken) => unsignedIdToken({ ...idToken, issuer }));
    await expect(client.refresh()).rejects.toMatchObject({ reason: "id_token_invalid" });
  });

  it.each([86_400_000, -86_400_000])("is judged by the server's clock: this one is %i ms off", async (by) => {
    const real = Date.now.bind(Date);
    const server = await startAuthorizationServer();
    server.changeIdTokens((idToken) => {
      const iat = Math.floor(real() / 1_000);
      return signIdToken(idToken, { iat, exp: iat + 60, auth_time: iat });
    });
    vi.spyOn(Date, "now").mockImplementation(() => real() + by);
    const client = newClient(server.issuer, { scope, refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl({ maxAgeSeconds: 30 }));
    expect(await client.finishSignIn(answer)).toBe(true);
  });
});

describe("the ID token of a refresh (§12.2)", () => {
  it("takes the place of the one before [client-id-token-9]", async () => {
    const { server, client } = await signedIn({ scope });
    server.changeIdTokens((idToken) => signIdToken(idToken, { name: "Ada King" }));
    await client.refresh();
    expect(client.idToken).toMatchObject({ sub: "ada", name: "Ada King" });
  });

  it("may be missing: the one before remains", async () => {
    const { server, client } = await signedIn({ scope });
    server.changeIdTokens(async () => undefined);
    await client.refresh();
    expect(client.idToken?.sub).toBe("ada");
  });

  it("comes to a new page or process with the first refresh", async () => {
    const { server, store } = await signedIn({ scope });
    const next = newClient(server.issuer, { scope, refreshTokenStore: store });
    expect(next.idToken).toBeNull();
    expect(await next.restore()).toBe(true);
    expect(next.idToken?.sub).toBe("ada");
  });

  it("of another user ends the session here, and leaves the grant to that user [client-id-token-10]", async () => {
    const { server, api, client, store } = await signedIn({ scope, apis: [] }, { hasRevocation: true });
    server.changeIdTokens((idToken) => signIdToken(idToken, { sub: "bob" }));
    const ended = { name: "SignedOutError", reason: "user_changed" };
    await expect(client.refresh()).rejects.toMatchObject(ended);
    await expect(client.refresh()).rejects.toMatchObject(ended);
    expect(client.signedOut).toEqual(["user_changed"]);
    expect([client.accessToken, client.idToken, server.revocations]).toEqual([null, null, []]);
    const next = newClient(server.issuer, { scope, resource: api.url, refreshTokenStore: store });
    expect(await next.restore()).toBe(true);
    expect(next.idToken?.sub).toBe("bob");
  });

  it.each([
    ["for another client", signIdToken, { aud: "other" }],
    ["of another issuer", signIdToken, { iss: "https://attacker.example" }],
    ["that has expired", signIdToken, { exp: secondsFromNow(-60) }],
    ["that another key signed", forgeIdToken, {}],
  ])(
    "is refused %s, with the access token beside it, but not the refresh token",
    async (_case, sign, claims) => {
      const { server, client } = await signedIn({ scope });
      const { accessToken } = client;
      server.changeIdTokens((idToken) => sign(idToken, claims));
      for (const _ of [1, 2])
        await expect(client.refresh()).rejects.toMatchObject({ reason: "id_token_invalid" });
      expect(client.accessToken).toEqual(accessToken);
      expect(client.idToken?.sub).toBe("ada");
      server.changeIdTokens(signIdToken);
      await client.refresh();
      const presented = server.requests.slice(1).map((form) => form.get("refresh_token"));
      expect(new Set(presented).size).toBe(3);
      expect(client.signedOut).toEqual([]);
    },
  );

  it("does not hide that the keys cannot be had: the tokens are kept", async () => {
    let isAway = false;
    const orAway: typeof fetch = async (input, init) => {
      if (isAway && String(input).endsWith("/jwks")) throw new TypeError("fetch failed");
      return fetch(input, init);
    };
    const { server, store } = await signedIn({ scope });
    const next = newClient(server.issuer, { scope, refreshTokenStore: store, fetch: orAway });
    isAway = true;
    await expect(next.restore()).rejects.toMatchObject({ name: "UnavailableError" });
    isAway = false;
    expect(await next.restore()).toBe(true);
  });
});
