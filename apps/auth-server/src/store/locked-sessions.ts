/**
 * Sessions under their row lock, for revocations and for refreshes that the single statement did not match. Times are
 * the database's.
 */
import type { Actor } from "./audit-events.js";
import type { Transaction } from "./database.js";
import { type Rotation, type SessionGrant, type SessionGrantRow, toGrant } from "./sessions.js";

/** What the decision on a refresh depends on. */
export interface JudgedSession extends SessionGrant {
  readonly id: string;
  readonly clientId: string;
  readonly generation: number;
  readonly secretHash: Buffer;
  /** By the database's clock. */
  readonly secondsSinceRotation: number;
  readonly expired: boolean;
  readonly revoked: boolean;
  readonly userDisabled: boolean;
  readonly clientDisabled: boolean;
  /** Whether the client may no longer request the session's resource. */
  readonly resourceLost: boolean;
}

/** A session read under its row lock, with what the policies need. */
export interface LockedSession extends JudgedSession {
  readonly revokeReason: string | null;
  /** PostgreSQL's text, to the microsecond. */
  readonly revokedAt: string | null;
  readonly lastAddress: string;
  readonly lastCountry: string | null;
  /** Where the row's generation was rotated from; the last fields may be a retry's. */
  readonly rotatedAddress: string;
  readonly rotatedUserAgent: string | null;
  /** The last generation retried from a different place than it was rotated from, if any. */
  readonly elsewhereGeneration: number | null;
  /** How many consecutive generations, up to that one. */
  readonly elsewhereInARow: number;
  /** Whether this hour's quota of recorded retries is used up. */
  readonly retriesRecorded: boolean;
  /** Refreshes in the current counting period, by the same clock as the rotation's. */
  readonly burstCount: number;
  readonly secondsSinceBurstStart: number;
  /** The resource's limit. */
  readonly resourceAccessTokenSeconds: number | null;
}

interface LockedSessionRow extends SessionGrantRow {
  client_id: string;
  generation: number;
  secret_hash: Buffer;
  seconds_since_rotation: number;
  expired: boolean;
  revoked: boolean;
  revoke_reason: string | null;
  revoked_at: string | null;
  user_disabled: boolean;
  client_disabled: boolean;
  resource_lost: boolean;
  last_address: string;
  last_country: string | null;
  rotated_address: string;
  rotated_user_agent: string | null;
  elsewhere_generation: number | null;
  elsewhere_in_a_row: number;
  retries_recorded: boolean;
  burst_count: number;
  seconds_since_burst_start: number;
  resource_access_token_seconds: number | null;
}

/** Per session and hour; `retry_count` counts them all. */
const retriesAuditedInAnHour = 10;
const sameHour = "retries_audited_since > now() - interval '1 hour'";

/** Read a session under its row lock. */
export async function lockSession(tx: Transaction, id: string): Promise<LockedSession | null> {
  const { rows } = await tx.query<LockedSessionRow>({
    name: "lock-session",
    text: `
      select s.id, s.client_id, s.generation, s.secret_hash, s.user_id, s.scope, s.resource, u.roles,
             floor(extract(epoch from s.authenticated_at))::float8 as auth_time,
             extract(epoch from clock_timestamp() - s.rotated_at)::float8 as seconds_since_rotation,
             s.idle_expires_at <= clock_timestamp() as expired, s.revoked_at is not null as revoked,
             s.revoke_reason, s.revoked_at::text as revoked_at,
             u.disabled_at is not null as user_disabled, c.disabled_at is not null as client_disabled,
             not exists (select 1 from client_resources cr
                          where cr.client_id = s.client_id and cr.resource = s.resource) as resource_lost,
             host(s.last_address) as last_address, s.last_country, s.burst_count,
             host(case when s.retried_generation = s.generation then s.rotated_address else s.last_address end) as rotated_address,
             case when s.retried_generation = s.generation then s.rotated_user_agent else s.user_agent end as rotated_user_agent,
             s.elsewhere_generation, s.elsewhere_in_a_row,
             s.retries_audited >= $2 and coalesce(${sameHour}, false) as retries_recorded,
             extract(epoch from now() - s.burst_started_at)::float8 as seconds_since_burst_start,
             r.access_token_seconds as resource_access_token_seconds
        from sessions s join users u on u.id = s.user_id join clients c on c.client_id = s.client_id
             join resources r on r.uri = s.resource
       where s.id = $1 for update of s`,
    values: [id, retriesAuditedInAnHour],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    ...toGrant(row),
    id: row.id,
    clientId: row.client_id,
    generation: row.generation,
    secretHash: row.secret_hash,
    secondsSinceRotation: row.seconds_since_rotation,
    expired: row.expired,
    revoked: row.revoked,
    revokeReason: row.revoke_reason,
    revokedAt: row.revoked_at,
    userDisabled: row.user_disabled,
    clientDisabled: row.client_disabled,
    resourceLost: row.resource_lost,
    lastAddress: row.last_address,
    lastCountry: row.last_country,
    rotatedAddress: row.rotated_address,
    rotatedUserAgent: row.rotated_user_agent,
    elsewhereGeneration: row.elsewhere_generation,
    elsewhereInARow: row.elsewhere_in_a_row,
    retriesRecorded: row.retries_recorded,
    burstCount: row.burst_count,
    secondsSinceBurstStart: row.seconds_since_burst_start,
    resourceAccessTokenSeconds: row.resource_access_token_seconds,
  };
}

/**
 * Count and audit a retried answer: one statement, because everything else for this session waits for its lock. Its
 * address is stored beside the rotation's, so that a change is reported once. Clients rely on nothing written here,
 * so the commit does not wait for the disk.
 *
 * @param elsewhereInARow how many consecutive generations, including this one, were retried from elsewhere
 */
export async function recordRetry(
  tx: Transaction,
  rotation: Rotation,
  elsewhereInARow: number,
): Promise<void> {
  await tx.query({
    name: "record-retry",
    text: `
      with retried as (
        update sessions
           set retry_count = retry_count + 1, last_access_token_id = $2, last_address = $3, user_agent = $4,
               last_country = coalesce($6, last_country),
               rotated_address = case when retried_generation = generation then rotated_address else last_address end,
               rotated_user_agent = case when retried_generation = generation then rotated_user_agent else user_agent end,
               retried_generation = generation,
               elsewhere_generation = case when $7 > 0 then generation else elsewhere_generation end,
               elsewhere_in_a_row = case when $7 > 0 then $7 else elsewhere_in_a_row end,
               retries_audited = case when ${sameHour} then least(retries_audited, $8) + 1 else 1 end,
               retries_audited_since = case when ${sameHour} then retries_audited_since else now() end
         where id = $1
        returning id, client_id, user_id, retries_audited)
      insert into audit_events (event, client_id, user_id, session_id, address, user_agent, request_id)
      select 'refresh_token.retried', client_id, user_id, id, $3, $4, $5
        from retried, set_config('synchronous_commit', 'off', true) where retries_audited <= $8`,
    values: [
      rotation.sessionId,
      rotation.accessTokenId,
      rotation.address,
      rotation.userAgent,
      rotation.requestId,
      rotation.country,
      elsewhereInARow,
      retriesAuditedInAnHour,
    ],
  });
}

/** End one session. If it has ended already, its date and reason stay. */
export async function revokeSession(tx: Transaction, id: string, reason: string, by: Actor): Promise<void> {
  await tx.query(
    `with revoked as (
       update sessions set revoked_at = now(), revoke_reason = $2 where revoked_at is null and id = $1
       returning id, client_id, user_id)
     insert into audit_events (event, reason, client_id, user_id, session_id, actor, address, user_agent, request_id)
     select 'session.revoked', $2, client_id, user_id, id, $3, $4, $5, $6 from revoked`,
    [id, reason, by.actor, by.address, by.userAgent, by.requestId],
  );
}
