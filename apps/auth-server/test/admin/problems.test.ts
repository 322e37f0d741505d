import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { notes } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const cursor = (key: string) => Buffer.from(key).toString("base64url");
const client = { client_name: "X", grant_types: ["refresh_token"], resources: [notes.uri] };

describe("Refusals of the admin API (RFC 9457)", () => {
  it("name every fault of a body by its pointer, unknown members too", async () => {
    const answer = await admin.ask("POST", "/clients", {
      grant_types: ["refresh_token", "implicit"],
      resources: [],
      scope: "two  spaces",
      first_party: "yes",
      access_token_seconds: 0,
      on_address_change: "panic",
      nonsense: 1,
      "a/b": 1,
    });
    expect(expectProblem(answer, 400, "body_invalid").sort()).toEqual([
      "/access_token_seconds",
      "/a~1b",
      "/client_name",
      "/first_party",
      "/grant_types/1",
      "/nonsense",
      "/on_address_change",
      "/resources",
      "/scope",
    ]);
    expect(answer.body.errors).toContainEqual({ pointer: "/nonsense", detail: "is unknown" });
    expect(answer.body.errors).toContainEqual({ pointer: "/client_name", detail: "is missing" });
  });

  it("name what the members mean together", async () => {
    const cases: readonly (readonly [object, string, RegExp])[] = [
      [{ grant_types: ["password"] }, "/grant_types", /password requires first_party/],
      [{ grant_types: ["authorization_code"] }, "/grant_types", /requires redirect_uris/],
      [{ grant_types: ["client_credentials"], confidential: false }, "/grant_types", /requires a secret/],
      [{ redirect_uris: ["https://ok.example", "http://x.example"] }, "/redirect_uris/1", /loopback/],
      [{ allowed_origins: ["https://x.example/"] }, "/allowed_origins/0", /spelled https:\/\/x\.example by/],
      [{ refresh_token_delivery: "cookie" }, "/refresh_token_delivery", /requires allowed_origins/],
      [{ client_id: "0f8fad5b-d9cb-469f-a165-70867728950e" }, "/client_id", /UUID/],
    ];
    for (const [more, pointer, message] of cases) {
      const answer = await admin.ask("POST", "/clients", { ...client, ...more });
      expect(expectProblem(answer, 400, "body_invalid")).toEqual([pointer]);
      expect(answer.body.detail).toMatch(message);
    }
    for (const [more, pointer] of [
      [{ resources: [notes.uri, "https://no.example"] }, "/resources/1"],
      [{ scope: "nothing:known" }, "/scope"],
    ] as const) {
      const answer = await admin.ask("POST", "/clients", { ...client, ...more });
      expect(expectProblem(answer, 422, "body_invalid")).toEqual([pointer]);
    }
  });

  it("cover bodies that are no JSON, of another type, or too large", async () => {
    const json = { "content-type": "application/json" };
    expectProblem(await admin.ask("POST", "/clients", "{", json), 400, "body_invalid");
    expectProblem(await admin.ask("POST", "/clients", '{"__proto__": 1}', json), 400, "body_invalid");
    expectProblem(await admin.ask("POST", "/clients", "", json), 400, "body_invalid");
    expectProblem(await admin.ask("POST", "/clients", "[]", json), 400, "body_invalid");
    expectProblem(await admin.ask("POST", "/clients", '"text"', json), 400, "body_invalid");
    for (const type of ["text/plain", "application/x-www-form-urlencoded"])
      expectProblem(
        await admin.ask("POST", "/clients", "a=b", { "content-type": type }),
        415,
        "json_expected",
      );
    const large = { ...client, client_name: "x".repeat(20_000) };
    expectProblem(await admin.ask("POST", "/clients", large), 413, "body_too_large");
  });

  it("cover addresses and methods that there are not", async () => {
    for (const path of ["/nothing", "/clients/a/b", "", "/", "/clients/nobody"])
      expectProblem(await admin.ask("GET", path), 404, "not_found");
    const answer = await admin.ask("PUT", "/clients", client);
    expectProblem(answer, 405, "method_not_allowed");
    expect(answer.headers.allow).toBe("GET, HEAD, POST");
    expectProblem(await admin.ask("GET", "/clients/%zz"), 400, "request_malformed");
  });

  it("cover text that is no Unicode, which no database keeps", async () => {
    const { body: made } = await admin.ask("POST", "/clients", client);
    const ifMatch = { "if-match": "*" };
    for (const [method, path, body, pointer] of [
      ["POST", "/clients", { ...client, client_name: "\ud800" }, "/client_name"],
      ["PATCH", `/clients/${made.client_id}`, { client_name: "a\udfff" }, "/client_name"],
      ["POST", "/users", { email: "\ud800@example.com", password: "long enough" }, "/email"],
      ["POST", "/resources", { resource: "https://lone.example", name: "\udc00" }, "/name"],
      [
        "PATCH",
        `/resources/${encodeURIComponent(notes.uri)}`,
        { scope_descriptions: { "notes:read": "\ud800" } },
        "/scope_descriptions/notes:read",
      ],
      [
        "PATCH",
        `/clients/${made.client_id}`,
        { redirect_uris: ["https://a.example/\ud800"] },
        "/redirect_uris/0",
      ],
      ["POST", "/resources", { resource: "https://a.example/\ud800" }, "/resource"],
      ["POST", "/clients", { ...client, client_id: "\ud800" }, "/client_id"],
    ] as const) {
      const answer = await admin.ask(method, path, body, ifMatch);
      expect([path, answer.status, answer.body.reason, answer.body.errors?.[0]?.pointer]).toEqual([
        path,
        400,
        "body_invalid",
        pointer,
      ]);
    }
  });

  it("cover parameters of every kind", async () => {
    for (const [path, pointer] of [
      ["/clients?limit=0", "/limit"],
      ["/clients?limit=501", "/limit"],
      ["/clients?limit=x", "/limit"],
      ["/clients?limit=1&limit=2", "/limit"],
      ["/clients?page=2", "/page"],
      ["/clients?cursor=AAAA", "/cursor"],
      ["/clients?cursor=%00", "/cursor"],
      ["/sessions?cursor=bm9uc2Vuc2U", "/cursor"],
      ["/users?cursor=AAAA", "/cursor"],
      ["/resources?cursor=AAAA", "/cursor"],
      ["/audit?cursor=bm9uc2Vuc2U", "/cursor"],
      [`/sessions?cursor=${cursor(`2026-01-01T00:00:00.000000Z ${"-".repeat(36)}`)}`, "/cursor"],
      [`/sessions?cursor=${cursor(`0000-01-01T00:00:00.000000Z ${randomUUID()}`)}`, "/cursor"],
      [`/sessions?cursor=${cursor(`2026-02-30T00:00:00.000000Z ${randomUUID()}`)}`, "/cursor"],
      [`/audit?cursor=${cursor("-100000-01T00:00:00.000Z 1")}`, "/cursor"],
      ["/sessions?state=lost", "/state"],
      ["/sessions?user=ada", "/user"],
      ["/sessions?client=%00", "/client"],
      ["/audit?since=yesterday", "/since"],
      ["/audit?until=2026-99-99T00:00:00Z", "/until"],
      ["/audit?session=1", "/session"],
      ["/users?email=%00", "/email"],
      ["/users/1", "/id"],
      ["/sessions/1", "/id"],
      ["/clients/%00", "/client_id"],
      ["/resources/%00", "/resource"],
    ] as const) {
      const answer = await admin.ask("GET", path);
      expect([path, expectProblem(answer, 400, "parameter_invalid")]).toEqual([path, [pointer]]);
    }
  });

  it("say 503 with Retry-After while the database is away, and nothing of why", async () => {
    const gate = await tcpGate(server.context.config.databaseUrl);
    const behind = await testServer({ databaseUrl: gate.url });
    await gate.shut();
    const response = await behind.app.inject({
      url: "/admin/v1/clients",
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      etag: "",
      body: response.json(),
    };
    expectProblem(answer, 503, "database_unavailable");
    expect(answer.headers["retry-after"]).toMatch(/^\d+$/);
    expect(response.body).not.toMatch(/127\.0\.0\.1|ECONN|postgres/i);
  });

  it("are for nobody on other origins to read", async () => {
    for (const method of ["GET", "OPTIONS"] as const) {
      const { headers } = await server.app.inject({
        method,
        url: "/admin/v1/clients",
        headers: { origin: "https://app.example.com", "access-control-request-method": "GET" },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control-allow"))).toEqual([]);
    }
  });
});
