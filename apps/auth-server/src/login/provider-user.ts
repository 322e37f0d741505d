/**
 * Who here somebody is that a provider vouches for. Only issuer and subject say that. An address does so once, to link them, and
 * only if both sides have proof of it: a provider may let people choose their address, and so may whoever registered here with a
 * stranger's, to wait for the stranger's first sign-in.
 */
import type { Reason } from "@regrant/shared";
import type { Actor } from "../audit/actor.js";
import type { Context } from "../context.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { findIdentity } from "../providers/identities.sql.js";
import { isVerified, linkIdentity, openAccount } from "../providers/link.js";
import type { Provider } from "../providers/providers.sql.js";
import { mappedRoles } from "../providers/roles.js";
import { findUserByEmail } from "../users/users.sql.js";
import type { Vouched } from "./provider-answer.js";

export type Refused = Extract<
  Reason,
  "identity_unknown" | "identity_address_taken" | "identity_address_missing"
>;

/** The user that is linked, or can be by now; or why there is none. */
export async function findOrLinkUser(
  { db }: Pick<Context, "db">,
  provider: Provider,
  vouched: Vouched,
  by: Actor,
): Promise<{ readonly userId: string } | Refused> {
  const { userId, subject, email, isEmailVerified, claims } = vouched;
  if (userId !== null) return { userId };
  const { id: providerId, signUp } = provider;
  const holder = email === null ? null : await findUserByEmail(db, email);
  if (holder !== null) {
    const { user } = holder;
    // Who has asked for a second factor has asked for more than an address.
    const isLinked =
      isEmailVerified &&
      isVerified(user) &&
      !needsSecondFactor(await findFactors(db, user.id)) &&
      (await linkIdentity(db, { providerId, subject, userId: user.id, email }, "verified_address", by));
    if (isLinked) return { userId: user.id };
  }
  if (!signUp) return "identity_unknown";
  if (email === null) return "identity_address_missing";
  if (holder === null) {
    const roles = mappedRoles(provider, claims)?.given ?? [];
    const person = { providerId, subject, email, isEmailVerified, claims, roles };
    const opened = await openAccount(db, person, by);
    if (opened !== null) return { userId: opened };
  }
  // Another tab may have opened it meanwhile.
  const meanwhile = await findIdentity(db, providerId, subject);
  return meanwhile === null ? "identity_address_taken" : { userId: meanwhile };
}
