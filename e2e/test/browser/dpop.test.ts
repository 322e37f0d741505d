/** Tokens bound to a key (RFC 9449), in a browser: its tabs share the key, and a thief of the tokens does not have it. */
import { generateKeyPair, generateProof } from "dpop";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  lettersOf,
  loadAgain,
  newProfile,
  openApp,
  signInToApp,
  untilExpired,
  untilSignedIn,
} from "../../support/app-page.js";
import { type BrowserStack, startBrowserStack } from "../../support/browser-stack.js";
import { type Browser, startBrowser } from "../../support/chromium.js";
import { describeInBrowser } from "../../support/in-browser.js";

const clients = { tabs: { dpop: true, accessTokenSeconds: 4 }, robbed: { dpop: true } };

describeInBrowser("tokens bound to a key, in a browser", () => {
  let stack: BrowserStack<keyof typeof clients>;
  let browser: Browser;
  beforeAll(async () => {
    const nonces = { authServerEnv: { DPOP_NONCE: "on" } };
    [stack, browser] = await Promise.all([startBrowserStack(clients, nonces), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  async function findSession(name: keyof typeof clients) {
    const { rows } = await stack.db.query<{
      generation: number;
      jkt: string | null;
      revoked_at: Date | null;
    }>("select generation, jkt, revoked_at from sessions where client_id = $1 order by created_at desc", [
      stack.apps[name].clientId,
    ]);
    return rows[0];
  }

  it("two tabs refresh at once, with one key that no script can read", async () => {
    const profile = await newProfile(browser);
    const first = await signInToApp(profile, stack.apps.tabs, stack.ada);
    const second = await openApp(profile, stack.apps.tabs);
    const tabs = [first, second];
    await Promise.all(tabs.map(untilSignedIn));
    await Promise.all(tabs.map(untilExpired));
    const before = await findSession("tabs");
    await Promise.all(tabs.map((tab) => tab.evaluate("document.getElementById('burst').click()")));
    for (const tab of tabs) {
      await expect.poll(() => lettersOf(tab), { timeout: 10_000 }).toMatch(/(CD ){9}CD$/);
      await untilSignedIn(tab);
    }
    const after = await findSession("tabs");
    expect(after).toMatchObject({ revoked_at: null, jkt: before?.jkt });
    expect((after?.generation ?? 0) - (before?.generation ?? 0)).toBe(1);

    const keys = await Promise.all(tabs.map(keyIn));
    expect(keys).toEqual(
      Array(2).fill({ extractable: false, exported: "InvalidAccessError", jkt: after?.jkt }),
    );
  });

  it("a thief of each token gets nothing for it, and the owner goes on", async () => {
    const app = stack.apps.robbed;
    const profile = await newProfile(browser);
    const page = await signInToApp(profile, app, stack.ada);
    const sent = page.waitForRequest((request) => request.headers().authorization !== undefined);
    await loadAgain(page);
    const { authorization = "", dpop = "" } = (await sent).headers();
    const [scheme, token] = authorization.split(" ");
    expect(scheme).toBe("DPoP");
    const notes = (headers: Record<string, string>) => fetch(`${stack.resource}/notes`, { headers });
    const asBearer = await notes({ authorization: `Bearer ${token}` });
    const withTheProof = await notes({ authorization, dpop });
    expect(asBearer.status).toBe(401);
    expect(asBearer.headers.get("www-authenticate")).toContain("/errors/token_bound");
    expect(withTheProof.status).toBe(401);
    expect(withTheProof.headers.get("www-authenticate")).toContain("/errors/dpop_proof_replayed");

    const url = `${stack.issuer}/oauth2/token`;
    const cookies = await profile.cookies(url);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const refresh = (proof: Record<string, string>) =>
      fetch(url, {
        method: "POST",
        headers: { cookie, origin: new URL(app.url).origin, ...proof },
        body: new URLSearchParams({ grant_type: "refresh_token", client_id: app.clientId }),
      });
    const keyPair = await generateKeyPair("ES256");
    const prove = async (nonce?: string) => ({ dpop: await generateProof(keyPair, url, "POST", nonce) });
    const reasonOf = async (answer: Response) => (await answer.json()).error_uri.split("/").at(-1);
    expect(await reasonOf(await refresh({}))).toBe("dpop_proof_missing");
    const nonce = (await refresh(await prove())).headers.get("dpop-nonce") ?? "";
    expect(await reasonOf(await refresh(await prove(nonce)))).toBe("dpop_key_mismatch");

    await page.reload();
    await untilSignedIn(page);
    expect(await findSession("robbed")).toMatchObject({ generation: 1, revoked_at: null });
  });
});

/** What a script of the app's origin finds. */
const keyIn = (page: Page) =>
  page.evaluate(async () => {
    const find = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await find(indexedDB.open("regrant"));
    const [pair] = await find<CryptoKeyPair[]>(database.transaction("keys").objectStore("keys").getAll());
    if (pair === undefined) throw new Error("no key");
    const exported = await crypto.subtle.exportKey("jwk", pair.privateKey).catch((error) => error.name);
    const { crv, kty, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    const members = new TextEncoder().encode(JSON.stringify({ crv, kty, x, y }));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", members));
    const jkt = btoa(String.fromCharCode(...hash))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace("=", "");
    return { extractable: pair.privateKey.extractable, exported, jkt };
  });
