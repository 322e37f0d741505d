import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type ClientOptions, memoryStore } from "../src/index.js";
import { startApi } from "./support/api.js";
import { loseAnswer, startAuthorizationServer } from "./support/authorization-server.js";
import { newClient } from "./support/clients.js";
import { withCookies } from "./support/cookies.js";
import { signIdToken } from "./support/id-tokens.js";

/** Pages of one origin. They use Web Locks if Node.js has them, otherwise they behave as in old browsers. */
beforeAll(() => void vi.stubGlobal("origin", "https://app.example"));
afterAll(() => void vi.unstubAllGlobals());

/** Several tabs of one browser: a shared cookie jar, separate memory. */
async function openTabs(
  count: number,
  serverOptions: Parameters<typeof startAuthorizationServer>[0] = {},
  clientOptions: Partial<ClientOptions> = {},
) {
  const server = await startAuthorizationServer({ delivery: "cookie", ...serverOptions });
  const api = await startApi(server);
  const jar = new Map<string, string>();
  const signedInCalls: number[] = [];
  const tabs = Array.from({ length: count }, (_, index) =>
    newClient(server.issuer, {
      resource: api.url,
      fetch: withCookies(jar),
      onSignedIn: () => signedInCalls.push(index),
      ...clientOptions,
    }),
  );
  const [first] = tabs;
  if (first === undefined) throw new Error("no tab");
  await first.finishSignIn(server.authorize(await first.signInUrl()));
  return { server, api, jar, tabs, first, signedInCalls };
}

/** Messages between tabs take a moment. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 100));

describe("the refresh token in a cookie", () => {
  it("is in no request that this code makes, and in none of its stores [client-cookie-delivery-1]", async () => {
    const server = await startAuthorizationServer({ delivery: "cookie" });
    const signInStore = memoryStore();
    const written: string[] = [];
    const watched = {
      ...signInStore,
      setItem: (key: string, value: string) => void written.push(key, value),
    };
    const jar = new Map<string, string>();
    const resource = "https://api.example";
    const client = newClient(server.issuer, { resource, fetch: withCookies(jar), signInStore });
    await client.finishSignIn(server.authorize(await client.signInUrl()));
    const again = newClient(server.issuer, { resource, fetch: withCookies(jar), signInStore: watched });
    expect(await again.restore()).toBe(true);
    expect(Object.fromEntries(server.requests[1] ?? [])).toEqual({
      client_id: "app",
      grant_type: "refresh_token",
      resource,
    });
    expect(written).toEqual([]);
    expect(JSON.stringify(again.events)).not.toContain(jar.get("rt"));
  });

  it("restores nothing where there is none, and that is no end of anything", async () => {
    const server = await startAuthorizationServer({ delivery: "cookie" });
    const client = newClient(server.issuer, { fetch: withCookies() });
    expect(await client.restore()).toBe(false);
    expect(client.signedOut).toEqual([]);
  });

  it("is presented again after a lost answer, with which the next one was lost", async () => {
    const { server, jar, first } = await openTabs(1);
    const before = jar.get("rt");
    server.intercept(loseAnswer);
    await first.refresh();
    expect(server.requests).toHaveLength(3);
    expect(jar.get("rt")).not.toBe(before);
    expect(first.signedOut).toEqual([]);
  });
});

describe("tabs", () => {
  it("share what a sign-in brings", async () => {
    const { api, tabs, server, signedInCalls } = await openTabs(3);
    await moment();
    const statuses = await Promise.all(tabs.map(async (tab) => (await tab.fetch(api.url)).status));
    expect(statuses).toEqual([200, 200, 200]);
    expect(server.requests).toHaveLength(1);
    expect(signedInCalls).toEqual([1, 2]);
  });

  it("send one refresh, one after the other or while it is under way", async () => {
    const { server, api, tabs } = await openTabs(4);
    await moment();
    server.expireAccessTokens();
    server.intercept(async (proceed) => {
      await moment();
      return proceed();
    });
    const answers = tabs.map(async (tab, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 20));
      return (await tab.fetch(api.url)).status;
    });
    expect(await Promise.all(answers)).toEqual([200, 200, 200, 200]);
    expect(server.requests).toHaveLength(2);
  });

  it("that refresh at the very same moment all stay signed in", async () => {
    const { server, api, tabs } = await openTabs(4);
    await moment();
    server.expireAccessTokens();
    const statuses = await Promise.all(tabs.map(async (tab) => (await tab.fetch(api.url)).status));
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(tabs.flatMap(({ signedOut }) => signedOut)).toEqual([]);
  });

  it("hear of the grant's end once each", async () => {
    const { server, tabs, first } = await openTabs(3);
    await moment();
    server.kill("refresh_token_reused");
    await expect(first.refresh()).rejects.toMatchObject({ reason: "refresh_token_reused" });
    await moment();
    expect(tabs.map(({ signedOut }) => signedOut)).toEqual(Array(3).fill(["refresh_token_reused"]));
    expect(server.requests).toHaveLength(2);
  });

  it("look again when they come back from the back/forward cache, where they heard nothing", async () => {
    const page = new EventTarget();
    const events = ["addEventListener", "removeEventListener"] as const;
    for (const name of events) Object.assign(globalThis, { [name]: page[name].bind(page) });
    onTestFinished(() => {
      for (const name of events) Reflect.deleteProperty(globalThis, name);
    });
    const comeBack = (persisted: boolean) =>
      page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    const { server, tabs, first } = await openTabs(2);
    await moment();
    for (const tab of tabs.slice(1)) tab.close();
    server.kill("refresh_token_revoked");
    comeBack(false);
    await moment();
    expect(first.signedOut).toEqual([]);
    comeBack(true);
    await expect.poll(() => tabs.map(({ signedOut }) => signedOut)).toEqual([["refresh_token_revoked"], []]);
    first.close();
  });

  it("do not believe news that are older than what they know", async () => {
    const { server, api, tabs, first } = await openTabs(2);
    await moment();
    const stale = new BroadcastChannel(`regrant ${server.issuer} app`);
    stale.postMessage({ type: "signed-out", at: Date.now() - 60_000, reason: "refresh_token_expired" });
    await moment();
    stale.close();
    expect(tabs.flatMap(({ signedOut }) => signedOut)).toEqual([]);
    expect((await first.fetch(api.url)).status).toBe(200);
  });
});

describe("the ID token in tabs (OpenID Connect)", () => {
  const openId = { scope: "openid" };

  it("is known in all of them, frozen, and gone from all with the sign-out [client-cookie-delivery-3]", async () => {
    const { server, tabs, first } = await openTabs(2, { hasRevocation: true }, openId);
    await moment();
    expect(tabs.map(({ idToken }) => idToken?.sub)).toEqual(["ada", "ada"]);
    expect(tabs.map(({ idToken }) => Object.isFrozen(idToken?.amr))).toEqual([true, true]);
    server.changeIdTokens((idToken) => signIdToken(idToken, { name: "Ada King" }));
    await first.refresh();
    await moment();
    expect(tabs.map(({ idToken }) => idToken?.name)).toEqual(["Ada King", "Ada King"]);
    await first.signOut();
    await moment();
    expect(tabs.map(({ idToken }) => idToken)).toEqual([null, null]);
  });

  it("of another user ends the session in the tab that did not hear of them, and in no other [client-cookie-delivery-4]", async () => {
    const { server, api, jar, tabs, first } = await openTabs(2, {}, openId);
    await moment();
    // A tab of the same browser, without BroadcastChannel.
    server.user = "bob";
    const { BroadcastChannel } = globalThis;
    vi.stubGlobal("BroadcastChannel", undefined);
    const bobs = newClient(server.issuer, { ...openId, resource: api.url, fetch: withCookies(jar) });
    vi.stubGlobal("BroadcastChannel", BroadcastChannel);
    await bobs.finishSignIn(server.authorize(await bobs.signInUrl()));
    await expect(first.refresh()).rejects.toMatchObject({ reason: "user_changed" });
    await moment();
    expect(tabs.map(({ signedOut }) => signedOut)).toEqual([["user_changed"], []]);
    expect((await bobs.fetch(api.url)).status).toBe(200);
    await bobs.refresh();
    expect(bobs.idToken?.sub).toBe("bob");
  });

  it("of another user, heard from a tab that only refreshed, counts as that user's sign-in", async () => {
    const { server, tabs, first, signedInCalls } = await openTabs(2, {}, openId);
    await moment();
    const [told] = signedInCalls.splice(0);
    const other = new BroadcastChannel(`regrant ${server.issuer} app`);
    const at = Date.now();
    const token = { value: "x", scope: [], receivedAt: at, expiresAt: at + 60_000 };
    const idToken = { value: "x", claims: { ...first.idToken, sub: "bob" } };
    other.postMessage({ type: "tokens", at, isSignIn: false, token, idToken });
    await moment();
    // A tab of an older release says nothing of ID tokens.
    other.postMessage({ type: "tokens", at: at + 1, isSignIn: false, token });
    await moment();
    other.close();
    expect(told).toBe(1);
    expect(signedInCalls.sort()).toEqual([0, 1]);
    expect(tabs.map(({ idToken: known }) => known)).toEqual([null, null]);
  });

  it.each([true, false])(
    "that is refused takes the cookie's grant with it (a revocation endpoint: %s) [client-cookie-delivery-5]",
    async (hasRevocation) => {
      const server = await startAuthorizationServer({ delivery: "cookie", hasRevocation });
      const [jar, signInStore] = [withCookies(), memoryStore()];
      const load = () => newClient(server.issuer, { ...openId, fetch: jar, signInStore });
      server.changeIdTokens((idToken) => signIdToken(idToken, { nonce: "made-up" }));
      const page = load();
      const answer = server.authorize(await page.signInUrl());
      await expect(page.finishSignIn(answer)).rejects.toMatchObject({ reason: "id_token_invalid" });
      expect(server.revocations).toHaveLength(hasRevocation ? 1 : 0);
      expect(page.signedOut).toEqual([]);
      expect(await page.restore()).toBe(false);
      if (!hasRevocation) expect(await load().restore()).toBe(false);
    },
  );
});

describe("signOut()", () => {
  it("is seen in the other tabs", async () => {
    const { server, tabs, first } = await openTabs(2, { hasRevocation: true });
    await moment();
    await first.signOut();
    await moment();
    expect(tabs.map(({ signedOut }) => signedOut)).toEqual([[], ["signed_out"]]);
    expect(tabs.map(({ accessToken }) => accessToken)).toEqual([null, null]);
    expect(await tabs[1]?.restore()).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it("leads to the server's page where it has no endpoint for that, and holds until the next sign-in", async () => {
    const { server, jar } = await openTabs(1);
    const signInStore = memoryStore();
    const load = () => newClient(server.issuer, { fetch: withCookies(jar), signInStore });
    const page = load();
    expect(await page.restore()).toBe(true);
    expect((await page.signOut())?.href).toBe(`${server.issuer}/logout`);
    expect(await load().restore()).toBe(false);
    const after = load();
    await after.finishSignIn(server.authorize(await after.signInUrl()));
    expect(await load().restore()).toBe(true);
  });

  it("ends the grant at a server that has an endpoint for that (RFC 7009)", async () => {
    const { server, first } = await openTabs(1, { hasRevocation: true });
    expect(await first.signOut()).toBeNull();
    expect(server.revocations.map((form) => Object.fromEntries(form))).toEqual([
      { client_id: "app", token_type_hint: "refresh_token" },
    ]);
  });

  it("tells no endpoint without TLS: it leads to the server's page instead (RFC 7009 §2) [client-cookie-delivery-2]", async () => {
    const { server, first } = await openTabs(1, { revocationEndpoint: "http://issuer.example/revoke" });
    expect((await first.signOut())?.href).toBe(`${server.issuer}/logout`);
    expect(server.revocations).toEqual([]);
  });

  it("ends it here even where the server cannot be told, which is said", async () => {
    const { server, first } = await openTabs(1, { hasRevocation: true, losesRevocations: true });
    await expect(first.signOut()).rejects.toMatchObject({ name: "UnavailableError" });
    expect(await first.restore()).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it("ends the newest where a refresh is under way, whose answer is then dropped", async () => {
    const { server, first } = await openTabs(1, { hasRevocation: true });
    let revokedBefore = -1;
    const isUnderWay = new Promise<void>((resolve) => {
      server.intercept(async (proceed) => {
        resolve();
        await moment();
        revokedBefore = server.revocations.length;
        return proceed();
      });
    });
    const refused = expect(first.refresh()).rejects.toMatchObject({ reason: "signed_out" });
    await isUnderWay;
    await first.signOut();
    await refused;
    expect(revokedBefore).toBe(0);
    expect(first.accessToken).toBeNull();
    expect(server.revocations).toHaveLength(1);
    expect(first.signedOut).toEqual([]);
  });
});
