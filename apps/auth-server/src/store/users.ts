/** The users who sign in. */
import type { Db } from "./database.js";

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

export async function listUsers(db: Db): Promise<User[]> {
  const { rows } = await db.query<UserRow>(
    "select id, email, roles, created_at, disabled_at from users order by created_at, id",
  );
  return rows.map(toUser);
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
