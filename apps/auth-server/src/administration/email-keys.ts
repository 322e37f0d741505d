/** Users from before addresses had one form to be compared in: they get it, and those who cannot are named. */
import { emailKey } from "../email-address.js";
import type { Db } from "../store/database.js";
import { findUserByKey, listUsersWithoutKey, setEmailKey, type User } from "../users/users.sql.js";

type Named = Pick<User, "id" | "email">;

/** Users with one and the same address in different spellings. */
export interface Collision {
  readonly key: string;
  readonly users: readonly Named[];
}

/**
 * Give every address its key that shares it with no other. Of those that collide none gets it: each user goes on signing in by
 * the address as it stands, and none by another's.
 *
 * @returns how many got one
 */
export async function fillEmailKeys(db: Db): Promise<number> {
  let filled = 0;
  for (const group of await groupsWithoutKey(db)) {
    const [user] = group.users;
    if (user !== undefined && group.users.length === 1 && (await setEmailKey(db, user))) filled += 1;
  }
  return filled;
}

export interface EmailKeys {
  readonly collisions: readonly Collision[];
  /** Users who only wait for `regrant migrate`. */
  readonly pending: number;
}

export async function readEmailKeys(db: Db): Promise<EmailKeys> {
  const collisions: Collision[] = [];
  let pending = 0;
  for (const { key, users } of await groupsWithoutKey(db)) {
    const holder = await findUserByKey(db, key);
    if (holder === null && users.length === 1) pending += 1;
    else collisions.push({ key, users: holder === null ? users : [holder, ...users] });
  }
  return { collisions, pending };
}

/**
 * A user other than this one who has the address in some spelling and has no key yet, which the index of keys cannot know of.
 */
export async function findKeylessUser(db: Db, email: string, exceptId: string | null): Promise<Named | null> {
  const key = emailKey(email);
  const keyless = await listUsersWithoutKey(db);
  return keyless.find((user) => user.id !== exceptId && emailKey(user.email) === key) ?? null;
}

async function groupsWithoutKey(db: Db): Promise<Collision[]> {
  const groups = new Map<string, Named[]>();
  for (const user of await listUsersWithoutKey(db)) {
    const key = emailKey(user.email);
    groups.set(key, [...(groups.get(key) ?? []), user]);
  }
  return [...groups].map(([key, users]) => ({ key, users }));
}
