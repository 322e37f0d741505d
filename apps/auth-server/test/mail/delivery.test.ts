import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { QueuedKind } from "../../src/mail/kinds.js";
import { type NewMail, queueMail } from "../../src/mail/queue-mail.js";
import { until } from "../support/back-channel.js";
import { cleanUp } from "../support/clean-up.js";
import { cloneDatabase } from "../support/databases.js";
import { createUser } from "../support/fixtures.js";
import { mailRows, sendMails, startMailbox, type TestMailbox } from "../support/mailbox.js";
import { type TestServer, testServer } from "../support/server.js";

let mailbox: TestMailbox;
let server: TestServer;
beforeAll(async () => {
  mailbox = await startMailbox();
  server = await testServer({
    env: { ...mailbox.env, ISSUER: "https://auth.example.com", BRAND_NAME: "Nötes, Inc." },
    withKeys: false,
  });
  sendMails(server);
});

const newAddress = () => `${randomUUID()}@example.com`;
const newLink = () => `https://auth.example.com/page?token=${randomUUID()}`;
const queue = (kind: QueuedKind, more: Partial<NewMail> = {}, on: TestServer = server) =>
  queueMail(on.db, on.context.secrets, { kind, to: newAddress(), userId: null, language: "en", ...more });

async function send(kind: QueuedKind, more: Partial<NewMail> = {}) {
  const to = more.to ?? newAddress();
  await queue(kind, { ...more, to });
  return mailbox.next(to);
}

describe("a mail that is sent", () => {
  it("has a text and an HTML part with the same link, and is gone from the outbox", async () => {
    const link = newLink();
    const mail = await send("password_reset", { link });
    expect(mail.link).toBe(link);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.subject).toBe("Choose a new password for Nötes, Inc.");
    expect(mail.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(mail.raw.indexOf("text/plain")).toBeLessThan(mail.raw.indexOf("text/html"));
    await until(async () => (await mailRows(server)).length === 0);
  });

  it("is German where that was asked for", async () => {
    const mail = await send("sign_up", { link: newLink(), language: "de" });
    expect(mail.subject).toBe("Schließen Sie Ihre Registrierung bei Nötes, Inc. ab");
    expect(mail.raw).toMatch(/^Content-Language: de\r$/m);
  });

  it("has the headers of a mail that a machine wrote (RFC 5322, RFC 3834)", async () => {
    const to = newAddress();
    await queue("deletion_cancelled", { to });
    const [row] = await mailRows(server);
    const mail = await mailbox.next(to);
    expect(mail.from).toBe("auth@example.com");
    expect(mail.to).toEqual([to]);
    const { headers } = mail.parsed;
    const header = (key: string) => headers.filter((one) => one.key === key).map(({ value }) => value);
    expect(header("from")).toEqual(["Regrant <auth@example.com>"]);
    expect(header("to")).toEqual([to]);
    expect(header("message-id")).toEqual([`<${row?.id}@auth.example.com>`]);
    expect(header("auto-submitted")).toEqual(["auto-generated"]);
    expect(Date.now() - Date.parse(header("date")[0] ?? "")).toBeLessThan(60_000);
    expect(headers.map(({ key }) => key)).not.toContain("x-mailer");
  });

  it("goes to addresses that are not ASCII (RFC 6531)", async () => {
    const to = `грета-${randomUUID()}@bücher.example`;
    await queue("deletion_cancelled", { to });
    await until(() => mailbox.received.some((mail) => mail.to[0]?.startsWith(to.split("@")[0] ?? "")));
    const mail = mailbox.received.at(-1);
    expect(mail?.to).toHaveLength(1);
    expect(["bücher.example", "xn--bcher-kva.example"]).toContain(mail?.to[0]?.split("@")[1]);
  });

  it.each([
    ["a,b@example.com", `"a,b"@example.com`],
    ["a;b@example.com", `"a;b"@example.com`],
    ["a:b@example.com", `"a:b"@example.com`],
    ["a(b)c@example.com", `"a(b)c"@example.com`],
    [`"a@example.com`, `"\\"a"@example.com`],
    ["a\\b@example.com", `"a\\\\b"@example.com`],
    ["a%0d%0abcc:x@example.com", `"a%0d%0abcc:x"@example.com`],
  ])("to %s goes there and nowhere else (RFC 5321 §4.1.2)", async (to, quoted) => {
    await queue("deletion_cancelled", { to });
    const mail = await mailbox.next(quoted);
    expect(mail.to).toEqual([quoted]);
    expect(mail.raw).toContain(`\r\nTo: <${quoted}>\r\n`);
    expect(mail.parsed.cc ?? mail.parsed.bcc).toBeUndefined();
  });

  it.each([
    "x@example.com\r\nBcc: victim@example.com",
    "victim <victim@example.com>@example.com",
    "x<y@example.com",
    "x\nRCPT TO:<victim@example.com>@example.com",
    "x y@example.com",
  ])("is not sent at all to %j, which is no address", async (to) => {
    const before = mailbox.received.length;
    await queue("deletion_cancelled", { to });
    const isGivenUp = async () => (await mailRows(server))[0]?.last_problem === "refused the recipient";
    await until(isGivenUp);
    expect(mailbox.received).toHaveLength(before);
    await server.db.query("delete from mails");
  });

  it("has no header of somebody else's making, whatever its values say", async () => {
    const mail = await send("deletion_requested", {
      values: { at: "2027-05-03T14:05:00Z\r\nBcc: victim@example.com" },
      language: "en\r\nBcc: victim@example.com",
    });
    expect(mail.raw).not.toMatch(/^Bcc:/im);
  });
});

describe("the outbox", () => {
  it("holds neither address nor link in clear, and the log neither", async () => {
    const [to, link] = [newAddress(), newLink()];
    const quiet = await testServer({
      env: { ...mailbox.env, ISSUER: "https://auth.example.com" },
      databaseUrl: await cloneDatabase(),
      withKeys: false,
    });
    await queue("password_reset", { to, link }, quiet);
    const { rows } = await quiet.db.query<{ all: string }>(
      "select mails::text || encode(content, 'escape') as all from mails",
    );
    expect(rows).toHaveLength(1);
    for (const secret of [to, link, link.split("=")[1] ?? ""]) expect(rows[0]?.all).not.toContain(secret);
    sendMails(quiet);
    await mailbox.next(to);
    await until(async () => (await mailRows(quiet)).length === 0);
    const said = quiet.logLines.join("");
    for (const secret of [to, link.split("=")[1] ?? ""]) expect(said).not.toContain(secret);
  });

  it("drops a link that has expired, or is about to, and says so without it", async () => {
    const [late, soon, kept] = [newAddress(), newAddress(), newAddress()];
    const tx = await server.db.connect();
    await tx.query("begin");
    const queueIn = (kind: QueuedKind, to: string) =>
      queueMail(tx, server.context.secrets, { kind, to, link: newLink(), userId: null, language: "en" });
    await queueIn("password_reset", late);
    await tx.query("update mails set expires_at = now() - interval '1 second'");
    await queueIn("password_reset", soon);
    await tx.query("update mails set expires_at = now() + interval '50 seconds' where expires_at > now()");
    await queueIn("invitation", kept);
    await tx.query("commit");
    tx.release();
    await mailbox.next(kept);
    await until(async () => (await mailRows(server)).length === 0);
    expect(mailbox.received.some(({ to }) => to[0] === late || to[0] === soon)).toBe(false);
    expect(server.logLines.filter((line) => line.includes("its link had expired"))).toHaveLength(2);
  });

  it("says how much longer a link works that has waited", async () => {
    const to = newAddress();
    const tx = await server.db.connect();
    await tx.query("begin");
    await queueMail(tx, server.context.secrets, {
      kind: "password_reset",
      to,
      link: newLink(),
      userId: null,
      language: "en",
    });
    await tx.query("update mails set expires_at = expires_at - interval '20 minutes'");
    await tx.query("commit");
    tx.release();
    expect((await mailbox.next(to)).text).toContain("works once, for 10 minutes.");
  });

  it("sends nothing of a transaction that is rolled back", async () => {
    const to = newAddress();
    const tx = await server.db.connect();
    await tx.query("begin");
    await queueMail(tx, server.context.secrets, {
      kind: "deletion_cancelled",
      to,
      userId: null,
      language: "en",
    });
    await tx.query("rollback");
    tx.release();
    expect(await mailRows(server)).toEqual([]);
  });
});

describe("a notice, queued by a trigger", () => {
  const insert = (userId: string, on: TestServer = server) =>
    on.db.query("insert into mails (kind, user_id, detail) values ('notice', $1, $2)", [
      userId,
      { at: "2027-05-03T14:05:00Z", event: "sign_in.new_device", address: "203.0.113.7" },
    ]);

  it("goes to the address that its user has now, in the user's language", async () => {
    const user = await createUser(server);
    const now = newAddress();
    await server.db.query(`update users set email = $2, claims = '{"locale": "de-AT"}' where id = $1`, [
      user.id,
      now,
    ]);
    await insert(user.id);
    const mail = await mailbox.next(now);
    expect(mail.subject).toBe("Mit einem neuen Gerät angemeldet: Ihr Konto bei Nötes, Inc.");
    expect(mail.text).toContain("3. Mai 2027 um 14:05 UTC");
  });

  it("is English where the user has said nothing", async () => {
    const user = await createUser(server);
    await insert(user.id);
    expect((await mailbox.next(user.email)).subject).toBe(
      "Signed in on a new device: your account at Nötes, Inc.",
    );
  });

  it("is not kept back by a thief who closes the account", async () => {
    const user = await createUser(server);
    await server.db.query(
      "update users set closed_at = now(), disabled_at = now(), delete_at = now() + interval '1 day' where id = $1",
      [user.id],
    );
    await insert(user.id);
    expect((await mailbox.next(user.email)).subject).toContain("new device");
  });

  it("goes to nobody whose account an operator has disabled, or that is gone", async () => {
    const [disabled, gone] = [await createUser(server), await createUser(server)];
    await server.db.query("update users set disabled_at = now() where id = $1", [disabled.id]);
    await server.db.query("delete from users where id = $1", [gone.id]);
    await insert(disabled.id);
    await insert(gone.id);
    await until(async () => (await mailRows(server)).length === 0);
    expect(mailbox.received.some(({ to }) => to[0] === disabled.email || to[0] === gone.email)).toBe(false);
    const metrics = await server.context.metrics.registry.metrics();
    expect(metrics).toContain('regrant_mails_total{outcome="no_recipient"} 2');
  });

  it("is dropped where there is no mail server, which is said once", async () => {
    const mute = await testServer({ databaseUrl: await cloneDatabase(), withKeys: false });
    const user = await createUser(mute);
    await insert(user.id, mute);
    await insert(user.id, mute);
    await queue("deletion_cancelled", {}, mute);
    const stop = sendMails(mute);
    await until(async () => (await mailRows(mute)).length === 1);
    await stop();
    expect((await mailRows(mute))[0]?.kind).toBe("deletion_cancelled");
    expect(mute.logLines.filter((line) => line.includes("SMTP_URL is not set"))).toHaveLength(1);
  });
});

describe("a directory as SMTP_URL", () => {
  it("gets a mail as a file, and beside it what programs want to know", async () => {
    const folder = mkdtempSync(join(tmpdir(), "regrant-mail-"));
    cleanUp(async () => rmSync(folder, { recursive: true }));
    const directory = join(folder, "not", "there yet");
    const filing = await testServer({
      env: { SMTP_URL: pathToFileURL(directory).href, MAIL_FROM: "auth@example.com" },
      databaseUrl: await cloneDatabase(),
      withKeys: false,
    });
    const link = `http://localhost:4000/reset?token=${randomUUID()}`;
    await queue("password_reset", { to: "ada@example.com", link }, filing);
    sendMails(filing);
    await until(async () => (await mailRows(filing)).length === 0);
    const names = readdirSync(directory).sort();
    expect(names).toHaveLength(2);
    const [eml = "", json = ""] = names;
    expect(eml).toMatch(/^\d{8}T\d{6}\.\d{3}Z-[0-9a-f-]{36}\.eml$/);
    expect(json).toBe(eml.replace(/eml$/, "json"));
    expect(readFileSync(join(directory, eml), "utf8")).toMatch(
      /^Subject: Choose a new password for Regrant$/m,
    );
    expect(JSON.parse(readFileSync(join(directory, json), "utf8"))).toEqual({
      to: "ada@example.com",
      subject: "Choose a new password for Regrant",
      text: expect.stringContaining(link),
      link,
    });
    for (const name of names) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
  });
});
