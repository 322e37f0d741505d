import { beforeAll, describe, expect, it } from "vitest";
import { endSessionsOf } from "../../src/admin/session-acts.js";
import { type AuditEvent, insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import { makeAuditMonths } from "../../src/audit/audit-partitions.sql.js";
import { endReasons, isEndReason } from "../../src/sessions/end-reasons.js";
import { deleteUser } from "../../src/users/users.js";
import { createApp, signedIn } from "../support/authorization.js";
import { until } from "../support/back-channel.js";
import { createClient, createResources, createUser, type TestUser } from "../support/fixtures.js";
import { type ReceivedMail, sendMails, startMailbox, type TestMailbox } from "../support/mailbox.js";
import { passTime, type TestServer, testServer } from "../support/server.js";
import { askByRefreshToken, refresh, signIn } from "../support/token-requests.js";

let mailbox: TestMailbox;
let server: TestServer;
beforeAll(async () => {
  mailbox = await startMailbox();
  server = await testServer({ env: { ...mailbox.env, BRAND_NAME: "Acme" } });
  await createResources(server);
  sendMails(server);
});

const operator = { by: { actor: "operator:chief", address: "203.0.113.99", userAgent: "curl/8.0" } };
const from = {
  address: "192.0.2.7",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
};
const audit = (user: TestUser, event: AuditEvent["event"], more: Partial<AuditEvent> = {}) =>
  insertAuditEvent(server.db, { event, userId: user.id, ...from, ...more });
const waiting = async ({ id }: TestUser): Promise<string[]> =>
  (
    await server.db.query<{ event: string }>(
      "select detail ->> 'event' as event from mails where user_id = $1 and detail ? 'event' order by created_at, event",
      [id],
    )
  ).rows.map(({ event }) => event);
/** Notices wait a few seconds for others. Those that are being sent are let alone. */
const waitNoMore = () =>
  server.db.query(`update mails set next_attempt_at = now() where id = any (array(
    select id from mails where kind = 'notice' and attempts = 0 for update skip locked))`);
async function nextMail({ email }: TestUser): Promise<ReceivedMail> {
  await waitNoMore();
  return mailbox.next(email);
}
const paragraphs = ({ text }: ReceivedMail): string[] => text.split(/\n\n/);

describe("A security notice", () => {
  it.each([
    ["sign_in.new_device", "Signed in on a new device"],
    ["password.changed", "Password changed"],
    ["factor.added", "Second factor added"],
    ["factor.removed", "Second factor removed"],
    ["factor.recovered", "Signed in with a recovery code"],
    ["factor.codes_renewed", "Recovery codes renewed"],
    ["identity.linked", "Linked with another provider"],
    ["identity.unlinked", "Link with another provider removed"],
  ] as const)("tells of %s: what, when, from where, and what to do [notices-1]", async (event, title) => {
    const user = await createUser(server);
    await audit(user, event);
    const mail = await nextMail(user);
    expect(mail.subject).toBe(`${title}: your account at Acme`);
    const [about, line, , ...after] = paragraphs(mail);
    expect(about).toBe("This happened to your account at Acme:");
    expect(line).toMatch(
      new RegExp(
        `^${title}\n\\d+ \\w+ \\d{4} at \\d\\d:\\d\\d UTC, from 192\\.0\\.2\\.7 with Firefox on Linux$`,
      ),
    );
    expect(after.slice(0, 2)).toEqual([
      "If it was you, there is nothing to do.",
      expect.stringContaining(
        "If it was not you, change your password right away: http://localhost:4000/account/password",
      ),
    ]);
    expect(mail.html).toContain('href="http://localhost:4000/account/history"');
  });

  it("comes in German, with the time in the user's own zone, too", async () => {
    const user = await createUser(server);
    const claims = { locale: "de-AT", zoneinfo: "America/New_York" };
    await server.db.query("update users set claims = $2 where id = $1", [user.id, claims]);
    await audit(user, "factor.added", { detail: { kind: "passkey" } });
    const mail = await nextMail(user);
    expect(mail.subject).toBe("Zweiten Faktor hinzugefügt: Ihr Konto bei Acme");
    expect(paragraphs(mail)[1]).toMatch(
      /^Zweiten Faktor hinzugefügt: Passkey\n.+ um \d\d:\d\d \(America\/New York, \d\d:\d\d UTC\), von 192\.0\.2\.7 mit Firefox unter Linux$/,
    );
  });

  it("names no device, app or other word of a stranger's choice, which a mail would turn into a link [notices-6]", async () => {
    const user = await createUser(server);
    const evil = await createClient(server, { name: "evil.example.com" });
    await server.db.query("update clients set origin = 'registration' where client_id = $1", [evil.clientId]);
    await audit(user, "sign_in.new_device", { userAgent: "evil.example.com/1.0 (X11; Linux x86_64) " });
    await audit(user, "session.revoked", { reason: "refresh_token_reused", clientId: evil.clientId });
    const mail = await nextMail(user);
    expect(mail.raw).not.toContain("evil");
    expect(mail.text).toContain("from 192.0.2.7\n");
  });

  it("by an administrator says so, without a name or an address [notices-7]", async () => {
    const user = await createUser(server);
    await audit(user, "password.changed", operator.by);
    const mail = await nextMail(user);
    expect(mail.text).toMatch(/^Password changed\n.* UTC, by an administrator$/m);
    expect(mail.text).toContain("If you do not know why, ask whoever runs the service.");
    expect(mail.raw).not.toMatch(/chief|203\.0\.113|curl/);
  });

  it("goes to nobody whose account is gone, and of ordinary events there is none", async () => {
    const user = await createUser(server);
    const before = mailbox.received.length;
    for (const event of ["sign_in.created", "sign_in.refused", "session.created", "user.updated"] as const)
      await audit(user, event);
    await audit(user, "session.revoked", { reason: "session_displaced" });
    expect(await waiting(user)).toEqual([]);
    await audit(user, "password.changed");
    await deleteUser(server.db, user.id, operator);
    await waitNoMore();
    await until(async () => (await waiting(user)).length === 0);
    expect(mailbox.received.length).toBe(before);
  });

  it("tells of reuse, however it was found, by the statement that ends the session [notices-5]", async () => {
    const user = await createUser(server);
    const client = await createClient(server, { name: "Notes" });
    const { refresh_token: parent } = await signIn(server, client, user);
    await refresh(server, client, (await refresh(server, client, parent)).refresh_token);
    expect(await waiting(user)).toEqual([]);
    expect((await askByRefreshToken(server, client, parent)).status).toBe(400);
    const mail = await nextMail(user);
    expect(mail.subject).toBe("Session ended: your account at Acme");
    expect(mail.text).toContain(
      "Session ended: Notes\nWe ended this session because a second copy of it was in use.",
    );
  });

  it("is queued for each reason that alarms, and for administrators'", async () => {
    for (const [reason, { told }] of Object.entries(endReasons)) {
      if (!isEndReason(reason)) throw new Error(reason);
      const user = await createUser(server);
      await audit(user, "session.revoked", { reason: reason as never });
      expect([reason, await waiting(user)]).toEqual([
        reason,
        told === "alarm" || reason === "administrator" ? ["session.revoked"] : [],
      ]);
    }
  });
});

describe("One mail", () => {
  it("tells of an administrator's act, however many sessions and browsers it ends [notices-2]", async () => {
    const user = await createUser(server);
    const client = await createApp(server, { grantTypes: ["password", "refresh_token"] });
    for (let count = 0; count < 4; count += 1) await signIn(server, client, user);
    await signedIn(server, user);
    await signedIn(server, user);
    await server.db.query("delete from mails where user_id = $1", [user.id]);
    const ended = await endSessionsOf(server.db, { user: user.id }, operator);
    expect(ended).toEqual({ sessionsEnded: 4, signInsEnded: 2 });
    expect(await waiting(user)).toHaveLength(1);
    const mail = await nextMail(user);
    expect(mail.subject).toBe("Signed out: your account at Acme");
    // The next act is told again.
    await signIn(server, client, user);
    await endSessionsOf(server.db, { user: user.id }, operator);
    expect((await nextMail(user)).subject).toBe("Session ended: your account at Acme");
  });

  it("tells of all that waits, what is repeated in short", async () => {
    const user = await createUser(server);
    for (let count = 0; count < 30; count += 1)
      await audit(user, "sign_in.new_device", { address: `192.0.2.${count}` });
    await audit(user, "password.changed");
    const mail = await nextMail(user);
    expect(mail.subject).toBe("31 security notices about your account at Acme");
    const lines = paragraphs(mail).filter((line) => /^(Signed in|Password changed|And)/.test(line));
    expect(lines.map((line) => line.split("\n", 1)[0])).toEqual([
      ...Array.from({ length: 5 }, () => "Signed in on a new device"),
      "And 25 more times.",
      "Password changed",
    ]);
    expect(await waiting(user)).toEqual([]);
  });

  it("has each notice once, of many that several replicas gather at the same time [notices-3]", async () => {
    const other = await testServer({
      env: { ...mailbox.env, BRAND_NAME: "Acme" },
      withKeys: false,
    });
    const stop = sendMails(other);
    const users = await Promise.all(Array.from({ length: 5 }, () => createUser(server)));
    const acts = users.flatMap((user) => Array.from({ length: 20 }, () => user));
    await Promise.all([
      ...acts.map((user) => audit(user, "sign_in.new_device")),
      ...Array.from({ length: 20 }, waitNoMore),
    ]);
    await until(async () => {
      await waitNoMore();
      await server.db.query("delete from mail_limits");
      const { rowCount } = await server.db.query("select from mails where user_id = any ($1)", [
        users.map(({ id }) => id),
      ]);
      return rowCount === 0;
    });
    await stop();
    for (const { email } of users) {
      const told = mailbox.received
        .filter(({ to }) => to.includes(email))
        .reduce((sum, { text }) => {
          const lines = text.match(/^Signed in on a new device$/gm)?.length ?? 0;
          return (
            sum + lines + (/^And once more/m.test(text) ? 1 : Number(/^And (\d+) more/m.exec(text)?.[1] ?? 0))
          );
        }, 0);
      expect(told).toBe(20);
    }
  });

  it("waits after five in a row, for ten minutes at most, with whatever happens meanwhile [notices-4]", async () => {
    const user = await createUser(server);
    for (let count = 0; count < 5; count += 1) {
      await audit(user, "sign_in.new_device");
      await nextMail(user);
    }
    for (let count = 0; count < 50; count += 1) await audit(user, "sign_in.new_device");
    await waitNoMore();
    await until(async () => (await waiting(user)).length === 0);
    await audit(user, "password.changed");
    await waitNoMore();
    await until(async () => (await waiting(user)).length === 0);
    const mailsTo = () => mailbox.received.filter(({ to }) => to.includes(user.email)).length;
    expect(mailsTo()).toBe(5);
    await passTime(server, 601);
    const mail = await nextMail(user);
    expect(mail.subject).toBe("51 security notices about your account at Acme");
    expect(mail.text).toMatch(/^Password changed$/m);
    expect(mailsTo()).toBe(6);
  });
});

describe("The trigger", () => {
  it("fires once for an event, in every partition: the default's rows that move to their month are no news", async () => {
    const { rows } = await server.db.query<{ name: string }>(
      "select relname as name from pg_class where relname ~ '^audit_events_\\d{4}_\\d{2}$' and relkind = 'r'",
    );
    for (const { name } of rows) await server.db.query(`drop table ${name}`);
    const [before, after] = [await createUser(server), await createUser(server)];
    await audit(before, "password.changed");
    expect(await waiting(before)).toEqual(["password.changed"]);
    expect(await makeAuditMonths(server.db)).toHaveLength(3);
    await audit(after, "password.changed");
    expect([await waiting(before), await waiting(after)]).toEqual([
      ["password.changed"],
      ["password.changed"],
    ]);
    const { rows: places } = await server.db.query<{ user: string; place: string }>(
      "select user_id as user, tableoid::regclass::text as place from audit_events where user_id = any ($1)",
      [[before.id, after.id]],
    );
    expect(places).toHaveLength(2);
    expect(places.every(({ place }) => /^audit_events_\d{4}_\d\d$/.test(place))).toBe(true);
  });
});
