import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "./support/api.js";

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api.app.verifier.refreshKeys();
  api.lines.length = 0;
});
afterEach(() => api.close());

describe("CORS", () => {
  it("lets scripts of any origin read the challenge (RFC 9728 §5)", async () => {
    const response = await api.app.inject({ url: "/whoami", headers: { origin: "https://app.example" } });
    expect(response.statusCode).toBe(401);
    expect(response.headers["access-control-allow-origin"]).toBe("*");
    expect(response.headers["access-control-expose-headers"]).toContain("www-authenticate");
    expect(response.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  it("answers the preflight without a token", async () => {
    const headers = {
      origin: "https://app.example",
      "access-control-request-method": "DELETE",
      "access-control-request-headers": "authorization",
    };
    const response = await api.app.inject({ method: "OPTIONS", url: "/notes/1", headers });
    expect(response.statusCode).toBe(204);
    expect(response.headers["access-control-allow-methods"]).toContain("DELETE");
    expect(response.headers["access-control-allow-headers"]).toContain("authorization");
  });

  it("allows whatever headers an app's libraries add, and never credentials [http-1]", async () => {
    const added = "authorization,x-requested-with,traceparent,tracestate,baggage,mcp-protocol-version";
    for (const origin of ["https://app.example", "tauri://localhost", "null"]) {
      const headers = {
        origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": added,
      };
      const preflight = await api.app.inject({ method: "OPTIONS", url: "/whoami", headers });
      expect([preflight.statusCode, preflight.headers["access-control-allow-headers"]]).toEqual([204, added]);
      for (const answer of [preflight, await api.app.inject({ url: "/whoami", headers: { origin } })]) {
        expect(answer.headers["access-control-allow-origin"]).toBe("*");
        expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
      }
    }
  });
});

describe("protected resource metadata (RFC 9728 §3)", () => {
  it("is public, and matches the challenge's address [http-2]", async () => {
    const url = "/.well-known/oauth-protected-resource";
    const response = await api.app.inject({ url, headers: { origin: "https://app.example" } });
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(response.headers["access-control-allow-origin"]).toBe("*");
    expect(response.json()).toEqual({
      resource: "http://localhost:4001",
      authorization_servers: [api.issuer],
      scopes_supported: ["notes:read", "notes:write"],
      bearer_methods_supported: ["header"],
      dpop_signing_alg_values_supported: ["ES256", "Ed25519", "EdDSA", "PS256", "RS256"],
      resource_name: "Regrant notes",
    });
    const challenge = (await api.app.inject("/whoami")).headers["www-authenticate"];
    expect(challenge).toMatch(`Bearer resource_metadata="http://localhost:4001${url}", DPoP algs="ES256 `);
  });
});

describe("CORS of what nobody may forget [http-3]", () => {
  it.each([
    ["a 404", "/nowhere"],
    ["an unreadable URL", "/%"],
  ])("is on %s too", async (_name, url) => {
    const { headers } = await api.app.inject(url);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-expose-headers"]).toContain("www-authenticate");
  });
});

describe("errors", () => {
  it("answers 404 with a reason at addresses that are not there", async () => {
    const response = await api.app.inject("/nowhere");
    expect(response.statusCode).toBe(404);
    expect(response.json().error_uri).toBe(`${api.issuer}/errors/not_found`);
  });

  it("hides what nobody foresaw, and logs it with the request id of the answer", async () => {
    const broken = await startApi();
    broken.app.get("/broken", () => {
      throw new Error("a secret detail");
    });
    const response = await broken.app.inject("/broken");
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({
      error: "server_error",
      error_uri: `${broken.issuer}/errors/unforeseen`,
    });
    expect(response.body).not.toContain("secret");
    const line = JSON.parse(broken.lines.find((text) => text.includes("/broken")) ?? "{}");
    expect(line).toMatchObject({
      level: 50,
      status: 500,
      reason: "unforeseen",
      requestId: response.headers["x-request-id"],
    });
    expect(line.err.message).toBe("a secret detail");
    await broken.close();
  });
});

describe("the access log", () => {
  it("has one line per request, with request id, route, status and client", async () => {
    const response = await api.app.inject({ url: "/notes?page=2", headers: api.authorize() });
    expect(api.lines).toHaveLength(1);
    expect(JSON.parse(api.lines[0] ?? "")).toMatchObject({
      level: 30,
      requestId: response.headers["x-request-id"],
      method: "GET",
      route: "/notes",
      status: 200,
      clientId: "app",
      reason: null,
    });
  });

  it("names the reason of a refusal", async () => {
    await api.app.inject({ url: "/notes", headers: api.authorize({ exp: 1 }) });
    expect(JSON.parse(api.lines[0] ?? "")).toMatchObject({ status: 401, reason: "token_expired" });
  });

  it("holds no token, no header, no query, no path as sent [http-4]", async () => {
    const { authorization } = api.authorize();
    const token = authorization.slice(7);
    await api.app.inject({ url: `/notes?access_token=${token}`, headers: { authorization } });
    await api.app.inject({ url: `/callback/${token}`, headers: { authorization, cookie: "c00kie" } });
    await api.app.inject({ url: "/notes", headers: { authorization: `${authorization}x` } });
    expect(api.lines).toHaveLength(3);
    const text = api.lines.join("");
    for (const secret of ["eyJ", token.slice(-20), "access_token", "callback", "c00kie", "Bearer"]) {
      expect(text).not.toContain(secret);
    }
  });

  it("gives every request another id", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => api.app.inject("/whoami")));
    expect(new Set(ids.map((response) => response.headers["x-request-id"])).size).toBe(50);
  });
});

describe("Cookies of other apps on this host", () => {
  const cookies = (kib: number) =>
    Array.from({ length: kib / 4 }, (_, index) => `other-${index}=${"x".repeat(4_080)}`).join("; ");

  it("are passed over, up to 64 KiB of them", async () => {
    const response = await api.app.inject({ url: "/whoami", headers: { cookie: cookies(60) } });
    expect(response.statusCode).toBe(401);
  });

  it.each([
    ["more", 72],
    ["more than Node.js reads", 128],
  ])(
    "are refused with 431 that a script of any origin can read where there are %s (RFC 6585 §5)",
    async (_how, kib) => {
      const url = await api.app.listen({ host: "127.0.0.1", port: 0 });
      const response = await fetch(`${url}/whoami`, { headers: { cookie: cookies(kib) } });
      expect(response.status).toBe(431);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(await response.json()).toMatchObject({
        error: "invalid_request",
        error_description: expect.stringContaining("clear them, or use a private window"),
      });
    },
  );
});
