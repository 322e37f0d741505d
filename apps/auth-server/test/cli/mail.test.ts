import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, it } from "vitest";
import { queueMail } from "../../src/mail/queue-mail.js";
import { cleanUp } from "../support/clean-up.js";
import { createUser } from "../support/fixtures.js";
import { mailRows, startMailbox } from "../support/mailbox.js";
import { expectFailure, json, regrant, regrantProcess } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { describeWithOpenssl, selfSignedCertificate } from "../support/tls-postgres.js";

const server = await testServer();
const databaseUrl = await sharedDatabase();
const cli = (...args: string[]) => regrant(["mail", ...args], { DATABASE_URL: databaseUrl });

describe("regrant mail", () => {
  it("says so if there is nothing to send", async () => {
    expect(json(await cli("list", "--json"))).toEqual({ mails: [], more: false });
    expect((await cli("list")).stdout).toBe("No matching mail: all have been sent.\n");
    expect((await cli("retry")).stdout).toMatch(/^There is nothing to send/);
  });

  it("lists what waits and what was given up, without recipient or link, and has it sent", async () => {
    const user = await createUser(server);
    const queue = (userId: string | null) =>
      queueMail(server.db, server.context.secrets, {
        kind: "password_reset",
        to: "ada@example.com",
        link: "http://localhost:4000/reset?token=abc",
        language: "en",
        userId,
      });
    await queue(user.id);
    await queue(null);
    const [first, second] = await mailRows(server);
    await server.db.query(
      "update mails set attempts = 3, next_attempt_at = null, last_problem = 'refused the recipient (550 5.1.1)' where id = $1",
      [first?.id],
    );
    const listed = json(await cli("list", "--json"));
    expect(listed.mails).toEqual([
      {
        id: first?.id,
        kind: "password_reset",
        user_id: user.id,
        created_at: expect.stringMatching(/Z$/),
        expires_at: expect.stringMatching(/Z$/),
        attempts: 3,
        next_attempt_at: null,
        last_problem: "refused the recipient (550 5.1.1)",
      },
      expect.objectContaining({ id: second?.id, user_id: null, attempts: 0, last_problem: null }),
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/ada@|token=/);
    expect((json(await cli("list", "--failed", "--json")).mails as unknown[]).length).toBe(1);
    expect((json(await cli("list", "--user", user.email, "--json")).mails as unknown[]).length).toBe(1);
    expect((await cli("list", "--limit", "1")).stdout).toContain("Showing the first 1; --limit shows more.");
    expectFailure(await cli("list", "--user", "nobody@example.com"), 1, /no user nobody@example.com/);
    // The other one is due by itself.
    expect(json(await cli("retry", "--user", user.id, "--json"))).toEqual({ retried: 1 });
    expect((await mailRows(server)).every(({ next_attempt_at }) => next_attempt_at !== null)).toBe(true);
    await server.db.query(
      "update mails set next_attempt_at = null, expires_at = now() - interval '1 second'",
    );
    expect(json(await cli("retry", "--json"))).toEqual({ retried: 0 });
  });
});

describe("regrant mail test", () => {
  const test = (env: Readonly<Record<string, string>>, address = "ada@example.com", ...more: string[]) =>
    regrant(["mail", "test", address, ...more], { MAIL_FROM: "auth@example.com", ...env });

  it("sends a mail", async () => {
    const mailbox = await startMailbox();
    const { stdout, exitCode } = await test(mailbox.env);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      "The mail server has taken a mail from auth@example.com to ada@example.com. See whether it arrives.\n",
    );
    expect((await mailbox.next("ada@example.com")).subject).toBe("Regrant can send mails");
    expect(json(await test(mailbox.env, "ada@example.com", "--json"))).toEqual({
      sent: "ada@example.com",
      from: "auth@example.com",
    });
  });

  it("says what is wrong, with the mail server's words", async () => {
    const mailbox = await startMailbox({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error("5.7.1 Relaying denied"), { responseCode: 550 })),
    });
    expectFailure(
      await test(mailbox.env),
      1,
      /the mail server refused the recipient \(550 5\.7\.1\)\n.*Relaying denied/,
    );
    await mailbox.close();
    expectFailure(await test(mailbox.env), 1, /could not be reached \(ECONNREFUSED\)/);
    expectFailure(await test({}), 1, /SMTP_URL is not set/);
    expectFailure(await test(mailbox.env, "ada"), 2, /must be an email address/);
  });
});

describeWithOpenssl("TLS to the mail server", () => {
  const folder = mkdtempSync(join(tmpdir(), "regrant-smtp-"));
  cleanUp(async () => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  selfSignedCertificate("localhost", key, certificate);
  const withTls = () => ({ hideSTARTTLS: false, key: readFileSync(key), cert: readFileSync(certificate) });

  /** In a process: certificates that are trusted besides are read at its start. */
  const send = (url: string, env = {}) =>
    regrantProcess(["mail", "test", "ada@example.com"], {
      SMTP_URL: url,
      MAIL_FROM: "auth@example.com",
      ...env,
    });
  const trusting = { NODE_EXTRA_CA_CERTS: certificate };
  /** Loopback, but under a name that is not known as such: like another host. */
  const elsewhere = "[::ffff:127.0.0.1]";

  const guarded = (options: SMTPServerOptions = {}) => {
    const passwords: unknown[] = [];
    const started = startMailbox({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        passwords.push(password);
        done(null, { user: username });
      },
      ...options,
    });
    return started.then((mailbox) => ({ mailbox, passwords }));
  };

  it("is verified with smtps:", async () => {
    const mailbox = await startMailbox({ ...withTls(), secure: true });
    const url = `smtps://127.0.0.1:${mailbox.port}`;
    expectFailure(await send(url), 1, /could not be reached.*\(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect((await send(url, trusting)).exitCode).toBe(0);
    expect(mailbox.received).toHaveLength(1);
  });

  it("is used and verified where the server offers it, and not needed on this computer", async () => {
    const mailbox = await startMailbox(withTls());
    expectFailure(await send(`smtp://${elsewhere}:${mailbox.port}`), 1, /could not be reached.*\(\w+\)/);
    expect(mailbox.received).toHaveLength(0);
    expect((await send(`smtp://127.0.0.1:${mailbox.port}`)).exitCode).toBe(0);
  });

  it("may be missing where no password is sent", async () => {
    const mailbox = await startMailbox();
    expect((await send(`smtp://${elsewhere}:${mailbox.port}`)).exitCode).toBe(0);
  });

  it("comes before any password: a server, or a man in the middle, that does not offer it gets none", async () => {
    const { mailbox, passwords } = await guarded();
    const url = `smtp://ada:hunter2@${elsewhere}:${mailbox.port}`;
    const failed = await send(url);
    expectFailure(failed, 1, /could not be reached/);
    expect(failed.stderr).not.toContain("hunter2");
    expect(passwords).toEqual([]);
  });

  it("with a password that is decoded, and never shown", async () => {
    const { mailbox, passwords } = await guarded({ ...withTls(), secure: true });
    const url = `smtps://ada%40example.com:hunter2%20%2F@127.0.0.1:${mailbox.port}`;
    expect((await send(url, trusting)).exitCode).toBe(0);
    expect(passwords).toEqual(["hunter2 /"]);
    const strict = await guarded({
      ...withTls(),
      secure: true,
      onAuth: (_auth, _session, done) => done(new Error("no")),
    });
    const refused = await send(url.replace(String(mailbox.port), String(strict.mailbox.port)), trusting);
    expectFailure(refused, 1, /refused the user name or password in SMTP_URL \(535/);
    expect(refused.stderr).not.toMatch(/hunter2|ada@example\.com:|%40/);
  });
});
