/** Finds the user that a command names. */
import { readUser } from "../users/users.js";
import { findUserByEmail } from "../users/users.sql.js";
import { CommandError } from "./command-error.js";
/** By email address or id. @throws if there is none */
export async function findUserBy(db, who) {
    const id = who.trim();
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        return readUser(db, id);
    const found = await findUserByEmail(db, who);
    if (found === null)
        throw new CommandError(`there is no user ${who}; see: regrant user list`);
    return found.user;
}
//# sourceMappingURL=find-user.js.map