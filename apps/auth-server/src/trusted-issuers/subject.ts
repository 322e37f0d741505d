/**
 * The user that an ID-JAG is about: whoever has linked their account at its issuer; or, if an operator trusts the issuer with that,
 * whoever has the same address verified. Nobody gets an account this way.
 */
import type { Assertion } from "../assertions/verify-assertion.js";
import type { Db } from "../database/database.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { findIdentityAt } from "../providers/identities.sql.js";
import { isVerified } from "../providers/link.js";
import { findUserByEmail, findUserById, type User } from "../users/users.sql.js";
import type { TrustedIssuer } from "./trusted-issuers.sql.js";

/** Null if no user is known to be that person. */
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
  // A user with a second factor has asked for more proof than an address.
  return needsSecondFactor(await findFactors(db, holder.user.id)) ? null : holder.user;
}
