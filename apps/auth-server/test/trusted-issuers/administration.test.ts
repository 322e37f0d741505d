/** Administration of trusted issuers, over the admin API, by the command, and by regrant doctor. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { askForKeys, checkTrust } from "../../src/cli/doctor/trust.js";
import { listClients } from "../../src/clients/clients.sql.js";
import { listTrustedIssuers } from "../../src/trusted-issuers/trusted-issuers.sql.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { heldKey, keySet } from "../support/assertion-keys.js";
import { issuer } from "../support/authorization.js";
import { cleanUp } from "../support/clean-up.js";
import { createClient, notes } from "../support/fixtures.js";
import { askByAssertion, foreignIssuer, jobToken, jwtBearer } from "../support/foreign-issuer.js";
import { claimsOf } from "../support/jwt.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { expectTokens } from "../support/token-requests.js";

const server = await testServer();
const key = heldKey("ES256");
const keys = keySet(key);
const foreign = await foreignIssuer();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  await createClient(server, { clientId: "deploy", grantTypes: [jwtBearer] });
  await createClient(server, { clientId: "without" });
});

let made = 0;
const body = (more: object = {}) => {
  made += 1;
  return { id: `t${made}`, issuer: `https://t${made}.example.com`, jwks: keys, ...more };
};
const rule = (more: object = {}) => ({
  rules: { deploy: { client_id: "deploy", claims: { repository: "acme/shop" }, ...more } },
});

describe("The admin API", () => {
  it("creates, shows, changes, disables, enables and deletes, and records it", async () => {
    const sent = body(rule({ scope: "notes:read" }));
    const created = await admin.ask("POST", "/trusted-issuers", sent);
    expect([created.status, created.headers.location]).toEqual([201, `/admin/v1/trusted-issuers/${sent.id}`]);
    expect(created.body).toEqual({
      ...sent,
      kind: "workload",
      jwks_uri: null,
      audience: null,
      algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
      max_lifetime_seconds: null,
      allow_reuse: false,
      trust_email: false,
      trust_mfa: false,
      disabled: false,
      created_at: expect.any(String),
    });
    const changed = await admin.change(`/trusted-issuers/${sent.id}`, {
      jwks_uri: "https://t.example.com/keys",
    });
    expect(changed.body).toMatchObject({ jwks: null, jwks_uri: "https://t.example.com/keys" });
    const { body: disabled } = await admin.ask("POST", `/trusted-issuers/${sent.id}/disable`);
    expect(disabled).toMatchObject({ disabled: true });
    const { body: enabled } = await admin.ask("POST", `/trusted-issuers/${sent.id}/enable`);
    expect(enabled).toEqual(changed.body);
    const { body: list } = await admin.ask("GET", "/trusted-issuers");
    expect(list.items).toContainEqual(enabled);
    const { etag } = await admin.ask("GET", `/trusted-issuers/${sent.id}`);
    const deleted = await admin.ask("DELETE", `/trusted-issuers/${sent.id}`, undefined, { "if-match": etag });
    expect(deleted.status).toBe(204);
    expectProblem(await admin.ask("GET", `/trusted-issuers/${sent.id}`), 404, "not_found");
    const { rows } = await server.db.query(
      "select event from audit_events where event like 'trusted_issuer.%' and detail::text like $1 order by id",
      [`%"${sent.id}"%`],
    );
    expect(rows.map(({ event }) => event.split(".")[1])).toEqual([
      "created",
      "updated",
      "disabled",
      "enabled",
      "deleted",
    ]);
  });

  it.each<[string, object, number, string[]]>([
    ["an id that is none", { id: "A/B" }, 400, ["/id"]],
    ["this server itself", { issuer }, 400, ["/issuer"]],
    ["two places of keys", { jwks_uri: "https://t.example.com/keys" }, 400, ["/jwks"]],
    ["an address without https", { jwks: null, jwks_uri: "http://t.example.com" }, 400, ["/jwks_uri"]],
    ["an address with a password", { jwks: null, jwks_uri: "https://a:b@t.example.com" }, 400, ["/jwks_uri"]],
    ["no key", { jwks: { keys: [] } }, 400, ["/jwks/keys"]],
    ["a private key", { jwks: { keys: [{ ...key.publicJwk, d: "AAAA" }] } }, 400, ["/jwks/keys/0"]],
    ["a symmetric key", { jwks: { keys: [{ kty: "oct", k: "AAAA" }] } }, 400, ["/jwks/keys/0"]],
    ["an algorithm that is none", { algorithms: ["HS256"] }, 400, ["/algorithms/0"]],
    ["no algorithm", { algorithms: [] }, 400, ["/algorithms"]],
    ["a rule without claims", rule({ claims: {} }), 400, ["/rules/deploy/claims"]],
    ["a claim that anything fits", rule({ claims: { sub: "*" } }), 400, ["/rules/deploy/claims/sub"]],
    ["an asterisk in the middle", rule({ claims: { sub: "a*b" } }), 400, ["/rules/deploy/claims/sub"]],
    ["rules for users", { kind: "id-jag", ...rule() }, 400, ["/rules"]],
    ["another audience for users", { kind: "id-jag", audience: "x" }, 400, ["/audience"]],
    ["addresses of workloads", { trust_email: true, trust_mfa: true }, 400, ["/trust_email", "/trust_mfa"]],
    ["a rule for nobody", rule({ client_id: "nobody" }), 422, ["/rules/deploy"]],
    ["a rule for a client without the grant", rule({ client_id: "without" }), 422, ["/rules/deploy"]],
    ["a rule for another API", rule({ resource: "https://other.example.com" }), 422, ["/rules/deploy"]],
    ["a rule for another scope", rule({ scope: "notes:read admin" }), 422, ["/rules/deploy"]],
    [
      "strangers from a public issuer",
      {
        issuer: "https://token.actions.githubusercontent.com",
        ...rule({ claims: { environment: "production" } }),
      },
      400,
      ["/rules/deploy"],
    ],
  ])("refuses %s", async (_case, more, status, pointers) => {
    const answer = await admin.ask("POST", "/trusted-issuers", body(more));
    expect(expectProblem(answer, status, "body_invalid").sort()).toEqual(pointers);
  });

  it("refuses what is taken, another issuer or kind, and a change of what was changed since", async () => {
    const sent = body();
    const { etag } = await admin.ask("POST", "/trusted-issuers", sent);
    for (const twin of [
      { ...body(), id: sent.id },
      { ...body(), issuer: sent.issuer },
    ])
      expectProblem(await admin.ask("POST", "/trusted-issuers", twin), 409, "already_registered");
    for (const change of [{ issuer: "https://x.example.com" }, { kind: "id-jag" }])
      expectProblem(await admin.change(`/trusted-issuers/${sent.id}`, change), 400, "body_invalid");
    await admin.change(`/trusted-issuers/${sent.id}`, { allow_reuse: true });
    expectProblem(
      await admin.ask("PATCH", `/trusted-issuers/${sent.id}`, { allow_reuse: false }, { "if-match": etag }),
      412,
      "precondition_failed",
    );
  });
});

describe("regrant trust", async () => {
  const env = { DATABASE_URL: await sharedDatabase() };
  const trust = (...args: string[]) => regrant(["trust", ...args, "--json"], env);

  it("finds the keys, and lets in who a rule names, and nobody when it is gone", async () => {
    const created = json(await trust("create", "ci", "--issuer", foreign.issuer));
    expect(created).toMatchObject({ kind: "workload", jwks_uri: `${foreign.issuer}/jwks`, rules: {} });
    expect(foreign.asked).toEqual(["/.well-known/openid-configuration"]);
    const claims = ["--claim", "repository=acme/shop", "--claim", "ref=refs/heads/*"];
    const allowed = await trust(
      "allow",
      "ci",
      "deploy",
      "--client",
      "deploy",
      ...claims,
      "--scope",
      "notes:read",
    );
    expect(json(allowed).rules).toEqual({
      deploy: {
        client_id: "deploy",
        claims: { repository: "acme/shop", ref: "refs/heads/*" },
        scope: "notes:read",
      },
    });
    const { access_token } = expectTokens(await askByAssertion(server, await jobToken(server, foreign)));
    expect(await claimsOf(server, access_token)).toMatchObject({
      sub: "deploy",
      aud: notes.uri,
      scope: "notes:read",
    });
    expect(json(await trust("disallow", "ci", "deploy")).rules).toEqual({});
    expect((await askByAssertion(server, await jobToken(server, foreign))).status).toBe(400);
    expect(
      json(await trust("update", "ci", "--algorithm", "RS256", "--max-lifetime-seconds", "60")),
    ).toMatchObject({ algorithms: ["RS256"], max_lifetime_seconds: 60 });
    expect(json(await trust("disable", "ci", "--yes"))).toMatchObject({ disabled: true });
    expect(json(await trust("enable", "ci"))).toMatchObject({ disabled: false });
    expect(json(await trust("show", "ci"))).toMatchObject({ id: "ci" });
    expect(json(await trust("list")).trusted_issuers).toContainEqual(expect.objectContaining({ id: "ci" }));
    expect(json(await trust("delete", "ci", "--yes"))).toMatchObject({ deleted: true });
  });

  it("takes keys from a file", async () => {
    const directory = await mkdtemp(join(tmpdir(), "regrant-trust-"));
    cleanUp(() => rm(directory, { recursive: true }));
    const file = join(directory, "keys.json");
    await writeFile(file, JSON.stringify(keys));
    const args = ["create", "cluster", "--issuer", "kubernetes/serviceaccount"];
    expect(json(await trust(...args, "--jwks-file", file, "--allow-reuse"))).toMatchObject({
      jwks: keys,
      allow_reuse: true,
    });
  });

  it("says what is wrong", async () => {
    for (const [message, exitCode, ...args] of [
      [/needs --issuer/, 2, "create", "x"],
      [/not an https URL.*--jwks-uri/, 1, "create", "x", "--issuer", "kubernetes/other"],
      [/names another issuer/, 1, "create", "x", "--issuer", `${foreign.issuer}/`],
      [/--claim sub is not like name=value/, 2, "allow", "x", "y", "--client", "z", "--claim", "sub"],
      [/two rules/, 2, "allow", "x", "y", "--client", "z", "--claim", "a=1", "--claim", "a=2"],
      [/no trusted issuer x/, 1, "show", "x"],
      [/has no rule y/, 1, "disallow", "cluster", "y"],
      [/\/nowhere cannot be read/, 2, "update", "cluster", "--jwks-file", "/nowhere"],
    ] as const)
      expectFailure(await trust(...args), exitCode, message);
  });
});

describe("regrant doctor", () => {
  it("asks for the keys of each issuer, and follows its rules", async () => {
    const down = await foreignIssuer();
    await admin.ask("POST", "/trusted-issuers", body({ id: "fine", ...rule() }));
    const examine = async () => {
      const trusted = (await listTrustedIssuers(server.db)).filter(({ id }) => ["fine", "down"].includes(id));
      const findings = checkTrust({
        trusted,
        clients: await listClients(server.db),
        problems: await askForKeys(trusted),
      });
      return findings.map(({ check, severity }) => `${check} ${severity}`);
    };
    expect(await examine()).toEqual(["trusted_issuers ok"]);
    await admin.ask(
      "POST",
      "/trusted-issuers",
      body({ id: "down", issuer: down.issuer, jwks: null, jwks_uri: `${down.issuer}/jwks` }),
    );
    expect(await examine()).toEqual(["trusted_issuers ok"]);
    down.isUp = false;
    await server.db.query("update clients set disabled_at = now() where client_id = 'deploy'");
    expect(await examine()).toEqual(["trusted_keys error", "trusted_rules error"]);
  });
});
