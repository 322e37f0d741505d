/** Whoever sends a browser a wrong answer, or is a wrong provider, signs nobody in. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handleOf } from "../../src/http/continue-to.js";
import { linkIdentity } from "../../src/providers/link.js";
import { newSecret } from "../../src/secrets.js";
import { authorizeUrl, login } from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty } from "../support/openid.js";
import {
  addProvider,
  goTo,
  pathBack,
  scriptedProvider,
  signInThrough,
} from "../support/scripted-provider.js";
import { testServer } from "../support/server.js";

const server = await testServer();
const scripted = await scriptedProvider();
const provider = await addProvider(server, scripted, { name: "Example ID" });
const second = await scriptedProvider();
const other = await addProvider(server, second);
const honest = { sign: scripted.sign, metadata: scripted.metadata };
const who = { sub: "ada", email: "ada@example.com" };
/** Somebody's own. Made before, since it takes as long as a provider may. */
const otherKeys = [await generateKeyPair("RS256"), await generateKeyPair("ES256")] as const;
let user: TestUser;
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server);
  for (const { id } of [provider, other]) {
    const identity = { providerId: id, subject: who.sub, userId: user.id, email: null };
    await linkIdentity(server.db, identity, "signed_in", {});
  }
});

beforeEach(() => {
  Object.assign(scripted, { ...honest, idToken: {} });
  scripted.answers.clear();
});

const signIns = async (): Promise<number> =>
  (await server.db.query("select from sign_ins where user_id = $1", [user.id])).rowCount ?? 0;
const tokenRequests = () =>
  [...scripted.asked, ...second.asked].filter(({ path }) => path === "/token").length;

async function expectRefused(page: Page, status: number, words: string, before: number): Promise<void> {
  expect([page.status, page.location, textOf(page.body)]).toEqual([
    status,
    null,
    expect.stringContaining(words),
  ]);
  expect(await signIns()).toBe(before);
}

/** What a wrong ID token leads to. */
async function expectInvalid(): Promise<void> {
  const before = await signIns();
  const page = await signInThrough(new Browser(server), scripted, provider, who);
  await expectRefused(page, 400, "What came back from Example ID doesn’t prove who you are", before);
}

it("An honest answer signs in", async () => {
  expect((await signInThrough(new Browser(server), scripted, provider, who)).path).toBe("/account");
});

describe("An answer", () => {
  const unexpected = "This sign-in has expired";

  it("that another browser went for signs nobody in (login CSRF)", async () => {
    const before = await signIns();
    const { location } = await goTo(new Browser(server), provider);
    const victim = new Browser(server);
    await goTo(victim, provider);
    const asked = tokenRequests();
    await expectRefused(await victim.get(scripted.agree(location, who)), 400, unexpected, before);
    expect(tokenRequests()).toBe(asked);
  });

  it.each([
    ["", 303],
    ["\u00a0", 400],
  ])(
    "signs in by a cookie named %j before its own name with %i: browsers protect no other",
    async (blank, status) => {
      const away = await goTo(new Browser(server), provider);
      const [, cookie = ""] = /(regrant-provider-[^;]*)/.exec(String(away.headers["set-cookie"])) ?? [];
      const answer = await server.app.inject({
        url: scripted.agree(away.location, who),
        headers: { cookie: `${blank}${cookie}` },
      });
      expect(answer.statusCode).toBe(status);
    },
  );

  it("links nothing to who is signed in, if another browser went for it", async () => {
    const victim = new Browser(server);
    await login(victim, await victim.visit("/login"), await createUser(server));
    const { location } = await goTo(new Browser(server), provider);
    await victim.get(scripted.agree(location, who));
    expect((await victim.get("/account/identities/confirm")).location).toBe("/account#ways");
  });

  it("of one provider at the address of another goes nowhere (mix-up)", async () => {
    const before = await signIns();
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider);
    const asked = tokenRequests();
    const there = scripted.agree(location, who).replace(`/${provider.id}/`, `/${other.id}/`);
    await expectRefused(await browser.get(there), 400, unexpected, before);
    // And the flow is over.
    await expectRefused(await browser.get(scripted.agree(location, who)), 400, unexpected, before);
    expect(tokenRequests()).toBe(asked);
  });

  it.each([["https://evil.example"], [undefined]])(
    "from the issuer %s is refused (RFC 9207)",
    async (iss) => {
      const before = await signIns();
      const browser = new Browser(server);
      const { location } = await goTo(browser, provider);
      const asked = tokenRequests();
      const path = scripted
        .agree(location, who)
        .replace(/&iss=[^&]*/, iss === undefined ? "" : `&iss=${iss}`);
      await expectRefused(await browser.get(path), 400, "doesn’t prove who you are", before);
      expect(tokenRequests()).toBe(asked);
    },
  );

  it("is good once, also in flight", async () => {
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider);
    const path = scripted.agree(location, who);
    const before = await signIns();
    const answers = await Promise.all([browser.get(path), browser.get(path), browser.get(path)]);
    expect(answers.filter(({ location }) => location === "/account")).toHaveLength(1);
    expect(await signIns()).toBe(before + 1);
    const asked = tokenRequests();
    await expectRefused(await browser.get(path), 400, unexpected, before + 1);
    expect(tokenRequests()).toBe(asked);
  });

  it("is not used up by a prefetch", async () => {
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider);
    const path = scripted.agree(location, who);
    expect((await browser.get(path, { "sec-purpose": "prefetch" })).status).toBe(403);
    expect((await browser.get(path)).location).toBe("/account");
  });

  it("without a state, or with two, is refused", async () => {
    const before = await signIns();
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider);
    const path = scripted.agree(location, who);
    await expectRefused(await browser.get(path.replace(/state=[^&]*&/, "")), 400, unexpected, before);
    expect((await browser.get(`${path}&state=x`)).status).toBe(400);
    expect(await signIns()).toBe(before);
  });

  it("that is an error says so in our words, with a way back to the app", async () => {
    const before = await signIns();
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider, authorizeUrl(client, { scope: "openid" }));
    const asked = new URL(location ?? "").searchParams;
    const error = { error: "access_denied", error_description: "<script>alert(1)</script>" };
    const page = await browser.get(pathBack(asked, { ...error, iss: scripted.issuer }));
    await expectRefused(page, 403, "You cancelled, or Example ID didn’t let you continue.", before);
    expect(page.body).not.toContain("alert(1)");
    const [, back = ""] = /href="(\/login\?continue=[^"]*)"/.exec(page.body) ?? [];
    expect((await browser.visit(back)).body).toContain("to continue to");
  });

  it("of a guess at the error's name puts nothing into the log that could be a secret", async () => {
    const browser = new Browser(server);
    const { location } = await goTo(browser, provider);
    const asked = new URL(location ?? "").searchParams;
    await browser.get(pathBack(asked, { error: "eyJhbGciOiJub25lIn0.eyJ9.abc\n", iss: scripted.issuer }));
    expect(server.logLines.join("")).not.toContain("eyJhbGci");
  });
});

describe("An ID token", () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["with another nonce", { nonce: "another" }],
    ["without a nonce", { nonce: undefined }],
    ["for another client", { aud: "another" }],
    ["for several, authorized for another", { aud: ["regrant", "another"], azp: "another" }],
    ["of another issuer", { iss: "https://evil.example" }],
    ["that has expired", { exp: Math.floor(Date.now() / 1000) - 100 }],
    ["without a sub", { sub: undefined }],
    ["with a sub that is no text", { sub: 7 }],
    ["with a sub that is too long", { sub: "x".repeat(256) }],
    ["with a sub that has a NUL", { sub: "ada\0" }],
  ])("%s is refused", async (_case, claims) => {
    scripted.idToken = claims;
    await expectInvalid();
  });

  it.each<[string, (claims: JWTPayload) => Promise<string>]>([
    ["alg none", async (claims) => new UnsecuredJWT(claims).encode()],
    [
      "alg none under another spelling",
      async (claims) =>
        new UnsecuredJWT(claims)
          .encode()
          .replace(/^[^.]*/, Buffer.from('{"alg":"NONE"}').toString("base64url")),
    ],
    [
      "the client secret as key",
      (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(scripted.clientSecret)),
    ],
    [
      "another key under the same kid",
      async (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "RS256", kid: "the-providers-key" })
          .sign(otherKeys[0].privateKey),
    ],
    [
      "a key of its own in its header",
      (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "RS256", jwk: { kty: "RSA", e: "AQAB", n: "AQAB" } })
          .sign(otherKeys[0].privateKey),
    ],
    [
      "an algorithm that the provider does not say it has",
      (claims) => new SignJWT(claims).setProtectedHeader({ alg: "ES256" }).sign(otherKeys[1].privateKey),
    ],
    ["nothing", async () => "not a token"],
  ])("signed with %s is refused", async (_case, sign) => {
    scripted.sign = sign;
    await expectInvalid();
  });

  it("of another person than the userinfo is refused", async () => {
    const before = await signIns();
    scripted.idToken = { sub: "somebody-new" };
    const page = await signInThrough(new Browser(server), scripted, provider, who);
    await expectRefused(page, 400, "doesn’t prove who you are", before);
  });

  it("of another provider with the same sub is another person", async () => {
    const third = await scriptedProvider();
    const added = await addProvider(server, third);
    expect((await signInThrough(new Browser(server), third, added, who)).status).toBe(403);
  });

  it.each<[string, number | undefined, number]>([
    ["was authenticated long ago", 1000, 403],
    ["may have been authenticated at any time", undefined, 403],
    ["has just been authenticated", 0, 303],
  ])("whose user %s, where the app wants a new sign-in", async (_case, age, status) => {
    scripted.idToken = age === undefined ? {} : { auth_time: Math.floor(Date.now() / 1000) - age };
    for (const demand of [{ prompt: "login" }, { max_age: "60" }]) {
      const browser = new Browser(server);
      const { location } = await goTo(
        browser,
        provider,
        authorizeUrl(client, { scope: "openid", ...demand }),
      );
      expect((await browser.get(scripted.agree(location, who))).status).toBe(status);
    }
  });
});

describe("continue", () => {
  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/oauth2/authorize?x=https://evil.example",
    handleOf(new Map([["redirect_uri", "https://evil.example"]])),
  ])("%s leads nowhere else", async (continueTo) => {
    const browser = new Browser(server);
    const login = `/login?${new URLSearchParams({ continue: continueTo })}`;
    const page = await browser.get(login).catch(() => null);
    const { location } = await browser.submit(
      page?.status === 200 ? page : await browser.visit("/login"),
      `/login/providers/${provider.id}`,
      { continue: continueTo },
    );
    const back = await browser.get(scripted.agree(location, who));
    expect(back.location).toMatch(/^\/(account|oauth2\/authorize\?continue=)/);
  });

  it("that is too long for a cookie is refused with words, before the browser drops it without any", async () => {
    const state = Array.from({ length: 90 }, newSecret).join("");
    const browser = new Browser(server);
    const page = await goTo(browser, provider, authorizeUrl(client, { scope: "openid", state }));
    expect([page.status, textOf(page.body)]).toEqual([400, expect.stringContaining("too long")]);
  });
});

describe("A provider", () => {
  const unreachable = "Can’t reach the other provider";
  const press = async (issuer: string, settings = {}) => {
    const added = await addProvider(server, { issuer, clientSecret: scripted.clientSecret }, settings);
    const browser = new Browser(server);
    const since = performance.now();
    const page = await goTo(browser, added);
    return { page, browser, added, ms: performance.now() - since };
  };

  it("that is gone leads to a page, and at once the next time; passwords still sign in", async () => {
    const { page, browser, added } = await press("http://127.0.0.1:9");
    await expectRefused(page, 503, unreachable, await signIns());
    const since = performance.now();
    expect((await goTo(browser, added)).status).toBe(503);
    expect(performance.now() - since).toBeLessThan(1000);
    expect((await login(browser, await browser.visit("/login"), user)).path).toBe("/account");
  });

  it("that never answers leads to a page within five seconds, and blocks nobody else", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    cleanUp(async () => {
      silent.closeAllConnections();
      silent.close();
    });
    const waiting = press(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    expect((await signInThrough(new Browser(server), scripted, provider, who)).path).toBe("/account");
    const { page, ms } = await waiting;
    await expectRefused(page, 503, unreachable, await signIns());
    expect(ms).toBeLessThan(6000);
  });

  it("is asked by no more than 32 at once", async () => {
    const slow = await scriptedProvider();
    const added = await addProvider(server, slow);
    slow.answers.set(
      "/.well-known/openid-configuration",
      (_request, response) => void setTimeout(() => response.end(), 500),
    );
    const all = await Promise.all(Array.from({ length: 40 }, () => goTo(new Browser(server), added)));
    expect(all.every(({ status }) => status === 503)).toBe(true);
    expect(slow.asked.length).toBe(1);
  });

  it.each<[string, string]>([
    ["metadata", "/.well-known/openid-configuration"],
    ["tokens", "/token"],
    ["keys", "/jwks"],
    ["userinfo", "/userinfo"],
  ])("cannot fill the memory with its %s", async (_what, path) => {
    const huge = await scriptedProvider();
    const added = await addProvider(server, huge);
    let sent = 0;
    huge.answers.set(path, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(65_536, " ");
      const more = () => {
        while (sent < 100_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
      };
      more();
    });
    const browser = new Browser(server);
    const away = await goTo(browser, added);
    const page = away.location === null ? away : await browser.get(huge.agree(away.location, { sub: "new" }));
    await expectRefused(page, 503, unreachable, await signIns());
    expect(sent).toBeLessThan(10_000_000);
  });

  it.each<[string, object]>([
    ["another issuer", { issuer: "https://evil.example" }],
    ["another spelling of its issuer", { issuer: undefined }],
    ["no keys", { jwks_uri: undefined }],
  ])("with %s in its metadata is not used", async (_case, metadata) => {
    const wrong = await scriptedProvider();
    wrong.metadata = { ...wrong.metadata, issuer: `${wrong.issuer}/`, ...metadata };
    if (_case === "no keys") wrong.metadata = { ...wrong.metadata, issuer: wrong.issuer };
    const added = await addProvider(server, wrong);
    await expectRefused(await goTo(new Browser(server), added), 503, unreachable, await signIns());
  });

  it("leads this server to no address without https beyond this machine, and follows no redirect", async () => {
    const leading = await scriptedProvider();
    leading.metadata = { ...leading.metadata, token_endpoint: "http://192.0.2.1/token" };
    const added = await addProvider(server, leading);
    const browser = new Browser(server);
    const { location } = await goTo(browser, added);
    const since = performance.now();
    await expectRefused(await browser.get(leading.agree(location, who)), 503, unreachable, await signIns());
    expect(performance.now() - since).toBeLessThan(1000);
    const redirecting = await scriptedProvider();
    redirecting.answers.set(
      "/.well-known/openid-configuration",
      (_request, response) =>
        void response
          .writeHead(302, { location: `${scripted.issuer}/.well-known/openid-configuration` })
          .end(),
    );
    const asked = scripted.asked.length;
    const next = await addProvider(server, redirecting);
    await expectRefused(await goTo(new Browser(server), next), 503, unreachable, await signIns());
    expect(scripted.asked.length).toBe(asked);
  });
});
