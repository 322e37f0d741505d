/** The users who sign in. */

import type { Db, Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { type Opening, sessionOpener } from "../sessions/open.sql.js";
import { identityOf, type SessionGrant } from "../sessions/session.sql.js";
import { emailKey, longestTypedEmail, trimmedEmail } from "./email-address.js";

export interface User {
  /** UUID; the tokens' `sub`. */
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** The standard claims that are kept (`claims.ts`), by name. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  /** When the address, roles or claims last changed. */
  readonly updatedAt: Date;
  /** By an operator, or by themselves: see `closedAt`. */
  readonly disabledAt: Date | null;
  /** When they closed their account, which they may undo until `deleteAt`; null if they did not, or an operator has disabled it since. */
  readonly closedAt: Date | null;
  /** When the account will be deleted; null if nobody asked for that. */
  readonly deleteAt: Date | null;
}

const userColumns = `id, email, roles, claims, created_at as "createdAt",
  coalesce(claims_updated_at, created_at) as "updatedAt", disabled_at as "disabledAt",
  closed_at as "closedAt", delete_at as "deleteAt"`;

/** Enabled, or closed by themselves, which they may undo once they have proven who they are. */
export const isNotLockedOut = (user: string): string =>
  `(${user}.disabled_at is null or ${user}.closed_at is not null)`;

/** What a user signs in with. */
export interface Credentials {
  /** Argon2id; null for a user without a password. */
  readonly passwordHash: string | null;
  /** Changes with the credentials. Whatever is opened by them checks it again, in its statement. */
  readonly credentialVersion: number;
}

/**
 * The user with this e-mail address, however it is spelled, with the credentials. Users without a key are matched
 * first, by their exact address: if two addresses share a key, each is still found. Served by users_email_key and
 * users_email.
 */
export async function findUserByEmail(db: Db, typed: string): Promise<({ user: User } & Credentials) | null> {
  // No address contains a NUL, and PostgreSQL would reject it.
  if (typed.length > longestTypedEmail || typed.includes("\0")) return null;
  const { rows } = await db.query<User & Credentials>({
    name: "find-user-by-email",
    text: `select ${userColumns}, password_hash as "passwordHash", credential_version as "credentialVersion" from users
            where email_key = $1 or email_key is null and lower(email) in (lower($2), lower($3))
            order by email_key nulls first, lower(email) = lower($2) desc limit 1`,
    values: [emailKey(typed), typed, trimmedEmail(typed)],
  });
  if (rows[0] === undefined) return null;
  const { passwordHash, credentialVersion, ...user } = rows[0];
  return { user, passwordHash, credentialVersion };
}

/** Served by users_pkey. */
export async function findUserById(db: Db, id: string): Promise<User | null> {
  const { rows } = await db.query<User>(`select ${userColumns} from users where id = $1`, [id]);
  return rows[0] ?? null;
}

/**
 * The user with these credentials; null if they were changed, or an operator has disabled the user: whoever closed their account may
 * show the rest of what it takes to undo that. Served by users_pkey.
 */
export async function findUserBehind(db: Db, id: string, credentialVersion: number): Promise<User | null> {
  const { rows } = await db.query<User>(
    `select ${userColumns} from users where id = $1 and credential_version = $2 and ${isNotLockedOut("users")}`,
    [id, credentialVersion],
  );
  return rows[0] ?? null;
}

/** Users after this lower-case address, in that order; all if there is no limit. Served by users_email. */
export async function listUsers(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<User[]> {
  const { rows } = await db.query<User>(
    `select ${userColumns} from users
      where $1::text is null or lower(email) > lower($1) order by lower(email) limit $2`,
    [after, limit],
  );
  return rows;
}

/** Read a user under its row lock. Sign-ins and token requests do not wait for it. */
export async function lockUser(tx: Transaction, id: string): Promise<User | null> {
  await tx.query("select 1 from users where id = $1 for no key update", [id]);
  return findUserById(tx, id);
}

/** @throws the database's error if the address is taken */
export async function updateUser(
  tx: Transaction,
  { id, email, roles, claims }: Pick<User, "id" | "email" | "roles" | "claims">,
): Promise<void> {
  // An unchanged address keeps its key, or its lack of one: another user may have the same.
  await tx.query(
    `update users set email = $2, email_key = case when email = $2 then email_key else $3 end, roles = $4, claims = $5,
            claims_updated_at =
              case when (email, roles, claims) is distinct from ($2, $4::text[], $5::jsonb) then now() else claims_updated_at end
      where id = $1`,
    [id, email, emailKey(email), roles, claims],
  );
}

/**
 * By an operator: from then on, people can no longer undo the closing of their account. A user who is already disabled keeps the
 * date; one who is enabled is not deleted.
 */
export async function setUserDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void> {
  await tx.query(
    `update users set closed_at = null, disabled_at = case when $2 then coalesce(disabled_at, now()) end,
            delete_at = case when $2 then delete_at end
      where id = $1`,
    [id, disabled],
  );
}

/**
 * Close the account of a user who asks for its deletion: disabled at once, deleted later.
 *
 * @returns from when the purge may delete it; null if the credentials have changed since they were checked, or it is disabled
 */
export async function closeUser(
  tx: Transaction,
  id: string,
  credentialVersion: number,
  graceSeconds: number,
): Promise<Date | null> {
  const { rows } = await tx.query<{ deleteAt: Date }>(
    `update users set closed_at = now(), disabled_at = now(), delete_at = now() + $3::int * interval '1 second'
      where id = $1 and credential_version = $2 and disabled_at is null returning delete_at as "deleteAt"`,
    [id, credentialVersion, graceSeconds],
  );
  return rows[0]?.deleteAt ?? null;
}

/** @returns false if the credentials have changed since they were checked, or it is too late, or an operator has disabled the user */
export async function reopenUser(tx: Transaction, id: string, credentialVersion: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update users set closed_at = null, disabled_at = null, delete_at = null
      where id = $1 and credential_version = $2 and closed_at is not null and delete_at > now()`,
    [id, credentialVersion],
  );
  return rowCount === 1;
}

/** To be counted: deleting users takes more than a statement. */
export const purgeableUsers: Purgeable = {
  table: "users",
  condition: "delete_at <= now() - $1 * interval '1 second'",
  value: 0,
};

/** Those whose deletion is due. Served by users_delete_at. */
export async function listUsersToDelete(db: Db, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    "select id from users where delete_at <= now() order by delete_at limit $1",
    [limit],
  );
  return rows.map(({ id }) => id);
}
export type NewUser = Pick<User, "email" | "roles"> &
  Partial<Pick<User, "claims">> &
  Pick<Credentials, "passwordHash">;

/** @throws the database's error if the address is taken */
export async function insertUser(
  db: Db,
  user: NewUser,
): Promise<User & Pick<Credentials, "credentialVersion">> {
  const { rows } = await db.query<User & Pick<Credentials, "credentialVersion">>(
    `insert into users (email, email_key, password_hash, roles, claims) values ($1, $2, $3, $4, $5)
     returning ${userColumns}, credential_version as "credentialVersion"`,
    [user.email, emailKey(user.email), user.passwordHash, user.roles, user.claims ?? {}],
  );
  if (rows[0] === undefined) throw new Error("insert into users returned no row");
  return rows[0];
}

/** Whether a user has a password, and the version of what they sign in with. Served by users_pkey. */
export async function findCredentials(
  db: Db,
  id: string,
): Promise<{ readonly hasPassword: boolean; readonly credentialVersion: number } | null> {
  const { rows } = await db.query<{ hasPassword: boolean; credentialVersion: number }>(
    `select password_hash is not null as "hasPassword", credential_version as "credentialVersion" from users where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Set a password. With `checkedVersion`, only if the credentials are still those, and no operator has disabled the user: whoever
 * closed their account can only undo that once they can sign in.
 *
 * @returns the new credential version, or null
 */
export async function updatePassword(
  db: Db,
  userId: string,
  passwordHash: string,
  checkedVersion: number | null,
): Promise<number | null> {
  const { rows } = await db.query<{ credential_version: number }>(
    `update users set password_hash = $2, credential_version = credential_version + 1, password_version = password_version + 1
      where id = $1 and ($3::int is null or credential_version = $3 and ${isNotLockedOut("users")})
     returning credential_version`,
    [userId, passwordHash, checkedVersion],
  );
  return rows[0]?.credential_version ?? null;
}

/** Whatever is being opened by the credentials as they were is refused from here on. */
export async function changeCredentialVersion(tx: Transaction, userId: string): Promise<void> {
  await tx.query("update users set credential_version = credential_version + 1 where id = $1", [userId]);
}

/** A session to open by password. */
export interface PasswordOpening extends Opening, Pick<Credentials, "credentialVersion"> {
  readonly userId: string;
  readonly scope: readonly string[];
  readonly resource: string;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

const open = sessionOpener(
  "open-session-by-password",
  `select id as user_id, ${identityOf("users")}, $12::text[] as scope, $13::text as resource, null as nonce,
          null::jsonb as requested_claims, now() as authenticated_at, '{pwd}'::text[] as amr, null::uuid as sign_in_id, $14::int as idle_seconds, $15::int as absolute_seconds
     from users where id = $11 and credential_version = $16 and disabled_at is null for share`,
);

/**
 * Open a session. Locks the user's row, so that a change of the credentials, which ends sessions, comes before or after.
 *
 * @returns null if the credentials have changed since they were checked, or the user is disabled
 */
export const openSessionByPassword = (db: Db, opening: PasswordOpening): Promise<SessionGrant | null> =>
  open(db, opening, [
    opening.userId,
    opening.scope,
    opening.resource,
    opening.idleSeconds,
    opening.absoluteSeconds,
    opening.credentialVersion,
  ]);

/** Served by users_email_key. */
export async function findUserByKey(db: Db, key: string): Promise<Pick<User, "id" | "email"> | null> {
  const { rows } = await db.query<Pick<User, "id" | "email">>(
    "select id, email from users where email_key = $1",
    [key],
  );
  return rows[0] ?? null;
}

/**
 * Users whose address has no key, because another address has the same or none was computed yet. Served by
 * users_without_key.
 */
export async function listUsersWithoutKey(db: Db): Promise<readonly Pick<User, "id" | "email">[]> {
  const { rows } = await db.query<Pick<User, "id" | "email">>(
    "select id, email from users where email_key is null order by lower(email)",
  );
  return rows;
}

/** Set the key of a user's address, unless another user has it. @returns whether the user has it now */
export async function setEmailKey(db: Db, { id, email }: Pick<User, "id" | "email">): Promise<boolean> {
  const { rowCount } = await db.query(
    `update users set email_key = $3 where id = $1 and email = $2 and email_key is null
        and not exists (select from users where email_key = $3)`,
    [id, email, emailKey(email)],
  );
  return rowCount === 1;
}

/** So that no row can refer to the user any more. @returns whether there is one */
export async function lockUserForDeletion(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query("select from users where id = $1 for update", [id])).rowCount === 1;
}

/** Requires that nothing refers to the user. */
export async function deleteUserRow(tx: Transaction, id: string): Promise<void> {
  await tx.query("delete from users where id = $1", [id]);
}
