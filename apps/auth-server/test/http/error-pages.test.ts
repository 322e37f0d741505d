import { createHash } from "node:crypto";
import { type Reason, type ReasonEntry, reasons } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { html } from "../../src/http/views/html.js";
import { testServer } from "../support/server.js";
import { expectRefusal } from "../support/token-requests.js";

const server = await testServer();
const get = (url: string) => server.app.inject(url);

describe("The pages behind error_uri (RFC 6749 §5.2)", () => {
  it("are there for every reason, with the wire's error, the meaning and the remedy [error-pages-1]", async () => {
    for (const [reason, entry] of Object.entries(reasons) as [Reason, ReasonEntry][]) {
      const { statusCode, headers, body } = await get(`/errors/${reason}`);
      expect(statusCode).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      for (const text of [reason, entry.error, entry.meaning, entry.remedy]) {
        expect(body).toContain(html`${text}`.markup);
      }
    }
  });

  it("are listed on one page", async () => {
    const { statusCode, body } = await get("/errors");
    expect(statusCode).toBe(200);
    for (const reason of Object.keys(reasons)) expect(body).toContain(`href="/errors/${reason}"`);
  });

  it("are not made from what the address says: an unknown reason is 404 and not repeated", async () => {
    for (const reason of [
      "nope",
      "%3Cscript%3E",
      "__proto__",
      "constructor",
      "%00",
      "..%2f",
      "x".repeat(99),
    ]) {
      const response = await get(`/errors/${reason}`);
      const answer = { status: response.statusCode, headers: response.headers, body: response.json() };
      expectRefusal(answer, 404, "invalid_request", "not_found");
      expect(response.body).not.toMatch(/<|%3C|nope|proto/);
    }
  });

  it("forbid scripts, frames, foreign forms and everything inline but their own style [error-pages-2]", async () => {
    const { headers, body } = await get("/errors/unforeseen");
    const policy = String(headers["content-security-policy"]);
    expect(policy).not.toContain("unsafe");
    for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(directive);
    }
    expect(policy).not.toMatch(/script-src|\*/);
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(body).not.toMatch(/<script|<iframe|style=|onclick|javascript:/);
  });

  it("say nosniff, no referrer and no framing to older browsers, too [error-pages-3]", async () => {
    for (const url of ["/errors", "/errors/unforeseen"]) {
      expect((await get(url)).headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
      });
    }
  });

  it("do not name the software that serves them", async () => {
    const { headers } = await get("/errors");
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("server");
  });
});

describe("HTML (escaped in one place)", () => {
  it("escapes whatever goes into a template, and only once [error-pages-4]", () => {
    const evil = `<img src=x onerror="alert('1')">&amp;`;
    const escaped = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;";
    expect(html`<p>${evil}</p>`.markup).toBe(`<p>${escaped}</p>`);
    expect(html`<div>${html`<p>${evil}</p>`}</div>`.markup).toBe(`<div><p>${escaped}</p></div>`);
    expect(html`${[html`<b>${1}</b>`, html`<b>${"<"}</b>`]}`.markup).toBe("<b>1</b><b>&lt;</b>");
  });
});

describe("Addresses that there are not", () => {
  it("are 404 as JSON, with the shape of every refusal", async () => {
    for (const url of [
      "/",
      "/oauth2",
      "/oauth2/token/",
      "/metrics",
      "/health/ready",
      "/.env",
      "/errors/a/b",
    ]) {
      const response = await get(url);
      const answer = { status: response.statusCode, headers: response.headers, body: response.json() };
      expectRefusal(answer, 404, "invalid_request", "not_found");
    }
  });

  it("that cannot be read are 400, and nothing of them is repeated", async () => {
    for (const url of ["/%", "/errors/%zz", "/%c0%80"]) {
      const { statusCode, headers, body } = await get(url);
      expect(statusCode).toBe(400);
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
      });
      expect(JSON.parse(body)).toEqual({
        error: "invalid_request",
        error_description: "The request could not be read.",
        error_uri: "http://localhost:4000/errors/request_malformed",
      });
    }
  });

  it("say Strict-Transport-Security where the issuer is https, on every answer [error-pages-5]", async () => {
    const secure = await testServer({ env: { ISSUER: "https://auth.example.com" } });
    for (const url of ["/errors", "/nope", "/.well-known/jwks.json", "/oauth2/token"]) {
      expect((await secure.app.inject(url)).headers["strict-transport-security"]).toBe("max-age=31536000");
      expect((await get(url)).headers).not.toHaveProperty("strict-transport-security");
    }
  });
});
