/** A link by which whoever reads a user's mail sets a new password. */
import type { Actor } from "../audit/actor.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction, type Pool } from "../database/database.js";
import { linkSeconds } from "../mail/kinds.js";
import { queueMail } from "../mail/queue-mail.js";
import type { Secrets } from "../secrets.js";
import { findCredentials, type User } from "../users/users.sql.js";
import { makeLink } from "./make-link.js";

/** The page behind it. */
export const resetPath = "/reset/password";
/** The page that undoes a change of address. */
export const revertPath = "/reset/address";

/**
 * Mail a user a link to set a new password: to the address that the account has, never to one as it was typed. An earlier link
 * stops working. Asks no limit.
 *
 * @returns false if an operator has disabled the user
 */
export async function mailPasswordReset(
  db: Pool,
  { issuer, secrets }: { readonly issuer: string; readonly secrets: Secrets },
  { id: userId, email, disabledAt, closedAt }: User,
  language: string,
  by: Actor,
): Promise<boolean> {
  if (disabledAt !== null && closedAt === null) return false;
  return inTransaction(db, async (tx) => {
    const credentials = await findCredentials(tx, userId);
    if (credentials === null) return false;
    const { url } = await makeLink(tx, issuer, resetPath, {
      purpose: "password_reset",
      userId,
      email,
      detail: {},
      credentialVersion: credentials.credentialVersion,
      lifeSeconds: linkSeconds.password_reset,
    });
    await queueMail(tx, secrets, { kind: "password_reset", to: email, userId, language, link: url });
    await insertAuditEvent(tx, { ...by, event: "password.reset_requested", userId });
    return true;
  });
}
