/** Only what a route names is reached, however the path is written (RFC 10017 §6.1.3). */
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { findDestination, parseRoute, pathTo } from "../src/routes.js";
import { parseOptions } from "../src/settings.js";
import { type Framework, frameworks, listen, startWorld } from "./support/apps.js";
import { askRaw } from "./support/raw.js";

const cookieOf = (cookies: ReadonlyMap<string, string>) =>
  `Cookie: ${[...cookies].map(([name, value]) => `${name}=${value}`).join("; ")}`;

describe.each(Object.keys(frameworks) as Framework[])("on %s, nothing leads", (framework) => {
  const escapes = [
    "/api//evil.example/",
    "//evil.example/api",
    "/api/../admin",
    "/api/..",
    "/api/.",
    "/api/./notes",
    "/api/%2e%2e/admin",
    "/api/%2E./admin",
    "/api/.%2e/admin",
    "/api%2f..%2fadmin",
    "/api/a%2f..%2f..%2fadmin",
    "/api/%5c..%5cadmin",
    "/api/\\..\\admin",
    "/api\\..\\admin",
    "/api@evil.example/",
    "/api:9999/notes",
    "/apix/notes",
    "/API/notes",
    "/%61pi/notes",
    "/api/%00",
    "/api/%0d%0aHost:%20evil.example",
    "/api/%zz",
    "/bff/../api/notes",
    "http://evil.example/api/notes",
    "http://user:word@evil.example/api/notes",
    "http://127.0.0.1:1/api/notes",
  ];

  it("out of the route", async () => {
    const reached: string[] = [];
    const { browser, signIn, origin } = await startWorld({
      framework,
      api: (request, response) => {
        reached.push(request.url ?? "");
        response.end("{}");
      },
    });
    await signIn();
    const headers = [cookieOf(browser.cookies), "x-regrant-bff: 1"];
    const statuses = new Map<string, number>();
    for (const path of escapes) statuses.set(path, (await askRaw(origin, path, headers)).status);
    expect([...statuses].filter(([, status]) => status < 400)).toEqual(
      // A fetch-style server gets URLs normalized: this is then /api/notes, or the route of another host's URL, itself.
      framework === "Hono" ? expect.anything() : [],
    );
    const outside = reached.filter((path) => !/^\/(?:notes|\.?notes)?$/.test(path));
    expect(outside).toEqual([]);
    if (framework !== "Hono") expect(reached).toEqual([]);
    expect((await askRaw(origin, "/api/notes?path=../x//%2e%2e", headers)).status).toBe(200);
    expect(reached.at(-1)).toBe("/notes?path=../x//%2e%2e");
  });
});

describe("a route", () => {
  const routes = [
    parseRoute({ prefix: "/api", target: "https://api.example.com/v1/" }),
    parseRoute({ prefix: "/other", target: "https://other.example.com:8443" }),
  ];

  it.each([
    ["/api", "https://api.example.com", "/v1"],
    ["/api/", "https://api.example.com", "/v1/"],
    ["/api?a=b", "https://api.example.com", "/v1?a=b"],
    ["/api/notes/1?q=%2e%2e/x", "https://api.example.com", "/v1/notes/1?q=%2e%2e/x"],
    ["/api/notes/%C3%BC", "https://api.example.com", "/v1/notes/%C3%BC"],
    ["/other", "https://other.example.com:8443", "/"],
    ["/other/.well-known/x", "https://other.example.com:8443", "/.well-known/x"],
  ])("takes %s to %s %s", (target, origin, path) => {
    expect(findDestination(routes, target)).toMatchObject({ origin, path });
  });

  it.each(["/api/ü", "/api/a b", "/api/notes?a=ü", "/api/notes#x", "/api/notes?a\r\nHost: evil"])(
    "refuses %j",
    (target) => {
      expect(() => findDestination(routes, target)).toThrow(/not passed on/);
    },
  );

  it.each([
    [{ prefix: "api", target: "https://a.example" }, /is not a path/],
    [{ prefix: "/", target: "https://a.example" }, /is not a path/],
    [{ prefix: "/api/", target: "https://a.example" }, /is not a path/],
    [{ prefix: "/a/../b", target: "https://a.example" }, /is not a path/],
    [{ prefix: "/bff/api", target: "https://a.example" }, /outside \/bff/],
    [{ prefix: "/api", target: "a.example" }, /not an https URL/],
    [{ prefix: "/api", target: "file:///etc" }, /not an https URL/],
    [{ prefix: "/api", target: "http://a.example" }, /needs https, or allowHttp/],
    [{ prefix: "/api", target: "https://user:word@a.example" }, /more than an origin and a path/],
    [{ prefix: "/api", target: "https://a.example/?a=b" }, /more than an origin and a path/],
  ])("%j is refused at the start", (route, why) => {
    expect(() => parseRoute(route)).toThrow(why);
  });

  it("may lead to http on another machine where that is said", () => {
    const { origin } = parseRoute({ prefix: "/api", target: "http://notes.internal:8080", allowHttp: true });
    expect(origin).toBe("http://notes.internal:8080");
  });

  it.each([
    ["https://api.example.com/v1/notes?a=b", "/api/notes?a=b"],
    ["https://api.example.com/v1", "/api"],
    ["https://api.example.com/v2/notes", null],
    ["https://api.example.com/v10", null],
    ["https://api.example.com:444/v1/notes", null],
    ["https://user:word@api.example.com/v1/notes", null],
    ["https://other.example.com:8443/", "/other"],
    ["https://evil.example/v1/notes", null],
  ])("back from %s is %s", (url, path) => {
    expect(pathTo(routes, new URL(url))).toBe(path);
  });

  it("is the longest that fits, and is there once", async () => {
    const { options, apiUrl } = await startWorld();
    const withRoutes = (...prefixes: string[]) =>
      parseOptions({ ...options, routes: prefixes.map((prefix) => ({ prefix, target: apiUrl })) }).routes;
    expect(findDestination(withRoutes("/api", "/api/notes"), "/api/notes/1")?.path).toBe("/1");
    expect(() => withRoutes("/api", "/other", "/api")).toThrow("/api is there twice");
  });
});

describe("redirects of an API", () => {
  it("are not followed: below a route the browser is led there, and elsewhere it is not", async () => {
    const seen: (string | undefined)[] = [];
    const other = await listen(
      createServer((request, response) => {
        seen.push(request.headers.authorization);
        response.end("stolen");
      }),
    );
    const { browser, signIn } = await startWorld({
      api: (request, response) => {
        const to = { "/here": "/there?a=b", "/away": `${other}/x` }[request.url ?? ""];
        if (request.url === "/made") response.writeHead(201, { location: "/notes/1" }).end();
        else response.writeHead(to === undefined ? 200 : 302, to === undefined ? {} : { location: to }).end();
      },
    });
    await signIn();
    const here = await browser.ask("/api/here");
    expect([here.status, here.headers.get("location")]).toEqual([302, "/api/there?a=b"]);
    const made = await browser.ask("/api/made");
    expect([made.status, made.headers.get("location")]).toEqual([201, "/api/notes/1"]);
    const away = await browser.ask("/api/away");
    expect([away.status, await away.json()]).toMatchObject([502, { error: "upstream_redirect" }]);
    expect(away.headers.get("location")).toBeNull();
    expect(seen).toEqual([]);
  });
});
