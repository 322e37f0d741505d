import { describe, expect, it } from "vitest";
import { parseReturnTo } from "../src/return-to.js";
import { startWorld } from "./support/apps.js";
import { openBrowser } from "./support/browser.js";

const begin = async (
  { browser }: Pick<Awaited<ReturnType<typeof startWorld>>, "browser">,
  path = "/bff/login",
) => new URL((await browser.open(path)).headers.get("location") ?? "");

describe("a sign-in", () => {
  it("asks with PKCE, state and nonce, and with what the link adds", async () => {
    const world = await startWorld({ bff: { scope: "profile notes:read", resource: "https://api.example" } });
    const url = await begin(
      world,
      "/bff/login?prompt=login&login_hint=a%40b&acr_values=2&max_age=60&client_id=evil",
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: "app",
      redirect_uri: `${world.origin}/bff/callback`,
      scope: "openid profile notes:read",
      resource: "https://api.example",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      prompt: "login",
      login_hint: "a@b",
      acr_values: "2",
      max_age: "60",
    });
    await world.signIn();
    expect(world.server.requests[0]?.get("resource")).toBe("https://api.example");
  });

  it("authenticates this client with its secret", async () => {
    const world = await startWorld();
    await world.signIn();
    expect(world.server.authorizations[0]).toBe(`Basic ${btoa("app:secret")}`);
  });

  it("keeps a Lax cookie until it is back, then a Strict one that no script reads", async () => {
    const world = await startWorld();
    const begun = await world.browser.open("/bff/login");
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^bff-app-sign-in\.[\w-]{8}=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=900$/,
      ),
    ]);
    const answer = world.server.authorize(new URL(begun.headers.get("location") ?? ""));
    const back = await world.browser.open(answer.pathname + answer.search, { isCrossSite: true });
    expect(back.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^bff-app-sign-in\.[\w-]{8}=; Path=\/; HttpOnly; SameSite=Strict; Max-Age=0$/),
      expect.stringMatching(/^bff-app\.[0-9a-z]{8}=1\.[\w.-]+; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect([back.headers.get("cache-control"), back.headers.get("referrer-policy")]).toEqual([
      "no-store",
      "no-referrer",
    ]);
  });

  it("counts for the browser that began it, and once", async () => {
    const world = await startWorld();
    const answer = world.server.authorize(await begin(world));
    const thief = openBrowser(() => world.origin);
    const stolen = await thief.open(answer.pathname + answer.search, { isCrossSite: true });
    expect(stolen.headers.get("location")).toBe("/?sign_in_error=sign_in_unknown");
    expect([thief.cookies.size, world.server.requests.length]).toEqual([0, 0]);
    const path = answer.pathname + answer.search;
    expect((await world.browser.open(path)).headers.get("location")).toBe("/");
    expect((await world.browser.open(path)).headers.get("location")).toBe("/?sign_in_error=sign_in_unknown");
    expect((await world.browser.ask("/bff/session")).status).toBe(200);
  });

  it("may run in several tabs at once; those that are never finished do not add up", async () => {
    const world = await startWorld();
    const urls = [await begin(world), await begin(world), await begin(world)];
    for (const url of urls.reverse()) {
      const { pathname, search } = world.server.authorize(url);
      expect((await world.browser.open(pathname + search)).headers.get("location")).toBe("/");
    }
    for (let index = 0; index < 30; index += 1) await begin(world);
    const names = [...world.browser.cookies.keys()].filter((name) => name.includes("sign-in"));
    expect(names.length).toBeLessThan(7);
  });

  it("that the user declines, or that fails, returns with a code and no sentence", async () => {
    const world = await startWorld();
    const url = await begin(world, "/bff/login?return_to=/notes%3Fa=b%23top");
    const state = url.searchParams.get("state");
    const iss = encodeURIComponent(world.server.issuer);
    const denied = `/bff/callback?error=access_denied&error_description=Call+555&state=${state}&iss=${iss}`;
    const back = await world.browser.open(denied, { isCrossSite: true });
    expect(back.headers.get("location")).toBe("/notes?a=b&sign_in_error=access_denied#top");
    expect(world.faults).toEqual([]);

    const other = await begin(world);
    const mixedUp = `/bff/callback?code=x&state=${other.searchParams.get("state")}&iss=https://evil.example`;
    const refused = await world.browser.open(mixedUp, { isCrossSite: true });
    expect(refused.headers.get("location")).toMatch(/^\/\?sign_in_error=issuer_answer_invalid/);
    expect(world.server.requests).toEqual([]);
    expect(world.faults).toHaveLength(1);
  });

  it("with an ID token of another sign-in, user agent or client is refused", async () => {
    for (const claims of [
      { nonce: "another" },
      { aud: "other" },
      { iss: "https://evil.example" },
      { exp: 1 },
    ]) {
      const world = await startWorld();
      const { signIdToken } = await import("../../client/test/support/id-tokens.js");
      world.server.changeIdTokens((idToken) => signIdToken(idToken, claims));
      expect(await world.signIn()).toMatch(/sign_in_error=issuer_answer_invalid/);
      expect((await world.browser.ask("/bff/session")).status).toBe(401);
    }
    const world = await startWorld();
    const { forgeIdToken } = await import("../../client/test/support/id-tokens.js");
    world.server.changeIdTokens((idToken) => forgeIdToken(idToken));
    expect(await world.signIn()).toMatch(/sign_in_error=issuer_answer_invalid/);
  });

  it("waits for better times while the server is away", async () => {
    const world = await startWorld({ bff: { issuer: "http://127.0.0.1:9" } });
    const answer = await world.browser.open("/bff/login");
    expect([answer.status, answer.headers.get("retry-after"), await answer.json()]).toMatchObject([
      503,
      "1",
      { error: "temporarily_unavailable" },
    ]);
  });
});

describe("return_to", () => {
  const origin = "https://app.example";

  it.each([
    [null, "/"],
    ["/", "/"],
    ["/notes?a=b#c", "/notes?a=b#c"],
    ["/notes/%2e", "/notes/"],
    ["/bffs", "/bffs"],
    ["/ü", "/%C3%BC"],
  ])("%j leads to %s", (value, path) => {
    expect(parseReturnTo(value, origin)).toBe(path);
  });

  it.each([
    "",
    "notes",
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/a/..//evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    `${origin}/notes`,
    "/bff/login?return_to=/bff/login",
    "/bff",
    "/x/../bff/login",
    "/a\r\nSet-Cookie: x=y",
  ])("%j is refused", (value) => {
    expect(parseReturnTo(value, origin)).toBeNull();
  });

  it("is refused with a word", async () => {
    const { browser } = await startWorld();
    const answer = await browser.open("/bff/login?return_to=//evil.example");
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "return_to_refused" }]);
  });
});
