/**
 * Who here the user is that an ID-JAG speaks of: whoever has linked the account that they have at its issuer; or, where an operator trusts
 * the issuer with it, whoever has the same address verified. Nobody gets an account this way.
 */
import type { Assertion } from "../assertions/verify-assertion.js";
import type { Db } from "../database/database.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { findIdentityAt } from "../providers/identities.sql.js";
import { isVerified } from "../providers/link.js";
import { findUserByEmail, findUserById, type User } from "../users/users.sql.js";
import type { TrustedIssuer } from "./trusted-issuers.sql.js";

/** Null if nobody here is known to be that person. */
export async function findSubject(
  db: Db,
  { trustEmail }: TrustedIssuer,
  { issuer, subject, claims }: Assertion,
): Promise<User | null> {
  // No subject contains a NUL, and PostgreSQL would reject it.
  if (subject.includes("\0")) return null;
  const userId = await findIdentityAt(db, issuer, subject);
  if (userId !== null) return findUserById(db, userId);
  const { email, email_verified: isVerifiedThere } = claims;
  if (!trustEmail || isVerifiedThere !== true || typeof email !== "string") return null;
  const holder = await findUserByEmail(db, email);
  if (holder === null || !isVerified(holder.user)) return null;
  // Who has asked for a second factor has asked for more than an address.
  return needsSecondFactor(await findFactors(db, holder.user.id)) ? null : holder.user;
}
