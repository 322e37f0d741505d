/** Administration of providers, over the admin API and by the command. */
import { beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { linkIdentity } from "../../src/providers/link.js";
import { openProviderSecret, rewrapProviderSecrets } from "../../src/providers/secret.js";
import { deriveSecrets, newSecret, parseSecrets } from "../../src/secrets.js";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { issuer } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createUser } from "../support/fixtures.js";
import { json, regrant } from "../support/regrant.js";
import { scriptedProvider, signInThrough } from "../support/scripted-provider.js";
import { sharedDatabase, testServer } from "../support/server.js";

const server = await testServer();
const scripted = await scriptedProvider();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

let made = 0;
const body = (more: object = {}) => {
  made += 1;
  return { id: `p${made}`, issuer: `https://p${made}.example.com`, client_id: "regrant", ...more };
};

describe("The admin API", () => {
  it("creates, shows, changes and lists; no secret is ever shown, nor in the audit", async () => {
    const secret = newSecret();
    const sent = body({ client_secret: secret, roles_claim: "groups", roles: { admins: "admin" } });
    const created = await admin.ask("POST", "/providers", sent);
    expect([created.status, created.headers.location]).toEqual([201, `/admin/v1/providers/${sent.id}`]);
    expect(created.body).toEqual({
      id: sent.id,
      name: sent.id,
      issuer: sent.issuer,
      client_id: "regrant",
      scope: "openid profile email",
      sign_up: false,
      trust_email: false,
      roles_claim: "groups",
      roles: { admins: "admin" },
      trust_mfa: false,
      has_secret: true,
      disabled: false,
      created_at: expect.any(String),
    });
    const changed = await admin.change(`/providers/${sent.id}`, { name: "Example", sign_up: true });
    expect(changed.body).toMatchObject({ name: "Example", sign_up: true });
    const replaced = await admin.ask("POST", `/providers/${sent.id}/secret`, { client_secret: newSecret() });
    expect(replaced.status).toBe(200);
    const { body: list } = await admin.ask("GET", "/providers");
    expect(list.items.map(({ id }: { id: string }) => id)).toContain(sent.id);
    const { rows } = await server.db.query(
      "select event, detail::text as detail from audit_events where event like 'provider.%' and detail::text like $1 order by id",
      [`%"${sent.id}"%`],
    );
    expect(rows.map(({ event }) => event)).toEqual([
      "provider.created",
      "provider.updated",
      "provider.secret_changed",
    ]);
    expect(JSON.stringify([created.body, changed.body, replaced.body, list, rows])).not.toContain(secret);
    const stored = await server.db.query<{ client_secret: Buffer }>(
      "select client_secret from providers where id = $1",
      [sent.id],
    );
    expect(stored.rows[0]?.client_secret.includes(secret)).toBe(false);
  });

  it.each<[string, object, string[]]>([
    ["an issuer without https", { issuer: "http://op.example.com" }, ["/issuer"]],
    ["an issuer with a query", { issuer: "https://op.example.com/?x" }, ["/issuer"]],
    ["an issuer with a password", { issuer: "https://a:b@op.example.com" }, ["/issuer"]],
    ["an issuer that is none", { issuer: "op" }, ["/issuer"]],
    ["a scope without openid", { scope: "profile" }, ["/scope"]],
    ["roles without their claim", { roles: { admins: "admin" } }, ["/roles"]],
    ["a claim without roles", { roles_claim: "groups" }, ["/roles_claim"]],
    ["a role that is none", { roles_claim: "groups", roles: { admins: "two words" } }, ["/roles/admins"]],
    ["an id that is none", { id: "A/B" }, ["/id"]],
    ["an unknown member", { secret: "x" }, ["/secret"]],
  ])("refuses %s", async (_case, more, pointers) => {
    const answer = await admin.ask("POST", "/providers", body(more));
    expect(expectProblem(answer, 400, "body_invalid")).toEqual(pointers);
  });

  it("refuses an id or issuer that is taken, and another issuer for whom users are linked to", async () => {
    const sent = body();
    await admin.ask("POST", "/providers", sent);
    expectProblem(
      await admin.ask("POST", "/providers", { ...body(), id: sent.id }),
      409,
      "already_registered",
    );
    const twin = { ...body(), issuer: sent.issuer };
    expectProblem(await admin.ask("POST", "/providers", twin), 409, "already_registered");
    expect((await admin.change(`/providers/${sent.id}`, { issuer: `${sent.issuer}/x` })).status).toBe(200);
    const { id: userId } = await createUser(server);
    await linkIdentity(
      server.db,
      { providerId: sent.id, subject: "a", userId, email: null },
      "signed_in",
      {},
    );
    expectProblem(
      await admin.change(`/providers/${sent.id}`, { issuer: sent.issuer }),
      409,
      "state_conflict",
    );
  });

  it("disables with everything that was opened, enables, and deletes with all links", async () => {
    const sent = body({ issuer: scripted.issuer, client_secret: scripted.clientSecret, sign_up: true });
    await admin.ask("POST", "/providers", sent);
    const browser = new Browser(server);
    const provider = { id: sent.id } as Parameters<typeof signInThrough>[2];
    const who = { sub: "ada", email: "ada@example.com" };
    expect((await signInThrough(browser, scripted, provider, who)).path).toBe("/account");
    const disabled = await admin.ask("POST", `/providers/${sent.id}/disable`);
    expect(disabled.body).toMatchObject({ provider: { disabled: true }, sessions_ended: 0 });
    expect((await auditOfRequest(server, disabled)).map(({ event }) => event)).toEqual([
      "provider.disabled",
      "sign_in.ended",
    ]);
    expect((await browser.visit("/login")).body).not.toContain(`/login/providers/${sent.id}"`);
    await admin.ask("POST", `/providers/${sent.id}/enable`);
    expect((await signInThrough(browser, scripted, provider, who)).path).toBe("/account");
    const { etag } = await admin.ask("GET", `/providers/${sent.id}`);
    const deleted = await admin.ask("DELETE", `/providers/${sent.id}`, undefined, { "if-match": etag });
    expect([deleted.status, deleted.body]).toEqual([200, { sessions_ended: 0 }]);
    expect((await browser.visit("/account")).path).toBe("/login");
    const { rowCount } = await server.db.query("select from identities where provider_id = $1", [sent.id]);
    expect(rowCount).toBe(0);
    expectProblem(await admin.ask("GET", `/providers/${sent.id}`), 404, "not_found");
  });

  it("deletes nothing that was changed since it was read", async () => {
    const sent = body();
    const { etag } = await admin.ask("POST", "/providers", sent);
    await admin.change(`/providers/${sent.id}`, { name: "Other" });
    expectProblem(
      await admin.ask("DELETE", `/providers/${sent.id}`, undefined, { "if-match": etag }),
      412,
      "precondition_failed",
    );
  });
});

describe("SECRETS", () => {
  it("can be rotated: an older entry still opens the client's secret, and rewrap makes it superfluous", async () => {
    const secret = newSecret();
    const sent = body({ client_secret: secret });
    await admin.ask("POST", "/providers", sent);
    const entries = readConfig({
      DATABASE_URL: await sharedDatabase(),
      SECRETS: (await import("vitest")).inject("secrets"),
    }).secrets;
    const next = parseSecrets(`next:${newSecret()}`);
    if (typeof next === "string") throw new Error(next);
    const [both, onlyNew] = [deriveSecrets([...next, ...entries]), deriveSecrets(next)];
    const stored = async () => {
      const { rows } = await server.db.query(
        `select id, client_secret as "clientSecret" from providers where id = $1`,
        [sent.id],
      );
      return rows[0];
    };
    expect(openProviderSecret(both, await stored())).toBe(secret);
    expect(() => openProviderSecret(onlyNew, { id: sent.id, clientSecret: Buffer.alloc(40) })).toThrow(
      `regrant provider secret ${sent.id}`,
    );
    expect(await rewrapProviderSecrets(server.db, both)).toBeGreaterThan(0);
    expect(await rewrapProviderSecrets(server.db, both)).toBe(0);
    expect(openProviderSecret(onlyNew, await stored())).toBe(secret);
    // A secret moved to another provider's row opens nothing there.
    expect(() => openProviderSecret(onlyNew, { id: "another", clientSecret: Buffer.alloc(40) })).toThrow();
  });
});

describe("The command", async () => {
  const { inject } = await import("vitest");
  const env = { DATABASE_URL: await sharedDatabase(), SECRETS: inject("secrets"), ISSUER: issuer };
  const run = (...args: string[]) => regrant(["provider", ...args], env);

  it("creates with a secret from standard input, and says what to register there", async () => {
    const args = [
      "create",
      "cli",
      "--issuer",
      "https://cli.example.com",
      "--client-id",
      "regrant",
      "--name",
      "CLI",
    ];
    const groups = [
      "--roles-claim",
      "groups",
      "--role",
      "cn=admins,dc=example=admin",
      "--role",
      "staff=editor",
    ];
    const result = await regrant(
      ["provider", ...args, ...groups, "--trust-mfa", "--secret-stdin", "--json"],
      env,
      "a secret\n",
    );
    expect(json(result)).toMatchObject({
      id: "cli",
      name: "CLI",
      has_secret: true,
      trust_mfa: true,
      roles: { "cn=admins,dc=example": "admin", staff: "editor" },
      redirect_uri: `${issuer}/login/providers/cli/callback`,
      backchannel_logout_uri: `${issuer}/login/providers/cli/logout`,
    });
    const shown = await run("show", "cli");
    expect(shown.stdout).toContain("/login/providers/cli/callback");
    expect(shown.stdout).not.toContain("a secret");
    expect(
      json(await run("update", "cli", "--no-trust-mfa", "--role", "", "--roles-claim", "", "--json")),
    ).toMatchObject({
      trust_mfa: false,
      roles: {},
      roles_claim: null,
    });
    expect(json(await run("list", "--json")).providers).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: "cli" })]),
    );
    expect(json(await run("disable", "cli", "--yes", "--json"))).toMatchObject({ disabled: true });
    expect(json(await run("enable", "cli", "--json"))).toMatchObject({ disabled: false });
    expect(json(await run("delete", "cli", "--yes", "--json"))).toMatchObject({ deleted: true });
  });

  it("checks a provider as a server would", async () => {
    const sent = body({ issuer: scripted.issuer, client_secret: scripted.clientSecret });
    await admin.ask("POST", "/providers", sent);
    expect(json(await run("check", sent.id, "--json"))).toEqual({
      id: sent.id,
      redirect_uri: `${issuer}/login/providers/${sent.id}/callback`,
      backchannel_logout_uri: `${issuer}/login/providers/${sent.id}/logout`,
      issuer: scripted.issuer,
      authorization_endpoint: `${scripted.issuer}/authorize`,
      keys: 1,
      answers_with_iss: true,
      has_userinfo: true,
      tells_of_logout: false,
    });
    const dead = body({ issuer: "http://127.0.0.1:9" });
    await admin.ask("POST", "/providers", dead);
    const failed = await run("check", dead.id);
    expect([failed.exitCode, failed.stderr]).toEqual([1, expect.stringContaining("cannot be reached")]);
  });

  it("says what is missing or wrong", async () => {
    expect(await run("create", "x")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--issuer and --client-id"),
    });
    const rest = ["--issuer", "https://x.example.com", "--client-id", "regrant"];
    expect((await run("create", "x", ...rest, "--role", "admins")).stderr).toContain("not like group=role");
    expect((await run("create", "x", ...rest, "--roles-claim", "groups")).stderr).toMatch(/--role\b/);
    expect((await run("secret", "x")).exitCode).toBe(2);
  });
});
