/** Puts a mail into the outbox. `jobs/send-mails.ts` sends it; no request waits for a mail server. */
import { randomUUID } from "node:crypto";
import type { Db } from "../database/database.js";
import { seal, unseal } from "../sealing.js";
import type { Secrets } from "../secrets.js";
import { linkSecondsOf, type QueuedKind } from "./kinds.js";
import { insertMail } from "./mails.sql.js";

/** What only the recipient may read. */
export interface MailContent {
  readonly to: string;
  /** A language tag (BCP 47); English where it has no texts. */
  readonly language: string;
  /** On the issuer. */
  readonly link?: string;
  /** What the texts name besides. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface NewMail extends MailContent {
  readonly kind: QueuedKind;
  /** Whose account it is about, if there is one. */
  readonly userId: string | null;
}

/** Queue a mail, in the caller's transaction if `db` is one. Asks no limit: see `takeMailTurn`. */
export async function queueMail(
  db: Db,
  secrets: Secrets,
  { kind, userId, ...content }: NewMail,
): Promise<void> {
  const id = randomUUID();
  await insertMail(db, {
    id,
    kind,
    userId,
    content: seal(secrets, "mail", id, JSON.stringify(content)),
    lifeSeconds: linkSecondsOf(kind),
  });
}

/** @returns null if no entry of `SECRETS` opens it any more */
export function openMail(secrets: Secrets, id: string, sealed: Buffer): MailContent | null {
  const opened = unseal(secrets, "mail", id, sealed);
  return opened === null ? null : (JSON.parse(opened) as MailContent);
}
