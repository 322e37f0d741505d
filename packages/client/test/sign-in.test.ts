import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { memoryStore, RefusedError, UnavailableError } from "../src/index.js";
import { startAuthorizationServer, unavailable } from "./support/authorization-server.js";
import { newClient, redirectUri, signedIn } from "./support/clients.js";

describe("the authorization request (RFC 6749 §4.1.1)", () => {
  it("has what the client was told, and what this sign-in asks for [client-sign-in-1]", async () => {
    const { issuer } = await startAuthorizationServer();
    const resource = "https://api.example";
    const client = newClient(issuer, { scope: "notes:read notes:write", resource });
    const url = await client.signInUrl({ prompt: "login", maxAgeSeconds: 60, loginHint: "ada@example.com" });
    expect(url.origin + url.pathname).toBe(`${issuer}/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      client_id: "app",
      redirect_uri: redirectUri,
      scope: "notes:read notes:write",
      resource,
      prompt: "login",
      max_age: "60",
      login_hint: "ada@example.com",
    });
  });

  it("is followed by token requests that name the API too (RFC 8707 §2.2) [client-sign-in-14]", async () => {
    const { server, api, client } = await signedIn();
    await client.refresh();
    expect(server.requests.map((form) => [form.get("grant_type"), form.get("resource")])).toEqual([
      ["authorization_code", api.url],
      ["refresh_token", api.url],
    ]);
  });

  it("finds the metadata of a server that has it only for OpenID Connect", async () => {
    const { issuer } = await startAuthorizationServer();
    const asked: string[] = [];
    const client = newClient(issuer, {
      fetch: async (input, init) => {
        const { pathname } = new URL(new Request(input, init).url);
        asked.push(pathname);
        return pathname === "/.well-known/oauth-authorization-server"
          ? new Response("", { status: 404 })
          : fetch(input, init);
      },
    });
    expect((await client.signInUrl()).origin).toBe(issuer);
    expect(asked).toEqual(["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]);
  });

  it("leaves out what nobody asked for [client-sign-in-2]", async () => {
    const { issuer } = await startAuthorizationServer();
    const url = await newClient(issuer).signInUrl();
    const names = [
      "client_id",
      "code_challenge",
      "code_challenge_method",
      "redirect_uri",
      "response_type",
      "state",
    ];
    expect([...url.searchParams.keys()].sort()).toEqual(names);
  });

  it("keeps the verifier here and sends its S256 challenge (RFC 7636 §4.2) [client-sign-in-3]", async () => {
    const { issuer } = await startAuthorizationServer();
    const signInStore = memoryStore();
    const url = await newClient(issuer, { signInStore }).signInUrl();
    const [kept] = JSON.parse((await signInStore.getItem(`regrant ${issuer} app sign_ins`)) ?? "[]");
    expect(kept.codeVerifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    const challenge = createHash("sha256").update(kept.codeVerifier).digest("base64url");
    expect(url.searchParams.get("code_challenge")).toBe(challenge);
    expect(url.href).not.toContain(kept.codeVerifier);
  });

  it("forgets the oldest of many that were never finished", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const urls = [];
    while (urls.length < 6) urls.push(await client.signInUrl());
    const [oldest, second] = urls.map((url) => server.authorize(url));
    await expect(client.finishSignIn(oldest)).rejects.toMatchObject({ reason: "state_unknown" });
    expect(await client.finishSignIn(second)).toBe(true);
  });

  it("says so where the server is away, and finds it when it is back", async () => {
    const nowhere = newClient("http://127.0.0.1:1");
    await expect(nowhere.signInUrl()).rejects.toThrow(UnavailableError);
  });
});

describe("the answer (RFC 6749 §4.1.2)", () => {
  it("brings an access token to memory and the refresh token to the store [client-sign-in-4]", async () => {
    const { server, client, store } = await signedIn();
    expect(client.accessToken?.scope).toEqual(["notes:read"]);
    expect(client.accessToken?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 590_000);
    expect(await store.getItem(`regrant ${server.issuer} app refresh_token`)).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.fromEntries(server.requests[0] ?? [])).toMatchObject({
      grant_type: "authorization_code",
      client_id: "app",
      redirect_uri: redirectUri,
    });
    expect(client.letters()).toBe("AB");
  });

  it("brings tokens, whatever else the answers hold (RFC 6749 §4.1.2, §5.1) [client-sign-in-5]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    answer.searchParams.set("made_up", "x");
    server.intercept(async (proceed) => {
      const { body, ...reply } = await proceed();
      return { ...reply, body: { ...Object(body), made_up: { more: ["x"] }, id: 1 } };
    });
    expect(await client.finishSignIn(answer)).toBe(true);
    expect(client.accessToken).not.toBeNull();
  });

  it("brings no token of a type that this client does not know (RFC 6749 §7.1) [client-sign-in-6]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    server.intercept(async (proceed) => {
      const { body, ...reply } = await proceed();
      return { ...reply, body: { ...Object(body), token_type: "mac" } };
    });
    await expect(client.finishSignIn(answer)).rejects.toThrow(UnavailableError);
    expect(client.accessToken).toBeNull();
  });

  it("is no answer where the address has none", async () => {
    const client = newClient("https://issuer.example");
    expect(await client.finishSignIn("https://app.example/?code=only")).toBe(false);
    expect(await client.finishSignIn("https://app.example/?state=only#code=x")).toBe(false);
  });

  it.each([
    ["a state that nobody sent", "state", "made-up", "state_unknown"],
    ["another server's iss (RFC 9207 §2.4)", "iss", "https://attacker.example", "answer_invalid"],
  ])("is refused with %s, and no code is sent [client-sign-in-7]", async (_case, name, value, reason) => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    answer.searchParams.set(name, value);
    await expect(client.finishSignIn(answer)).rejects.toMatchObject({ name: "RefusedError", reason });
    expect(server.requests).toEqual([]);
    expect(client.accessToken).toBeNull();
  });

  it("is refused without iss, which the server's metadata promises (RFC 9207 §2.4) [client-sign-in-8]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    answer.searchParams.delete("iss");
    await expect(client.finishSignIn(answer)).rejects.toThrow(RefusedError);
    expect(server.requests).toEqual([]);
  });

  it("is no error of the server's without its iss (RFC 9207 §2.4) [client-sign-in-9]", async () => {
    const server = await startAuthorizationServer();
    for (const iss of [null, "https://attacker.example"]) {
      const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
      const answer = server.authorize(await client.signInUrl());
      answer.searchParams.delete("code");
      answer.searchParams.set("error", "access_denied");
      if (iss === null) answer.searchParams.delete("iss");
      else answer.searchParams.set("iss", iss);
      const refused = { name: "RefusedError", error: "invalid_request", reason: "answer_invalid" };
      await expect(client.finishSignIn(answer)).rejects.toMatchObject(refused);
    }
  });

  it("serves once: the same address again is refused without a request [client-sign-in-10]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    expect(await client.finishSignIn(answer)).toBe(true);
    await expect(client.finishSignIn(answer)).rejects.toMatchObject({ reason: "state_unknown" });
    expect(server.requests).toHaveLength(1);
  });

  it("says no where the user did", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    answer.searchParams.delete("code");
    answer.searchParams.set("error", "access_denied");
    answer.searchParams.set("error_uri", `${server.issuer}/errors/access_denied`);
    const refused = { name: "RefusedError", error: "access_denied", reason: "access_denied" };
    await expect(client.finishSignIn(answer)).rejects.toMatchObject(refused);
    expect(client.signedOut).toEqual([]);
  });

  it("is refused where the verifier is another sign-in's [client-sign-in-11]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const mine = await client.signInUrl();
    const theirs = server.authorize(await newClient(server.issuer).signInUrl());
    theirs.searchParams.set("state", mine.searchParams.get("state") ?? "");
    const refused = { name: "RefusedError", error: "invalid_grant", reason: "pkce_mismatch" };
    await expect(client.finishSignIn(theirs)).rejects.toMatchObject(refused);
  });

  it("is not sent again by itself: a code serves once, so a lost answer is said to be lost [client-sign-in-12]", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    const answer = server.authorize(await client.signInUrl());
    server.intercept(unavailable(503, "1"));
    await expect(client.finishSignIn(answer)).rejects.toMatchObject({
      name: "UnavailableError",
      retryAfterMs: 1_000,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("the server's metadata", () => {
  it("are of the very issuer that was asked for, or are not used (RFC 8414 §3.3) [client-sign-in-13]", async () => {
    const server = await startAuthorizationServer();
    const attacker = await startAuthorizationServer({ issuer: server.issuer });
    const client = newClient(attacker.issuer);
    await expect(client.signInUrl()).rejects.toThrow(/"issuer"/);
    expect(client.accessToken).toBeNull();
  });
});
