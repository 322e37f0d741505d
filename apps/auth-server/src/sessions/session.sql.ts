/** The columns of a session, which are its mapper too: rows come as they are used. `s` is the session, `u` its user. */
import type { Purgeable } from "../store/purge.js";

/** What an access token of a session is made from. */
export interface SessionGrant {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly scope: readonly string[];
  readonly resource: string;
  /** When the user signed in, seconds since 1970. */
  readonly authTimeSeconds: number;
}

export type GrantRow = SessionGrant & { readonly id: string };

const grant = `s.id, s.user_id as "userId", s.scope, s.resource, floor(extract(epoch from s.authenticated_at))::float8 as "authTimeSeconds"`;
export const grantColumns = `${grant}, u.roles`;

/** All that is told of a session. */
export interface Session extends Omit<SessionGrant, "roles"> {
  readonly id: string;
  readonly clientId: string;
  readonly signInId: string | null;
  /** How often it was refreshed. */
  readonly generation: number;
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
  /** An end reason; of another version's, one that this version may not know. */
  readonly revokeReason: string | null;
}

export const sessionColumns = `${grant}, s.client_id as "clientId", s.sign_in_id as "signInId", s.generation,
         s.retry_count as "retryCount", s.created_at as "createdAt", s.authenticated_at as "authenticatedAt",
         s.rotated_at as "rotatedAt", s.idle_expires_at as "idleExpiresAt", s.absolute_expires_at as "absoluteExpiresAt",
         host(s.first_address) as "firstAddress", host(s.last_address) as "lastAddress", s.user_agent as "userAgent",
         s.revoked_at as "revokedAt", s.revoke_reason as "revokeReason"`;

export const isOpen = "s.revoked_at is null and s.idle_expires_at > now()";

/** Expired ones are not refreshed any more, so the time in the row stays. `least` passes over what is null. */
export const purgeableSessions = (endedSeconds: number): Purgeable => ({
  table: "sessions",
  condition: "least(revoked_at, idle_expires_at) < now() - $1 * interval '1 second'",
  value: endedSeconds,
});
