/** regrant mail: shows which mails have still to be sent, has them sent now, and finds out whether mails can be sent. */
import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { readMailSettings } from "../config.js";
import type { Pool } from "../database/database.js";
import { describeMail, listMails, retryMails } from "../mail/list.sql.js";
import { senderOf } from "../mail/message.js";
import { openOutlet } from "../mail/outlet.js";
import { renderMail } from "../mail/render-mail.js";
import { faultOfEmail, trimmedEmail } from "../users/email-address.js";
import { CommandError } from "./command-error.js";
import { findUserBy } from "./find-user.js";
import { limit } from "./numbers.js";
import { printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

interface Options {
  user?: string;
  failed?: true;
  limit: number;
  json?: true;
}

/** For `retry`, which is one statement over all of them. */
const retryMs = 60_000;

export function mailCommand(): Command {
  const command = new Command("mail");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  const whose = ["--user <email or id>", "about this user's account"] as const;
  sub("list", "list them, the oldest first; a mail that was sent is not listed")
    .option(...whose)
    .option("--failed", "only those given up")
    .option("--limit <count>", "maximum number, up to 500", limit, 50)
    .action(list);
  sub("retry", "have all sent now, also those given up: they get one more attempt")
    .option(...whose)
    .action(retry);
  sub("test", "send a mail to this address now, and say what the mail server answers")
    .argument("<address>")
    .action(test);
  return command;
}

async function list({ user, failed, limit, json }: Options): Promise<void> {
  const found = await withDatabase(async (db) =>
    listMails(db, { userId: await idOf(db, user), givenUp: failed }, null, limit + 1),
  );
  const mails = found.slice(0, limit).map(describeMail);
  const more = found.length > limit;
  if (json) return printJson({ mails, more });
  printTable(
    mails.map(({ id, ...row }) => row),
    "No matching mail: all have been sent.",
  );
  if (more) console.log(`Showing the first ${limit}; --limit shows more.`);
}

async function retry({ user, json }: Options): Promise<void> {
  const count = await withDatabase(async (db) => retryMails(db, { userId: await idOf(db, user) }), retryMs);
  if (json) return printJson({ retried: count });
  console.log(
    count === 0
      ? "There is nothing to send that is not tried within minutes anyway."
      : `${count} to send. The servers begin within a second or two; regrant mail list shows what is left.`,
  );
}

const idOf = async (db: Pool, user: string | undefined): Promise<string | undefined> =>
  user === undefined ? undefined : (await findUserBy(db, user)).id;

async function test(address: string, { json }: Options): Promise<void> {
  const to = trimmedEmail(address);
  const fault = faultOfEmail(to);
  if (fault !== null)
    throw new CommandError(`the address is ${JSON.stringify(to)}; it ${fault}`, { exitCode: 2 });
  const { mail, issuer, branding } = readMailSettings(process.env);
  if (mail === null)
    throw new CommandError("SMTP_URL is not set; set it to smtps://user:password@mail.example.com, say");
  const outlet = await openOutlet(mail, issuer);
  const from = senderOf(mail, branding.name);
  const rendered = renderMail({ kind: "test", language: "en" }, branding, issuer);
  const message = { id: randomUUID(), from, to, date: new Date(), link: null, ...rendered };
  const problem = await outlet.send(message, new AbortController().signal);
  outlet.close();
  if (problem !== null) {
    const words = problem.answer === undefined ? "" : `\n${problem.answer}`;
    throw new CommandError(`the mail was not sent: the mail server ${problem.problem}${words}`);
  }
  if (json) return printJson({ sent: to, from: from.address });
  console.log(
    mail.url.startsWith("file:")
      ? "A mail is in the directory in SMTP_URL, where nobody gets it."
      : `The mail server has taken a mail from ${from.address} to ${to}. See whether it arrives.`,
  );
}
