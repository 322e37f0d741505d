import { describe, expect, it } from "vitest";
import { memoryStore, SignedOutError } from "../src/index.js";
import { startApi } from "./support/api.js";
import { loseAnswer, startAuthorizationServer, unavailable } from "./support/authorization-server.js";
import { newClient, signedIn } from "./support/clients.js";
import { lost } from "./support/listen.js";

describe("a refused access token: E, F, G, H and C again", () => {
  it("is refreshed, and the request repeated [client-refresh-1]", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    const answer = await client.fetch(`${api.url}/notes`, { method: "POST", body: "a note" });
    expect(await answer.json()).toEqual({ method: "POST", body: "a note" });
    expect(client.letters()).toBe("ABCFGHCD");
  });

  it("is called E where the client knows that it has expired", async () => {
    const { server, api, client } = await signedIn({ refreshAheadSeconds: 0 }, { expiresIn: 0 });
    server.expireAccessTokens();
    expect((await client.fetch(api.url)).status).toBe(200);
    expect(client.letters()).toMatch(/^ABEFGH[CE]D$/);
  });

  it("is refreshed once: a second refusal is the answer", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    server.intercept(async (proceed) => {
      const reply = await proceed();
      server.expireAccessTokens();
      return reply;
    });
    expect((await client.fetch(api.url)).status).toBe(401);
    expect(server.requests).toHaveLength(2);
  });

  it("sends one refresh for 50 requests that are refused at once", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        client.fetch(`${api.url}/notes`, { method: "POST", body: `${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(bodies.map(({ body }) => body)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
    expect(server.requests.filter((form) => form.get("grant_type") === "refresh_token")).toHaveLength(1);
  });

  it("needs no refresh where another request has had one meanwhile", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    await client.fetch(api.url);
    await client.fetch(api.url);
    expect(server.requests).toHaveLength(2);
  });
});

describe("a refresh ahead of expiry", () => {
  it("comes before the token expires, without delaying the request", async () => {
    const { server, api, client } = await signedIn({ refreshAheadSeconds: 3_600 }, { expiresIn: 2 });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 300));
    server.intercept(async (proceed) => {
      await slow;
      return proceed();
    });
    await client.fetch(api.url);
    // G and C in either order, and no H yet.
    expect([...client.letters()].sort().join("")).toBe("ABCDG");
    await slow;
  });

  it("does not come in the first half of a token's life", async () => {
    const { server, api, client } = await signedIn({ refreshAheadSeconds: 3_600 });
    await client.fetch(api.url);
    expect(server.requests).toHaveLength(1);
  });

  it("is waited for where the token has expired", async () => {
    const { api, client } = await signedIn({}, { expiresIn: 0 });
    expect((await client.fetch(api.url)).status).toBe(200);
    expect(client.letters()).toMatch(/^ABGH[CE]D$/);
  });
});

describe("a server that is away or busy", () => {
  it("gets the same refresh token again after a lost answer", async () => {
    const { server, client } = await signedIn();
    server.intercept(loseAnswer);
    await client.refresh();
    const [first, second] = server.requests.slice(1).map((form) => form.get("refresh_token"));
    expect(first).toBe(second);
    expect(client.accessToken).not.toBeNull();
    expect(client.letters()).toBe("ABGHGH");
    expect(client.signedOut).toEqual([]);
  });

  it.each([
    [503, "1"],
    [429, "1"],
    [408, "1"],
    [503, new Date(Date.now() + 1_500).toUTCString()],
  ])("is left alone for as long as %i with Retry-After %s asks", async (status, retryAfter) => {
    const { server, client } = await signedIn();
    server.intercept(unavailable(status, retryAfter));
    const since = Date.now();
    await client.refresh();
    expect(server.requests).toHaveLength(3);
    if (/^\d+$/.test(retryAfter)) expect(Date.now() - since).toBeGreaterThanOrEqual(990);
    expect(client.events.filter(({ type }) => type === "wait")).toHaveLength(1);
  });

  it("is not asked again before a long Retry-After is over, and the tokens are kept", async () => {
    const { server, api, client, store } = await signedIn();
    const kept = await store.getItem(`regrant ${server.issuer} app refresh_token`);
    server.expireAccessTokens();
    server.intercept(unavailable(503, "120"));
    const refused = { name: "UnavailableError", retryAfterMs: 120_000 };
    await expect(client.fetch(api.url)).rejects.toMatchObject(refused);
    await expect(client.fetch(api.url)).rejects.toMatchObject(refused);
    expect(server.requests).toHaveLength(2);
    expect(await store.getItem(`regrant ${server.issuer} app refresh_token`)).toBe(kept);
    expect(client.accessToken).not.toBeNull();
    expect(client.signedOut).toEqual([]);
  });

  it("leads to pauses that grow, and an end; the next request begins anew", async () => {
    const { server, client } = await signedIn();
    for (let count = 0; count < 5; count += 1) server.intercept(count % 2 ? unavailable(500) : () => lost);
    await expect(client.refresh()).rejects.toMatchObject({ name: "UnavailableError", retryAfterMs: null });
    expect(server.requests).toHaveLength(6);
    const pauses = client.events.flatMap((event) => (event.type === "wait" ? [event.milliseconds] : []));
    expect(pauses).toHaveLength(4);
    pauses.forEach((pause, index) => {
      expect(pause / (500 * 2 ** index)).toBeGreaterThanOrEqual(0.5);
      expect(pause / (500 * 2 ** index)).toBeLessThanOrEqual(1);
    });
    await client.refresh();
    expect(client.signedOut).toEqual([]);
  });

  it("counts as away where what answers is not OAuth", async () => {
    const { server, client } = await signedIn();
    server.intercept(() => ({ status: 200, body: { portal: "sign in to the Wi-Fi" } }));
    await client.refresh();
    expect(server.requests).toHaveLength(3);
    expect(client.signedOut).toEqual([]);
  });

  it("does not hold up a request that is aborted", async () => {
    const { server, api, client } = await signedIn();
    server.expireAccessTokens();
    server.intercept(unavailable(503, "1"));
    const aborted = client.fetch(api.url, { signal: AbortSignal.timeout(200) });
    await expect(aborted).rejects.toMatchObject({ name: "TimeoutError" });
    expect((await client.fetch(api.url)).status).toBe(200);
  });
});

describe("a dead grant", () => {
  it("is told once, with the reason, however many requests waited", async () => {
    const { server, api, client, store } = await signedIn();
    server.expireAccessTokens();
    server.kill("refresh_token_revoked");
    const waiting = Array.from({ length: 20 }, () => client.fetch(api.url));
    for (const one of await Promise.allSettled(waiting)) {
      expect(one).toMatchObject({ status: "rejected", reason: { reason: "refresh_token_revoked" } });
    }
    await expect(client.fetch(api.url)).rejects.toThrow(SignedOutError);
    expect(client.signedOut).toEqual(["refresh_token_revoked"]);
    expect(server.requests).toHaveLength(2);
    expect(client.accessToken).toBeNull();
    expect(await store.getItem(`regrant ${server.issuer} app refresh_token`)).toBeNull();
  });

  it("is nothing else: a client that is registered otherwise keeps its tokens", async () => {
    const { server, api, client } = await signedIn();
    server.intercept(() => ({ status: 400, body: { error: "unauthorized_client" } }));
    const refused = { name: "RefusedError", error: "unauthorized_client", reason: null };
    await expect(client.refresh()).rejects.toMatchObject(refused);
    expect((await client.fetch(api.url)).status).toBe(200);
    expect(client.signedOut).toEqual([]);
  });

  it("is not declared where another process has left a newer token in the same store", async () => {
    const { server, client, store } = await signedIn();
    const other = server.openGrant();
    server.intercept(async () => {
      await store.setItem(`regrant ${server.issuer} app refresh_token`, other);
      return { status: 400, body: { error: "invalid_grant" } };
    });
    await client.refresh();
    expect(server.requests.at(-1)?.get("refresh_token")).toBe(other);
    expect(client.signedOut).toEqual([]);
  });

  it("is over after the next sign-in", async () => {
    const { server, api, client } = await signedIn();
    await client.signOut();
    await expect(client.fetch(api.url)).rejects.toMatchObject({ reason: "signed_out" });
    await client.finishSignIn(server.authorize(await client.signInUrl()));
    expect((await client.fetch(api.url)).status).toBe(200);
  });
});

describe("restore()", () => {
  it("goes on with the stored refresh token [client-refresh-2]", async () => {
    const { server, api, store } = await signedIn();
    const next = newClient(server.issuer, { resource: api.url, refreshTokenStore: store });
    expect(await next.restore()).toBe(true);
    expect((await next.fetch(api.url)).status).toBe(200);
    expect(next.letters()).toBe("GHCD");
  });

  it("is false, without a request or a call, where nobody signed in", async () => {
    const server = await startAuthorizationServer();
    const client = newClient(server.issuer, { refreshTokenStore: memoryStore() });
    expect(await client.restore()).toBe(false);
    expect(server.requests).toEqual([]);
    expect(client.signedOut).toEqual([]);
  });

  it("is false where the grant has died meanwhile, and says why", async () => {
    const { server, store } = await signedIn();
    server.kill("refresh_token_expired");
    const next = newClient(server.issuer, { refreshTokenStore: store });
    expect(await next.restore()).toBe(false);
    expect(next.signedOut).toEqual(["refresh_token_expired"]);
  });

  it("is not false where the server is away: nobody can tell", async () => {
    const { server, store } = await signedIn();
    server.intercept(unavailable(503, "60"));
    const next = newClient(server.issuer, { refreshTokenStore: store });
    await expect(next.restore()).rejects.toMatchObject({ name: "UnavailableError" });
    expect(next.signedOut).toEqual([]);
  });

  it("need not be called: the first request finds the grant", async () => {
    const { server, store } = await signedIn();
    const api = await startApi(server);
    const next = newClient(server.issuer, { resource: api.url, refreshTokenStore: store });
    expect((await next.fetch(api.url)).status).toBe(200);
  });
});
