/** Signed-in browsers. The cookie holds 256 random bits, the table their hash. */

import type { Actor, Origin } from "../audit/actor.js";
import { countRowsOf, type Owner } from "../database/batches.sql.js";
import type { Db } from "../database/database.js";
import { conditionsOf, partsOf, readClock, timeKey } from "../database/parts.sql.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { EndReason } from "../sessions/end-reasons.js";

export interface SignIn {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  /** When the user last proved who they are. */
  readonly authenticatedAt: Date;
  /** How (RFC 8176). */
  readonly amr: readonly string[];
  /** Seconds since then, by the database's clock. */
  readonly ageSeconds: number;
}

/** Written well within a statement's time limit. */
const batch = 1000;

/** Another provider's session, whose end ends the sign-in. */
export interface SignInProvider {
  readonly id: string;
  /** The user's `sub` there. */
  readonly subject: string;
  /** `sid`; null if it gives none. */
  readonly sessionId: string | null;
}

export interface NewSignIn extends Origin {
  readonly tokenHash: Buffer;
  /** The browser's previous sign-in, which this one replaces. */
  readonly replacedHash: Buffer | null;
  readonly userId: string;
  /** The version that the user's credentials matched. */
  readonly credentialVersion: number;
  readonly amr: readonly string[];
  /** The provider that vouched for the user, where one did. */
  readonly provider?: SignInProvider | undefined;
  readonly lifeSeconds: number;
  /** Per user. */
  readonly maxSignIns: number;
}

/**
 * One statement. If the same user signs in again, the id stays, so that sessions opened from this browser remain
 * linked to it; and so does the provider behind them, whose logout ends them, too. Beyond `maxSignIns`, the user's oldest sign-ins make room. Locks the user's row, so that a change of
 * the credentials, which ends sign-ins, comes before or after. Served by sign_ins_pkey and sign_ins_user_id.
 *
 * @returns false if the credentials have changed or the user is disabled
 */
export async function insertSignIn(db: Db, signIn: NewSignIn): Promise<boolean> {
  const { rowCount } = await db.query(
    `with checked as (
       select id from users where id = $2 and credential_version = $8 and disabled_at is null for share),
     replaced as (
       delete from sign_ins where token_hash = $6 and exists (select from checked) 
       returning id, user_id, provider_id, provider_subject, provider_session_id, 'replaced' as reason),
     sign_in as (
       insert into sign_ins (id, token_hash, user_id, expires_at, address, user_agent, amr,
                             provider_id, provider_subject, provider_session_id)
       select coalesce(r.id, gen_random_uuid()), $1, c.id, now() + $3::int * interval '1 second', $4, $5, $11,
              coalesce($12, r.provider_id),
              case when $12::text is null then r.provider_subject else $13 end,
              case when $12::text is null then r.provider_session_id else $14 end
         from checked c left join replaced r on r.user_id = c.id returning *),
     counted as (
       select token_hash from sign_ins
        where user_id = (select id from checked) and token_hash is distinct from $6 limit $9::int + $10),
     surplus as (
       select token_hash from sign_ins where token_hash = any (array(select token_hash from counted)) order by authenticated_at
        limit greatest((select count(*) from counted) + 1 - $9::int, 0) for update skip locked),
     displaced as (
       delete from sign_ins s using surplus where s.token_hash = surplus.token_hash
       returning s.id, s.user_id, 'displaced' as reason),
     audit as (
       insert into audit_events (event, reason, user_id, detail, address, user_agent, request_id)
       select e.event, e.reason, e.user_id, jsonb_build_object('sign_in_id', e.id), $4, $5, $7
         from (select 'sign_in.created' as event, null as reason, user_id, id from sign_in
               union all select 'sign_in.ended', reason, user_id, id from replaced
               union all select 'sign_in.ended', reason, user_id, id from displaced) e)
     select from sign_in`,
    [
      signIn.tokenHash,
      signIn.userId,
      signIn.lifeSeconds,
      signIn.address,
      signIn.userAgent,
      signIn.replacedHash,
      signIn.requestId,
      signIn.credentialVersion,
      signIn.maxSignIns,
      batch,
      signIn.amr,
      signIn.provider?.id,
      signIn.provider?.subject,
      signIn.provider?.sessionId,
    ],
  );
  return rowCount === 1;
}

/** Null if it has expired or its user is disabled. Served by sign_ins_pkey. */
export async function findSignIn(db: Db, tokenHash: Buffer): Promise<SignIn | null> {
  const { rows } = await db.query<SignIn>({
    name: "find-sign-in",
    text: `select s.id, s.user_id as "userId", u.email, s.authenticated_at as "authenticatedAt", s.amr,
                  extract(epoch from now() - s.authenticated_at)::float8 as "ageSeconds"
             from sign_ins s join users u on u.id = s.user_id
            where s.token_hash = $1 and s.expires_at > now() and u.disabled_at is null`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

/** A browser, as its user sees it. */
export interface ListedSignIn {
  readonly id: string;
  readonly authenticatedAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string | null;
  /** The cursor of the next page. */
  readonly key: string;
}

const selectListed = `select id, authenticated_at as "authenticatedAt", expires_at as "expiresAt", host(address) as address,
          user_agent as "userAgent", ${timeKey("authenticated_at", "id")} as key
     from sign_ins`;

/** A user's browsers that are signed in, the last first, after this key. Served by sign_ins_user_id. */
export async function listSignIns(
  db: Db,
  userId: string,
  exceptId: string | null,
  after: string | null,
  limit: number,
): Promise<ListedSignIn[]> {
  const { rows } = await db.query<ListedSignIn>(
    `${selectListed}
      where user_id = $1 and expires_at > now() and ($5::uuid is null or id <> $5::uuid)
        and ($2::timestamptz is null or (authenticated_at, id) < ($2, $3::uuid))
      order by authenticated_at desc, id desc limit $4`,
    [userId, ...partsOf(after), limit, exceptId],
  );
  return rows;
}

/** Served by sign_ins_id_key. */
export async function findListedSignIn(db: Db, id: string): Promise<ListedSignIn | null> {
  const { rows } = await db.query<ListedSignIn>(`${selectListed} where id = $1 and expires_at > now()`, [id]);
  return rows[0] ?? null;
}

/** How many of a user's browsers are signed in, except one; counting stops at `limit`. Served by sign_ins_user_id. */
export async function countSignIns(
  db: Db,
  userId: string,
  exceptId: string | null,
  limit: number,
): Promise<number> {
  const { rows } = await db.query<{ signed_in: number }>(
    `select count(*)::int as signed_in from (
       select from sign_ins
        where user_id = $1 and expires_at > now() and ($2::uuid is null or id <> $2::uuid) limit $3) as counted`,
    [userId, exceptId, limit],
  );
  return rows[0]?.signed_in ?? 0;
}

/** Conditions on sign-ins; all must hold. */
export interface WhichSignIns {
  readonly id?: string;
  readonly userId?: string;
  readonly tokenHash?: Buffer;
  /** All except this one. */
  readonly exceptSignInId?: string;
  /** PostgreSQL's text, to the microsecond; default: now. */
  readonly openedUntil?: string;
}

/**
 * End the sign-ins that exist at the start. Works inside a transaction or, batch by batch, without one. Served by
 * sign_ins_pkey, sign_ins_id_key and sign_ins_user_id.
 *
 * @returns how many
 */
export async function endSignIns(db: Db, which: WhichSignIns, reason: EndReason, by: Actor): Promise<number> {
  const conditions = conditionsOf(
    [
      ["authenticated_at <= ", which.openedUntil ?? (await readClock(db))],
      ["id = ", which.id],
      ["user_id = ", which.userId],
      ["token_hash = ", which.tokenHash],
      ["id <> ", which.exceptSignInId],
    ],
    6,
  );
  for (let ended = 0; ; ) {
    const { rowCount } = await db.query(
      `with ended as (
         delete from sign_ins where token_hash in (
           select token_hash from sign_ins where true${conditions.sql} limit $6)
         returning id, user_id)
       insert into audit_events (event, reason, user_id, actor, address, user_agent, request_id, detail)
       select 'sign_in.ended', $1, user_id, $2::text, $3::inet, $4::text, $5::text, jsonb_build_object('sign_in_id', id)
         from ended`,
      [reason, by.actor, by.address, by.userAgent, by.requestId, batch, ...conditions.values],
    );
    ended += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return ended;
  }
}

/** Conditions on the sign-ins through a provider; all must hold. */
export interface WhichOfProvider {
  readonly providerId: string;
  readonly subject?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Those that were there then. */
  readonly openedUntil?: Date | undefined;
  readonly exceptSignInId?: string | undefined;
}

/** Served by sign_ins_provider. */
export async function listSignInsOfProvider(
  db: Db,
  which: WhichOfProvider,
): Promise<Pick<SignIn, "id" | "userId">[]> {
  const conditions = conditionsOf(
    [
      ["provider_subject = ", which.subject],
      ["provider_session_id = ", which.sessionId],
      ["authenticated_at <= ", which.openedUntil],
      ["id <> ", which.exceptSignInId],
    ],
    1,
  );
  const { rows } = await db.query<Pick<SignIn, "id" | "userId">>(
    `select id, user_id as "userId" from sign_ins where provider_id = $1${conditions.sql}`,
    [which.providerId, ...conditions.values],
  );
  return rows;
}

export const purgeableSignIns: Purgeable = {
  table: "sign_ins",
  condition: "expires_at < now() - $1 * interval '1 second'",
  value: 0,
};

/** Browsers that are signed in. Served by the index on user_id. */
export const countSignInsOf = (db: Db, owner: Owner): Promise<number> =>
  countRowsOf(db, "sign_ins", owner, "expires_at > now()");
