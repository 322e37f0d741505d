import { parseUrl } from "@regrant/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultOfRedirectUri, isRegisteredRedirectUri } from "../../src/clients/redirect-uri.js";
import { answerOf, authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { createResources, createUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const browser = await signedIn(server, await createUser(server));

const web = "https://app.example.com/callback";

/** What an attacker would like to pass off as `web`. */
const tricks = [
  "https://evil.example/callback",
  "http://app.example.com/callback",
  "https://app.example.com",
  "https://app.example.com/",
  "https://app.example.com/callback/",
  "https://app.example.com/callback2",
  "https://app.example.com/callback?",
  "https://app.example.com/callback?next=//evil.example",
  "https://app.example.com/callback#",
  "https://app.example.com/callback#fragment",
  "https://app.example.com/Callback",
  "https://APP.example.com/callback",
  "HTTPS://app.example.com/callback",
  "https://app.example.com:443/callback",
  "https://app.example.com:8443/callback",
  "https://app.example.com./callback",
  "https://evil.app.example.com/callback",
  "https://app.example.com.evil.example/callback",
  "https://app.example.comevil.example/callback",
  "https://evil.example/?https://app.example.com/callback",
  "https://app.example.com@evil.example/callback",
  "https://user@app.example.com/callback",
  "https://app.example.com:pass@evil.example/callback",
  "https://evil.example\\@app.example.com/callback",
  "https://app.example.com\\.evil.example/callback",
  "https://app.example.com/./callback",
  "https://app.example.com/x/../callback",
  "https://app.example.com/callback/../../evil",
  "https://app.example.com/callback/..%2f..%2fevil",
  "https://app.example.com/%2e%2e/callback",
  "https://app.example.com%2fcallback",
  "https://app.example.com/%63allback",
  "https://app.example.com//callback",
  "https:/app.example.com/callback",
  "https:app.example.com/callback",
  "//app.example.com/callback",
  "/callback",
  " https://app.example.com/callback",
  "https://app.example.com/callback ",
  "https://app.example.com/callback\r\nLocation: https://evil.example",
  "https://app.example.com/callback\t",
  "https://app.exаmple.com/callback", // Cyrillic а
  "javascript:alert(1)//https://app.example.com/callback",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "about:blank",
  "urn:ietf:wg:oauth:2.0:oob",
  "*",
];

describe("The redirect URI of a request (RFC 9700 §4.1.3)", () => {
  it("is compared letter for letter: everything else is a page and no redirect [redirect-uri-1]", async () => {
    const client = await createApp(server, { redirectUris: [web] });
    for (const redirect_uri of tricks) {
      const { status, location, body } = await browser.get(authorizeUrl(client, { redirect_uri }));
      expect({ redirect_uri, status, location }).toEqual({ redirect_uri, status: 400, location: null });
      expect(body).toContain("redirect_uri_mismatch");
      expect(isRegisteredRedirectUri([web], redirect_uri)).toBe(false);
    }
    await getCode(browser, client, { redirect_uri: web });
  });

  it("may be any of those registered, and the answer goes to that one [redirect-uri-2]", async () => {
    const uris = [web, `${web}?tenant=1`, "com.example.app:/callback"];
    const client = await createApp(server, { redirectUris: uris });
    for (const redirect_uri of uris) {
      const { location } = await browser.get(authorizeUrl(client, { redirect_uri }));
      expect(location?.startsWith(`${redirect_uri}${redirect_uri.includes("?") ? "&" : "?"}code=`)).toBe(
        true,
      );
    }
  });

  it("is not another client's [redirect-uri-3]", async () => {
    await createApp(server, { redirectUris: ["https://evil.example/callback"] });
    const client = await createApp(server, { redirectUris: [web] });
    const page = await browser.get(authorizeUrl(client, { redirect_uri: "https://evil.example/callback" }));
    expect(page.status).toBe(400);
  });
});

describe("Redirect URIs on loopback addresses (RFC 8252 §7.3)", () => {
  it("match by the name localhost too, and nothing that only looks like it: a page that shows what was sent [redirect-uri-4]", async () => {
    const client = await createApp(server, {
      redirectUris: ["http://localhost/callback", "http://127.0.0.1/callback", "http://[::1]/callback"],
      secret: null,
    });
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      for (const port of [51999, 61023])
        await getCode(browser, client, { redirect_uri: `http://${host}:${port}/callback` });
    }
    for (const redirect_uri of [
      "https://localhost:51999/callback",
      "http://LOCALHOST:51999/callback",
      "http://localhost.example:51999/callback",
      "http://localhost:51999@example.com/callback",
      "http://localhost:51999/callback2",
      "http://localhost:99999/callback",
      "http://app.localhost:51999/callback",
    ]) {
      const page = await browser.get(authorizeUrl(client, { redirect_uri }));
      expect({ redirect_uri, status: page.status, location: page.location }).toEqual({
        redirect_uri,
        status: 400,
        location: null,
      });
      const text = textOf(page.body);
      expect(text).toContain(`'${redirect_uri}' is not registered`);
      expect(text).toContain("http://localhost is free");
    }
  });

  it("match with any port, and the code comes to that one [redirect-uri-5]", async () => {
    for (const registered of [
      "http://127.0.0.1/cb",
      "http://127.0.0.1:7000/cb",
      "http://[::1]/cb",
      "http://localhost/cb",
    ]) {
      const client = await createApp(server, { redirectUris: [registered], secret: null });
      const [, host = ""] = /\/\/(\[.*\]|[^:/]+)/.exec(registered) ?? [];
      for (const redirect_uri of [`http://${host}:51004/cb`, `http://${host}:1/cb`, `http://${host}/cb`]) {
        const page = await browser.get(authorizeUrl(client, { redirect_uri }));
        const { code = "" } = answerOf(page, redirect_uri);
        const wrongPort = await redeem(server, client, code, { redirect_uri: `http://${host}:2/cb` });
        expectRefusal(wrongPort, 400, "invalid_grant", "code_redirect_uri_mismatch");
        expectRefreshToken(await redeem(server, client, code, { redirect_uri }));
      }
    }
  });

  it("match in everything but the port [redirect-uri-6]", async () => {
    const client = await createApp(server, { redirectUris: ["http://127.0.0.1/cb?a=b"] });
    for (const redirect_uri of [
      "https://127.0.0.1:8000/cb?a=b",
      "http://127.0.0.1:8000/cb",
      "http://127.0.0.1:8000/cb?a=b&c",
      "http://127.0.0.1:8000/cb/../x?a=b",
      "http://127.0.0.1:8000@evil.example/cb?a=b",
      "http://127.0.0.1@evil.example:8000/cb?a=b",
      "http://127.0.0.1.evil.example:8000/cb?a=b",
      "http://127.0.0.1:80:90/cb?a=b",
      "http://127.0.0.1:/cb?a=b",
      "http://127.0.0.1:x/cb?a=b",
      "http://127.0.0.1:99999/cb?a=b",
      "http://127.0.0.1:123456/cb?a=b",
      "http://127.1:8000/cb?a=b",
      "http://127.0.0.2:8000/cb?a=b",
      "http://2130706433:8000/cb?a=b",
      "http://0.0.0.0:8000/cb?a=b",
      "http://localhost:8000/cb?a=b",
      "http://[::1]:8000/cb?a=b",
      "http://[::ffff:127.0.0.1]:8000/cb?a=b",
    ]) {
      const { status, location } = await browser.get(authorizeUrl(client, { redirect_uri }));
      expect({ redirect_uri, status, location }).toEqual({ redirect_uri, status: 400, location: null });
    }
  });

  it("are no way round the port of any other host", () => {
    for (const host of ["https://127.0.0.1", "http://127.0.0.1.example.com", "http://10.0.0.1", web]) {
      expect(isRegisteredRedirectUri([`${host}/cb`], `${host}:8000/cb`)).toBe(false);
    }
  });
});

describe("isRegisteredRedirectUri", () => {
  const registered = [web, "http://127.0.0.1/cb", "http://[::1]:8080/cb", "com.example.app:/cb"];

  it("accepts nothing but what is registered, and loopback URIs that differ in the port alone [redirect-uri-7]", () => {
    const pieces = fc.constantFrom(
      ...[
        "https://",
        "http://",
        "app.example.com",
        "127.0.0.1",
        "[::1]",
        "/callback",
        "/cb",
        "@",
        ":8080",
        ":",
      ],
      ...[
        "//",
        "\\",
        "..",
        "%2e",
        "%2f",
        "#",
        "?",
        "evil.example",
        "com.example.app:",
        " ",
        "\n",
        "[",
        "]",
        "",
      ],
    );
    const built = fc.array(pieces, { maxLength: 7 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(built, fc.webUrl(), fc.string()), (uri) => {
        const exact = registered.includes(uri);
        const loopback =
          /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d+)?\/cb$/.test(uri) && parseUrl(uri) !== null;
        expect(isRegisteredRedirectUri(registered, uri)).toBe(exact || loopback);
      }),
      { numRuns: 1000 },
    );
  });

  it("accepts nothing that leads elsewhere: same protocol, host, path and query as a registered one", () => {
    const around = fc.tuple(fc.constantFrom(...registered), fc.nat({ max: 40 }), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(around, ([uri, at, inserted]) => {
        const presented = uri.slice(0, at) + inserted + uri.slice(at);
        if (!isRegisteredRedirectUri(registered, presented)) return;
        const same = (a: URL, b: URL) =>
          [a.protocol, a.hostname, a.username, a.pathname, a.search, a.hash].join() ===
          [b.protocol, b.hostname, b.username, b.pathname, b.search, b.hash].join();
        expect(registered.some((known) => same(new URL(known), new URL(presented)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("A redirect URI to be registered (RFC 6749 §3.1.2, RFC 8252 §7, §8.4)", () => {
  it.each([
    web,
    "https://app.example.com",
    "https://app.example.com:8443/a/b?c=d",
    "http://localhost:5173/",
    "http://127.0.0.1/cb",
    "http://[::1]:3000/cb",
    "com.example.app:/oauth",
    "com.example.app://oauth/cb",
  ])("may be %s [redirect-uri-8]", (uri) => {
    expect(faultOfRedirectUri(uri)).toBeNull();
  });

  it.each([
    ["/callback", /not an absolute URI/],
    ["app.example.com/callback", /not an absolute URI/],
    ["https://app.example.com/cb#x", /fragment/],
    ["https://app.example.com/cb#", /fragment/],
    ["https://user:pass@app.example.com/cb", /user name/],
    ["https://*.example.com/cb", /wildcard/],
    ["https://app.example.com/*", /wildcard/],
    ["https://app.example.com/a/../b", /dots/],
    ["https://app.example.com/%2e%2E/b", /dots/],
    ["https://app.example.com/a/..", /dots/],
    ["https://app.example.com\\@evil.example/", /not an absolute URI/],
    ["https:app.example.com/cb", /no plain host name/],
    ["https://app;script-src.example/cb", /no plain host name/],
    ["https://app,b.example/cb", /no plain host name/],
    ["https://exämple.com/cb", /not an absolute URI/],
    ["https://app.example.com/a b", /not an absolute URI/],
    ["http://app.example.com/cb", /only loopback/],
    ["http://10.0.0.1/cb", /only loopback/],
    ["http://localhost.evil.example/cb", /only loopback/],
    ["javascript:alert(1)", /run what follows/],
    ["data:text/html,x", /run what follows/],
    ["file:///etc/passwd", /on the disk/],
    ["myapp:/cb", /private-use scheme/],
    ["urn:ietf:wg:oauth:2.0:oob", /another protocol/],
  ])("may not be %s [redirect-uri-9]", (uri, fault) => {
    expect(faultOfRedirectUri(uri)).toMatch(fault);
  });
});
