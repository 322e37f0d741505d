import { beforeAll, describe, expect, it } from "vitest";
import { findResource } from "../../src/resources/resources.sql.js";
import { hashSecret } from "../../src/secrets.js";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { notes } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { everything } from "../support/rows.js";
import { testServer } from "../support/server.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const pathOf = (uri: string) => `/resources/${encodeURIComponent(uri)}`;

describe("A resource by the admin API", () => {
  it("is registered, read by its URI, and changed", async () => {
    const uri = "https://mail.example.com/v1?tenant=a&b=ü";
    const sent = {
      resource: uri,
      name: "Mail",
      scope: "mail:read mail:send",
      scope_descriptions: { "mail:read": "Read your mail" },
      open: true,
      open_scope: ["mail:read"],
      access_token_seconds: 300,
    };
    const made = await admin.ask("POST", "/resources", sent);
    expect([made.status, made.headers.location]).toEqual([201, `/admin/v1${pathOf(uri)}`]);
    expect(made.body).toEqual({
      ...sent,
      session_idle_seconds: null,
      session_absolute_seconds: null,
      signing_alg: "RS256",
      require_dpop: false,
      secrets: 0,
      created_at: expect.stringMatching(/Z$/),
    });
    expect((await admin.ask("GET", pathOf(uri))).body).toEqual(made.body);
    const changes = { name: null, scope: "mail:read", session_absolute_seconds: 3600 };
    const changed = await admin.change(pathOf(uri), changes);
    expect([changed.status, changed.body]).toEqual([200, { ...made.body, ...changes }]);
    expect((await admin.ask("GET", pathOf(uri))).body).toEqual(changed.body);
    expect(await auditOfRequest(server, changed)).toMatchObject([
      {
        event: "resource.updated",
        detail: { resource: uri, changed: ["name", "scope", "session_absolute_seconds"], to: changes },
      },
    ]);
  });

  it("has members that are checked, and one URI", async () => {
    for (const resource of [
      "notes",
      "https://a.example/#x",
      "https://a.example/ b",
      "https://a.example/\0",
    ]) {
      const answer = await admin.ask("POST", "/resources", { resource });
      expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/resource"]);
    }
    const stray = await admin.change(pathOf(notes.uri), {
      scope: "notes:read",
      scope_descriptions: { x: "X" },
    });
    expect(expectProblem(stray, 400, "body_invalid")).toEqual(["/scope_descriptions"]);
    // Else an API's scope would open a user's address to clients that nobody registered.
    const openings = [
      [{ scope: "email", open: true, open_scope: ["email"] }, "/open_scope"],
      [{ scope: "notes:read", open: true, open_scope: ["notes:write"] }, "/open_scope"],
      [{ scope: "notes:read", open: true }, "/open"],
    ] as const;
    for (const [changes, pointer] of openings) {
      const answer = await admin.change(pathOf(notes.uri), { scope_descriptions: {}, ...changes });
      expect(expectProblem(answer, 400, "body_invalid")).toEqual([pointer]);
    }
    const again = await admin.ask("POST", "/resources", { resource: notes.uri });
    expectProblem(again, 409, "already_registered");
  });

  it("keeps one of two changes at once: the other gets 412 [admin-resources-1]", async () => {
    const { etag } = await admin.ask("GET", pathOf(notes.uri));
    const lock = await lockRow("select 1 from resources where uri = $1 for update", notes.uri);
    const answers = ["A", "B"].map((name) =>
      admin.ask("PATCH", pathOf(notes.uri), { name }, { "if-match": etag }),
    );
    await lock.waiting(2);
    await lock.release();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    expectProblem(await admin.ask("PATCH", pathOf(notes.uri), { name: "C" }), 428, "precondition_required");
  });

  it("has secrets to introspect with: shown once, two valid at most, the oldest goes", async () => {
    const rotate = () => admin.ask("POST", `${pathOf(notes.uri)}/secret`);
    const answers = [await rotate(), await rotate(), await rotate()];
    const secrets = answers.map(({ body }) => body.resource_secret);
    expect(answers.map(({ body }) => body.secrets)).toEqual([1, 2, 2]);
    const hashes = async () => (await findResource(server.db, notes.uri))?.secretHashes;
    expect(await hashes()).toEqual([secrets[2], secrets[1]].map(hashSecret));
    const dropped = await admin.ask("DELETE", `${pathOf(notes.uri)}/secret/previous`);
    expect([dropped.status, dropped.body.secrets]).toEqual([200, 1]);
    expect(await hashes()).toEqual([hashSecret(secrets[2])]);
    expectProblem(await admin.ask("DELETE", `${pathOf(notes.uri)}/secret/previous`), 409, "state_conflict");
    const stored = await everything(server);
    for (const secret of secrets) expect(stored).not.toContain(secret);
  });

  it("is listed page by page", async () => {
    const all = await admin.ask("GET", "/resources");
    const first = await admin.ask("GET", "/resources?limit=1");
    const rest = await admin.ask("GET", `/resources?cursor=${first.body.next_cursor}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(all.body.items);
  });
});

describe("The signing keys by the admin API", () => {
  it("are listed with their public part and nothing more", async () => {
    const { status, body } = await admin.ask("GET", "/keys");
    const { kid } = server.context.keyRing.keyFor("RS256");
    expect([status, body.items]).toMatchObject([
      200,
      [{ kid, state: "active", activated_at: expect.stringMatching(/Z$/), retired_at: null }],
    ]);
    expect(Object.keys(body.items[0].public_jwk).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(Object.keys(body.items[0]).join()).not.toMatch(/private|secret/);
  });
});

describe("The audit by the admin API", () => {
  it("lists what happened, the newest first, by filter and page by page", async () => {
    const client = await admin.ask("POST", "/clients", {
      client_name: "Audited",
      client_id: "audited",
      grant_types: ["client_credentials"],
      resources: [notes.uri],
    });
    await admin.ask("POST", "/clients/audited/secret");
    await admin.change("/clients/audited", { client_name: "Audited anew" });
    const { body } = await admin.ask("GET", "/audit?client=audited");
    expect(body.items.map(({ event }: { event: string }) => event)).toEqual([
      "client.updated",
      "client.secret_rotated",
      "client.created",
    ]);
    expect(body.items[2]).toMatchObject({
      actor: `client:${admin.client.clientId}`,
      client_id: "audited",
      address: "127.0.0.1",
      request_id: client.headers["x-request-id"],
      detail: { client_name: "Audited" },
    });
    const pages = [];
    for (let cursor = ""; cursor !== null; ) {
      const page: { body: { items: object[]; next_cursor: string } } = await admin.ask(
        "GET",
        `/audit?client=audited&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      pages.push(...page.body.items);
      cursor = page.body.next_cursor;
    }
    expect(pages).toEqual(body.items);
    const { id: requestId, at } = { id: body.items[2].request_id, at: body.items[2].at };
    for (const [query, count] of [
      [`request_id=${requestId}`, 1],
      ["client=audited&event=client.secret", 1],
      ["client=audited&event=session", 0],
      [`client=audited&until=${at}`, 0],
      [`client=audited&since=${at}`, 3],
      ["client=audited&reason=code_reused", 0],
    ] as const)
      expect([query, (await admin.ask("GET", `/audit?${query}`)).body.items.length]).toEqual([query, count]);
  });
});
