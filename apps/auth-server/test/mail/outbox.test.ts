import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAuditEvents } from "../../src/audit/audit-events.sql.js";
import { retryMails } from "../../src/mail/list.sql.js";
import { claimMails } from "../../src/mail/mails.sql.js";
import { type NewMail, queueMail } from "../../src/mail/queue-mail.js";
import { until } from "../support/back-channel.js";
import { cloneDatabase } from "../support/databases.js";
import { ageMails, mailRows, sendMails, startMailbox, type TestMailbox } from "../support/mailbox.js";
import { passTime, type TestServer, testServer } from "../support/server.js";

let mailbox: TestMailbox;
let server: TestServer;
let stops: (() => Promise<void>)[];

/** A server whose mails go to a mail server with these options. */
async function start(options: SMTPServerOptions = {}): Promise<void> {
  mailbox = await startMailbox(options);
  server = await testServer({ env: mailbox.env, databaseUrl: await cloneDatabase(), withKeys: false });
}
const run = (on = server) => void stops.push(sendMails(on));

beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
});

const newAddress = () => `${randomUUID()}@example.com`;
const queue = (more: Partial<NewMail> = {}) =>
  queueMail(server.db, server.context.secrets, {
    kind: "deletion_cancelled",
    to: newAddress(),
    userId: null,
    language: "en",
    ...more,
  });
const isEmpty = async () => (await mailRows(server)).length === 0;
const countOf = async (outcome: string) => {
  const text = await server.context.metrics.registry.metrics();
  return Number(
    new RegExp(`^regrant_mails_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0,
  );
};
/** The answer to a recipient. */
const answering = (code: number, words: string, is: (address: string) => boolean): SMTPServerOptions => ({
  onRcptTo: ({ address }, _session, done) =>
    is(address) ? done(Object.assign(new Error(words), { responseCode: code })) : done(),
});

describe("the outbox", { timeout: 30_000 }, () => {
  it("keeps everything while the mail server is away, asks it with one mail at a time, and then sends all", async () => {
    await start();
    await mailbox.close();
    const addresses = Array.from({ length: 20 }, newAddress);
    for (const to of addresses) await queue({ to });
    run();
    await until(async () => (await countOf("failed")) > 0);
    await sleep(2500);
    const waiting = await mailRows(server);
    expect(waiting).toHaveLength(20);
    expect(waiting.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(5);
    expect(waiting.find(({ last_problem }) => last_problem !== null)?.last_problem).toBe(
      "could not be reached (ECONNREFUSED)",
    );
    const back = await startMailbox({ port: mailbox.port });
    await passTime(server, 60);
    await ageMails(server, 60);
    await until(isEmpty);
    expect(back.received.map(({ to }) => to[0]).sort()).toEqual([...addresses].sort());
    expect(await countOf("sent")).toBe(20);
    expect(await countOf("given_up")).toBe(0);
  });

  it("gives a mail up at once that its recipient's server refuses, and says so without the address", async () => {
    await start(
      answering(550, "5.1.1 <nobody@example.com>: no such user", (address) => address.startsWith("nobody")),
    );
    const userId = randomUUID();
    await queue({ to: "nobody@example.com", userId });
    const to = newAddress();
    await queue({ to });
    run();
    await mailbox.next(to);
    await until(async () => (await countOf("given_up")) === 1);
    const [row] = await mailRows(server);
    expect(row).toMatchObject({
      attempts: 1,
      next_attempt_at: null,
      last_problem: "refused the recipient (550 5.1.1)",
    });
    const [event] = await listAuditEvents(server.db, { event: "mail.given_up" }, { limit: 2 });
    expect(event).toMatchObject({
      userId,
      detail: { kind: "deletion_cancelled", problem: "refused the recipient (550 5.1.1)", attempts: 1 },
    });
    expect(JSON.stringify(event) + server.logLines.join("")).not.toContain("nobody@");
  });

  it("tries a mail again, with growing pauses, that is only put off, while others go out", async () => {
    let isGrey = true;
    await start(answering(451, "4.7.1 try again later", (address) => isGrey && address.startsWith("grey")));
    await queue({ to: "grey@example.com" });
    run();
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await until(
        async () =>
          (await mailRows(server))[0]?.last_problem !== null && (await countOf("failed")) === attempt,
      );
      const [row] = await mailRows(server);
      pauses.push(Math.round(((row?.next_attempt_at?.getTime() ?? 0) - Date.now()) / 1000));
      if (attempt < 4) await ageMails(server, 1000);
    }
    for (const [at, pause] of [5, 15, 60, 300].entries()) {
      expect(pauses[at]).toBeGreaterThan(pause * 0.6);
      expect(pauses[at]).toBeLessThan(pause * 1.3);
    }
    const to = newAddress();
    await queue({ to });
    await mailbox.next(to);
    isGrey = false;
    await ageMails(server, 1000);
    await mailbox.next("grey@example.com");
    await until(isEmpty);
  });

  it("gives up after three days, and gives one more attempt when asked", async () => {
    let isDown = true;
    await start(answering(451, "4.3.0 later", () => isDown));
    await queue({ to: "late@example.com" });
    await ageMails(server, 3 * 86_400 + 1);
    run();
    await until(async () => (await countOf("given_up")) === 1);
    await retryMails(server.db, {});
    await until(async () => (await countOf("given_up")) === 2);
    isDown = false;
    expect(await retryMails(server.db, {})).toBe(1);
    await mailbox.next("late@example.com");
    await until(isEmpty);
  });

  it("does not give up for a mail server that refuses the sender: that is the operator's to correct", async () => {
    await start({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error("5.7.1 not yours"), { responseCode: 553 })),
    });
    await queue();
    run();
    await until(async () => (await countOf("failed")) > 0);
    const [row] = await mailRows(server);
    expect(row?.next_attempt_at).not.toBeNull();
    expect(row?.last_problem).toBe("refused the sender in MAIL_FROM (553 5.7.1)");
  });

  it("sends each mail once from three replicas", async () => {
    await start();
    const replicas = [server];
    const databaseUrl = server.context.config.databaseUrl;
    while (replicas.length < 3)
      replicas.push(await testServer({ env: mailbox.env, databaseUrl, withKeys: false }));
    const addresses = Array.from({ length: 60 }, newAddress);
    await Promise.all(addresses.map((to) => queue({ to })));
    for (const replica of replicas) run(replica);
    await until(isEmpty);
    await sleep(300);
    expect(mailbox.received.map(({ to }) => to[0]).sort()).toEqual([...addresses].sort());
  });

  it("sends again what a process had claimed that died, under the same Message-ID", async () => {
    await start();
    const to = newAddress();
    await queue({ to });
    const [claimed] = await claimMails(server.db, 5);
    expect(await claimMails(server.db, 5)).toEqual([]);
    await ageMails(server, 121);
    run();
    const mail = await mailbox.next(to);
    expect(mail.raw).toContain(`Message-ID: <${claimed?.id}@localhost>`);
  });

  it("hands what is on its way to others when the process ends", async () => {
    const unanswered: (() => void)[] = [];
    await start({
      onRcptTo: (_address, _session, done) => {
        if (unanswered.push(done) > 1) done();
      },
    });
    const to = newAddress();
    await queue({ to });
    const stop = sendMails(server);
    await until(() => unanswered.length === 1);
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect((await mailRows(server))[0]?.last_problem).toBe("the process ended");
    run();
    await mailbox.next(to);
    await until(isEmpty);
    expect(mailbox.received).toHaveLength(1);
  });

  it("counts what is pending, and no mail that is given up", async () => {
    await start();
    await queue();
    await queue();
    await server.db.query(
      "update mails set next_attempt_at = null where id = (select id from mails limit 1)",
    );
    expect(await server.context.metrics.registry.metrics()).toContain("\nregrant_mails_pending 1\n");
  });

  it("delays no request: a mail is queued while the mail server hangs", async () => {
    await start({ onConnect: () => {} });
    run();
    for (let mail = 0; mail < 5; mail += 1) await queue();
    await sleep(1200);
    const startedAt = performance.now();
    await queue();
    expect(performance.now() - startedAt).toBeLessThan(200);
  });

  it("keeps a mail that no entry of SECRETS opens, and sends it once one does", async () => {
    await start();
    const to = newAddress();
    await queue({ to });
    const lost = await testServer({
      env: { ...mailbox.env, SECRETS: `other:${"B".repeat(43)}` },
      databaseUrl: server.context.config.databaseUrl,
      withKeys: false,
    });
    const stop = sendMails(lost);
    await until(async () => (await mailRows(server))[0]?.last_problem !== null);
    await stop();
    expect((await mailRows(server))[0]?.last_problem).toBe("cannot be written: no entry of SECRETS opens it");
    await ageMails(server, 60);
    run();
    await mailbox.next(to);
  });
});
