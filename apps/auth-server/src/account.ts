/** What users do to their account, for the page and the API alike. */
import type { Context } from "./context.js";
import { networkOf } from "./protocol/address-prefix.js";
import { type Actor, insertAuditEvent } from "./store/audit-events.js";
import { deleteConsents } from "./store/consents.js";
import { inTransaction } from "./store/database.js";
import { endSessions } from "./store/session-ends.js";
import type { Origin } from "./store/sessions.js";
import { deleteOtherSignIns } from "./store/sign-ins.js";
import { updatePassword } from "./store/users.js";

/**
 * Set a new password and end everything that the old one opened, but this browser's sign-in. One transaction.
 *
 * @returns the new password's hash
 */
export async function changePassword(
  { db, passwords }: Context,
  {
    userId,
    signInId,
    password,
    origin,
  }: {
    readonly userId: string;
    readonly signInId: string;
    readonly password: string;
    readonly origin: Origin;
  },
): Promise<string> {
  const passwordHash = await passwords.hash(password, networkOf(origin.address));
  await inTransaction(db, async (tx) => {
    await updatePassword(tx, userId, passwordHash);
    await deleteOtherSignIns(tx, userId, signInId);
    await endSessions(tx, { userId, exceptSignInId: signInId }, "password_changed", origin);
    await insertAuditEvent(tx, { event: "password.changed", userId, ...origin });
  });
  return passwordHash;
}

/** Take back what a user allowed an app, and end the app's sessions. One transaction. */
export async function withdrawConsent(
  { db }: Context,
  userId: string,
  clientId: string,
  by: Actor,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await deleteConsents(tx, userId, clientId, by);
    await endSessions(tx, { userId, clientId }, "consent_withdrawn", by);
  });
}
