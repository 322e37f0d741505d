import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { brokenConstraint, inTransaction } from "../database/database.js";
import { changedClaims, claimsOf, valuesOf } from "../users/claim-changes.js";
import { faultOf } from "../users/claim-formats.js";
import { emailKey } from "../users/email-address.js";
import { findKeylessUser } from "../users/email-keys.js";
import { changeRoles } from "../users/users.js";
import { insertUser, lockUser } from "../users/users.sql.js";
import { deleteIdentities, insertIdentity } from "./identities.sql.js";
import { rolesAfter } from "./roles.js";
/**
 * Link an identity. By an address only if the user still has it, and still has it verified: whoever registered here with somebody
 * else's address, and waits for its owner, has not.
 *
 * @returns false if the identity or the user is linked already, or the address is no longer as it was
 */
export const linkIdentity = (db, identity, how, by) => inTransaction(db, async (tx) => {
    const { userId, email, providerId } = identity;
    const user = await lockUser(tx, userId);
    if (user === null || user.disabledAt !== null)
        return false;
    const isOwner = email !== null && emailKey(user.email) === emailKey(email) && isVerified(user);
    if (how === "verified_address" && !isOwner)
        return false;
    if (!(await insertIdentity(tx, identity)))
        return false;
    const detail = { provider: providerId, by: how };
    await insertAuditEvent(tx, { ...by, event: "identity.linked", userId, detail });
    return true;
});
/** Take all of a user's links away: whoever made them may be somebody else. */
export async function unlinkAll(tx, userId, by) {
    for (const provider of await deleteIdentities(tx, userId))
        await insertAuditEvent(tx, { ...by, event: "identity.unlinked", userId, detail: { provider } });
}
export const isVerified = ({ claims }) => claims.email_verified === true;
/** An account without a password. @returns null if the address or the identity is taken meanwhile */
export async function openAccount(db, person, by) {
    const { providerId, subject, email, roles } = person;
    const claims = { ...keepable(person.claims), ...(person.isEmailVerified && { email_verified: true }) };
    try {
        return await inTransaction(db, async (tx) => {
            if ((await findKeylessUser(tx, email, null)) !== null)
                return null;
            const user = await insertUser(tx, { email, passwordHash: null, roles, claims });
            const detail = { provider: providerId, roles, claims: Object.keys(claims) };
            await insertAuditEvent(tx, { ...by, event: "user.created", userId: user.id, detail });
            if (!(await insertIdentity(tx, { providerId, subject, userId: user.id, email })))
                throw new Taken();
            return user.id;
        });
    }
    catch (error) {
        if (error instanceof Taken || brokenConstraint(error)?.startsWith("users_email"))
            return null;
        throw error;
    }
}
class Taken extends Error {
}
/** Of a provider's claims, those that are kept here, and have a value that could be. Nobody here has verified any. */
function keepable(said) {
    const { email_verified: _, phone_number_verified: __, ...unverified } = said;
    const sound = [...valuesOf(unverified)].filter(([{ format }, value]) => faultOf(format, value) === null);
    return changedClaims({ email: "", claims: {} }, "", claimsOf(new Map(sound)));
}
/** Give and take the roles that the provider decides on. */
export const applyRoles = (db, userId, mapped, providerId, by) => changeRoles(db, userId, (roles) => rolesAfter(roles, mapped), { ...by, actor: `provider:${providerId}` });
//# sourceMappingURL=link.js.map