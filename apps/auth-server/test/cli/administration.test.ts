import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { findResource } from "../../src/resources/resources.sql.js";
import { hashSecret } from "../../src/secrets.js";
import { clientAssertion, heldKey, keySet } from "../support/assertion-keys.js";
import { cleanUp } from "../support/clean-up.js";
import {
  createClient,
  createResources,
  createUser,
  files,
  notes,
  type TestClient,
} from "../support/fixtures.js";
import { expectFailure, json, ran, regrant } from "../support/regrant.js";
import { sessionIdOf, sessionOf } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectTokens,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const env = { DATABASE_URL: await sharedDatabase() };
const run = (...args: string[]) => regrant(args, env);
const inJson = async (...args: string[]) => json(await run(...args, "--json"));
const minutes = 60_000;

beforeAll(() => createResources(server));

/** Recent audit events with their actors. */
async function auditBy(column: "client_id" | "user_id", id: string): Promise<string[]> {
  const { rows } = await server.db.query<{ event: string; actor: string | null }>(
    `select distinct event, actor from audit_events where ${column} = $1 and actor is not null order by event`,
    [id],
  );
  const operator = `operator:${userInfo().username}`;
  expect(rows.every(({ actor }) => actor === operator)).toBe(true);
  return rows.map(({ event }) => event);
}

describe("regrant client", () => {
  it(
    "registers a client by its public keys, replaces them, and refuses private ones by name",
    async () => {
      const key = heldKey("EdDSA");
      const folder = await mkdtemp(join(tmpdir(), "regrant-keys-"));
      cleanUp(() => rm(folder, { recursive: true }));
      const file = async (name: string, content: unknown) => {
        await writeFile(join(folder, name), JSON.stringify(content));
        return join(folder, name);
      };
      const create = (...options: string[]) =>
        run(
          ...["client", "create", "--name", "Job", "--resource", notes.uri, "--grant", "client_credentials"],
          ...["--json", ...options],
        );
      const byKey = ["--auth", "private_key_jwt"];
      const openid = ["--grant", "authorization_code", "--redirect-uri", "https://app.example/cb"];
      const [made, byProfile, alone, none, unused, missing] = await Promise.all([
        create(...byKey, "--jwks-file", await file("set.json", keySet(key))),
        create(...openid, "--profile", "fapi2", "--jwks-file", await file("set.json", keySet(key))),
        create(...byKey, "--jwks-file", await file("private.json", { ...key.publicJwk, d: "AA" })),
        create(...byKey),
        create("--jwks-uri", "https://keys.internal/"),
        create(...byKey, "--jwks-file", join(folder, "missing.json")),
      ]);
      const clientId = String(json(made).client_id);
      expect(json(made)).toMatchObject({ jwks: keySet(key), secrets: 0 });
      expect(json(byProfile)).toMatchObject({ token_endpoint_auth_method: "private_key_jwt", secrets: 0 });
      const proof = await clientAssertion(server, clientId, key);
      expectTokens(await askByClientCredentials(server, { clientId, secret: "" }, proof));
      expectFailure(alone, 2, /--jwks-file: has the private member d\./);
      expectFailure(none, 2, /--auth: private_key_jwt requires .*--jwks-file or --jwks-uri/);
      expectFailure(unused, 2, /--jwks-uri: requires --auth private_key_jwt/);
      expectFailure(missing, 2, /--jwks-file: .*missing\.json cannot be read/);
      const uri = "https://keys.internal/";
      expect(await inJson("client", "update", clientId, "--jwks-uri", uri)).toMatchObject({
        jwks: null,
        jwks_uri: uri,
      });
      const one = await file("one.json", key.publicJwk);
      expect(await inJson("client", "update", clientId, "--jwks-file", one)).toMatchObject({
        jwks: keySet(key),
        jwks_uri: null,
      });
    },
    2 * minutes,
  );

  it("may exchange tokens for what is registered, into those of its own resources", async () => {
    const create = (pair: string) =>
      run(
        ...["client", "create", "--name", "Notes API", "--resource", files.uri],
        ...["--grant", "urn:ietf:params:oauth:grant-type:token-exchange", "--may-exchange", pair, "--json"],
      );
    const pair = `${notes.uri} ${files.uri}`;
    const [made, backwards, unknown, alone] = await Promise.all([
      create(pair),
      create(`${files.uri} ${notes.uri}`),
      create(`https://unknown.example ${files.uri}`),
      create(notes.uri),
    ]);
    const { client_id, may_exchange } = json(made);
    expect(may_exchange).toEqual([pair]);
    expect(await inJson("client", "show", String(client_id))).toMatchObject({ may_exchange: [pair] });
    expectFailure(
      backwards,
      2,
      /--may-exchange.*https:\/\/notes\.example\.com is not among its --resource, so/,
    );
    expectFailure(
      unknown,
      1,
      /https:\/\/unknown\.example is not registered; to register it: regrant resource/,
    );
    expectFailure(alone, 2, /--may-exchange/);
  });

  it(
    "shows, changes and audits; a list replaces the list, default takes a setting away",
    async () => {
      const { clientId } = await createClient(server, { accessTokenSeconds: 60 });
      const shown = await inJson("client", "show", clientId);
      expect(shown).toMatchObject({ client_id: clientId, access_token_seconds: 60, secrets: 1 });
      const updated = await inJson(
        ...["client", "update", clientId, "--name", "New", "--scope", "notes:read", "--resource", notes.uri],
        ...["--access-token-seconds", "default", "--session-idle-seconds", "3600"],
        ...["--session-absolute-seconds", "7200", "--on-address-change", "revoke"],
        ...["--refresh-burst", "0", "--on-refresh-burst", "log"],
      );
      expect(updated).toEqual({
        ...shown,
        client_name: "New",
        scope: "notes:read",
        resources: [notes.uri],
        access_token_seconds: null,
        session_idle_seconds: 3600,
        session_absolute_seconds: 7200,
        on_address_change: "revoke",
        refresh_burst: 0,
        on_refresh_burst: "log",
      });
      expect(await inJson("client", "show", clientId)).toEqual(updated);
      expect(await auditBy("client_id", clientId)).toEqual(["client.updated"]);
      const text = (await run("client", "show", clientId)).stdout;
      expect(text).toMatch(/client_name +New\n/);
      expect(text).toMatch(/access_token_seconds +–\n/);
    },
    2 * minutes,
  );

  it(
    "rotates the secret and drops the previous one",
    async () => {
      const client = await createClient(server);
      const { client_secret, secrets } = await inJson("client", "secret", "rotate", client.clientId);
      const rotated: TestClient = { ...client, secret: String(client_secret) };
      expect(secrets).toBe(2);
      const fresh = await testServer();
      for (const valid of [client, rotated]) expectTokens(await askByClientCredentials(fresh, valid));
      const drop = ["client", "secret", "drop-previous", client.clientId];
      expectFailure(await run(...drop), 2, /confirm with --yes/);
      expect(await inJson(...drop, "--yes")).toMatchObject({ secrets: 1 });
      expectFailure(await run(...drop, "--yes"), 1, /has no previous secret/);
      const after = await testServer();
      expect((await askByClientCredentials(after, client)).status).toBe(401);
      expectTokens(await askByClientCredentials(after, rotated));
    },
    2 * minutes,
  );

  it(
    "disables with all sessions, and enables",
    async () => {
      const client = await createClient(server);
      const session = await signIn(server, client, await createUser(server));
      expectFailure(await run("client", "disable", client.clientId), 2, /confirm with --yes/);
      expect((await sessionOf(server, session.refresh_token)).revoked_at).toBeNull();
      const disabled = await inJson("client", "disable", client.clientId, "--yes");
      expect(disabled).toMatchObject({ disabled: true, sessions_ended: 1 });
      expect((await askByRefreshToken(server, client, session.refresh_token)).status).toBe(400);
      expect((await sessionOf(server, session.refresh_token)).revoke_reason).toBe("client_disabled");
      expect(await inJson("client", "enable", client.clientId)).toMatchObject({ disabled: false });
      expect(await auditBy("client_id", client.clientId)).toEqual([
        "client.disabled",
        "client.enabled",
        "session.revoked",
      ]);
    },
    2 * minutes,
  );
});

describe("regrant user", () => {
  it(
    "changes, sets passwords, disables and enables, by e-mail address or id",
    async () => {
      const user = await createUser(server);
      const client = await createClient(server);
      const session = await signIn(server, client, user);
      const email = `new-${user.email}`;
      const updated = await inJson("user", "update", user.id, "--email", email, "--role", "author");
      expect(updated).toMatchObject({ id: user.id, email, roles: ["author"] });
      expect(await inJson("user", "update", email, "--role", "")).toMatchObject({ roles: [] });
      const password = "a new pass phrase";
      const set = await regrant(
        ["user", "password", email, "--password-stdin", "--json"],
        env,
        `${password}\n`,
      );
      expect(json(set)).toMatchObject({ id: user.id });
      expect((await sessionOf(server, session.refresh_token)).revoke_reason).toBe("password_changed");
      const again = await signIn(server, client, { ...user, email, password });
      expectFailure(await run("user", "disable", email), 2, /confirm with --yes/);
      const disabled = await inJson("user", "disable", email, "--yes");
      expect(disabled).toMatchObject({ disabled: true, sessions_ended: 1 });
      expect((await sessionOf(server, again.refresh_token)).revoke_reason).toBe("user_disabled");
      expect(await inJson("user", "enable", user.id)).toMatchObject({ disabled: false });
      expect(await inJson("user", "show", email)).toMatchObject({ id: user.id, disabled: false });
      expectTokens(await askByPassword(server, client, { email, password }));
      expect(await auditBy("user_id", user.id)).toEqual([
        "password.changed",
        "session.revoked",
        "user.disabled",
        "user.enabled",
        "user.updated",
      ]);
    },
    2 * minutes,
  );
});

describe("regrant resource", () => {
  it(
    "shows, changes, and makes secrets to introspect with",
    async () => {
      const uri = "https://cli.example.com";
      await inJson("resource", "create", uri, "--scope", "cli:read=Read", "--access-token-seconds", "300");
      const update = ["resource", "update", uri, "--access-token-seconds", "none", "--name", "CLI"];
      const updated = await inJson(...update, "--session-idle-seconds", "60");
      expect(updated).toMatchObject({
        name: "CLI",
        scope: "cli:read",
        scope_descriptions: { "cli:read": "Read" },
        access_token_seconds: null,
        session_idle_seconds: 60,
      });
      expect(await inJson("resource", "show", uri)).toEqual(updated);
      const [first, second] = [
        await inJson("resource", "secret", uri),
        await inJson("resource", "secret", uri),
      ];
      const hashes = async () => (await findResource(server.db, uri))?.secretHashes;
      const [one, two] = [first, second].map(({ resource_secret }) => hashSecret(String(resource_secret)));
      expect(await hashes()).toEqual([two, one]);
      expectFailure(await run("resource", "secret", uri, "--drop-previous"), 2, /confirm with --yes/);
      await inJson("resource", "secret", uri, "--drop-previous", "--yes");
      expect(await hashes()).toEqual([two]);
    },
    2 * minutes,
  );
});

describe("regrant session", () => {
  it(
    "lists, shows and ends sessions: one, a user's, a client's, everyone's",
    async () => {
      const [client, other] = [await createClient(server), await createClient(server)];
      const [ada, bob] = [await createUser(server), await createUser(server)];
      const sessions = [
        await signIn(server, client, ada),
        await signIn(server, client, ada),
        await signIn(server, client, bob),
        await signIn(server, other, bob),
      ];
      const ids = sessions.map(({ refresh_token }) => sessionIdOf(server, refresh_token));
      const [first = "", second = ""] = ids;
      const list = async (...args: string[]) => {
        const { sessions, more } = await inJson("session", "list", ...args);
        return { ids: (sessions as { id: string }[]).map(({ id }) => id).sort(), more };
      };
      expect(await list("--user", ada.email)).toEqual({ ids: [first, second].sort(), more: false });
      expect(await list("--client", client.clientId, "--limit", "1")).toMatchObject({ more: true });
      const table = (await run("session", "list", "--client", client.clientId, "--limit", "1")).stdout;
      expect(table).toMatch(/^id +user +client_id/);
      expect(table).toContain("--limit shows more");

      expectFailure(await run("session", "revoke", first), 2, /confirm with --yes/);
      const revoke = (...args: string[]) => inJson("session", "revoke", "--yes", ...args);
      expect(await revoke(first)).toEqual({ sessions_ended: 1, sign_ins_ended: 0 });
      expect(await inJson("session", "show", first)).toMatchObject({
        state: "revoked",
        revoke_reason: "administrator",
      });
      expect(await list("--user", ada.id, "--open")).toMatchObject({ ids: [second] });
      expect(await revoke("--user", ada.email)).toMatchObject({ sessions_ended: 1 });
      expect(await revoke("--client", client.clientId)).toMatchObject({ sessions_ended: 1 });
      await signIn(server, client, ada);
      expect(await revoke("--everyone")).toMatchObject({ sessions_ended: expect.any(Number) });
      for (const whose of [[first], ["--user", ada.email], ["--client", client.clientId], ["--everyone"]]) {
        const nothing = await run("session", "revoke", "--yes", ...whose);
        expectFailure(nothing, 1, /^regrant: nothing to end: .+\n$/);
        const inJson = await run("session", "revoke", "--yes", "--json", ...whose);
        expect([inJson.exitCode, inJson.stdout]).toEqual([1, '{"sessions_ended":0,"sign_ins_ended":0}\n']);
      }
      for (const { refresh_token } of sessions)
        expect((await sessionOf(server, refresh_token)).revoke_reason).toBe("administrator");
      expect(await list("--open")).toMatchObject({ ids: [] });
      expect((await run("session", "list", "--open")).stdout).toBe("No matching session.\n");
    },
    3 * minutes,
  );
});

describe("regrant, about what is not there or not understood", () => {
  it(
    "says so in words that name the fix",
    async () => {
      const { clientId } = await createClient(server);
      const cases: readonly (readonly [string, 1 | 2, RegExp])[] = [
        ["client show nobody", 1, /There is no client nobody/],
        ["client update nobody --name X", 1, /There is no client nobody/],
        [`client update ${clientId} --grant authorization_code`, 2, /requires --redirect-uri/],
        [`client update ${clientId} --no-first-party`, 2, /--grant: password requires --first-party/],
        [`client update ${clientId} --refresh-burst many`, 2, /from 0 to 1000000, or default/],
        [`client update ${clientId} --session-idle-seconds 0`, 2, /from 1 to 315360000, or default/],
        [`client update ${clientId} --on-address-change panic`, 2, /log, revoke, ignore, default/],
        ["user show nobody@example.com", 1, /no user nobody@example.com; see: regrant user list/],
        ["user update nobody@example.com --email nobody", 2, /email: must be an email address/],
        ["resource show https://nowhere.example", 1, /There is no resource https:\/\/nowhere.example/],
        [`resource update ${notes.uri} --access-token-seconds 0`, 2, /from 1 to 86400, or none/],
        ["session show x", 2, /not a session id; see: regrant session list/],
        ["session revoke --yes", 2, /exactly one/],
        [`session revoke --yes --everyone --client ${clientId}`, 2, /exactly one/],
        ["session revoke --yes --user nobody@example.com", 1, /no user nobody@example.com/],
        ["session list --limit 0", 2, /from 1 to 500/],
      ];
      const results = await Promise.all(cases.map(([args]) => run(...args.split(" "))));
      for (const [index, [, exitCode, message]] of cases.entries())
        expectFailure(ran(results[index]), exitCode, message);
    },
    3 * minutes,
  );
});
