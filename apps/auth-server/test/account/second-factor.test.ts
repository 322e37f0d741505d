/** What a password proves on the account's pages, of a user who has a second factor. */
import { describe, expect, it } from "vitest";
import { signedIn } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createUser } from "../support/fixtures.js";
import { startMailbox } from "../support/mailbox.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import { goodPassword } from "../support/sign-up.js";
import { enterCode, toFactorPage, withTotp } from "../support/totp.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: mailbox.env });

describe("A sign-in from before the second factor was added, with the password,", () => {
  it.each(["/account/email", "/account/export", "/account/delete", "/account/password"])(
    "opens %s once the factor was shown",
    async (path) => {
      const user = await createUser(server);
      const thief = await signedIn(server, user);
      const page = await thief.visit(path);
      const { app } = await withTotp(server, user);
      const asked = `/login/factor?${new URLSearchParams({ continue: path })}`;
      const fields = { password: user.password, email: "thief@example.com", new_password: goodPassword };
      expect((await thief.submit(page, path, fields)).path).toBe(asked);
      const factor = await thief.visit(path);
      expect(factor.path).toBe(asked);
      expect((await enterCode(thief, factor, app.code())).path).toBe(path);
      const { rows } = await server.db.query(
        "select event from audit_events where user_id = $1 and event ~ 'exported|deletion|password.changed'",
        [user.id],
      );
      expect(rows).toEqual([]);
    },
  );
});

describe("A new password", () => {
  it("makes no old second factor new", async () => {
    const user = await createUser(server);
    const { app } = await withTotp(server, user);
    const browser = new Browser(server);
    await enterCode(browser, await toFactorPage(browser, user), app.code());
    const ages = async () =>
      (await server.db.query("select authenticated_at, amr from sign_ins where user_id = $1", [user.id]))
        .rows;
    await passTime(server, 301);
    const before = await ages();
    const form = { password: user.password, new_password: goodPassword };
    const done = await browser.submit(await browser.visit("/account/password"), "/account/password", form);
    expect(done.path).toBe("/account");
    expect((await browser.visit("/account/factors")).path.split("?")[0]).toBe("/login");
    expect(await ages()).toEqual(before);
  });
});
