import { beforeAll, describe, expect, it } from "vitest";
import { login } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createResources, createUser } from "../support/fixtures.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { toFactorPage, withTotp } from "../support/totp.js";

const server = await testServer();
const env = { DATABASE_URL: await sharedDatabase() };
const run = (...args: string[]) => regrant(args, env);

beforeAll(() => createResources(server));

describe("regrant user factors", { timeout: 60_000 }, () => {
  it("lists them", async () => {
    const user = await createUser(server);
    expect((await run("user", "factors", user.email)).stdout).toMatch(/no second factor: a password alone/);
    await withTotp(server, user);
    expect((await run("user", "factors", user.email)).stdout).toMatch(
      /^kind +id +name.*\ntotp .*\nUnused recovery codes: 10\.\n$/,
    );
    expect(json(await run("user", "factors", user.id, "--json"))).toEqual({
      factors: [expect.objectContaining({ kind: "totp" })],
      recovery_codes: 10,
    });
  });
});

describe("regrant user factor remove", { timeout: 60_000 }, () => {
  it("removes what was lost, and tells what stays; the audit says who did", async () => {
    const user = await createUser(server);
    await withTotp(server, user);
    const { stdout, exitCode } = await run("user", "factor", "remove", user.email, "--totp", "--yes");
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^Removed second factors: 1\..*session revoke/s),
    ]);
    const browser = new Browser(server);
    expect((await login(browser, await browser.visit("/login"), user)).path).toBe("/account");
    const { rows } = await server.db.query(
      "select actor, detail from audit_events where event = 'factor.removed' and user_id = $1",
      [user.id],
    );
    expect(rows).toEqual([{ actor: expect.stringMatching(/^operator:/), detail: { kind: "totp" } }]);
    const again = await run("user", "factor", "remove", user.email, "--totp", "--yes");
    expectFailure(again, 1, /has no such second factor; see: regrant user factors/);
  });

  it("removes all of them", async () => {
    const user = await createUser(server);
    await withTotp(server, user);
    expect(json(await run("user", "factor", "remove", user.id, "--all", "--yes", "--json"))).toEqual({
      removed: 1,
    });
  });

  it("removes nothing unasked", async () => {
    const user = await createUser(server);
    await withTotp(server, user);
    const remove = (...args: string[]) => run("user", "factor", "remove", user.email, ...args);
    expectFailure(await remove("--all"), 2, /no terminal to ask on; confirm with --yes/);
    expectFailure(await remove("--yes"), 2, /give exactly one of: --totp, --passkey <id>, --all/);
    expectFailure(await remove("--yes", "--totp", "--all"), 2, /exactly one of/);
    expectFailure(await remove("--yes", "--passkey", "1"), 2, /"1" is not a passkey's id/);
    expectFailure(
      await run("user", "factor", "remove", "nobody@example.com", "--all", "--yes"),
      1,
      /there is no user/,
    );
    await toFactorPage(new Browser(server), user);
  });
});
