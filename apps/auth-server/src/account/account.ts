/** What users do to their account, for the page and the API alike. */
import type { Actor, Origin } from "../audit/actor.js";
import { endManySessions } from "../codes/ends.js";
import { deleteConsents } from "../consents/consents.sql.js";
import type { Context } from "../context.js";
import { inTransaction } from "../database/database.js";
import { networkOf } from "../http/address-prefix.js";
import { type Ended, setPassword } from "../users/ends.js";
import { changedMeanwhile } from "../users/sign-in.js";
import { endSignIns } from "../users/sign-ins.sql.js";

/**
 * Set a new password and end everything that the old one opened, but this browser's sign-in: in one transaction as far as
 * one batch goes, so that it all holds or none of it; the rest, where there is more, directly after.
 *
 * @returns the new credential version
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, since the old password was checked
 */
export async function changePassword(
  { db, passwords }: Context,
  {
    userId,
    signInId,
    credentialVersion,
    password,
    origin,
  }: {
    readonly userId: string;
    readonly signInId: string;
    /** The version that the old password matched. */
    readonly credentialVersion: number;
    readonly password: string;
    readonly origin: Origin;
  },
): Promise<number> {
  const passwordHash = await passwords.hash(password, networkOf(origin.address));
  const others = { userId, exceptSignInId: signInId };
  const version = await inTransaction(db, (tx) =>
    setPassword(tx, { ...others, credentialVersion }, passwordHash, origin),
  );
  if (version === null) throw await changedMeanwhile({ db }, userId);
  await endManySessions(db, others, "password_changed", origin);
  return version;
}

/**
 * Take back what a user allowed an app, which commits at once, then end the app's sessions.
 *
 * @returns how many ended
 */
export async function withdrawConsent(
  { db }: Context,
  userId: string,
  clientId: string,
  by: Actor,
): Promise<number> {
  await deleteConsents(db, userId, clientId, by);
  return endManySessions(db, { userId, clientId }, "consent_withdrawn", by);
}

/**
 * End the sign-in of one of the user's browsers, and the sessions that it opened: a browser that is in other hands has the
 * apps' tokens, too.
 */
export async function endBrowser(
  { db }: Context,
  userId: string,
  signInId: string,
  by: Actor,
): Promise<Ended> {
  const signInsEnded = await endSignIns(db, { userId, id: signInId }, "user", by);
  return { signInsEnded, sessionsEnded: await endManySessions(db, { userId, signInId }, "user", by) };
}
