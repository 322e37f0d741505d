import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../support/authorization.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
let one: TestClient;
let other: TestClient;
let user: TestUser;

const origins = { one: "https://one.example", other: "https://other.example", none: "https://evil.example" };

beforeAll(async () => {
  await createResources(server);
  const app = (origin: string) =>
    createClient(server, {
      secret: null,
      grantTypes: ["password", "refresh_token"],
      allowedOrigins: [origin],
    });
  one = await app(origins.one);
  other = await app(origins.other);
  user = await createUser(server);
});

const preflight = (origin: string, url = "/oauth2/token", method = "POST") =>
  server.app.inject({
    method: "OPTIONS",
    url,
    headers: {
      origin,
      "access-control-request-method": method,
      "access-control-request-headers": "content-type",
    },
  });

const byPassword = (client: TestClient, origin: string, password = user.password): Promise<Answer> =>
  postForm(
    server,
    { grant_type: "password", username: user.email, password, ...identify(client) },
    { origin },
  );

/** Expect that the page at this origin may read the response, with credentials. */
function expectReadable({ headers }: Pick<Answer, "headers">, origin: string): void {
  expect(headers).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "www-authenticate, dpop-nonce, retry-after, x-request-id, date",
  });
  expect(String(headers.vary)).toMatch(/origin/i);
}
function expectUnreadable({ headers }: Pick<Answer, "headers">): void {
  expect(headers).not.toHaveProperty("access-control-allow-origin");
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
}

describe("A preflight (Fetch: CORS)", () => {
  it("of the token endpoint is allowed to every registered origin: the client is not known yet", async () => {
    for (const origin of [origins.one, origins.other]) {
      const { statusCode, headers } = await preflight(origin);
      expect(statusCode).toBe(204);
      expect(headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET, POST, PATCH, DELETE",
        "access-control-max-age": "600",
      });
      expect(String(headers.vary)).toMatch(/origin/i);
    }
  });

  it("is allowed whatever headers an app's libraries add, to a registered origin alone [cors-1]", async () => {
    const asked =
      "authorization,content-type,x-requested-with,traceparent,tracestate,baggage,mcp-protocol-version";
    for (const url of ["/oauth2/token", "/oauth2/revoke", "/account/api/sessions"]) {
      const headers = async (origin: string) =>
        (
          await server.app.inject({
            method: "OPTIONS",
            url,
            headers: {
              origin,
              "access-control-request-method": "POST",
              "access-control-request-headers": asked,
            },
          })
        ).headers;
      expect((await headers(origins.one))["access-control-allow-headers"]).toBe(asked);
      expectUnreadable({ headers: await headers(origins.none) });
    }
  });

  it("of metadata and keys is allowed to anyone, with any header and without credentials", async () => {
    for (const url of ["/.well-known/oauth-authorization-server", "/.well-known/jwks.json"]) {
      const { headers } = await server.app.inject({
        method: "OPTIONS",
        url,
        headers: {
          origin: origins.none,
          "access-control-request-method": "GET",
          "access-control-request-headers": "mcp-protocol-version",
        },
      });
      expect(headers).toMatchObject({
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "mcp-protocol-version",
      });
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
    }
  });

  it("is refused to every other origin", async () => {
    const strange = [
      origins.none,
      "null",
      "https://one.example.evil.example",
      "http://one.example",
      "https://ONE.example",
    ];
    for (const origin of strange) expectUnreadable(await preflight(origin));
  });

  it("forgets the origin of a disabled client, and learns a new one, within seconds", async () => {
    const gone = await createClient(server, { allowedOrigins: ["https://gone.example"] });
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    const fresh = await testServer();
    const { headers } = await fresh.app.inject({
      method: "OPTIONS",
      url: "/oauth2/token",
      headers: { origin: "https://gone.example", "access-control-request-method": "POST" },
    });
    expectUnreadable({ headers });
  });

  it("of revocation is answered like that of the token endpoint [cors-2]", async () => {
    const { headers } = await preflight(origins.one, "/oauth2/revoke");
    expect(headers).toMatchObject({ "access-control-allow-origin": origins.one });
    expectUnreadable(await preflight(origins.none, "/oauth2/revoke"));
  });

  it("of the account's API allows the same origins, DELETE included", async () => {
    const { headers } = await preflight(origins.one, "/account/api/sessions", "DELETE");
    expect(headers).toMatchObject({ "access-control-allow-origin": origins.one });
    expect(headers["access-control-allow-methods"]).toContain("DELETE");
  });

  it("of a page, or of what back ends call, allows nobody [cors-3]", async () => {
    for (const url of [
      "/login",
      "/account",
      "/account/password",
      "/account/profile",
      "/consent",
      "/logout",
      "/oauth2/authorize",
      "/oauth2/introspect",
      "/admin/clients",
    ]) {
      expectUnreadable(await preflight(origins.one, url));
    }
  });
});

describe("An answer of the token endpoint", () => {
  it("can be read by the client's own origins, with credentials and never by * [cors-4]", async () => {
    const answer = await byPassword(one, origins.one);
    expectTokens(answer);
    expectReadable(answer, origins.one);
  });

  it("cannot be read by another client's origin, though the preflight allowed it [cors-5]", async () => {
    const answer = await byPassword(one, origins.other);
    expectTokens(answer);
    expectUnreadable(answer);
    expectUnreadable(await byPassword(other, origins.one));
  });

  it("cannot be read by an origin that nobody registered", async () => {
    expectUnreadable(await byPassword(one, origins.none));
    expectUnreadable(await postForm(server, {}, { origin: origins.none }));
  });

  it("says nothing of origins where none asks", async () => {
    const { headers } = await postForm(server, {});
    expectUnreadable({ headers });
  });

  it("can be read when it is a refusal: 400 and 401, before and after the client is known", async () => {
    const cases: readonly (readonly [Answer, number, string])[] = [
      [await postForm(server, {}, { origin: origins.one }), 400, "parameter_missing"],
      [
        await postForm(server, { grant_type: "refresh_token" }, { origin: origins.one }),
        401,
        "client_missing",
      ],
      [await byPassword(one, origins.one, "wrong"), 400, "user_credentials_mismatch"],
    ];
    for (const [answer, status, reason] of cases) {
      expect([answer.status, answer.body.error_uri]).toEqual([
        status,
        `http://localhost:4000/errors/${reason}`,
      ]);
      expectReadable(answer, origins.one);
    }
    const basic = await postForm(
      server,
      { grant_type: "refresh_token" },
      { origin: origins.one, authorization: "Basic nonsense" },
    );
    expect(basic.headers).toHaveProperty("www-authenticate");
    expectReadable(basic, origins.one);
  });

  it("can be read when the method or the body is wrong", async () => {
    for (const request of [
      { method: "GET" as const },
      { method: "POST" as const, payload: { json: true } },
      { method: "POST" as const, payload: "x".repeat(20_000) },
    ]) {
      const { headers } = await server.app.inject({
        url: "/oauth2/token",
        headers: { origin: origins.one, "content-type": "application/json" },
        ...request,
      });
      expectReadable({ headers }, origins.one);
    }
  });

  it("can be read when it is 429, with Retry-After", async () => {
    const victim = await createUser(server);
    const attempt = () =>
      postForm(
        server,
        { grant_type: "password", username: victim.email, password: "wrong", ...identify(one) },
        { origin: origins.one },
      );
    for (let turn = 0; turn < 5; turn += 1) await attempt();
    const answer = await attempt();
    expectRefusal(answer, 429, "too_many_requests", "too_many_sign_ins");
    expect(answer.headers["retry-after"]).toBe("1");
    expectReadable(answer, origins.one);
  });

  it("can be read when it is 503: the origins outlast the database", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    expectReadable(await postForm(cutOff, {}, { origin: origins.one }), origins.one);
    await gate.shut();
    const form = { grant_type: "refresh_token", refresh_token: "x", ...identify(one) };
    const answer = await postForm(cutOff, form, { origin: origins.one });
    expectRefusal(answer, 503, "temporarily_unavailable", "database_unavailable");
    expectReadable(answer, origins.one);
  });
});

describe("What is public", () => {
  it("is metadata and keys: readable by anyone, without credentials [cors-6]", async () => {
    for (const url of ["/.well-known/oauth-authorization-server", "/.well-known/jwks.json"]) {
      for (const origin of [origins.one, origins.none, "null"]) {
        const { headers } = await server.app.inject({ url, headers: { origin } });
        expect(headers["access-control-allow-origin"]).toBe("*");
        expect(headers).not.toHaveProperty("access-control-allow-credentials");
      }
    }
  });

  it("is no page, whatever the origin [cors-7]", async () => {
    for (const url of ["/login", "/logout", "/errors", "/account"]) {
      const { headers } = await server.app.inject({ url, headers: { origin: origins.one } });
      expectUnreadable({ headers });
    }
  });
});

describe("A client without origins", () => {
  it("is answered as ever, for its back end; no page reads it", async () => {
    const back = await createApp(server);
    const answer = await askByRefreshToken(server, back, "x");
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_malformed");
    const form = { grant_type: "refresh_token", refresh_token: "x", ...identify(back) };
    expectUnreadable(await postForm(server, form, { origin: origins.one }));
  });
});
