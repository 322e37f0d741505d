/** A real mail server, and the mails that it got. */
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { keepSendingMails } from "../../src/jobs/send-mails.js";
import { until } from "./back-channel.js";
import { cleanUp } from "./clean-up.js";
import type { TestServer } from "./server.js";

export interface ReceivedMail {
  /** The envelope's. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The first address in the text that has a token; "" if there is none. */
  readonly link: string;
  readonly raw: string;
  readonly parsed: Email;
}

export interface TestMailbox {
  readonly port: number;
  /** Settings for `testServer`. */
  readonly env: { readonly SMTP_URL: string; readonly MAIL_FROM: string };
  /** In the order in which they came. */
  readonly received: readonly ReceivedMail[];
  /** The next mail to this address, which has come or will come; each is given once. */
  next(address: string, seconds?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** Start a mail server, which is closed when the test file is done. `port`: of one that was closed. */
export async function startMailbox({
  port = 0,
  ...options
}: SMTPServerOptions & { port?: number } = {}): Promise<TestMailbox> {
  const received: ReceivedMail[] = [];
  const given = new Set<ReceivedMail>();
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, { envelope }, done) => {
      buffer(stream)
        .then(async (raw) => {
          const parsed = await PostalMime.parse(raw);
          const { subject = "", text = "", html = "" } = parsed;
          received.push({
            from: envelope.mailFrom ? envelope.mailFrom.address : "",
            to: envelope.rcptTo.map(({ address }) => address),
            subject,
            text,
            html,
            link: /https?:\/\/\S*[?&]token=\S+/.exec(text)?.[0] ?? "",
            raw: raw.toString(),
            parsed,
          });
          done();
        })
        .catch(done);
    },
    ...options,
  });
  server.on("error", () => {}); // a client that hangs up
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  cleanUp(close);
  const { port: listening } = server.server.address() as AddressInfo;
  return {
    port: listening,
    env: { SMTP_URL: `smtp://127.0.0.1:${listening}`, MAIL_FROM: "Regrant <auth@example.com>" },
    received,
    async next(address, seconds = 15) {
      const find = () =>
        received.find(
          (mail) => !given.has(mail) && mail.to.some((to) => to.toLowerCase() === address.toLowerCase()),
        );
      await until(() => find() !== undefined, seconds).catch(() => {
        throw new Error(
          `no mail to ${address} within ${seconds} seconds; got ${received.map(({ to }) => to)}`,
        );
      });
      const mail = find() as ReceivedMail;
      given.add(mail);
      return mail;
    },
    close,
  };
}

/** Run the job until the test stops it, or the file is done. @returns stops it */
export function sendMails({ context }: TestServer): () => Promise<void> {
  const stopping = new AbortController();
  const sending = keepSendingMails(context, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await sending;
  };
  cleanUp(stop);
  return stop;
}

export interface MailRow {
  readonly id: string;
  readonly kind: string;
  readonly content: Buffer | null;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly last_problem: string | null;
}

/** The outbox, oldest first. */
export async function mailRows({ db }: TestServer): Promise<MailRow[]> {
  const { rows } = await db.query<MailRow>("select * from mails order by created_at, id");
  return rows;
}

/** Let so much time pass for mails only. */
export async function ageMails({ db }: TestServer, seconds: number): Promise<void> {
  await db.query(
    `update mails set created_at = created_at - $1 * interval '1 second', expires_at = expires_at - $1 * interval '1 second',
                      next_attempt_at = next_attempt_at - $1 * interval '1 second'`,
    [seconds],
  );
}
