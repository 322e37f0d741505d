/** The users who sign in. */
import { emailKey, longestTypedEmail, trimmedEmail } from "../email-address.js";
import type { Db, Transaction } from "./database.js";

export interface User {
  /** UUID; the tokens' `sub`. */
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

interface UserRow {
  id: string;
  email: string;
  roles: string[];
  created_at: Date;
  disabled_at: Date | null;
}

const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  roles: row.roles,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
});

/**
 * The user with this e-mail address, however it is spelled, with the password's argon2id hash. Users without a key
 * are matched first, by their exact address: if two addresses share a key, each is still found. Served by
 * users_email_key and users_email.
 */
export async function findUserByEmail(
  db: Db,
  typed: string,
): Promise<{ user: User; passwordHash: string } | null> {
  // No address contains a NUL, and PostgreSQL would reject it.
  if (typed.length > longestTypedEmail || typed.includes("\0")) return null;
  const { rows } = await db.query<UserRow & { password_hash: string }>({
    name: "find-user-by-email",
    text: `select id, email, roles, created_at, disabled_at, password_hash from users
            where email_key = $1 or email_key is null and lower(email) in (lower($2), lower($3))
            order by email_key nulls first, lower(email) = lower($2) desc limit 1`,
    values: [emailKey(typed), typed, trimmedEmail(typed)],
  });
  return rows[0] === undefined ? null : { user: toUser(rows[0]), passwordHash: rows[0].password_hash };
}

/** Served by users_pkey. */
export async function findUserById(db: Db, id: string): Promise<User | null> {
  const { rows } = await db.query<UserRow>(
    "select id, email, roles, created_at, disabled_at from users where id = $1",
    [id],
  );
  return rows[0] === undefined ? null : toUser(rows[0]);
}

/** Users after this lower-case address, in that order; all if there is no limit. Served by users_email. */
export async function listUsers(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<User[]> {
  const { rows } = await db.query<UserRow>(
    `select id, email, roles, created_at, disabled_at from users
      where $1::text is null or lower(email) > lower($1) order by lower(email) limit $2`,
    [after, limit],
  );
  return rows.map(toUser);
}

/** Read a user under its row lock. Sign-ins and token requests do not wait for it. */
export async function lockUser(tx: Transaction, id: string): Promise<User | null> {
  await tx.query("select 1 from users where id = $1 for no key update", [id]);
  return findUserById(tx, id);
}

/** @throws the database's error if the address is taken */
export async function updateUser(
  tx: Transaction,
  { id, email, roles }: Pick<User, "id" | "email" | "roles">,
): Promise<void> {
  // An unchanged address keeps its key, or its lack of one: another user may have the same.
  await tx.query(
    `update users set email = $2, email_key = case when email = $2 then email_key else $3 end, roles = $4 where id = $1`,
    [id, email, emailKey(email), roles],
  );
}

/** A user who is already disabled keeps the date. */
export async function setUserDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void> {
  await tx.query(
    "update users set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
    [id, disabled],
  );
}

/** @throws the database's error if the address is taken */
export async function insertUser(
  db: Db,
  user: { readonly email: string; readonly passwordHash: string; readonly roles: readonly string[] },
): Promise<User> {
  const { rows } = await db.query<UserRow>(
    `insert into users (email, email_key, password_hash, roles) values ($1, $2, $3, $4)
     returning id, email, roles, created_at, disabled_at`,
    [user.email, emailKey(user.email), user.passwordHash, user.roles],
  );
  if (rows[0] === undefined) throw new Error("insert into users returned no row");
  return toUser(rows[0]);
}

export async function updatePassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.query("update users set password_hash = $2 where id = $1", [userId, passwordHash]);
}

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
