import { beforeAll, describe, expect, it } from "vitest";
import { describeValues, initialValues } from "../../src/administration/settings.js";
import { clientSettings } from "../../src/clients/settings.js";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { clientAssertion, heldKey, keySet } from "../support/assertion-keys.js";
import { createClient, createUser, files, notes, type TestClient } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { everything, sessionOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const job = {
  client_name: "Notes job",
  grant_types: ["client_credentials"],
  scope: "notes:read",
  resources: [notes.uri],
};

/** Register a client through the API. */
async function register(more: object = {}): Promise<TestClient> {
  const { status, body } = await admin.ask("POST", "/clients", { ...job, ...more });
  expect(status).toBe(201);
  return { clientId: body.client_id, secret: body.client_secret ?? "" };
}

describe("A client by the admin API", () => {
  it("is registered, works at once, and its secret is shown once", async () => {
    const made = await admin.ask("POST", "/clients", { ...job, refresh_burst: 0, on_address_change: "log" });
    expect([made.status, made.headers.location]).toEqual([201, `/admin/v1/clients/${made.body.client_id}`]);
    const { client_secret, ...shown } = made.body;
    expect(shown).toEqual({
      ...describeValues(clientSettings, initialValues(clientSettings)),
      ...job,
      client_id: expect.stringMatching(/^notes-job-[0-9a-f]{12}$/),
      on_address_change: "log",
      refresh_burst: 0,
      token_endpoint_auth_method: "client_secret_basic",
      confidential: true,
      origin: "operator",
      secrets: 1,
      disabled: false,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const client = { clientId: made.body.client_id, secret: client_secret };
    expectTokens(await askByClientCredentials(server, client));
    const read = await admin.ask("GET", `/clients/${client.clientId}`);
    expect([read.status, read.body, read.etag]).toEqual([200, shown, made.etag]);
    expect(await everything(server)).not.toContain(client_secret);
    expect(await auditOfRequest(server, made)).toEqual([
      { event: "client.created", reason: null, actor: `client:${admin.client.clientId}`, detail: shown },
    ]);
  });

  it("may exchange tokens for what is registered, into those of its own resources", async () => {
    const exchanging = {
      ...job,
      grant_types: ["urn:ietf:params:oauth:grant-type:token-exchange"],
      may_exchange: [`${files.uri} ${notes.uri}`],
    };
    const made = await admin.ask("POST", "/clients", exchanging);
    expect([made.status, made.body.may_exchange]).toEqual([201, exchanging.may_exchange]);
    const ask = (pair: string) => admin.ask("POST", "/clients", { ...exchanging, may_exchange: [pair] });
    expect(await ask(`${notes.uri} ${files.uri}`)).toMatchObject({
      status: 400,
      body: {
        errors: [
          { pointer: "/may_exchange/0", detail: expect.stringContaining(`${files.uri} is not among`) },
        ],
      },
    });
    expect(await ask(`https://unknown.example ${notes.uri}`)).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: "/may_exchange/0", detail: expect.stringContaining("is not registered") }],
      },
    });
    expect(await ask(notes.uri)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/may_exchange/0" }] },
    });
  });

  it("authenticates as its token_endpoint_auth_method says; confidential says the same in short", async () => {
    const shown = async (more: object) => (await admin.ask("POST", "/clients", { ...job, ...more })).body;
    const appGrants = { grant_types: ["refresh_token"] };
    expect(await shown({ token_endpoint_auth_method: "client_secret_post" })).toMatchObject({
      token_endpoint_auth_method: "client_secret_post",
      confidential: true,
      secrets: 1,
    });
    expect(await shown({ ...appGrants, token_endpoint_auth_method: "none" })).toMatchObject({
      confidential: false,
      client_secret: null,
    });
    expect(await shown({ ...appGrants, confidential: false })).toMatchObject({
      token_endpoint_auth_method: "none",
    });
    const contradiction = { ...job, token_endpoint_auth_method: "client_secret_post", confidential: false };
    const answer = await admin.ask("POST", "/clients", contradiction);
    expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/confidential"]);
  });

  describe("with private_key_jwt", () => {
    const key = heldKey();
    const jwks = keySet(key);
    const jwks_uri = "https://keys.internal/jwks.json";
    const byKey = { ...job, token_endpoint_auth_method: "private_key_jwt" };
    const pointersOf = async (body: object) =>
      expectProblem(await admin.ask("POST", "/clients", body), 400, "body_invalid");

    it("has its public keys, and no secret", async () => {
      const made = await admin.ask("POST", "/clients", { ...byKey, jwks });
      expect(made).toMatchObject({
        status: 201,
        body: { jwks, jwks_uri: null, confidential: true, secrets: 0, client_secret: null },
      });
      const id = made.body.client_id;
      const proof = await clientAssertion(server, id, key);
      expectTokens(await askByClientCredentials(server, { clientId: id, secret: "" }, proof));
      expectProblem(await admin.ask("POST", `/clients/${id}/secret`), 409, "state_conflict");
      const change = (changes: object) => admin.change(`/clients/${id}`, changes);
      expect(await change({ jwks: null, jwks_uri })).toMatchObject({
        status: 200,
        body: { jwks: null, jwks_uri },
      });
      expect(expectProblem(await change({ jwks }), 400, "body_invalid")).toEqual(["/jwks_uri"]);
      const none = await change({ jwks_uri: null });
      expect(expectProblem(none, 400, "body_invalid")).toEqual(["/token_endpoint_auth_method"]);
    });

    it.each<[string, object, string]>([
      ["without keys", byKey, "/token_endpoint_auth_method"],
      ["keys here and there", { ...byKey, jwks, jwks_uri }, "/jwks_uri"],
      ["keys that nothing uses", { ...job, jwks }, "/jwks"],
      ["no JWK Set", { ...byKey, jwks: [key.publicJwk] }, "/jwks"],
      ["no keys", { ...byKey, jwks: { keys: [] } }, "/jwks/keys"],
      ["http", { ...byKey, jwks_uri: "http://keys.internal/" }, "/jwks_uri"],
      ["a fragment", { ...byKey, jwks_uri: `${jwks_uri}#x` }, "/jwks_uri"],
      [
        "a private key",
        { ...byKey, jwks: { keys: [key.publicJwk, { ...key.publicJwk, d: "secret" }] } },
        "/jwks/keys/1",
      ],
    ])("is refused with %s", async (_what, body, pointer) => {
      expect(await pointersOf(body)).toEqual([pointer]);
    });

    it("is told which member is private", async () => {
      const body = { ...byKey, jwks: { keys: [{ ...key.publicJwk, d: "secret" }] } };
      const answer = await admin.ask("POST", "/clients", body);
      expect(answer.body.errors).toEqual([
        {
          pointer: "/jwks/keys/0",
          detail:
            "has the private member d. Whoever has seen it can sign: replace the key, and send its public half only",
        },
      ]);
      expect(await everything(server)).not.toContain('"d": "secret"');
    });
  });

  it("is public if it is to be, and has no secret then", async () => {
    const answer = await admin.ask("POST", "/clients", {
      ...job,
      grant_types: ["refresh_token"],
      confidential: false,
    });
    expect(answer.body).toMatchObject({ confidential: false, secrets: 0, client_secret: null });
    const rotated = await admin.ask("POST", `/clients/${answer.body.client_id}/secret`);
    expectProblem(rotated, 409, "state_conflict");
  });

  it("cannot have an id that is taken, also by one that comes at the same time", async () => {
    const answers = await Promise.all(
      [1, 2].map(() => admin.ask("POST", "/clients", { ...job, client_id: "twice" })),
    );
    const [refused] = answers.filter(({ status }) => status !== 201);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    if (refused !== undefined) expectProblem(refused, 409, "already_registered");
  });

  it("is changed in the members that are sent, null included, as JSON or merge patch", async () => {
    const { clientId } = await register({ access_token_seconds: 60 });
    const read = await admin.ask("GET", `/clients/${clientId}`);
    const changes = {
      client_name: "Renamed",
      access_token_seconds: null,
      resources: [files.uri, notes.uri],
      session_idle_seconds: 3600,
    };
    const answer = await admin.ask("PATCH", `/clients/${clientId}`, JSON.stringify(changes), {
      "content-type": "application/merge-patch+json",
      "if-match": read.etag,
    });
    expect([answer.status, answer.body]).toEqual([200, { ...read.body, ...changes }]);
    expect(answer.etag).not.toBe(read.etag);
    expect((await admin.ask("GET", `/clients/${clientId}`)).etag).toBe(answer.etag);
    expect(await auditOfRequest(server, answer)).toMatchObject([
      {
        event: "client.updated",
        detail: {
          changed: ["client_name", "resources", "access_token_seconds", "session_idle_seconds"],
          from: { client_name: "Notes job", access_token_seconds: 60 },
          to: changes,
        },
      },
    ]);
  });

  it("is checked as a whole after a change, and stays as it was where that fails", async () => {
    const { clientId } = await register();
    const answer = await admin.change(`/clients/${clientId}`, { grant_types: ["password"] });
    expect(expectProblem(answer, 400, "body_invalid")).toEqual(["/grant_types"]);
    expect(await auditOfRequest(server, answer)).toEqual([]);
    expect((await admin.ask("GET", `/clients/${clientId}`)).body.grant_types).toEqual(job.grant_types);
    for (const member of ["client_id", "disabled", "secrets", "confidential", "client_secret"])
      expect(
        expectProblem(await admin.change(`/clients/${clientId}`, { [member]: "x" }), 400, "body_invalid"),
      ).toEqual([`/${member}`]);
  });

  it("is not changed at all where nothing differs, and leaves no event", async () => {
    const { clientId } = await register();
    const answer = await admin.change(`/clients/${clientId}`, { client_name: job.client_name });
    expect(answer.status).toBe(200);
    expect(await auditOfRequest(server, answer)).toEqual([]);
  });
});

describe("Two administrators at once (RFC 9110 §13)", () => {
  it("need If-Match to change what there is [admin-clients-1]", async () => {
    const { clientId } = await register();
    const answer = await admin.ask("PATCH", `/clients/${clientId}`, { client_name: "Y" });
    expectProblem(answer, 428, "precondition_required");
  });

  it("do not undo each other's change: of two in flight one gets 412 [admin-clients-2]", async () => {
    const { clientId } = await register();
    const { etag } = await admin.ask("GET", `/clients/${clientId}`);
    const lock = await lockRow("select 1 from clients where client_id = $1 for update", clientId);
    const answers = [{ client_name: "One" }, { resources: [files.uri], scope: "files:read" }].map((changes) =>
      admin.ask("PATCH", `/clients/${clientId}`, changes, { "if-match": etag }),
    );
    await lock.waiting(2);
    await lock.release();
    const settled = await Promise.all(answers);
    expect(settled.map(({ status }) => status).sort()).toEqual([200, 412]);
    for (const answer of settled)
      if (answer.status === 412) expectProblem(answer, 412, "precondition_failed");
    const [won] = settled.filter(({ status }) => status === 200);
    expect((await admin.ask("GET", `/clients/${clientId}`)).body).toEqual(won?.body);
  });

  it("notice a change to its resources alone", async () => {
    const { clientId } = await register();
    const { etag } = await admin.ask("GET", `/clients/${clientId}`);
    await admin.change(`/clients/${clientId}`, { resources: [notes.uri, files.uri] });
    const late = await admin.ask("PATCH", `/clients/${clientId}`, { client_name: "Y" }, { "if-match": etag });
    expectProblem(late, 412, "precondition_failed");
  });

  it("may say If-Match with acts that do not need it", async () => {
    const { clientId } = await register();
    for (const [method, path] of [
      ["POST", "secret"],
      ["DELETE", "secret/previous"],
      ["POST", "disable"],
    ] as const) {
      const stale = { "if-match": '"stale"' };
      const answer = await admin.ask(method, `/clients/${clientId}/${path}`, undefined, stale);
      expectProblem(answer, 412, "precondition_failed");
    }
    const any = { "if-match": "*" };
    expect((await admin.ask("POST", `/clients/${clientId}/secret`, undefined, any)).status).toBe(200);
  });

  it("are told 304 of what they have [admin-clients-3]", async () => {
    const { clientId } = await register();
    const { etag } = await admin.ask("GET", `/clients/${clientId}`);
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await admin.ask("GET", `/clients/${clientId}`, undefined, { "if-none-match": known });
      expect([again.status, again.body, again.etag]).toEqual([304, null, etag]);
    }
    const other = await admin.ask("GET", `/clients/${clientId}`, undefined, { "if-none-match": '"other"' });
    expect(other.status).toBe(200);
  });
});

describe("A client's secrets", () => {
  it("are two after a rotation, and the oldest goes with the next one [admin-clients-4]", async () => {
    const client = await register();
    const rotate = async (): Promise<TestClient> => {
      const { status, body } = await admin.ask("POST", `/clients/${client.clientId}/secret`);
      expect([status, body.secrets]).toEqual([200, 2]);
      return { ...client, secret: body.client_secret };
    };
    expectTokens(await askByClientCredentials(server, client));
    const second = await rotate();
    for (const valid of [client, second]) expectTokens(await askByClientCredentials(server, valid));
    const third = await rotate();
    for (const valid of [second, third]) expectTokens(await askByClientCredentials(server, valid));
    expectRefusal(
      await askByClientCredentials(server, client),
      401,
      "invalid_client",
      "client_secret_mismatch",
    );
  });

  it("are one again once the previous is dropped", async () => {
    const client = await register();
    const { body } = await admin.ask("POST", `/clients/${client.clientId}/secret`);
    const dropped = await admin.ask("DELETE", `/clients/${client.clientId}/secret/previous`);
    expect([dropped.status, dropped.body.secrets]).toEqual([200, 1]);
    const refused = await askByClientCredentials(server, client);
    expectRefusal(refused, 401, "invalid_client", "client_secret_mismatch");
    expectTokens(await askByClientCredentials(server, { ...client, secret: body.client_secret }));
    const again = await admin.ask("DELETE", `/clients/${client.clientId}/secret/previous`);
    expectProblem(again, 409, "state_conflict");
  });
});

describe("A disabled client", () => {
  it("is refused at once: its sessions have ended, and it gets no more [admin-clients-5]", async () => {
    const client = await createClient(server);
    const user = await createUser(server);
    const sessions = [await signIn(server, client, user), await signIn(server, client, user)];
    const other = await signIn(server, await createClient(server), user);
    const answer = await admin.ask("POST", `/clients/${client.clientId}/disable`);
    expect([answer.status, answer.body.sessions_ended]).toEqual([200, 2]);
    expect(answer.body.client).toMatchObject({ client_id: client.clientId, disabled: true });
    for (const { refresh_token } of sessions) {
      expectRefusal(
        await askByRefreshToken(server, client, refresh_token),
        401,
        "invalid_client",
        "client_disabled",
      );
      expect((await sessionOf(server, refresh_token)).revoke_reason).toBe("client_disabled");
    }
    expectRefusal(await askByClientCredentials(server, client), 401, "invalid_client", "client_disabled");
    expect((await sessionOf(server, other.refresh_token)).revoked_at).toBeNull();
    const events = (await auditOfRequest(server, answer)).map(({ event, reason }) => [event, reason]);
    expect(events).toEqual([
      ["client.disabled", null],
      ["session.revoked", "client_disabled"],
      ["session.revoked", "client_disabled"],
    ]);
  });

  it("asks again when it is enabled, without its old sessions, also one that slipped in", async () => {
    const client = await createClient(server);
    const user = await createUser(server);
    const ended = await signIn(server, client, user);
    await admin.ask("POST", `/clients/${client.clientId}/disable`);
    await server.db.query(
      "update sessions set revoked_at = null, revoke_reason = null where client_id = $1",
      [client.clientId],
    );
    const answer = await admin.ask("POST", `/clients/${client.clientId}/enable`);
    expect([answer.status, answer.body.disabled]).toEqual([200, false]);
    expectRefusal(
      await askByRefreshToken(server, client, ended.refresh_token),
      400,
      "invalid_grant",
      "refresh_token_revoked",
    );
    expectTokens(await askByClientCredentials(server, client));
  });
});

describe("The list of clients", () => {
  it("is read page by page, each once, whatever is inserted meanwhile", async () => {
    const before = await Promise.all([..."abcdefg"].map((id) => register({ client_id: `page-${id}` })));
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let turn = 0; cursor !== null; turn += 1) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { status, body } = await admin.ask("GET", `/clients?limit=2${query}`);
      expect([status, body.items.length <= 2]).toEqual([200, true]);
      seen.push(...body.items.map((item: { client_id: string }) => item.client_id));
      await register({ client_id: `page-${"adg"[turn % 3]}-${turn}` });
      await register({ client_id: `aaa-${turn}` });
      cursor = body.next_cursor;
    }
    for (const { clientId } of before) expect(seen.filter((id) => id === clientId)).toEqual([clientId]);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  it("ends with a null cursor, also where the last page is full", async () => {
    const { body } = await admin.ask("GET", "/clients?limit=500");
    const exact = await admin.ask("GET", `/clients?limit=${body.items.length}`);
    expect([body.next_cursor, exact.body.next_cursor]).toEqual([null, null]);
    expect(exact.body.items).toEqual(body.items);
  });
});

describe("A client that no operator registered, by the admin API", () => {
  const url = "https://agent.example/client.json?v=1";
  const path = `/clients/${encodeURIComponent(url)}`;

  it("is listed and read under its percent-encoded client_id, disabled, enabled and deleted [admin-strangers-1]", async () => {
    await server.db.query(
      `insert into clients (client_id, name, origin, grant_types, redirect_uris, token_endpoint_auth_method)
       values ($1, 'An agent', 'document', '{authorization_code}', '{https://agent.example/cb}', 'none')`,
      [url],
    );
    const { body, etag } = await admin.ask("GET", path);
    expect(body).toMatchObject({ client_id: url, origin: "document" });
    const ids: string[] = [];
    for (let cursor = ""; ; ) {
      const page = await admin.ask("GET", `/clients?limit=1${cursor}`);
      expect(page.status).toBe(200);
      ids.push(page.body.items[0].client_id);
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    expect(ids).toContain(url);
    expect((await admin.ask("POST", `${path}/disable`)).body.client.disabled).toBe(true);
    expect((await admin.ask("POST", `${path}/enable`)).body.disabled).toBe(false);
    expect((await admin.ask("GET", `${path}/dependents`)).status).toBe(200);
    expect((await admin.ask("DELETE", path, undefined, { "if-match": etag })).status).toBe(200);
    expectProblem(await admin.ask("GET", path), 404, "not_found");
  });

  it("cannot be changed: its document or its app says what it is [admin-strangers-2]", async () => {
    const clientId = "registered-0123456789abcdef01234567";
    await server.db.query(
      `insert into clients (client_id, name, origin, grant_types, redirect_uris, secret_hashes)
       values ($1, 'An agent', 'registration', '{authorization_code}', '{https://agent.example/cb}', array[sha256('a')])`,
      [clientId],
    );
    const before = (await admin.ask("GET", `/clients/${clientId}`)).body;
    expectProblem(await admin.change(`/clients/${clientId}`, { client_name: "Mine" }), 409, "state_conflict");
    expectProblem(await admin.ask("POST", `/clients/${clientId}/secret`), 409, "state_conflict");
    expectProblem(await admin.ask("DELETE", `/clients/${clientId}/secret/previous`), 409, "state_conflict");
    expect((await admin.ask("GET", `/clients/${clientId}`)).body).toEqual(before);
  });
});
