/** Fills in the comparable form (key) of email addresses for older users, and finds those whose addresses collide. */
import { emailKey } from "./email-address.js";
import { findUserByKey, listUsersWithoutKey, setEmailKey } from "./users.sql.js";
/**
 * Give every unique address its key. Colliding addresses get none: those users keep signing in with their exact spelling.
 *
 * @returns how many got one
 */
export async function fillEmailKeys(db) {
    let filled = 0;
    for (const group of await groupsWithoutKey(db)) {
        const [user] = group.users;
        if (user !== undefined && group.users.length === 1 && (await setEmailKey(db, user)))
            filled += 1;
    }
    return filled;
}
export async function readEmailKeys(db) {
    const collisions = [];
    let pending = 0;
    for (const { key, users } of await groupsWithoutKey(db)) {
        const holder = await findUserByKey(db, key);
        if (holder === null && users.length === 1)
            pending += 1;
        else
            collisions.push({ key, users: holder === null ? users : [holder, ...users] });
    }
    return { collisions, pending };
}
/**
 * Another user with this address who has no key yet, and so is not in the index of keys.
 */
export async function findKeylessUser(db, email, exceptId) {
    const key = emailKey(email);
    const keyless = await listUsersWithoutKey(db);
    return keyless.find((user) => user.id !== exceptId && emailKey(user.email) === key) ?? null;
}
async function groupsWithoutKey(db) {
    const groups = new Map();
    for (const user of await listUsersWithoutKey(db)) {
        const key = emailKey(user.email);
        groups.set(key, [...(groups.get(key) ?? []), user]);
    }
    return [...groups].map(([key, users]) => ({ key, users }));
}
//# sourceMappingURL=email-keys.js.map