/**
 * What the decision on a refresh depends on; under the row's lock, what the policies depend on too. Times are the
 * database's. Joins users, clients, client_resources and resources, to save another round trip under the lock.
 */
import type { Transaction } from "../database/database.js";
import type { Rotation } from "./rotate.sql.js";
import { type GrantRow, grantColumns } from "./session.sql.js";

/** What the decision on a refresh depends on. */
export interface JudgedSession extends Omit<GrantRow, "identity"> {
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
  /** The thumbprint of the key that its refresh tokens work with. */
  readonly jkt: string | null;
  /** The first generation that was bound to it. */
  readonly jktGeneration: number;
  /** Whether tokens of its resource are always bound to a key. */
  readonly requireDpop: boolean;
}

/** A session read under its row lock, with what the policies need. */
export interface LockedSession extends JudgedSession, GrantRow {
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

/** The columns of JudgedSession besides `grantColumns`, the client's id and the generation. */
export const judgedColumns = `
             s.secret_hash as "secretHash", extract(epoch from clock_timestamp() - s.rotated_at)::float8 as "secondsSinceRotation",
             s.idle_expires_at <= clock_timestamp() as expired, s.revoked_at is not null as revoked,
             u.disabled_at is not null as "userDisabled", c.disabled_at is not null as "clientDisabled",
             not exists (select 1 from client_resources cr
                          where cr.client_id = s.client_id and cr.resource = s.resource)
               or c.origin <> 'operator' and not (select open from resources where uri = s.resource) as "resourceLost",
             s.jkt, s.jkt_generation as "jktGeneration",
             (select require_dpop from resources where uri = s.resource) as "requireDpop"`;

/** Per session and hour; `retry_count` counts them all. */
const retriesAuditedInAnHour = 10;
const sameHour = "retries_audited_since > now() - interval '1 hour'";

/** Read a session under its row lock. */
export async function lockSession(tx: Transaction, id: string): Promise<LockedSession | null> {
  const { rows } = await tx.query<LockedSession>({
    name: "lock-session",
    text: `
      select ${grantColumns}, s.client_id as "clientId", s.generation, ${judgedColumns},
             s.revoke_reason as "revokeReason", s.revoked_at::text as "revokedAt",
             host(s.last_address) as "lastAddress", s.last_country as "lastCountry", s.burst_count as "burstCount",
             host(case when s.retried_generation = s.generation then s.rotated_address else s.last_address end)
               as "rotatedAddress",
             case when s.retried_generation = s.generation then s.rotated_user_agent else s.user_agent end
               as "rotatedUserAgent",
             s.elsewhere_generation as "elsewhereGeneration", s.elsewhere_in_a_row as "elsewhereInARow",
             s.retries_audited >= $2 and coalesce(${sameHour}, false) as "retriesRecorded",
             extract(epoch from now() - s.burst_started_at)::float8 as "secondsSinceBurstStart",
             r.access_token_seconds as "resourceAccessTokenSeconds"
        from sessions s join users u on u.id = s.user_id join clients c on c.client_id = s.client_id
             join resources r on r.uri = s.resource
       where s.id = $1 for update of s`,
    values: [id, retriesAuditedInAnHour],
  });
  return rows[0] ?? null;
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
