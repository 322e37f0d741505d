/** Users' view of their own sessions. */
import type { Db } from "./database.js";
import { partsOf, timeKey } from "./sql-parts.js";

export interface AccountSession {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly resource: string;
  readonly scope: readonly string[];
  readonly signInId: string | null;
  readonly firstAddress: string;
  readonly lastAddress: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly rotatedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
  /** The cursor of the next page. */
  readonly key: string;
}

/** How long an ended session is still shown. */
const shownDays = 30;

const selectSessions = `
  select s.id, s.client_id as "clientId", c.name as "clientName", s.resource, s.scope, s.sign_in_id as "signInId",
         host(s.first_address) as "firstAddress", host(s.last_address) as "lastAddress", s.user_agent as "userAgent",
         s.created_at as "createdAt", s.rotated_at as "rotatedAt", s.idle_expires_at as "expiresAt",
         s.revoked_at as "revokedAt", s.revoke_reason as "revokeReason", ${timeKey("s.created_at", "s.id")} as key
    from sessions s join clients c on c.client_id = s.client_id`;
const isOpen = "s.revoked_at is null and s.idle_expires_at > now()";
const endedLately = `s.revoked_at > now() - interval '${shownDays} days'`;

/**
 * A user's sessions after this key, newest first: the open ones, or those that ended recently. Sorted by the time of
 * sign-in, because a time that changes between two pages would skip rows. Served by sessions_open and
 * sessions_user_id.
 */
export async function listAccountSessions(
  db: Db,
  userId: string,
  {
    withEnded = false,
    exceptIds = [],
  }: { readonly withEnded?: boolean; readonly exceptIds?: readonly string[] },
  after: string | null,
  limit: number,
): Promise<AccountSession[]> {
  const { rows } = await db.query<AccountSession>(
    `${selectSessions}
      where s.user_id = $1 and (${withEnded ? `${isOpen} or ${endedLately}` : isOpen})
        and ($2::timestamptz is null or (s.created_at, s.id) < ($2, $3::uuid))
        and s.id <> all ($5::uuid[])
      order by s.created_at desc, s.id desc limit $4`,
    [userId, ...partsOf(after), limit, exceptIds],
  );
  return rows;
}

/** No index leads from a sign-in to its sessions: so many of the user's last, open or not, are looked through. */
const searched = 1000;

/** The open sessions among them that this sign-in opened, the last first. Served by sessions_user_id. */
export async function listSessionsOfSignIn(
  db: Db,
  userId: string,
  signInId: string,
  limit: number,
): Promise<AccountSession[]> {
  const { rows } = await db.query<AccountSession>(
    `${selectSessions}
      where s.id in (
        select id from (
          select id, sign_in_id from sessions where user_id = $1 order by created_at desc limit $4) latest
         where sign_in_id = $2)
        and ${isOpen}
      order by s.created_at desc, s.id desc limit $3`,
    [userId, signInId, limit, searched],
  );
  return rows;
}

/**
 * How many of a user's sessions are open, and how many browsers signed in, but for one sign-in and what it opened; of each
 * `most` + 1 are counted. Served by sessions_user_id, in whose order they are read, and sign_ins_user_id.
 */
export async function countOpen(
  db: Db,
  userId: string,
  exceptSignInId: string | null,
  most: number,
): Promise<{ readonly sessions: number; readonly browsers: number }> {
  const { rows } = await db.query<{ sessions: number; browsers: number }>(
    `select (select count(*)::int from (
               select from sessions s
                where s.user_id = $1 and ${isOpen} and ($2::uuid is null or s.sign_in_id is distinct from $2::uuid)
                order by s.created_at desc limit $3) open) as sessions,
            (select count(*)::int from (
               select from sign_ins
                where user_id = $1 and expires_at > now() and ($2::uuid is null or id <> $2::uuid) limit $3) signed_in) as browsers`,
    [userId, exceptSignInId, most + 1],
  );
  return rows[0] ?? { sessions: 0, browsers: 0 };
}

/**
 * Sessions that ended recently for one of these reasons, latest first; those displaced by another sign-in come last.
 * One lookup per reason, because the index has no common order for several. Served by sessions_ended.
 */
export async function listEndedSessions(
  db: Db,
  userId: string,
  reasons: readonly string[],
  limit: number,
): Promise<AccountSession[]> {
  const { rows } = await db.query<AccountSession>(
    `${selectSessions}
      where s.id in (
        select e.id
          from unnest($2::text[]) reason, lateral (
            select id from sessions s
             where s.user_id = $1 and s.revoke_reason = reason and ${endedLately} order by s.revoked_at desc limit $3) e)
      order by s.revoke_reason = 'session_displaced', s.revoked_at desc, s.id limit $3`,
    [userId, reasons, limit],
  );
  return rows;
}

/** Names of the apps with open sessions from this sign-in, at most `limit`. Served by sessions_open. */
export async function listAppsOf(db: Db, userId: string, signInId: string, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select distinct c.name from sessions s join clients c on c.client_id = s.client_id
      where s.user_id = $1 and s.sign_in_id = $2 and ${isOpen} order by c.name limit $3`,
    [userId, signInId, limit],
  );
  return rows.map(({ name }) => name);
}

/** The sign-in that a session came from, or null. Served by sessions_pkey. */
export async function findSignInOf(db: Db, sessionId: string | undefined): Promise<string | null> {
  const { rows } = await db.query<{ sign_in_id: string | null }>(
    "select sign_in_id from sessions where id = $1",
    [sessionId],
  );
  return rows[0]?.sign_in_id ?? null;
}

/** Served by sessions_pkey and users_pkey. */
export async function isOpenSession(db: Db, id: string, userId: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "is-open-session",
    text: `select 1 from sessions s join users u on u.id = s.user_id
            where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.idle_expires_at > now() and u.disabled_at is null`,
    values: [id, userId],
  });
  return rowCount === 1;
}

/** The user's current roles; null if the session has ended or the user is disabled. Served by sessions_pkey. */
export async function findRolesOfSession(db: Db, id: string, userId: string): Promise<string[] | null> {
  const { rows } = await db.query<{ roles: string[] }>(
    `select u.roles from sessions s join users u on u.id = s.user_id
      where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.idle_expires_at > now() and u.disabled_at is null`,
    [id, userId],
  );
  return rows[0]?.roles ?? null;
}
