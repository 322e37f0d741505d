import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { handleOf, pathTo, requestBehind } from "../../src/http/continue-to.js";
import { authorizeUrl, createApp, getCode, login, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let third: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server);
  third = await createApp(server, { firstParty: false });
  user = await createUser(server);
  browser = await signedIn(server, user);
});

describe("Every page", () => {
  const pages = [
    "/login",
    "/account",
    "/account/password",
    "/account/profile",
    "/account/factors",
    "/account/sessions/end-others",
    "/account/sessions/end-all",
    "/logout",
    "/login?continue=/oauth2/authorize?client_id=nobody",
    "/oauth2/authorize",
  ];

  const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

  it("allows no script but the page's own, no frame, nothing inline but its style, and forms to this server only [pages-1]", async () => {
    for (const path of pages) {
      const { headers, body } = await browser.visit(path);
      const policy = String(headers["content-security-policy"]);
      const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1];
      const [script, ...others] = [...body.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text);
      expect(others).toEqual([]);
      expect(script !== undefined).toBe(["/account", "/account/factors", "/login"].includes(path));
      expect(policy.split("; ").sort()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
        `style-src ${hashOf(style)}`,
      ]);
      expect(body.replace(`<script>${script}</script>`, "")).not.toMatch(
        /<script|<iframe|style=|\son[a-z]+=|javascript:/,
      );
    }
  });

  it("may not be framed, cached, sniffed or told of by Referer [pages-2]", async () => {
    for (const path of pages) {
      const { headers } = await browser.visit(path);
      expect(headers).toMatchObject({
        "x-frame-options": "DENY",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers).not.toHaveProperty("access-control-allow-origin");
      // Any app may have opened the other pages in a pop-up.
      expect(headers["cross-origin-opener-policy"]).toBe(
        path.startsWith("/account") ? "same-origin" : undefined,
      );
    }
  });

  it("that leads on to an app lets its form end wherever the app's own redirects lead", async () => {
    const fresh = await new Browser(server).visit(authorizeUrl(client));
    const consent = await browser.visit(authorizeUrl(third));
    for (const { headers } of [fresh, consent]) {
      expect(headers["content-security-policy"]).not.toContain("form-action");
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
    }
  });

  it("on redirects, too, says no-store and no-referrer", async () => {
    for (const path of [authorizeUrl(client), authorizeUrl(third), "/consent"]) {
      const { status, headers } = await browser.get(path);
      expect(status).toBe(303);
      expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    }
  });
});

describe("Where a page leads on to (open redirects, RFC 9700 §4.11) [pages-3]", () => {
  const elsewhere = [
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "https:evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/%2f/evil.example",
    "%2f%2fevil.example",
    "/account/../..//evil.example",
    "/account@evil.example",
    "/account?next=//evil.example",
    "/oauth2/authorize",
    "/oauth2/authorize/../..//evil.example",
    "/oauth2/authorize#x",
    "/oauth2/../oauth2/authorize?x",
    "/OAUTH2/authorize?x",
    "javascript:alert(1)",
    "data:text/html,x",
    "",
  ];

  it("is the account page, whatever else is asked for", async () => {
    for (const value of elsewhere) {
      expect(pathTo(requestBehind(new Map([["continue", value]])))).toBe("/account");
      const fresh = new Browser(server);
      const page = await fresh.visit(`/login?${new URLSearchParams({ continue: value })}`);
      expect(hiddenFields(page, "/login")).not.toHaveProperty("continue");
      expect(page.body).not.toContain("evil.example");
      const sent = {
        ...hiddenFields(page, "/login"),
        continue: value,
        username: user.email,
        password: user.password,
      };
      expect((await fresh.post("/login", sent)).location).toBe("/account");
      const consent = await fresh.get(`/consent?${new URLSearchParams({ continue: value })}`);
      expect(consent.location).toBe("/account");
    }
  });

  it("is an authorization request, packed: no line break gets into a header", async () => {
    const asked = new Map([
      ["client_id", "x\r\nSet-Cookie: a=b\r\n\r\n<script>"],
      ["state", "//evil.example#\u{1f511}"],
    ]);
    const query = new URLSearchParams([...asked]).toString();
    // Also in the form that earlier versions used.
    for (const value of [handleOf(asked), `/oauth2/authorize?${query}`]) {
      expect(requestBehind(new Map([["continue", value]]))).toEqual(asked);
      const fresh = new Browser(server);
      const sent = hiddenFields(await fresh.visit("/login"), "/login");
      const { location, headers, status } = await fresh.post("/login", {
        ...sent,
        continue: value,
        username: user.email,
        password: user.password,
      });
      expect(status).toBe(303);
      expect(location).toMatch(/^\/oauth2\/authorize\?continue=[\w-]+$/);
      expect(String(headers["set-cookie"])).not.toContain("a=b");
    }
  });

  it("is refused where its address was cut, or unpacks to more than anybody asks", async () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000, "a")).toString("base64url");
    const larger = deflateRawSync(`client_id=${client.clientId}&state=${"%C3%BC".repeat(5_000)}`);
    for (const handle of ["", "x", "AAAA", "\u00e4", bomb, larger.toString("base64url")]) {
      const page = await browser.get(`/oauth2/authorize?${new URLSearchParams({ continue: handle })}`);
      expect([page.status, page.location]).toEqual([400, null]);
    }
  });

  it("with an authorization request that proves nothing ends on a page", async () => {
    for (const query of [
      "client_id=nobody",
      `client_id=${client.clientId}&redirect_uri=https://evil.example`,
      "%",
    ]) {
      const url = `/login?${new URLSearchParams({ continue: `/oauth2/authorize?${query}` })}`;
      const page = await new Browser(server).get(url);
      expect([page.status, page.location]).toEqual([400, null]);
      expect(page.body).not.toMatch(/(href|action|src|content)="[^"]*evil\.example/);
    }
  });
});

describe("Script in whatever a page repeats (escaped by construction) [pages-4]", () => {
  const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`;

  function expectEscaped(page: Page, words = "alert(1)"): void {
    expect(textOf(page.body)).toContain(words);
    expect(page.body.replace(/<script>(addEventListener|{const b=)/, "")).not.toMatch(
      /<script|<img src=x|"'>/,
    );
    expect(page.body).toContain("&lt;script&gt;");
  }

  it("is text on the login page: login_hint, user name, state, the app's name", async () => {
    const app = await createApp(server, { name: evil });
    const fresh = new Browser(server);
    const page = await fresh.visit(authorizeUrl(app, { state: evil, login_hint: evil }));
    expectEscaped(page, `to continue to ${evil}`);
    const again = await login(fresh, page, { email: evil, password: "wrong" });
    expect(again.status).toBe(400);
    expectEscaped(again);
    expect(requestBehind(new Map(Object.entries(hiddenFields(again, "/login"))))?.get("state")).toBe(evil);
  });

  it("is text on the consent page: the app's name, scope in words, the resource's name", async () => {
    await server.db.query("update resources set name = $1, scope_descriptions = $2 where uri = $3", [
      evil,
      { "notes:read": evil },
      notes.uri,
    ]);
    const app = await createApp(server, { name: evil, firstParty: false });
    const page = await browser.visit(authorizeUrl(app, { state: evil }));
    expectEscaped(page, `Allow ${evil}?`);
    const allowed = await browser.submit(page, "/consent", { decision: "allow" });
    expect(allowed.location).toContain("state=%22%27%3E%3Cscript");
    expectEscaped(await browser.visit("/account"));
    await server.db.query("update resources set name = $1, scope_descriptions = $2 where uri = $3", [
      notes.name,
      notes.scopeDescriptions,
      notes.uri,
    ]);
  });

  it("is text on the account and logout pages: user agent, the app's name, the e-mail address", async () => {
    const victim = await createUser(server);
    const own = await signedIn(server, victim);
    const app = await createApp(server, { name: evil });
    expectRefreshToken(await redeem(server, app, await getCode(own, app), {}, { "user-agent": `${evil} x` }));
    await server.db.query("update users set email = $1 where id = $2", [`${evil}@example.com`, victim.id]);
    expectEscaped(await own.visit("/account"), `${evil}@example.com`);
    expectEscaped(await own.visit("/logout"), evil);
  });

  it("is harmless text on the pages of refusals, with nothing that markup begins or ends with", async () => {
    const parameters = ["client_id", "redirect_uri", "response_type", "state", "scope", "continue", evil];
    for (const name of parameters) {
      const query = new URLSearchParams({ [name]: evil });
      for (const path of [
        `/oauth2/authorize?${query}`,
        `/oauth2/authorize?${query}&${query}`,
        `/login?${query}&${query}`,
      ]) {
        const { status, body } = await browser.get(path);
        expect(status).toBe(400);
        expect(body).not.toMatch(/<script>alert|&lt;script|<img src=x|"'>/);
      }
    }
  });

  it("of a user agent that is empty or none at all breaks no page", async () => {
    const own = await signedIn(server, await createUser(server));
    for (const agent of ["", " ", "\u00ff\u00fe", "/", "Mozilla"]) {
      expectRefreshToken(
        await redeem(server, client, await getCode(own, client), {}, { "user-agent": agent }),
      );
    }
    const page = await own.visit("/account");
    expect(page.status).toBe(200);
    expect(textOf(page.body)).toContain("Unknown device");
  });
});
