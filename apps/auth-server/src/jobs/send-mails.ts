/** Sends the mails of the outbox. Any number of replicas may do so: each mail is claimed by one. */
import { setTimeout as sleep } from "node:timers/promises";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import type { Context } from "../context.js";
import { inTransaction } from "../database/database.js";
import { pauseAfter } from "../logout-notices/pauses.js";
import { takeNoticesTurn } from "../mail/mail-limits.sql.js";
import type { NoticeDetail } from "../mail/mail-texts.js";
import {
  type ClaimedMail,
  claimMails,
  deleteMail,
  dropNotices,
  recordMailFailure,
} from "../mail/mails.sql.js";
import { mostConnections, type Outlet, type Problem } from "../mail/message.js";
import { gatherNotices, postponeNotice } from "../mail/notices.sql.js";
import { openOutlet } from "../mail/outlet.js";
import { writeMail } from "../mail/write-mail.js";
import { createServerRest, type ServerRest } from "./server-rest.js";

const pollMs = 1_000;
/** After a failure of the database, which would otherwise be logged every second. */
const restMs = 10_000;
/** Without a mail server. */
const dropMs = 60_000;
/** When the process ends, the mail server gets this long to take what is on its way. */
const lastMs = 2_000;

/** Send mails until `signal` aborts. */
export async function keepSendingMails(context: Context, signal: AbortSignal): Promise<void> {
  const { mail, issuer } = context.config;
  if (mail === null) return keepDropping(context, signal);
  const outlet = await openOutlet(mail, issuer);
  const hangUp = new AbortController();
  const rest = createServerRest(context.monotonic);
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    const places = rest.places(mostConnections) - underWay.size;
    const claimed = places > 0 ? await claim(context, places) : [];
    for (const each of claimed ?? []) {
      const sending = sendMail(context, outlet, rest, each, hangUp.signal).finally(() =>
        underWay.delete(sending),
      );
      underWay.add(sending);
    }
    const pause = sleep(claimed === null ? restMs : pollMs, undefined, { signal, ref: false });
    const isFull = claimed !== null && claimed.length === places && places > 0;
    await Promise.race([pause.catch(() => undefined), ...(isFull ? underWay : [])]);
  }
  const timer = setTimeout(() => hangUp.abort(), lastMs);
  await Promise.all(underWay);
  clearTimeout(timer);
  outlet.close();
}

const claim = (context: Context, places: number): Promise<ClaimedMail[] | null> =>
  claimMails(context.pool, places).catch((err: unknown) => {
    context.log.error({ err }, "cannot read which mails to send; trying again");
    return null;
  });

async function sendMail(
  context: Context,
  outlet: Outlet,
  rest: ServerRest,
  mail: ClaimedMail,
  hangUp: AbortSignal,
): Promise<void> {
  try {
    const notices = mail.kind === "notice" ? await noticesOf(context, mail) : [];
    if (notices === null) return;
    const message = readMail(context, mail, notices);
    if (typeof message === "string") return await drop(context, mail, message);
    const problem = "to" in message ? await outlet.send(message, hangUp) : message;
    if (hangUp.aborted && problem !== null) {
      // Whether it was taken is not known; another replica sends it at once.
      await recordMailFailure(context.pool, mail.id, "the process ended", 0);
      return;
    }
    if (problem === null || problem.onlyThisMail) rest.reached();
    else rest.unreached();
    if (problem !== null) return await recordProblem(context, mail, problem);
    await deleteMail(context.pool, mail.id);
    context.metrics.countMails("sent");
  } catch (err) {
    context.log.error({ err, mail: mail.id }, "cannot tell what became of a mail; trying again");
  }
}

/** What a mail of notices is to tell; null if not now, or by another mail. */
async function noticesOf(
  { pool }: Context,
  { id, userId, attempts }: ClaimedMail,
): Promise<readonly NoticeDetail[] | null> {
  const notices = await gatherNotices(pool, id);
  if (notices === null || userId === null || attempts > 1 || (await takeNoticesTurn(pool, userId)))
    return notices;
  await postponeNotice(pool, id);
  return null;
}

function readMail(
  context: Context,
  mail: ClaimedMail,
  notices: readonly NoticeDetail[],
): ReturnType<typeof writeMail> | Problem {
  try {
    return writeMail(mail, context, notices);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `cannot be written: ${why}`, onlyThisMail: true, isPermanent: false };
  }
}

async function drop(context: Context, { id, kind }: ClaimedMail, why: "expired" | "no_recipient") {
  await deleteMail(context.pool, id);
  context.metrics.countMails(why);
  if (why === "expired") context.log.warn({ kind }, "a mail was not sent: its link had expired");
}

async function recordProblem(
  { pool, log, metrics }: Context,
  { id, kind, userId, attempts }: ClaimedMail,
  { problem, onlyThisMail, isPermanent }: Problem,
): Promise<void> {
  const pause = onlyThisMail ? pauseAfter(attempts) : Math.min(pauseAfter(attempts), longestOutagePause);
  const isGivenUp = await inTransaction(pool, async (tx) => {
    const givenUp = await recordMailFailure(tx, id, problem, isPermanent ? null : pause);
    if (givenUp)
      await insertAuditEvent(tx, {
        event: "mail.given_up",
        ...(userId !== null && { userId }),
        detail: { kind, problem, attempts },
      });
    return givenUp;
  });
  metrics.countMails("failed");
  log.warn({ kind, problem, attempts }, "could not send a mail");
  if (!isGivenUp) return;
  metrics.countMails("given_up");
  log.error({ kind, problem, attempts }, "gave up sending a mail; see regrant mail list");
}

/** In seconds. When the mail server is back, everything goes out soon. */
const longestOutagePause = 60;

/** The notices that a trigger queues would lie there for ever. */
async function keepDropping({ pool, log, metrics }: Context, signal: AbortSignal): Promise<void> {
  let hasSaidSo = false;
  while (!signal.aborted) {
    const dropped = await dropNotices(pool).catch(() => 0);
    metrics.countMails("no_server", dropped);
    if (dropped > 0 && !hasSaidSo) {
      hasSaidSo = true;
      log.warn("SMTP_URL is not set: nobody is told by mail of what happens with their account");
    }
    await sleep(dropMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
