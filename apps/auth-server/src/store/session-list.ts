/** Administrators' view of sessions. */
import type { Db } from "./database.js";
import { timeKey } from "./sql-parts.js";

export interface ListedSession {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string;
  readonly email: string;
  readonly resource: string;
  readonly scope: readonly string[];
  readonly state: "open" | "expired" | "revoked";
  readonly refreshCount: number;
  readonly retryCount: number;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly rotatedAt: Date;
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
  readonly firstAddress: string;
  readonly lastAddress: string;
  readonly userAgent: string | null;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
  /** The cursor of the next page. */
  readonly key: string;
}

export interface SessionFilter {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly state?: ListedSession["state"] | undefined;
}

const state = `case when s.revoked_at is not null then 'revoked' when s.idle_expires_at <= now() then 'expired' else 'open' end`;

/**
 * Sessions by absolute end, latest first: the only indexed time, and the same as newest first if all live equally
 * long. Served by sessions_absolute_expires_at, sessions_user_id and sessions_client_id.
 */
export async function listSessions(
  db: Db,
  filter: SessionFilter & { readonly id?: string },
  after: string | null,
  limit: number,
): Promise<ListedSession[]> {
  const [endsAt, id] = after?.split(" ") ?? [];
  const conditions: [string, string | undefined][] = [
    ["s.id = ", filter.id],
    ["s.user_id = ", filter.userId],
    ["s.client_id = ", filter.clientId],
    [`${state} = `, filter.state],
  ];
  const values: unknown[] = [limit];
  const where = conditions.flatMap(([sql, value]) =>
    value === undefined ? [] : [`${sql}$${values.push(value)}`],
  );
  if (after !== null) {
    where.push(
      `(s.absolute_expires_at, s.id) < ($${values.push(endsAt)}::timestamptz, $${values.push(id)}::uuid)`,
    );
  }
  const { rows } = await db.query<ListedSession>(
    `select s.id, s.client_id as "clientId", s.user_id as "userId", u.email, s.resource, s.scope, ${state} as state,
            s.generation as "refreshCount", s.retry_count as "retryCount", s.created_at as "createdAt",
            s.authenticated_at as "authenticatedAt", s.rotated_at as "rotatedAt", s.idle_expires_at as "idleExpiresAt",
            s.absolute_expires_at as "absoluteExpiresAt", host(s.first_address) as "firstAddress",
            host(s.last_address) as "lastAddress", s.user_agent as "userAgent", s.revoked_at as "revokedAt",
            s.revoke_reason as "revokeReason",
            ${timeKey("s.absolute_expires_at", "s.id")} as key
       from sessions s join users u on u.id = s.user_id
      where ${where.join(" and ") || "true"}
      order by s.absolute_expires_at desc, s.id desc limit $1`,
    values,
  );
  return rows;
}
