/**
 * Ending all that a user has open: browsers, codes and sessions.
 *
 * Sign-ins first: a code is made under its sign-in's lock, so none is missed afterwards; a browser that stayed signed in
 * would open the next session without a password.
 */
import type { Actor } from "../audit/actor.js";
import { endManySessions, endSessions, sessionBatch } from "../codes/ends.js";
import type { WhichSessions } from "../sessions/end.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";
import { insertAuditEvent } from "../store/audit-events.js";
import type { Db, Transaction } from "../store/database.js";
import { endSignIns } from "./sign-ins.sql.js";
import { updatePassword } from "./users.sql.js";

export interface Ended {
  readonly sessionsEnded: number;
  readonly signInsEnded: number;
}

type Whose = Pick<WhichSessions, "userId" | "exceptSignInId" | "openedUntil">;

/** Sign a user out everywhere, or everywhere but from one browser; without `userId`, everybody. */
export async function endEverything(db: Db, whose: Whose, reason: EndReason, by: Actor): Promise<Ended> {
  const signInsEnded = await endSignIns(db, whose, reason, by);
  return { signInsEnded, sessionsEnded: await endManySessions(db, whose, reason, by) };
}

/**
 * Set a password and end everything that the old one opened, as far as one batch goes, so that it all holds or none of it.
 * What is left, where there is more, `endManySessions` ends after the commit.
 *
 * @returns the version that the user's credentials have now; null where the user is gone
 */
export async function setPassword(
  tx: Transaction,
  whose: { readonly userId: string; readonly exceptSignInId?: string },
  passwordHash: string,
  by: Actor,
): Promise<number | null> {
  const version = await updatePassword(tx, whose.userId, passwordHash);
  await endSignIns(tx, whose, "password_changed", by);
  await endSessions(tx, whose, "password_changed", by, { limit: sessionBatch });
  await insertAuditEvent(tx, { ...by, event: "password.changed", userId: whose.userId });
  return version;
}
