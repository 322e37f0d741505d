/** Authorization requests that clients have pushed (RFC 9126): stored under the hash of their request_uri, used once. */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";

/** How soon a browser must come with the request_uri. */
export const pushedSeconds = 90;

/** How long the sign-in that has begun with it may take. */
const openedSeconds = 3_600;

/** How many may wait at a time: of a client that authenticates; of each network, for any other client. */
const mostOfClient = 10_000;
const mostOfNetwork = 1_000;

export interface NewPushedRequest {
  readonly requestUriHash: Buffer;
  readonly clientId: string;
  /** Who pushes in the name of a client that does not authenticate; null for one that does. */
  readonly network: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Insert a request, unless too many wait. Simultaneous ones do not count each other. Served by pushed_requests_client_id.
 *
 * @returns whether it was inserted
 */
export async function insertPushedRequest(db: Db, pushed: NewPushedRequest): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "insert-pushed-request",
    text: `insert into pushed_requests (request_uri_hash, client_id, network, parameters, expires_at)
           select $1, $2, $3::cidr, $4, now() + interval '${pushedSeconds} s'
            where (select count(*) from (
                     select from pushed_requests
                      where client_id = $2 and network = $3::cidr and expires_at > now() and used_at is null limit $5::int) w) < $5::int`,
    values: [
      pushed.requestUriHash,
      pushed.clientId,
      pushed.network ?? "0.0.0.0/0",
      pushed.parameters,
      pushed.network === null ? mostOfClient : mostOfNetwork,
    ],
  });
  return rowCount === 1;
}

export interface PushedRequest {
  readonly clientId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isExpired: boolean;
  readonly isUsed: boolean;
  /** When it was opened first, which may be now. */
  readonly openedAt: Date;
}

/**
 * Find the request that a browser has come with. The first time, its life is extended to that of a sign-in. Served by
 * pushed_requests_pkey.
 */
export async function openPushedRequest(
  db: Db,
  requestUriHash: Buffer,
  clientId: string,
): Promise<PushedRequest | null> {
  const { rows } = await db.query<PushedRequest>({
    name: "open-pushed-request",
    text: `with opened as (
             update pushed_requests set opened_at = now(), expires_at = now() + interval '${openedSeconds} s'
              where request_uri_hash = $1 and client_id = $2 and opened_at is null and expires_at > now())
           select client_id as "clientId", parameters, expires_at <= now() as "isExpired", used_at is not null as "isUsed",
                  coalesce(opened_at, now()) as "openedAt"
             from pushed_requests where request_uri_hash = $1`,
    values: [requestUriHash, clientId],
  });
  return rows[0] ?? null;
}

/**
 * After an hour, so that a late or a second use can be explained; those that nobody opened, at once: anybody may push any number
 * of them in the name of a public client.
 */
export const purgeablePushedRequests: Purgeable = {
  table: "pushed_requests",
  condition: "expires_at < now() - case when opened_at is null then 0 else $1 end * interval '1 second'",
  value: 3_600,
};
