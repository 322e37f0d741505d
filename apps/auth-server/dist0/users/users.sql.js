/** The users who sign in. */
import { sessionOpener } from "../sessions/open.sql.js";
import { identityOf } from "../sessions/session.sql.js";
import { emailKey, longestTypedEmail, trimmedEmail } from "./email-address.js";
const userColumns = `id, email, roles, claims, created_at as "createdAt",
  coalesce(claims_updated_at, created_at) as "updatedAt", disabled_at as "disabledAt",
  closed_at as "closedAt", delete_at as "deleteAt"`;
/** Enabled, or closed by themselves, which they may undo once they have proven who they are. */
export const isNotLockedOut = (user) => `(${user}.disabled_at is null or ${user}.closed_at is not null)`;
/**
 * The user with this e-mail address, however it is spelled, with the credentials. Users without a key are matched
 * first, by their exact address: if two addresses share a key, each is still found. Served by users_email_key and
 * users_email.
 */
export async function findUserByEmail(db, typed) {
    // No address contains a NUL, and PostgreSQL would reject it.
    if (typed.length > longestTypedEmail || typed.includes("\0"))
        return null;
    const { rows } = await db.query({
        name: "find-user-by-email",
        text: `select ${userColumns}, password_hash as "passwordHash", credential_version as "credentialVersion" from users
            where email_key = $1 or email_key is null and lower(email) in (lower($2), lower($3))
            order by email_key nulls first, lower(email) = lower($2) desc limit 1`,
        values: [emailKey(typed), typed, trimmedEmail(typed)],
    });
    if (rows[0] === undefined)
        return null;
    const { passwordHash, credentialVersion, ...user } = rows[0];
    return { user, passwordHash, credentialVersion };
}
/** Served by users_pkey. */
export async function findUserById(db, id) {
    const { rows } = await db.query(`select ${userColumns} from users where id = $1`, [id]);
    return rows[0] ?? null;
}
/**
 * The user with these credentials; null if they were changed, or an operator has disabled the user: whoever closed their account may
 * show the rest of what it takes to undo that. Served by users_pkey.
 */
export async function findUserBehind(db, id, credentialVersion) {
    const { rows } = await db.query(`select ${userColumns} from users where id = $1 and credential_version = $2 and ${isNotLockedOut("users")}`, [id, credentialVersion]);
    return rows[0] ?? null;
}
/** Users after this lower-case address, in that order; all if there is no limit. Served by users_email. */
export async function listUsers(db, after = null, limit = null) {
    const { rows } = await db.query(`select ${userColumns} from users
      where $1::text is null or lower(email) > lower($1) order by lower(email) limit $2`, [after, limit]);
    return rows;
}
/** Read a user under its row lock. Sign-ins and token requests do not wait for it. */
export async function lockUser(tx, id) {
    await tx.query("select 1 from users where id = $1 for no key update", [id]);
    return findUserById(tx, id);
}
/** @throws the database's error if the address is taken */
export async function updateUser(tx, { id, email, roles, claims }) {
    // An unchanged address keeps its key, or its lack of one: another user may have the same.
    await tx.query(`update users set email = $2, email_key = case when email = $2 then email_key else $3 end, roles = $4, claims = $5,
            claims_updated_at =
              case when (email, roles, claims) is distinct from ($2, $4::text[], $5::jsonb) then now() else claims_updated_at end
      where id = $1`, [id, email, emailKey(email), roles, claims]);
}
/**
 * By an operator: from then on, people can no longer undo the closing of their account. A user who is already disabled keeps the
 * date; one who is enabled is not deleted.
 */
export async function setUserDisabled(tx, id, disabled) {
    await tx.query(`update users set closed_at = null, disabled_at = case when $2 then coalesce(disabled_at, now()) end,
            delete_at = case when $2 then delete_at end
      where id = $1`, [id, disabled]);
}
/**
 * Close the account of a user who asks for its deletion: disabled at once, deleted later.
 *
 * @returns from when the purge may delete it; null if the credentials have changed since they were checked, or it is disabled
 */
export async function closeUser(tx, id, credentialVersion, graceSeconds) {
    const { rows } = await tx.query(`update users set closed_at = now(), disabled_at = now(), delete_at = now() + $3::int * interval '1 second'
      where id = $1 and credential_version = $2 and disabled_at is null returning delete_at as "deleteAt"`, [id, credentialVersion, graceSeconds]);
    return rows[0]?.deleteAt ?? null;
}
/** @returns false if the credentials have changed since they were checked, or it is too late, or an operator has disabled the user */
export async function reopenUser(tx, id, credentialVersion) {
    const { rowCount } = await tx.query(`update users set closed_at = null, disabled_at = null, delete_at = null
      where id = $1 and credential_version = $2 and closed_at is not null and delete_at > now()`, [id, credentialVersion]);
    return rowCount === 1;
}
/** To be counted: deleting users takes more than a statement. */
export const purgeableUsers = {
    table: "users",
    condition: "delete_at <= now() - $1 * interval '1 second'",
    value: 0,
};
/** Those whose deletion is due. Served by users_delete_at. */
export async function listUsersToDelete(db, limit) {
    const { rows } = await db.query("select id from users where delete_at <= now() order by delete_at limit $1", [limit]);
    return rows.map(({ id }) => id);
}
/** @throws the database's error if the address is taken */
export async function insertUser(db, user) {
    const { rows } = await db.query(`insert into users (email, email_key, password_hash, roles, claims) values ($1, $2, $3, $4, $5)
     returning ${userColumns}, credential_version as "credentialVersion"`, [user.email, emailKey(user.email), user.passwordHash, user.roles, user.claims ?? {}]);
    if (rows[0] === undefined)
        throw new Error("insert into users returned no row");
    return rows[0];
}
/** Whether a user has a password, and the version of what they sign in with. Served by users_pkey. */
export async function findCredentials(db, id) {
    const { rows } = await db.query(`select password_hash is not null as "hasPassword", credential_version as "credentialVersion" from users where id = $1`, [id]);
    return rows[0] ?? null;
}
/**
 * Set a password. With `checkedVersion`, only if the credentials are still those, and no operator has disabled the user: whoever
 * closed their account can only undo that once they can sign in.
 *
 * @returns the new credential version, or null
 */
export async function updatePassword(db, userId, passwordHash, checkedVersion) {
    const { rows } = await db.query(`update users set password_hash = $2, credential_version = credential_version + 1, password_version = password_version + 1
      where id = $1 and ($3::int is null or credential_version = $3 and ${isNotLockedOut("users")})
     returning credential_version`, [userId, passwordHash, checkedVersion]);
    return rows[0]?.credential_version ?? null;
}
/** Whatever is being opened by the credentials as they were is refused from here on. */
export async function changeCredentialVersion(tx, userId) {
    await tx.query("update users set credential_version = credential_version + 1 where id = $1", [userId]);
}
const open = sessionOpener("open-session-by-password", `select id as user_id, ${identityOf("users")}, $11::text[] as scope, $12::text as resource, null as nonce,
          null::jsonb as requested_claims, now() as authenticated_at, '{pwd}'::text[] as amr, null::uuid as sign_in_id, $13::int as idle_seconds, $14::int as absolute_seconds
     from users where id = $10 and credential_version = $15 and disabled_at is null for share`);
/**
 * Open a session. Locks the user's row, so that a change of the credentials, which ends sessions, comes before or after.
 *
 * @returns null if the credentials have changed since they were checked, or the user is disabled
 */
export const openSessionByPassword = (db, opening) => open(db, opening, [
    opening.userId,
    opening.scope,
    opening.resource,
    opening.idleSeconds,
    opening.absoluteSeconds,
    opening.credentialVersion,
]);
/** Served by users_email_key. */
export async function findUserByKey(db, key) {
    const { rows } = await db.query("select id, email from users where email_key = $1", [key]);
    return rows[0] ?? null;
}
/**
 * Users whose address has no key, because another address has the same or none was computed yet. Served by
 * users_without_key.
 */
export async function listUsersWithoutKey(db) {
    const { rows } = await db.query("select id, email from users where email_key is null order by lower(email)");
    return rows;
}
/** Set the key of a user's address, unless another user has it. @returns whether the user has it now */
export async function setEmailKey(db, { id, email }) {
    const { rowCount } = await db.query(`update users set email_key = $3 where id = $1 and email = $2 and email_key is null
        and not exists (select from users where email_key = $3)`, [id, email, emailKey(email)]);
    return rowCount === 1;
}
/** So that no row can refer to the user any more. @returns whether there is one */
export async function lockUserForDeletion(tx, id) {
    return (await tx.query("select from users where id = $1 for update", [id])).rowCount === 1;
}
/** Requires that nothing refers to the user. */
export async function deleteUserRow(tx, id) {
    await tx.query("delete from users where id = $1", [id]);
}
//# sourceMappingURL=users.sql.js.map