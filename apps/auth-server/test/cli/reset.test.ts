import { userInfo } from "node:os";
import { describe, expect, inject, it } from "vitest";
import { createUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";

const DATABASE_URL = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl: DATABASE_URL, env: mailbox.env });
sendMails(server);
const env = { DATABASE_URL, SECRETS: inject("secrets"), ...mailbox.env };

const cli = (args: string[], more = {}) => regrant(["user", ...args], { ...env, ...more });

describe("regrant user send-reset", () => {
  it("mails the link, in the user's own language, and shows it to nobody else", async () => {
    const user = await createUser(server);
    await server.db.query(`update users set claims = '{"locale":"de-AT"}' where id = $1`, [user.id]);
    const { stdout } = await cli(["send-reset", user.email.toUpperCase()]);
    expect(stdout).toContain(`The server mails ${user.email} a link`);
    expect(stdout).not.toContain("token=");
    const mail = await mailbox.next(user.email);
    expect(mail.subject).toContain("neues Passwort");
    expect(mail.link).toMatch(/^http:\/\/localhost:4000\/reset\/password\?token=[\w-]{43}$/);
    expect(json(await cli(["send-reset", user.id, "--json"]))).toEqual({ sent_to: user.email });
    const { rows } = await server.db.query(
      "select event, actor from audit_events where user_id = $1 order by id limit 1",
      [user.id],
    );
    const actor = `operator:${userInfo().username}`;
    expect(rows).toEqual([{ event: "password.reset_requested", actor }]);
  });

  it("says what is wrong, and what to do", async () => {
    const user = await createUser(server);
    expectFailure(await cli(["send-reset", "nobody@example.com"]), 1, /there is no user nobody@example.com/);
    const silent = { SMTP_URL: "", MAIL_FROM: "" };
    expectFailure(await cli(["send-reset", user.email], silent), 1, /set SMTP_URL and MAIL_FROM/);
    await server.db.query("update users set disabled_at = now() where id = $1", [user.id]);
    expectFailure(await cli(["send-reset", user.email]), 1, /is disabled; first enable the user/);
  });
});

describe("An account that its user has closed", () => {
  it("is shown with the time of its deletion, counted by the purge, and kept by enabling it", async () => {
    const user = await createUser(server);
    const close = (at: string) =>
      server.db.query(
        `update users set closed_at = now(), disabled_at = now(), delete_at = ${at} where id = $1`,
        [user.id],
      );
    await close("now() + interval '30 days'");
    expect(json(await cli(["show", user.email, "--json"]))).toMatchObject({
      disabled: true,
      delete_at: expect.stringMatching(/Z$/),
    });
    expect(json(await cli(["enable", user.email, "--json"]))).toMatchObject({
      disabled: false,
      delete_at: null,
    });
    await close("now()");
    const would = json(await regrant(["purge", "--dry-run", "--json"], { DATABASE_URL }));
    expect(would.would_remove).toMatchObject({ users: 1 });
    const done = json(await regrant(["purge", "--json"], { DATABASE_URL }));
    expect(done.removed).toMatchObject({ users: 1 });
    expectFailure(await cli(["show", user.id]), 1, /no user/);
  });
});
