/** A lost factor's way back, by an operator. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { login, signedIn } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createUser, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { toFactorPage, withPasskey, withTotp } from "../support/totp.js";

const server = await testServer({ env: { REQUIRE_MFA_ROLES: "treasurer" } });
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const codesOf = async ({ id }: TestUser) =>
  (await server.db.query("select from recovery_codes where user_id = $1", [id])).rowCount;

describe("A user's second factors by the admin API", () => {
  it("are listed, without what they are worth", async () => {
    const user = await createUser(server);
    expect((await admin.ask("GET", `/users/${user.id}/factors`)).body).toEqual({
      factors: [],
      recovery_codes: 0,
    });
    await withTotp(server, user);
    const id = await withPasskey(server, user, "Firefox on Linux");
    const { status, body } = await admin.ask("GET", `/users/${user.id}/factors`);
    const at = expect.stringMatching(/Z$/);
    expect([status, body]).toEqual([
      200,
      {
        factors: [
          { kind: "totp", id: null, name: null, created_at: at, last_used_at: null },
          { kind: "passkey", id, name: "Firefox on Linux", created_at: at, last_used_at: null },
        ],
        recovery_codes: 10,
      },
    ]);
  });

  it("are removed one by one, whatever the user's role requires; the recovery codes go with the last", async () => {
    const user = await createUser(server, ["treasurer"]);
    await withTotp(server, user);
    const passkey = await withPasskey(server, user, "A key");
    const removed = await admin.ask("DELETE", `/users/${user.id}/factors/totp`);
    expect(removed.status).toBe(204);
    const by = { event: "factor.removed", reason: null, actor: `client:${admin.client.clientId}` };
    expect(await auditOfRequest(server, removed)).toEqual([{ ...by, detail: { kind: "totp" } }]);
    expect(await codesOf(user)).toBe(10);
    const last = await admin.ask("DELETE", `/users/${user.id}/factors/passkeys/${passkey}`);
    expect(last.status).toBe(204);
    expect(await auditOfRequest(server, last)).toEqual([{ ...by, detail: { kind: "passkey", id: passkey } }]);
    expect(await codesOf(user)).toBe(0);
    for (const path of ["totp", `passkeys/${passkey}`])
      expectProblem(await admin.ask("DELETE", `/users/${user.id}/factors/${path}`), 404, "factor_unknown");
    expectProblem(await admin.ask("DELETE", `/users/${randomUUID()}/factors`), 404, "not_found");
  });

  it("are removed all at once, and a password signs in again; what had waited for the factor is over", async () => {
    const user = await createUser(server);
    const { app } = await withTotp(server, user);
    await withPasskey(server, user, "A key");
    const waiting = new Browser(server);
    const page = await toFactorPage(waiting, user);
    expect((await admin.ask("DELETE", `/users/${user.id}/factors`)).body).toEqual({ removed: 2 });
    expect((await admin.ask("DELETE", `/users/${user.id}/factors`)).body).toEqual({ removed: 0 });
    const late = await waiting.submit(page, "/login/factor", { code: app.code() }, 'name="code"');
    expect(late.path).toBe("/login");
    expect((await login(waiting, late, user)).path).toBe("/account");
  });

  it("of another user stay", async () => {
    const [user, other] = [await createUser(server), await createUser(server)];
    const passkey = await withPasskey(server, other, "Another's");
    expectProblem(
      await admin.ask("DELETE", `/users/${user.id}/factors/passkeys/${passkey}`),
      404,
      "factor_unknown",
    );
    expect((await admin.ask("GET", `/users/${other.id}/factors`)).body.factors).toHaveLength(1);
  });

  it("once added, keep signed in who was, and refuse who had begun to sign in with the password alone", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await withTotp(server, user);
    expect((await browser.visit("/account")).path).toBe("/account");
    await toFactorPage(new Browser(server), user);
  });
});
