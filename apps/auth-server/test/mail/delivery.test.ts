import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { linkSeconds, type MailKind } from "../../src/mail/kinds.js";
import { queueMail } from "../../src/mail/queue-mail.js";
import { sendMails, startMailbox, type TestMailbox } from "../support/mailbox.js";
import { type TestServer, testServer } from "../support/server.js";

let mailbox: TestMailbox;
let server: TestServer;
beforeAll(async () => {
  mailbox = await startMailbox();
  server = await testServer({ env: mailbox.env, withKeys: false });
  sendMails(server);
});

const token = "A".repeat(43);
const queue = (kind: Exclude<MailKind, "notice">, language: string, to = `${randomUUID()}@example.com`) =>
  queueMail(server.db, server.context.secrets, {
    kind,
    to,
    userId: null,
    language,
    ...(kind in linkSeconds && { link: `${server.context.config.issuer}/page?token=${token}` }),
    ...(kind === "deletion_requested" && { values: { at: "2027-05-03T14:05:00Z" } }),
  }).then(() => mailbox.next(to));

describe("a mail", () => {
  it("arrives", async () => {
    const mail = await queue("password_reset", "en");
    expect(mail.link).toBe(`${server.context.config.issuer}/page?token=${token}`);
  });
});
