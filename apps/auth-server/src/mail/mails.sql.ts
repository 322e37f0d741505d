/**
 * The outbox: mails to send, deleted once the mail server has them. Joins users for the recipients of notices, which a trigger
 * of the audit log inserts. Times are the database's.
 */
import type { Db } from "../database/database.js";
import type { MailKind } from "./kinds.js";

interface MailRow {
  readonly id: string;
  readonly kind: MailKind;
  readonly userId: string | null;
  /** Sealed. */
  readonly content: Buffer;
  /** How long the link in it works; null: it has none. */
  readonly lifeSeconds: number | null;
}

export async function insertMail(db: Db, { id, kind, userId, content, lifeSeconds }: MailRow): Promise<void> {
  await db.query({
    name: "insert-mail",
    text: `insert into mails (id, kind, user_id, content, expires_at)
           values ($1, $2, $3, $4, now() + $5::integer * interval '1 second')`,
    values: [id, kind, userId, content, lifeSeconds],
  });
}
