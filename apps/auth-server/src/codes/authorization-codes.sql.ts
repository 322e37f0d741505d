/** Authorization codes: stored as hashes, redeemed once, by one statement. */
import { countRowsOf, deleteRowsOf, type Owner } from "../database/batches.sql.js";
import type { Db, Transaction } from "../database/database.js";
import { conditionsOf } from "../database/parts.sql.js";
import type { Purgeable } from "../database/purge.sql.js";
import { ownersOf, type WhichSessions } from "../sessions/end.sql.js";
import { type Opening, sessionOpener } from "../sessions/open.sql.js";
import { identityOf, type OpenedSession, type RequestedClaims } from "../sessions/session.sql.js";

export interface NewAuthorizationCode {
  readonly codeHash: Buffer;
  readonly clientId: string;
  /** The sign-in behind the code. */
  readonly signInId: string;
  /** Whether the consent must still exist when the code is redeemed. */
  readonly needsConsent: boolean;
  readonly redirectUri: string;
  readonly redirectUriSent: boolean;
  /** Null if the client may do without PKCE. */
  readonly codeChallenge: string | null;
  readonly scope: readonly string[];
  readonly resource: string;
  readonly nonce: string | null;
  readonly requestedClaims: RequestedClaims | null;
  /** The thumbprint of the key that has to be proven when the code is redeemed (RFC 9449 §10); null leaves it open. */
  readonly jkt: string | null;
  /** Of the pushed request that the code uses up; null if none was pushed. */
  readonly requestUriHash: Buffer | null;
  readonly lifeSeconds: number;
}

/**
 * Insert a code if its sign-in, and its consent if one is needed, still exist. Locks both rows, so that whoever
 * deletes them and then the codes cannot miss this one. Uses up the pushed request: of any number of tabs, one gets a code
 * for it. Served by sign_ins_id_key, consents_pkey and pushed_requests_pkey.
 *
 * @returns whether it was inserted
 */
export async function insertAuthorizationCode(db: Db, code: NewAuthorizationCode): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "insert-authorization-code",
    text: `with sign_in as (select id, user_id, authenticated_at, amr from sign_ins where id = $3 for share),
                consent as (
                  select from consents
                   where user_id = (select user_id from sign_in) and client_id = $2 and resource = $8 for share),
                allowed as (select * from sign_in where not $10 or exists (select from consent)),
                pushed as (
                  update pushed_requests set used_at = now()
                   where request_uri_hash = $13 and client_id = $2 and used_at is null and expires_at > now()
                     and exists (select from allowed)
                  returning 1)
           insert into authorization_codes (code_hash, client_id, user_id, sign_in_id, redirect_uri,
                                            redirect_uri_sent, code_challenge, scope, resource, nonce, requested_claims, authenticated_at, amr, jkt, expires_at)
           select $1, $2, user_id, id, $4, $5, $6, $7, $8, $11, $12, authenticated_at, amr, $14, now() + $9::int * interval '1 second'
             from allowed where $13::bytea is null or exists (select from pushed)`,
    values: [
      code.codeHash,
      code.clientId,
      code.signInId,
      code.redirectUri,
      code.redirectUriSent,
      code.codeChallenge,
      code.scope,
      code.resource,
      code.lifeSeconds,
      code.needsConsent,
      code.nonce,
      code.requestedClaims,
      code.requestUriHash,
      code.jkt,
    ],
  });
  return rowCount === 1;
}

/** What a redemption presents, and the session to open. */
export interface Redemption extends Opening {
  readonly codeHash: Buffer;
  /** Null if the token request has none. */
  readonly redirectUri: string | null;
  /** Null if the token request has none; the code's then applies. */
  readonly resource: string | null;
  /** Computed from the presented verifier; null if there is none. */
  readonly codeChallenge: string | null;
  /** At most; the code's resource may allow less. */
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** A session without refresh tokens ends with its only access token, so it takes that token's lifetime. */
  readonly refreshes: boolean;
}

/** Joins users and resources, because a redemption is one statement. */
const redeem = sessionOpener(
  "redeem-authorization-code",
  `update authorization_codes c set session_id = $1
     from users u, resources r
    where c.code_hash = $11 and c.client_id = $2 and c.code_challenge is not distinct from $13
      and (c.redirect_uri = $12 or $12::text is null and not c.redirect_uri_sent)
      and ($14::text is null or c.resource = $14)
      and (c.jkt is null or c.jkt = $10) and ($10::text is not null or not r.require_dpop)
      and c.session_id is null and c.expires_at > now()
      and u.id = c.user_id and u.disabled_at is null and r.uri = c.resource
   returning c.user_id, ${identityOf("u")}, c.scope, c.nonce, c.requested_claims, c.resource, c.authenticated_at, c.amr, c.sign_in_id,
             least($15::int, case when $17 then r.session_idle_seconds else r.access_token_seconds end) as idle_seconds,
             least($16::int, case when $17 then r.session_absolute_seconds else r.access_token_seconds end) as absolute_seconds`,
);

/**
 * Redeem a code, once, open its session and end the sessions that this displaces: one statement. Of any number of
 * simultaneous redemptions, one sees the row. Served by authorization_codes_pkey, users_pkey and resources_pkey.
 */
export const redeemAuthorizationCode = (db: Db, redemption: Redemption): Promise<OpenedSession | null> =>
  redeem(db, redemption, [
    redemption.codeHash,
    redemption.redirectUri,
    redemption.codeChallenge,
    redemption.resource,
    redemption.idleSeconds,
    redemption.absoluteSeconds,
    redemption.refreshes,
  ]);

/** Delete the codes that would open these sessions. A code is as old as its sign-in. Served by authorization_codes_user_id. */
export async function deleteCodes(db: Db, which: WhichSessions): Promise<void> {
  const codes = conditionsOf([...ownersOf(which), ["authenticated_at <= ", which.openedUntil]], 0);
  await db.query(`delete from authorization_codes where session_id is null${codes.sql}`, [...codes.values]);
}

/** A code read under its row lock. */
export interface LockedCode {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly redirectUriSent: boolean;
  readonly codeChallenge: string | null;
  readonly resource: string;
  readonly jkt: string | null;
  /** Whether tokens of its resource are always bound to a key. */
  readonly requireDpop: boolean;
  readonly userDisabled: boolean;
  /** The session that redeeming it opened. */
  readonly sessionId: string | null;
}

/** Read a code under its row lock, so that a redemption in flight finishes before it is judged. */
export async function lockAuthorizationCode(tx: Transaction, codeHash: Buffer): Promise<LockedCode | null> {
  const { rows } = await tx.query<LockedCode>(
    `select c.client_id as "clientId", c.user_id as "userId", c.redirect_uri as "redirectUri", c.redirect_uri_sent as "redirectUriSent",
            c.code_challenge as "codeChallenge", c.resource, c.jkt, r.require_dpop as "requireDpop",
            u.disabled_at is not null as "userDisabled", c.session_id as "sessionId"
       from authorization_codes c join users u on u.id = c.user_id join resources r on r.uri = c.resource
      where c.code_hash = $1 for update of c`,
    [codeHash],
  );
  return rows[0] ?? null;
}

/** After a day, so that reuse of a code is detected and can be explained. */
export const purgeableCodes: Purgeable = {
  table: "authorization_codes",
  condition: "expires_at < now() - $1 * interval '1 second'",
  value: 86_400,
};

/** Not redeemed and not expired. Codes are few, so the table is scanned. */
export const countCodesOf = (db: Db, owner: Owner): Promise<number> =>
  countRowsOf(db, "authorization_codes", owner, "session_id is null and expires_at > now()");

export const deleteCodesOf = (db: Db, owner: Owner, wait: boolean): Promise<void> =>
  deleteRowsOf(db, "authorization_codes", owner, wait);
