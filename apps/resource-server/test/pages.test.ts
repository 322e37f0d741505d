import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "./support/api.js";

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

/** As a browser sends an address that somebody typed. */
const open = (url: string) =>
  api.app.inject({ url, headers: { accept: "text/html", "sec-fetch-dest": "document" } });

describe("an address opened in a browser", () => {
  it("says at / what this is", async () => {
    const { statusCode, headers, body } = await open("/");
    expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(body).toContain("<h1>Notes API</h1>");
    expect(body).toContain(api.issuer);
  });

  it.each([
    ["/notes", 401, "Sign-in required"],
    ["/nowhere", 404, "Page not found"],
    ["/<script>", 404, "Page not found"],
  ])("%s is a page, with the status %i", async (url, status, title) => {
    const { statusCode, headers, body } = await open(url);
    expect([statusCode, headers["content-type"]]).toEqual([status, "text/html; charset=utf-8"]);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).not.toContain("<script>");
    expect(headers["www-authenticate"] ?? "none").toMatch(status === 401 ? /^Bearer / : /^Bearer error|none/);
  });

  it("has an icon", async () => {
    const { statusCode, headers } = await open("/favicon.ico");
    expect([statusCode, headers["content-type"]]).toEqual([200, "image/svg+xml"]);
  });
});

describe("the same address for an app", () => {
  it.each([
    ["/", 200],
    ["/notes", 401],
    ["/nowhere", 404],
  ])("%s is JSON, whatever it accepts", async (url, status) => {
    for (const accept of ["*/*", "text/html, image/gif, *; q=.2", "application/json"]) {
      const { statusCode, headers } = await api.app.inject({ url, headers: { accept } });
      expect([statusCode, headers["content-type"]]).toEqual([status, "application/json; charset=utf-8"]);
    }
  });
});
