/** Tokens bound to a key (RFC 9449): proofs, nonces, clocks, keys in a page and in Node.js. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { clear, createStore } from "idb-keyval";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BodyNotReplayedError, dpopKey, memoryStore } from "../src/index.js";
import { startApi } from "./support/api.js";
import { loseAnswer, startAuthorizationServer } from "./support/authorization-server.js";
import { newClient, signedIn } from "./support/clients.js";
import { withCookies } from "./support/cookies.js";
import { createProofCheck } from "./support/dpop.js";
import { listen } from "./support/listen.js";

beforeEach(() => void vi.stubGlobal("indexedDB", new IDBFactory()));
afterEach(() => void vi.unstubAllGlobals());

const inPage = () => vi.stubGlobal("origin", "https://app.example");

const signedInWithKey = (key = dpopKey(), dpop = createProofCheck()) =>
  signedIn({ dpop: key }, { dpop }).then((world) => ({ ...world, dpop }));

/** A page's server and its tabs, with one cookie jar; each client is a tab that has just been opened. */
async function openPage() {
  inPage();
  const dpop = createProofCheck();
  const server = await startAuthorizationServer({ delivery: "cookie", dpop });
  const api = await startApi(server, dpop);
  const page = { resource: api.url, fetch: withCookies(), signInStore: memoryStore() };
  const open = (options = {}) => newClient(server.issuer, { ...page, dpop: dpopKey(), ...options });
  return { server, api, dpop, open };
}

async function signInAt({ server, open }: Awaited<ReturnType<typeof openPage>>) {
  const url = await open().signInUrl();
  const tab = open();
  await tab.finishSignIn(server.authorize(url));
  return tab;
}

/** The user clears the site's data, or the browser does. */
const loseKey = () => clear(createStore("regrant", "keys"));

describe("a client with a key [client-dpop-1]", () => {
  it("asks for a code that is bound to it, and proves it with each request, for that request alone", async () => {
    const { server, api, client, dpop } = await signedInWithKey();
    const url = await client.signInUrl();
    await client.refresh();
    expect((await client.fetch(`${api.url}/notes?page=2`, { method: "PUT" })).status).toBe(200);
    const claims = dpop.proofs.map((proof) => proof.claims);
    expect(claims).toMatchObject([
      { htm: "POST", htu: `${server.issuer}/oauth2/token` },
      { htm: "POST", htu: `${server.issuer}/oauth2/token` },
      { htm: "PUT", htu: `${api.url}/notes`, ath: expect.any(String) },
    ]);
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(3);
    const token = api.requests.at(-1)?.headers.authorization?.replace("DPoP ", "") ?? "";
    expect(server.keyOf(token)).toBe(url.searchParams.get("dpop_jkt"));
  });

  it("repeats a refresh whose answer was lost, with a new proof", async () => {
    const { server, client, dpop } = await signedInWithKey();
    server.intercept(loseAnswer);
    await client.refresh();
    await client.refresh();
    expect(new Set(dpop.proofs.map(({ claims }) => claims.jti)).size).toBe(4);
  });

  it("asks the userinfo endpoint with a proof", async () => {
    const options = { dpop: dpopKey(), scope: "openid" };
    const { server, client } = await signedIn(options, { dpop: createProofCheck() });
    expect((await client.userInfo()).name).toBe("Ada");
    expect(server.userInfoRequests).toEqual([expect.stringMatching(/^DPoP /)]);
  });

  it("refreshes once where the API refuses the token, and repeats the request with another proof", async () => {
    const { server, api, client } = await signedInWithKey();
    server.expireAccessTokens();
    expect((await client.fetch(api.url, { method: "POST", body: "again" })).status).toBe(200);
    expect(client.letters()).toBe("ABCFGHCD");
  });
});

it("a device's tokens are bound too, with a new proof for each time that it asks [client-dpop-7]", async () => {
  const dpop = createProofCheck();
  let pending = 2;
  const issuer: string = await listen(async (request) => {
    const { url } = request;
    if (url.startsWith("/.well-known/"))
      return {
        status: 200,
        body: {
          issuer,
          token_endpoint: `${issuer}/token`,
          device_authorization_endpoint: `${issuer}/device`,
        },
      };
    const codes = { device_code: "d", user_code: "U", verification_uri: `${issuer}/v` };
    if (url === "/device") return { status: 200, body: { ...codes, expires_in: 60, interval: 0.001 } };
    expect(await dpop.check(request, `${issuer}/token`)).not.toBeNull();
    pending -= 1;
    if (pending > 0) return { status: 400, body: { error: "authorization_pending" } };
    return { status: 200, body: { access_token: "bound", token_type: "DPoP", expires_in: 600 } };
  });
  const client = newClient(issuer, { dpop: dpopKey(), refreshTokenStore: memoryStore() });
  await client.signInWithDevice(() => undefined);
  expect(client.accessToken).not.toBeNull();
  expect(dpop.proofs).toHaveLength(2);
});

describe("nonces [client-dpop-2]", () => {
  it("are remembered for each origin: one request more when they change, and no other", async () => {
    const { api, client, dpop } = await signedInWithKey();
    dpop.nonce = "one";
    await client.refresh();
    await client.refresh();
    await client.fetch(api.url);
    await client.fetch(api.url);
    dpop.nonce = "two";
    await client.fetch(api.url, { method: "POST", body: "text" });
    expect(client.letters()).toBe("AB" + "GHGHGH" + "CDCDCD" + "CDCD");
    expect(dpop.proofs.at(-1)?.claims).toMatchObject({ htm: "POST", nonce: "two" });
  });

  it("do not count as the one repetition after invalid_token", async () => {
    const { server, api, client, dpop } = await signedInWithKey();
    server.expireAccessTokens();
    dpop.nonce = "one";
    expect((await client.fetch(api.url)).status).toBe(200);
    // The API's nonce, its invalid_token, the token endpoint's nonce, and again.
    expect(client.letters()).toBe("ABCDCFGHGHCD");
  });

  it("that are not taken are not tried for ever", async () => {
    const { api, client, dpop } = await signedInWithKey();
    Object.defineProperty(dpop, "nonce", { get: () => crypto.randomUUID() });
    const answer = await client.fetch(api.url);
    expect(answer.status).toBe(401);
    await expect(client.refresh()).rejects.toMatchObject({ name: "RefusedError", error: "use_dpop_nonce" });
    expect(client.letters()).toBe("ABCDCDGHGH");
    expect(client.accessToken).not.toBeNull();
  });

  it("that come after a body that is a stream: that is said, and the next attempt has it", async () => {
    const { api, client, dpop } = await signedInWithKey();
    dpop.nonce = "one";
    const send = () => {
      const body = new Blob(["flow"]).stream();
      const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
      return client.fetch(api.url, init);
    };
    await expect(send()).rejects.toThrow(BodyNotReplayedError);
    expect((await send()).status).toBe(200);
    expect(client.letters()).toBe("ABCDCD");
  });
});

describe("a clock that is wrong [client-dpop-3]", () => {
  it.each([
    ["an hour ahead", 3_600_000],
    ["a day behind", -86_400_000],
  ])("%s: the server's counts from its first refusal on", async (_case, differenceMs) => {
    const dpop = createProofCheck();
    dpop.now = () => Date.now() - differenceMs;
    const { api, client } = await signedInWithKey(dpopKey(), dpop);
    expect((await client.fetch(api.url)).status).toBe(200);
    expect(client.letters()).toBe("ABABCD");
  });

  it("is not what is wrong where the server's is the same", async () => {
    const { server, client } = await signedInWithKey();
    server.intercept(async () => ({ status: 400, body: { error: "invalid_dpop_proof" } }));
    await expect(client.refresh()).rejects.toMatchObject({ error: "invalid_dpop_proof" });
    expect(client.letters()).toBe("ABGH");
  });
});

describe("a server that does not bind its tokens [client-dpop-4]", () => {
  it("is refused at the sign-in, whose grant is revoked", async () => {
    const server = await startAuthorizationServer({ hasRevocation: true });
    const store = memoryStore();
    const client = newClient(server.issuer, { dpop: dpopKey(), refreshTokenStore: store });
    await expect(client.finishSignIn(server.authorize(await client.signInUrl()))).rejects.toMatchObject({
      name: "RefusedError",
      reason: "token_type_unexpected",
    });
    expect(server.revocations).toHaveLength(1);
    expect(client.accessToken).toBeNull();
  });

  it("signs out at a refresh", async () => {
    const { server, client } = await signedInWithKey();
    server.intercept(async () => ({
      status: 200,
      body: { access_token: "unbound", token_type: "Bearer", expires_in: 600 },
    }));
    await expect(client.refresh()).rejects.toMatchObject({ reason: "token_type_unexpected" });
    expect(client.signedOut).toEqual(["token_type_unexpected"]);
  });

  it("unless nobody asked for that: a bound token is refused then", async () => {
    const { server, client } = await signedIn();
    server.intercept(async () => ({
      status: 200,
      body: { access_token: "bound", token_type: "DPoP", expires_in: 600 },
    }));
    await expect(client.refresh()).rejects.toMatchObject({ reason: "token_type_unexpected" });
  });
});

describe("the key in a page [client-dpop-5]", () => {
  it("is made once for all tabs, and found by later ones", async () => {
    const page = await openPage();
    const tabs = [1, 2, 3, 4].map(() => page.open());
    const urls = await Promise.all(tabs.map((tab) => tab.signInUrl()));
    expect(new Set(urls.map((url) => url.searchParams.get("dpop_jkt"))).size).toBe(1);
    const first = await signInAt(page);
    const later = page.open();
    expect(await later.restore()).toBe(true);
    await Promise.all([first, later].map((tab) => tab.refresh()));
    expect((await first.fetch(page.api.url)).status).toBe(200);
    expect((await later.fetch(page.api.url)).status).toBe(200);
    expect(new Set(page.dpop.proofs.map(({ jwk }) => jwk.x)).size).toBe(1);
  });

  it("is not extractable", async () => {
    const page = await openPage();
    const generated = vi.spyOn(crypto.subtle, "generateKey");
    await page.open().signInUrl();
    const pair = (await generated.mock.results[0]?.value) as CryptoKeyPair;
    generated.mockRestore();
    expect(pair.privateKey.extractable).toBe(false);
  });

  it("differs from that of another client of the origin", async () => {
    const page = await openPage();
    const [one, other] = [page.open(), page.open({ clientId: "other" })];
    const jkts = await Promise.all(
      [one, other].map(async (client) => (await client.signInUrl()).searchParams.get("dpop_jkt")),
    );
    expect(jkts[0]).not.toBe(jkts[1]);
  });

  it("that is gone while the cookie is still there: the user signs in again, and knows why", async () => {
    const page = await openPage();
    await signInAt(page);
    await loseKey();
    const tab = page.open();
    expect(await tab.restore()).toBe(false);
    expect(tab.signedOut).toEqual(["dpop_key_mismatch"]);
    const again = await signInAt(page);
    expect((await again.fetch(page.api.url)).status).toBe(200);
  });

  it("binds a session that began without one", async () => {
    const page = await openPage();
    const before = page.open({ dpop: undefined });
    await before.finishSignIn(page.server.authorize(await before.signInUrl()));
    const after = page.open();
    expect(await after.restore()).toBe(true);
    expect((await after.fetch(page.api.url)).status).toBe(200);
    // A tab of the release before: what it does ends nothing in the others.
    await expect(before.refresh()).rejects.toMatchObject({ reason: "dpop_key_mismatch" });
    await after.refresh();
    expect(after.signedOut).toEqual([]);
  });

  it("that is gone while a tab is open is put back by that tab's next sign-in", async () => {
    const page = await openPage();
    const tab = await signInAt(page);
    await loseKey();
    const url = await tab.signInUrl();
    const next = page.open();
    await next.finishSignIn(page.server.authorize(url));
    await tab.refresh();
    expect((await tab.fetch(page.api.url)).status).toBe(200);
  });

  it("is looked for again where another tab signed in with another one", async () => {
    const page = await openPage();
    const tab = await signInAt(page);
    await loseKey();
    await signInAt(page);
    await vi.waitFor(() => expect(tab.events.at(-1)?.type).toBe("shared"));
    expect((await tab.fetch(page.api.url)).status).toBe(200);
    await tab.refresh();
  });

  it("cannot be kept where the browser blocks IndexedDB: that is said, and signs nobody out", async () => {
    const page = await openPage();
    vi.stubGlobal("indexedDB", {
      open() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
    const tab = page.open();
    await expect(tab.signInUrl()).rejects.toThrow(
      "dpop needs IndexedDB and crypto.subtle, which fail here: blocked",
    );
    await expect(tab.restore()).rejects.toThrow(TypeError);
    expect(tab.signedOut).toEqual([]);
  });
});

describe("the key in Node.js [client-dpop-6]", () => {
  it("is in memory: a refresh token of an earlier process is of no use without it", async () => {
    const { server, store } = await signedInWithKey();
    const later = newClient(server.issuer, { dpop: dpopKey(), refreshTokenStore: store });
    await expect(later.refresh()).rejects.toMatchObject({ reason: "dpop_key_mismatch" });
  });

  it("may be the app's own, which later processes have too", async () => {
    const pair = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
      "sign",
    ])) as CryptoKeyPair;
    const { server, store } = await signedInWithKey(dpopKey(pair));
    const later = newClient(server.issuer, { dpop: dpopKey(pair), refreshTokenStore: store });
    expect(await later.restore()).toBe(true);
  });

  it("that is not one for signatures is refused at once", async () => {
    const pair = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, [
      "deriveBits",
    ])) as CryptoKeyPair;
    expect(() => dpopKey({ privateKey: pair.publicKey, publicKey: pair.publicKey })).toThrow(TypeError);
  });
});
