/**
 * What the decision on a refresh depends on; under the row's lock, what the policies depend on too. Times are the
 * database's. Joins users, clients, client_resources and resources, to save another round trip under the lock.
 */
import type { Transaction } from "../database/database.js";
import type { Rotation } from "./rotate.sql.js";
import { type GrantRow } from "./session.sql.js";
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
export declare const judgedColumns = "\n             s.secret_hash as \"secretHash\", extract(epoch from clock_timestamp() - s.rotated_at)::float8 as \"secondsSinceRotation\",\n             s.idle_expires_at <= clock_timestamp() as expired, s.revoked_at is not null as revoked,\n             u.disabled_at is not null as \"userDisabled\", c.disabled_at is not null as \"clientDisabled\",\n             not exists (select 1 from client_resources cr\n                          where cr.client_id = s.client_id and cr.resource = s.resource)\n               or c.origin <> 'operator' and not (select open from resources where uri = s.resource) as \"resourceLost\"";
/** Read a session under its row lock. */
export declare function lockSession(tx: Transaction, id: string): Promise<LockedSession | null>;
/**
 * Count and audit a retried answer: one statement, because everything else for this session waits for its lock. Its
 * address is stored beside the rotation's, so that a change is reported once. Clients rely on nothing written here,
 * so the commit does not wait for the disk.
 *
 * @param elsewhereInARow how many consecutive generations, including this one, were retried from elsewhere
 */
export declare function recordRetry(tx: Transaction, rotation: Rotation, elsewhereInARow: number): Promise<void>;
