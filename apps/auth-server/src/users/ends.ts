/**
 * Ends everything that a user has open: browsers, codes and sessions. Sign-ins first: codes are inserted under their
 * sign-in's lock, so none is missed, and a browser still signed in could open the next session without a password.
 */
import type { Actor } from "../audit/actor.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { endManySessions, endSessions, sessionBatch } from "../codes/ends.js";
import type { Db, Transaction } from "../database/database.js";
import type { WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { endSignIns } from "./sign-ins.sql.js";
import { updatePassword } from "./users.sql.js";

export interface Ended {
  readonly sessionsEnded: number;
  readonly signInsEnded: number;
}

type Whose = Pick<WhichSessions, "userId" | "exceptSignInId" | "openedUntil">;

/** Sign a user out everywhere, or everywhere except one browser; without `userId`, everybody. */
export async function endEverything(db: Db, whose: Whose, reason: EndReason, by: Actor): Promise<Ended> {
  const signInsEnded = await endSignIns(db, whose, reason, by);
  return { signInsEnded, sessionsEnded: await endManySessions(db, whose, reason, by) };
}

/**
 * Set a password and end what the old one opened, up to one batch of sessions, all in the caller's transaction. The
 * caller ends the rest after the commit, by `endManySessions`.
 *
 * @param whose with `credentialVersion` if the user proved the old password, which may have been replaced since
 * @returns the new credential version; null if nothing was changed
 */
export async function setPassword(
  tx: Transaction,
  {
    credentialVersion,
    ...whose
  }: { readonly userId: string; readonly exceptSignInId?: string; readonly credentialVersion?: number },
  passwordHash: string,
  by: Actor,
): Promise<number | null> {
  const version = await updatePassword(tx, whose.userId, passwordHash, credentialVersion ?? null);
  if (version === null) return null;
  await endSignIns(tx, whose, "password_changed", by);
  await endSessions(tx, whose, "password_changed", by, { limit: sessionBatch });
  await insertAuditEvent(tx, { ...by, event: "password.changed", userId: whose.userId });
  return version;
}
