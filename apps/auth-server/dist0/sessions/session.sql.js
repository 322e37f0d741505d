const grant = `s.id, s.user_id as "userId", s.scope, s.resource, floor(extract(epoch from s.authenticated_at))::float8 as "authTimeSeconds", s.amr,
         s.status_index::float8 as "statusIndex"`;
export const grantColumns = `${grant}, u.roles,
         case when 'openid' = any (s.scope) then json_build_object(
           'email', u.email, 'claims', u.claims, 'requested', s.requested_claims,
           'updatedAtSeconds', floor(extract(epoch from coalesce(u.claims_updated_at, u.created_at)))) end as identity`;
/** The columns of users that `grantColumns` reads, for a statement that passes them on. */
export const identityOf = (user) => ["roles", "email", "claims", "claims_updated_at", "created_at"]
    .map((column) => `${user}.${column}`)
    .join(", ");
export const sessionColumns = `${grant}, s.client_id as "clientId", s.sign_in_id as "signInId", s.generation,
         s.retry_count as "retryCount", s.created_at as "createdAt", s.authenticated_at as "authenticatedAt",
         s.rotated_at as "rotatedAt", s.idle_expires_at as "idleExpiresAt", s.absolute_expires_at as "absoluteExpiresAt",
         host(s.first_address) as "firstAddress", host(s.last_address) as "lastAddress", s.user_agent as "userAgent",
         s.revoked_at as "revokedAt", s.revoke_reason as "revokeReason"`;
export const isOpen = "s.revoked_at is null and s.idle_expires_at > now()";
/** Expired sessions are not refreshed any more, so the time in the row is final. `least` ignores nulls. */
export const purgeableSessions = (endedSeconds) => ({
    table: "sessions",
    condition: "least(revoked_at, idle_expires_at) < now() - $1 * interval '1 second'",
    value: endedSeconds,
});
//# sourceMappingURL=session.sql.js.map