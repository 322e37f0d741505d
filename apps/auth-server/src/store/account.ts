/** What users see of their own sessions. */
import type { Db } from "./database.js";

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
}

/** For how long a session that was ended is still shown. */
const shownDays = 30;

/** A user's sessions, the last used first: the open ones, and those that were revoked lately. Served by sessions_user_id. */
export async function listAccountSessions(db: Db, userId: string): Promise<AccountSession[]> {
  const { rows } = await db.query<AccountSession>(
    `select s.id, s.client_id as "clientId", c.name as "clientName", s.resource, s.scope, s.sign_in_id as "signInId",
            host(s.first_address) as "firstAddress", host(s.last_address) as "lastAddress", s.user_agent as "userAgent",
            s.created_at as "createdAt", s.rotated_at as "rotatedAt", s.idle_expires_at as "expiresAt",
            s.revoked_at as "revokedAt", s.revoke_reason as "revokeReason"
       from sessions s join clients c on c.client_id = s.client_id
      where s.user_id = $1
        and (s.revoked_at is null and s.idle_expires_at > now() or s.revoked_at > now() - $2 * interval '1 day')
      order by s.rotated_at desc, s.id`,
    [userId, shownDays],
  );
  return rows;
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

/** The user's roles as they are now; null where the session has ended or the user is disabled. Served by sessions_pkey. */
export async function findRolesOfSession(db: Db, id: string, userId: string): Promise<string[] | null> {
  const { rows } = await db.query<{ roles: string[] }>(
    `select u.roles from sessions s join users u on u.id = s.user_id
      where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.idle_expires_at > now() and u.disabled_at is null`,
    [id, userId],
  );
  return rows[0]?.roles ?? null;
}
