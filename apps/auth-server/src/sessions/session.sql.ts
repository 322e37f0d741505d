/** A session's columns, named as the code uses them, so that rows need no mapping. `s` is the session, `u` its user. */
import type { Purgeable } from "../database/purge.sql.js";

/** The claims that a request asks for by name, beside those of its scope (OpenID Connect Core 1.0 §5.5). */
export interface RequestedClaims {
  readonly userinfo: readonly string[];
  readonly id_token: readonly string[];
}

/** What a session's tokens tell about its user. */
export interface Identity {
  readonly email: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly updatedAtSeconds: number;
  readonly requested: RequestedClaims | null;
}

/** What a session's tokens are made from. */
export interface SessionGrant {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly scope: readonly string[];
  readonly resource: string;
  /** When the user signed in, in seconds since 1970. */
  readonly authTimeSeconds: number;
  /** How the user was authenticated (RFC 8176). */
  readonly amr: readonly string[];
  /** Its number in the status lists; null until the first refresh of a session from before there were any. */
  readonly statusIndex: number | null;
  /** For sessions with the scope `openid`. */
  readonly identity: Identity | null;
}

/** What a sign-in opened. */
export type OpenedSession = SessionGrant & { readonly nonce: string | null };

export type GrantRow = SessionGrant & { readonly id: string };

const grant = `s.id, s.user_id as "userId", s.scope, s.resource, floor(extract(epoch from s.authenticated_at))::float8 as "authTimeSeconds", s.amr,
         s.status_index::float8 as "statusIndex"`;
export const grantColumns = `${grant}, u.roles,
         case when 'openid' = any (s.scope) then json_build_object(
           'email', u.email, 'claims', u.claims, 'requested', s.requested_claims,
           'updatedAtSeconds', floor(extract(epoch from coalesce(u.claims_updated_at, u.created_at)))) end as identity`;

/** The columns of users that `grantColumns` reads, for a statement that passes them on. */
export const identityOf = (user: string): string =>
  ["roles", "email", "claims", "claims_updated_at", "created_at"]
    .map((column) => `${user}.${column}`)
    .join(", ");

/** What people and operators see of a session. */
export interface Session extends Omit<SessionGrant, "roles" | "identity"> {
  readonly id: string;
  readonly clientId: string;
  readonly signInId: string | null;
  /** The number of refreshes. */
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
  /** An `EndReason`, unless another version of the server wrote it. */
  readonly revokeReason: string | null;
  /** The thumbprint of the key that its refresh tokens work with; null for any client's that authenticates. */
  readonly jkt: string | null;
}

export const sessionColumns = `${grant}, s.client_id as "clientId", s.sign_in_id as "signInId", s.generation,
         s.retry_count as "retryCount", s.created_at as "createdAt", s.authenticated_at as "authenticatedAt",
         s.rotated_at as "rotatedAt", s.idle_expires_at as "idleExpiresAt", s.absolute_expires_at as "absoluteExpiresAt",
         host(s.first_address) as "firstAddress", host(s.last_address) as "lastAddress", s.user_agent as "userAgent",
         s.revoked_at as "revokedAt", s.revoke_reason as "revokeReason", s.jkt`;

/**
 * Whether a refresh token of client `c` is bound to the key that the request proves (RFC 9449 §5). One of a client that
 * authenticates is bound to that already, so such a client may change its DPoP key whenever it likes.
 */
export const isBindable = "c.token_endpoint_auth_method = 'none'";

export const isOpen = "s.revoked_at is null and s.idle_expires_at > now()";

/** Expired sessions are not refreshed any more, so the time in the row is final. `least` ignores nulls. */
export const purgeableSessions = (endedSeconds: number): Purgeable => ({
  table: "sessions",
  condition: "least(revoked_at, idle_expires_at) < now() - $1 * interval '1 second'",
  value: endedSeconds,
});
