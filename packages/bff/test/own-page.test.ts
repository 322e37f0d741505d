/** Cross-site request forgery (RFC 10017 §6.1.3.3.3), and what passes through in either direction. */
import { describe, expect, it } from "vitest";
import { startWorld } from "./support/apps.js";
import { askRaw } from "./support/raw.js";

const addresses = [
  ["GET", "/bff/session"],
  ["POST", "/bff/logout"],
  ["GET", "/api/notes"],
  ["POST", "/api/notes"],
] as const;

describe("another site's request", () => {
  it.each(addresses)("%s %s is refused without the header, or from elsewhere", async (method, path) => {
    const { browser, signIn, server, origin } = await startWorld();
    await signIn();
    const before = new Map(browser.cookies);
    const without: Record<string, string>[] = [
      { "x-regrant-bff": "" },
      { "x-regrant-bff": "true" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `${origin}.evil.example` },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
    ];
    for (const headers of without) {
      const answer = await browser.ask(path, { method, headers });
      expect([headers, answer.status, await answer.json()]).toMatchObject([
        headers,
        403,
        { error: "cross_site" },
      ]);
    }
    expect(browser.cookies).toEqual(before);
    expect(server.revocations).toEqual([]);
    const headers = { origin, "sec-fetch-site": "same-origin" };
    expect((await browser.ask(path, { method, headers })).status).toBe(200);
  });

  it("finds no door: no preflight is answered, no form is taken", async () => {
    const { browser, signIn } = await startWorld();
    await signIn();
    const preflight = await browser.ask("/api/notes", {
      method: "OPTIONS",
      headers: {
        "x-regrant-bff": "",
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-regrant-bff",
      },
    });
    expect(preflight.status).toBe(403);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect((await browser.open("/bff/logout")).status).toBe(405);
  });
});

describe("headers", () => {
  it("that sign in here, or speak for the browser or a proxy, do not reach the API", async () => {
    const { browser, signIn, apiUrl, origin } = await startWorld();
    await signIn();
    const answer = await browser.ask("/api/notes", {
      headers: {
        authorization: "Bearer mine",
        cookie: "ignored",
        origin,
        referer: "https://app.example/secret",
        "x-forwarded-for": "1.2.3.4",
        "x-forwarded-host": "evil.example",
        forwarded: "for=1.2.3.4",
        "x-http-method-override": "DELETE",
        "proxy-authorization": "Basic eDp4",
        te: "trailers",
        "x-named": "hop",
        "x-kept": "kept",
        "accept-language": "de",
        "if-none-match": '"1"',
      },
    });
    const { headers } = (await answer.json()) as { headers: Record<string, string> };
    const { authorization, ...rest } = headers;
    expect(authorization).not.toContain("mine");
    expect(rest).toMatchObject({
      host: new URL(apiUrl).host,
      "x-kept": "kept",
      "accept-language": "de",
      "if-none-match": '"1"',
    });
    expect(Object.keys(rest)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|origin|referer|forwarded|proxy|override|^te$/)]),
    );
  });

  it("of the API that would count for this origin do not reach the browser", async () => {
    const { browser, signIn } = await startWorld({
      api: (_request, response) => {
        response.writeHead(200, {
          "set-cookie": ["session=evil; Path=/"],
          "clear-site-data": '"*"',
          "strict-transport-security": "max-age=1",
          "access-control-allow-origin": "*",
          "service-worker-allowed": "/",
          refresh: "0; url=https://evil.example",
          connection: "x-named, keep-alive",
          "x-named": "hop",
          "x-kept": "kept",
          etag: '"1"',
          "cache-control": "max-age=60",
        });
        response.end("{}");
      },
    });
    await signIn();
    const { headers } = await browser.ask("/api/notes");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-kept": "kept",
      etag: '"1"',
      "cache-control": "max-age=60, private",
    });
    expect([...headers.keys()]).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/set-cookie|clear-site|strict|access-control|service|refresh|named/),
      ]),
    );
  });

  it("that are too many are refused", async () => {
    const { browser, signIn, startAnother } = await startWorld({ framework: "Hono" });
    await signIn();
    const origin = await startAnother();
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`x-${index}`, "a".repeat(1_000)]),
    );
    const ask = (more: object) =>
      fetch(`${origin}/api/notes`, { headers: { "x-regrant-bff": "1", cookie, ...many, ...more } });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ "x-more": "a".repeat(3_000) })).status).toBe(431);
  });

  it("that ask for a WebSocket are refused with a word", async () => {
    const { origin } = await startWorld();
    const answer = await askRaw(origin, "/api/socket", ["Upgrade: websocket", "Sec-WebSocket-Version: 13"]);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      501,
      { error: "websocket_not_supported", error_description: expect.stringContaining("WebSockets") },
    ]);
  });

  it("do not help a method that is not passed on", async () => {
    const { browser, signIn } = await startWorld({ framework: "Express" });
    await signIn();
    const answer = await browser.ask("/api/notes", { method: "PROPFIND" });
    expect([answer.status, await answer.json()]).toMatchObject([405, { error: "method_not_allowed" }]);
  });
});
