/** The cookie: what it withstands, and what it leaves room for. */
import { describe, expect, it } from "vitest";
import { signIdToken } from "../../client/test/support/id-tokens.js";
import { createSessionCookie, endedState, type Session } from "../src/session-cookie.js";
import { parseOptions } from "../src/settings.js";
import { secrets, startWorld } from "./support/apps.js";
import { openBrowser } from "./support/browser.js";

const base = {
  issuer: "https://issuer.example",
  clientId: "app",
  clientSecret: "secret",
  origin: "https://app.example",
  secrets: secrets("one"),
  routes: [],
};
const cookieOf = (change: object = {}) => createSessionCookie(parseOptions({ ...base, ...change }));
const session = (number = 1_800_000_000_000, length = 10): Session => ({
  number,
  accessToken: "a".repeat(length),
  expiresAt: 1,
  dueAt: 1,
  refreshToken: "r",
  idToken: "i",
});
const nothing = { names: [] };
const headerOf = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");

describe("by https", () => {
  it("is __Host-, Secure, HttpOnly, Strict, and ends with the browser", async () => {
    expect(await cookieOf().write(session(), nothing)).toEqual([
      expect.stringMatching(
        /^__Host-bff-app\.mywpiww0=1\.[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
  });

  it("lasts as long as the app wants", async () => {
    const [cookie] = await cookieOf({ cookieSeconds: 86_400 }).write(session(), nothing);
    expect(cookie).toMatch(/; SameSite=Strict; Max-Age=86400$/);
  });

  it("says nothing to whoever reads it", async () => {
    const [cookie = ""] = await cookieOf().write(session(), nothing);
    const [header] = cookie.slice(cookie.indexOf("=1.") + 3).split(".");
    expect(JSON.parse(atob(header ?? ""))).toEqual({ alg: "dir", enc: "A256GCM", kid: "one" });
    expect(cookie).not.toContain("aaaaa");
  });

  it("has names that are one client's", async () => {
    const [cookie] = await cookieOf({ clientId: "https://app.example/a=b;c" }).write(session(), nothing);
    expect(cookie).toMatch(/^__Host-bff-https---app-example-a-b-c\./);
  });
});

describe("more than 4 kB", () => {
  it("is split, and put together again", async () => {
    const cookie = cookieOf();
    const written = await cookie.write(session(undefined, 4_000), nothing);
    expect(written.map((each) => each.split("=")[0])).toEqual([
      "__Host-bff-app.mywpiww0",
      "__Host-bff-app.mywpiww0.1",
    ]);
    for (const each of written) expect(headerOf([each]).length).toBeLessThanOrEqual(4_096);
    for (const header of [headerOf(written), headerOf([...written].reverse())])
      expect((await cookieOf().read(header)).state).toEqual(session(undefined, 4_000));
  });

  it("counts for nothing if a part is missing, is another's, or is left over", async () => {
    const cookie = cookieOf();
    const [first = "", second = ""] = await cookie.write(session(undefined, 4_000), nothing);
    const [, otherSecond = ""] = await cookie.write(session(undefined, 4_001), nothing);
    for (const header of [headerOf([first]), headerOf([second]), headerOf([first, otherSecond])])
      expect((await cookieOf().read(header)).state).toBeNull();
    const short = await cookie.write(session(), nothing);
    const { state, stale } = await cookieOf().read(headerOf([...short, second]));
    expect([state, stale]).toEqual([session(), []]);
  });

  it("goes when a smaller one takes its place", async () => {
    const cookie = cookieOf();
    const found = await cookie.read(headerOf(await cookie.write(session(undefined, 4_000), nothing)));
    const next = await cookie.write(session(1_800_000_000_001), found);
    expect(next.filter((each) => each.includes("Max-Age=0")).map((each) => each.split("=")[0])).toEqual([
      "__Host-bff-app.mywpiww0",
      "__Host-bff-app.mywpiww0.1",
    ]);
  });

  it("is refused where it is more than browsers and servers take", async () => {
    await expect(cookieOf().write(session(undefined, 9_000), nothing)).rejects.toThrow(/less scope/);
  });

  it("works from sign-in to refresh", async () => {
    const { browser, signIn, server } = await startWorld();
    const entitlements = Array.from({ length: 300 }, (_, index) => `entitlement-${index}`);
    server.changeIdTokens((idToken) => signIdToken(idToken, { entitlements }));
    await signIn();
    expect(browser.cookies.size).toBe(3);
    server.expireAccessTokens();
    expect((await browser.ask("/api/notes")).status).toBe(200);
    expect(browser.cookies.size).toBe(3);
    const { claims } = await (await browser.ask("/bff/session")).json();
    expect(claims.entitlements).toEqual(entitlements);
  });
});

describe("of several, the highest number counts", () => {
  it("whatever their order, and the others are told to go", async () => {
    const cookie = cookieOf();
    const all = [
      ...(await cookie.write(session(35), nothing)),
      ...(await cookie.write(session(36), nothing)),
      ...(await cookie.write(session(1_800_000_000_000), nothing)),
    ];
    for (const header of [headerOf(all), headerOf([...all].reverse())]) {
      const { state, stale } = await cookieOf().read(`theme=dark; ${header}; other=1`);
      expect([state, [...stale].sort()]).toEqual([session(), ["__Host-bff-app.10", "__Host-bff-app.z"]]);
    }
  });

  it("an end included, and a number cannot be changed", async () => {
    const cookie = cookieOf();
    const [open = ""] = await cookie.write(session(5), nothing);
    const ended = await cookie.write(endedState(session(5), "signed_out"), nothing);
    const { state } = await cookieOf().read(headerOf([open, ...ended]));
    expect(state).toEqual({ number: 1_005, reason: "signed_out" });
    const forged = headerOf([open]).replace("bff-app.5=", "bff-app.zzzz=");
    for (const reader of [cookieOf(), cookie]) expect((await reader.read(forged)).state).toBeNull();
  });
});

describe("secrets", () => {
  it("rotate: the first writes, all read, and what is dropped no longer counts", async () => {
    const old = await cookieOf().write(session(), nothing);
    const both = cookieOf({ secrets: `${secrets("two")},${secrets("one")}` });
    expect((await both.read(headerOf(old))).state).toEqual(session());
    const next = await both.write(session(), nothing);
    expect((await cookieOf({ secrets: secrets("two") }).read(headerOf(next))).state).toEqual(session());
    expect((await cookieOf().read(headerOf(next))).state).toBeNull();
    expect((await cookieOf({ secrets: secrets("two") }).read(headerOf(old))).state).toBeNull();
  });

  it("are told apart by use, client and issuer, even where they are the same", async () => {
    const written = headerOf(await cookieOf().write(session(), nothing));
    expect((await cookieOf({ issuer: "https://other.example" }).read(written)).state).toBeNull();
    const renamed = written.replace("bff-app.", "bff-other.");
    const { state, number } = await cookieOf({ clientId: "other" }).read(renamed);
    expect([state, number]).toEqual([null, 1_800_000_000_000]);
    const { browser, signIn } = await startWorld();
    await browser.open("/bff/login");
    const [pending = ""] = [...browser.cookies.values()];
    browser.cookies.set("bff-app.zzzzzzzz", `1.${pending}`);
    expect((await browser.ask("/bff/session")).status).toBe(401);
    browser.cookies.clear();
    await signIn();
    expect((await browser.ask("/bff/session")).status).toBe(200);
  });

  it.each([
    ["", /secrets must be/],
    ["short:AAAA", /at least 32/],
    [`${secrets("one")},${secrets("one")}`, /twice/],
  ])("%j are refused at the start", (value, why) => {
    expect(() => cookieOf({ secrets: value })).toThrow(why);
  });
});

describe("a cookie that was changed", () => {
  it("signs nobody in, costs no request, and goes with the next sign-in", async () => {
    const { browser, signIn, server, origin } = await startWorld();
    await signIn();
    const [[name, value] = ["", ""]] = browser.cookies;
    const asked = server.requests.length;
    for (const at of [3, value.length >> 1, value.length - 3]) {
      const changed = `${value.slice(0, at)}${value[at] === "A" ? "B" : "A"}${value.slice(at + 1)}`;
      const thief = openBrowser(() => origin, new Map([[name, changed]]));
      const answer = await thief.ask("/api/notes");
      expect([answer.status, (await answer.json()).reason]).toEqual([401, "cookie_unreadable"]);
    }
    expect(server.requests).toHaveLength(asked);
    browser.cookies.set(name, `${value.slice(0, -3)}AAA`);
    await signIn();
    expect((await browser.ask("/bff/session")).status).toBe(200);
    expect(browser.cookies.size).toBe(1);
  });
});
