/** Authorization codes: stored as hashes, redeemed once, by one statement. */
import type { Db, Transaction } from "./database.js";
import { auditSignIn, makeRoom } from "./session-limit.js";
import { type LocatedOrigin, type SessionGrant, type SessionGrantRow, toGrant } from "./sessions.js";

export interface NewAuthorizationCode {
  readonly codeHash: Buffer;
  readonly clientId: string;
  /** The sign-in behind the code. */
  readonly signInId: string;
  /** Whether the consent must still exist when the code is redeemed. */
  readonly needsConsent: boolean;
  readonly redirectUri: string;
  readonly redirectUriSent: boolean;
  readonly codeChallenge: string;
  readonly scope: readonly string[];
  readonly resource: string;
  readonly lifeSeconds: number;
}

/**
 * Insert a code if its sign-in, and its consent if one is needed, still exist. Locks both rows, so that whoever
 * deletes them and then the codes cannot miss this one. Served by sign_ins_id_key and consents_pkey.
 *
 * @returns whether it was inserted
 */
export async function insertAuthorizationCode(db: Db, code: NewAuthorizationCode): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "insert-authorization-code",
    text: `with sign_in as (select id, user_id, authenticated_at from sign_ins where id = $3 for share),
                consent as (
                  select from consents
                   where user_id = (select user_id from sign_in) and client_id = $2 and resource = $8 for share)
           insert into authorization_codes (code_hash, client_id, user_id, sign_in_id, redirect_uri,
                                            redirect_uri_sent, code_challenge, scope, resource, authenticated_at, expires_at)
           select $1, $2, user_id, id, $4, $5, $6, $7, $8, authenticated_at, now() + $9::int * interval '1 second'
             from sign_in where not $10 or exists (select from consent)`,
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
    ],
  });
  return rowCount === 1;
}

/** What a redemption presents, and the session to open. */
export interface Redemption extends LocatedOrigin {
  readonly codeHash: Buffer;
  readonly clientId: string;
  /** Null if the token request has none. */
  readonly redirectUri: string | null;
  /** Null if the token request has none; the code's then applies. */
  readonly resource: string | null;
  /** Computed from the presented verifier. */
  readonly codeChallenge: string;
  readonly sessionId: string;
  readonly secretHash: Buffer;
  /** At most; the code's resource may allow less. */
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** A session without refresh tokens ends with its only access token, so it takes that token's lifetime. */
  readonly refreshes: boolean;
  readonly accessTokenId: string;
  /** Per user and client. */
  readonly maxSessions: number;
}

/**
 * Redeem a code, once, open its session and end the sessions that this displaces: one statement. Of any number of
 * simultaneous redemptions, one sees the row. Served by authorization_codes_pkey, users_pkey and resources_pkey.
 */
export async function redeemAuthorizationCode(db: Db, redemption: Redemption): Promise<SessionGrant | null> {
  const { rows } = await db.query<SessionGrantRow>({
    name: "redeem-authorization-code",
    text: `
      with code as (
        update authorization_codes c set session_id = $5
          from users u, resources r
         where c.code_hash = $1 and c.client_id = $2 and c.code_challenge = $4
           and (c.redirect_uri = $3 or $3::text is null and not c.redirect_uri_sent)
           and ($12::text is null or c.resource = $12)
           and c.session_id is null and c.expires_at > now()
           and u.id = c.user_id and u.disabled_at is null and r.uri = c.resource
        returning c.*, u.roles,
                  least($7::int, case when $14 then r.session_idle_seconds else r.access_token_seconds end) as idle_seconds,
                  least($8::int, case when $14 then r.session_absolute_seconds else r.access_token_seconds end)
                    as absolute_seconds),
      session as (
        insert into sessions (id, client_id, user_id, scope, resource, secret_hash, idle_expires_at, absolute_expires_at,
                              authenticated_at, sign_in_id, last_access_token_id, first_address, last_address, user_agent,
                              last_country)
        select $5, client_id, user_id, scope, resource, $6,
               now() + least(idle_seconds, absolute_seconds) * interval '1 second',
               now() + absolute_seconds * interval '1 second', authenticated_at, sign_in_id, $9, $10, $10, $11, $15 from code
        returning *),${makeRoom("$16")},${auditSignIn("$13")}
      select $5::uuid as id, user_id, roles, scope, resource, floor(extract(epoch from authenticated_at))::float8 as auth_time from code`,
    values: [
      redemption.codeHash,
      redemption.clientId,
      redemption.redirectUri,
      redemption.codeChallenge,
      redemption.sessionId,
      redemption.secretHash,
      redemption.idleSeconds,
      redemption.absoluteSeconds,
      redemption.accessTokenId,
      redemption.address,
      redemption.userAgent,
      redemption.resource,
      redemption.requestId,
      redemption.refreshes,
      redemption.country,
      redemption.maxSessions,
    ],
  });
  return rows[0] === undefined ? null : toGrant(rows[0]);
}

/** A code read under its row lock. */
export interface LockedCode {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly redirectUriSent: boolean;
  readonly codeChallenge: string;
  readonly resource: string;
  readonly userDisabled: boolean;
  /** The session that redeeming it opened. */
  readonly sessionId: string | null;
}

/** Read a code under its row lock, so that a redemption in flight finishes before it is judged. */
export async function lockAuthorizationCode(tx: Transaction, codeHash: Buffer): Promise<LockedCode | null> {
  const { rows } = await tx.query<LockedCode>(
    `select c.client_id as "clientId", c.user_id as "userId", c.redirect_uri as "redirectUri", c.redirect_uri_sent as "redirectUriSent",
            c.code_challenge as "codeChallenge", c.resource,
            u.disabled_at is not null as "userDisabled", c.session_id as "sessionId"
       from authorization_codes c join users u on u.id = c.user_id
      where c.code_hash = $1 for update of c`,
    [codeHash],
  );
  return rows[0] ?? null;
}
