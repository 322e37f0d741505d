/** The users who sign in. */
import type { Db, Transaction } from "./database.js";

export interface User {
  /** UUID; the token's `sub`. */
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

/** The user and the password's argon2id hash. Upper and lower case do not matter; served by users_email. */
export async function findUserByEmail(
  db: Db,
  email: string,
): Promise<{ user: User; passwordHash: string } | null> {
  const { rows } = await db.query<UserRow & { password_hash: string }>({
    name: "find-user-by-email",
    text: `select id, email, roles, created_at, disabled_at, password_hash from users where lower(email) = lower($1)`,
    values: [email],
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

/** By e-mail address in lower case, after this one; all where there is no limit. Served by users_email. */
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

/** @throws the database's own error where the e-mail address is taken */
export async function updateUser(
  tx: Transaction,
  { id, email, roles }: Pick<User, "id" | "email" | "roles">,
): Promise<void> {
  await tx.query("update users set email = $2, roles = $3 where id = $1", [id, email, roles]);
}

/** One who is disabled keeps the time at which they were. */
export async function setUserDisabled(tx: Transaction, id: string, disabled: boolean): Promise<void> {
  await tx.query(
    "update users set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
    [id, disabled],
  );
}

/** @throws the database's own error where the e-mail address is taken */
export async function insertUser(
  db: Db,
  user: { readonly email: string; readonly passwordHash: string; readonly roles: readonly string[] },
): Promise<User> {
  const { rows } = await db.query<UserRow>(
    `insert into users (email, password_hash, roles) values ($1, $2, $3)
     returning id, email, roles, created_at, disabled_at`,
    [user.email, user.passwordHash, user.roles],
  );
  if (rows[0] === undefined) throw new Error("insert into users returned no row");
  return toUser(rows[0]);
}

export async function updatePassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.query("update users set password_hash = $2 where id = $1", [userId, passwordHash]);
}
