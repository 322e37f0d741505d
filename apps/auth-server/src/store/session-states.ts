/** Read-only views of sessions: no lock, no change. Times are the database's. */
import type { Db } from "./database.js";
import type { JudgedSession } from "./locked-sessions.js";
import { type SessionGrantRow, toGrant } from "./sessions.js";

/** What the decision on a refresh depends on, and what there is to report. */
export interface SessionState extends JudgedSession {
  readonly clientName: string;
  readonly clientDisabledAt: Date | null;
  readonly email: string;
  readonly userDisabledAt: Date | null;
  readonly createdAt: Date;
  readonly rotatedAt: Date;
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
}

interface SessionStateRow extends SessionGrantRow {
  client_id: string;
  client_name: string;
  client_disabled_at: Date | null;
  email: string;
  user_disabled_at: Date | null;
  generation: number;
  secret_hash: Buffer;
  seconds_since_rotation: number;
  expired: boolean;
  resource_lost: boolean;
  created_at: Date;
  rotated_at: Date;
  idle_expires_at: Date;
  absolute_expires_at: Date;
  revoked_at: Date | null;
  revoke_reason: string | null;
}

/** Served by sessions_pkey, users_pkey, clients_pkey and client_resources_pkey. */
export async function findSessionState(db: Db, id: string): Promise<SessionState | null> {
  const { rows } = await db.query<SessionStateRow>({
    name: "find-session-state",
    text: `
      select s.id, s.client_id, c.name as client_name, c.disabled_at as client_disabled_at, s.generation, s.secret_hash,
             s.user_id, u.email, u.roles, u.disabled_at as user_disabled_at, s.scope, s.resource,
             floor(extract(epoch from s.authenticated_at))::float8 as auth_time,
             extract(epoch from now() - s.rotated_at)::float8 as seconds_since_rotation, s.idle_expires_at <= now() as expired,
             not exists (select 1 from client_resources r
                          where r.client_id = s.client_id and r.resource = s.resource) as resource_lost,
             s.created_at, s.rotated_at, s.idle_expires_at, s.absolute_expires_at, s.revoked_at, s.revoke_reason
        from sessions s join users u on u.id = s.user_id join clients c on c.client_id = s.client_id
       where s.id = $1`,
    values: [id],
  });
  return rows[0] === undefined ? null : toSessionState(rows[0]);
}

const toSessionState = (row: SessionStateRow): SessionState => ({
  ...toGrant(row),
  id: row.id,
  clientId: row.client_id,
  clientName: row.client_name,
  clientDisabled: row.client_disabled_at !== null,
  clientDisabledAt: row.client_disabled_at,
  email: row.email,
  userDisabled: row.user_disabled_at !== null,
  userDisabledAt: row.user_disabled_at,
  generation: row.generation,
  secretHash: row.secret_hash,
  secondsSinceRotation: row.seconds_since_rotation,
  expired: row.expired,
  revoked: row.revoked_at !== null,
  resourceLost: row.resource_lost,
  createdAt: row.created_at,
  rotatedAt: row.rotated_at,
  idleExpiresAt: row.idle_expires_at,
  absoluteExpiresAt: row.absolute_expires_at,
  revokedAt: row.revoked_at,
  revokeReason: row.revoke_reason,
});

/** The holder of a token without a session. */
export interface TokenHolder {
  readonly clientName: string;
  readonly clientDisabledAt: Date | null;
  /** Null if the client acts for itself. */
  readonly email: string | null;
  readonly userDisabledAt: Date | null;
}

/**
 * The client, and the user where there is one. Served by clients_pkey, users_pkey and resources_pkey.
 *
 * @returns null where one of them is gone, or the resource
 */
export async function findTokenHolder(
  db: Db,
  clientId: string,
  userId: string | null,
  resources: readonly string[],
): Promise<TokenHolder | null> {
  const { rows } = await db.query<TokenHolder>({
    name: "find-token-holder",
    text: `
      select c.name as "clientName", c.disabled_at as "clientDisabledAt", u.email, u.disabled_at as "userDisabledAt"
        from clients c left join users u on u.id = $2
       where c.client_id = $1 and ($2::uuid is null or u.id is not null)
         and exists (select from resources where uri = any ($3))`,
    values: [clientId, userId, resources],
  });
  return rows[0] ?? null;
}
