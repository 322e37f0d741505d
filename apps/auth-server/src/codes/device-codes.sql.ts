/** Device codes and their user codes: stored as a hash, decided on by a user, redeemed once. */
import type { Db } from "../database/database.js";
import { conditionsOf } from "../database/parts.sql.js";
import type { Purgeable } from "../database/purge.sql.js";
import { ownersOf, type WhichSessions } from "../sessions/end.sql.js";
import { type Opening, sessionOpener } from "../sessions/open.sql.js";
import { identityOf, type OpenedSession } from "../sessions/session.sql.js";

/** Devices of one network that may wait at a time. */
const mostPerNetwork = 100;

/** The first pause, and what each poll that comes too early adds to it (RFC 8628 §3.5). */
export const pollSeconds = 5;
const longestPauseSeconds = 60;
/** A timer may fire a little early, and the network is not even. */
const toleranceSeconds = 1;

export interface NewDeviceCode {
  readonly codeHash: Buffer;
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly resource: string;
  readonly network: string;
  readonly address: string;
  readonly userAgent: string | null;
  readonly lifeSeconds: number;
}

/**
 * Insert a code, unless too many devices of the network wait. Simultaneous ones do not count each other. Served by
 * device_codes_network.
 *
 * @returns "full", or "taken" if another device has this user code
 */
export async function insertDeviceCode(db: Db, code: NewDeviceCode): Promise<"inserted" | "full" | "taken"> {
  const { rows } = await db.query<{ isFull: boolean; inserted: boolean }>(
    `with waiting as (
       select count(*) >= ${mostPerNetwork} as is_full from (
         select from device_codes where network = $6::cidr and expires_at > now() and session_id is null limit ${mostPerNetwork}) w),
     inserted as (
       insert into device_codes (device_code_hash, user_code, client_id, scope, resource, network, address, user_agent, expires_at,
                                 interval_seconds)
       select $1, $2, $3, $4, $5, $6::cidr, $7, $8, now() + $9::int * interval '1 second', ${pollSeconds} from waiting where not is_full
       on conflict (user_code) do nothing returning 1)
     select is_full as "isFull", exists (select from inserted) as inserted from waiting`,
    [
      code.codeHash,
      code.userCode,
      code.clientId,
      code.scope,
      code.resource,
      code.network,
      code.address,
      code.userAgent,
      code.lifeSeconds,
    ],
  );
  if (rows[0]?.isFull) return "full";
  return rows[0]?.inserted ? "inserted" : "taken";
}

/** A device that waits, or whose user has decided. */
export interface AskingDevice {
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly resource: string;
  readonly address: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  /** This user's. */
  readonly decision: "allowed" | "denied" | null;
}

/** Null if none waits for this user with this code, who has not decided either. Served by device_codes_user_code_key. */
export async function findAskingDevice(
  db: Db,
  userCode: string,
  userId: string,
): Promise<AskingDevice | null> {
  const { rows } = await db.query<AskingDevice>(
    `select user_code as "userCode", client_id as "clientId", scope, resource, host(address) as address,
            user_agent as "userAgent", created_at as "createdAt", decision
       from device_codes where user_code = $1 and (decision is null or user_id = $2) and expires_at > now()`,
    [userCode, userId],
  );
  return rows[0] ?? null;
}

/**
 * What the user decides, once. Locks the sign-in, so that whoever ends it and then deletes the codes cannot miss this one.
 * Served by sign_ins_id_key and device_codes_user_code_key.
 *
 * @returns false if the sign-in has ended, or the code has expired or was decided on before
 */
export async function decideDeviceCode(
  db: Db,
  userCode: string,
  signInId: string,
  decision: "allowed" | "denied",
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with sign_in as (select id, user_id, authenticated_at, amr from sign_ins where id = $2 for share)
     update device_codes d
        set decision = $3, user_id = s.user_id, sign_in_id = s.id, amr = s.amr, authenticated_at = s.authenticated_at
       from sign_in s where d.user_code = $1 and d.decision is null and d.expires_at > now()`,
    [userCode, signInId, decision],
  );
  return rowCount === 1;
}

/** What a redemption presents, and the session to open. */
export interface DeviceRedemption extends Opening {
  readonly codeHash: Buffer;
  /** At most; the code's resource may allow less. */
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** A session without refresh tokens ends with its only access token, so it takes that token's lifetime. */
  readonly refreshes: boolean;
}

const redeem = sessionOpener(
  "redeem-device-code",
  `update device_codes d set session_id = $1
     from users u, resources r
    where d.device_code_hash = $11 and d.client_id = $2 and d.decision = 'allowed' and d.session_id is null and d.expires_at > now()
      and ($10::text is not null or not r.require_dpop)
      and u.id = d.user_id and u.disabled_at is null and r.uri = d.resource
   returning d.user_id, ${identityOf("u")}, d.scope, null as nonce, null::jsonb as requested_claims, d.resource, d.authenticated_at,
             d.amr, d.sign_in_id,
             least($12::int, case when $14 then r.session_idle_seconds else r.access_token_seconds end) as idle_seconds,
             least($13::int, case when $14 then r.session_absolute_seconds else r.access_token_seconds end) as absolute_seconds`,
);

/**
 * Redeem a code that its user has allowed, once, and open its session: one statement. Of any number of simultaneous
 * redemptions, one sees the row. Served by device_codes_pkey, users_pkey and resources_pkey.
 */
export const redeemDeviceCode = (db: Db, redemption: DeviceRedemption): Promise<OpenedSession | null> =>
  redeem(db, redemption, [
    redemption.codeHash,
    redemption.idleSeconds,
    redemption.absoluteSeconds,
    redemption.refreshes,
  ]);

/** A code as a poll finds it, before the poll counts. */
export interface PolledCode {
  readonly clientId: string;
  readonly decision: "allowed" | "denied" | null;
  readonly isRedeemed: boolean;
  readonly isExpired: boolean;
  readonly isTooEarly: boolean;
  readonly userDisabled: boolean;
  /** Whether tokens of its resource are always bound to a key. */
  readonly requireDpop: boolean;
}

/**
 * Count a poll, and tell what it finds: one statement, so that replicas agree on when the next one may come. Another client's does
 * not count. Null if there is no such code. Served by device_codes_pkey.
 */
export async function pollDeviceCode(
  db: Db,
  { codeHash, clientId }: Pick<DeviceRedemption, "codeHash" | "clientId">,
): Promise<PolledCode | null> {
  const { rows } = await db.query<PolledCode>(
    `with before as (select * from device_codes where device_code_hash = $1 for update),
     judged as (
       select b.*, b.next_poll_at > now() + interval '${toleranceSeconds} s' as too_early from before b),
     counted as (
       update device_codes d
          set interval_seconds = paused.seconds, next_poll_at = now() + paused.seconds * interval '1 second'
         from judged j,
              lateral (select case when j.too_early then least(j.interval_seconds + ${pollSeconds}, ${longestPauseSeconds})
                                   else j.interval_seconds end as seconds) paused
        where d.device_code_hash = j.device_code_hash and j.client_id = $2)
     select j.client_id as "clientId", j.decision, j.session_id is not null as "isRedeemed", j.expires_at <= now() as "isExpired",
            j.too_early as "isTooEarly", coalesce(u.disabled_at is not null, false) as "userDisabled",
            r.require_dpop as "requireDpop"
       from judged j join resources r on r.uri = j.resource left join users u on u.id = j.user_id`,
    [codeHash, clientId],
  );
  return rows[0] ?? null;
}

/** Delete the codes that would open these sessions. A code is as old as its sign-in. Served by device_codes_user_id. */
export async function deleteDeviceCodes(db: Db, which: WhichSessions): Promise<void> {
  const codes = conditionsOf([...ownersOf(which), ["authenticated_at <= ", which.openedUntil]], 0);
  await db.query(`delete from device_codes where session_id is null and decision = 'allowed'${codes.sql}`, [
    ...codes.values,
  ]);
}

/** After a day, so that a late poll is told why. */
export const purgeableDeviceCodes: Purgeable = {
  table: "device_codes",
  condition: "expires_at < now() - $1 * interval '1 second'",
  value: 86_400,
};
