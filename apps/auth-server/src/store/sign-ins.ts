/** Browsers that are signed in here. The cookie holds 256 random bits; the table holds their hash. */
import type { Actor } from "./audit-events.js";
import type { Db } from "./database.js";
import type { Origin } from "./sessions.js";

export interface SignIn {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  /** When the user last proved who they are. */
  readonly authenticatedAt: Date;
  /** Since then, by the database's clock. */
  readonly ageSeconds: number;
}

interface SignInRow {
  id: string;
  user_id: string;
  email: string;
  authenticated_at: Date;
  age_seconds: number;
}

export interface NewSignIn extends Origin {
  readonly tokenHash: Buffer;
  /** Of the browser's sign-in so far, which this one replaces. */
  readonly replacedHash: Buffer | null;
  readonly userId: string;
  /** By which the user's password was right. */
  readonly passwordHash: string;
  readonly lifeSeconds: number;
}

/**
 * One statement. Where the same user signs in anew, the id stays: what was opened from this browser remains known. The user's
 * row is locked, so that a change of password, which ends sign-ins, comes before or after.
 *
 * @returns false where the user has another password by now, or is disabled
 */
export async function insertSignIn(db: Db, signIn: NewSignIn): Promise<boolean> {
  const { rowCount } = await db.query(
    `with checked as (
       select id from users where id = $2 and password_hash = $8 and disabled_at is null for share),
     replaced as (
       delete from sign_ins where token_hash = $6 and exists (select from checked) returning id, user_id),
     sign_in as (
       insert into sign_ins (id, token_hash, user_id, expires_at, address, user_agent)
       select coalesce((select id from replaced where user_id = $2), gen_random_uuid()),
              $1, id, now() + $3::int * interval '1 second', $4, $5 from checked returning *)
     insert into audit_events (event, user_id, address, user_agent, request_id)
     select 'sign_in.created', user_id, address, user_agent, $7 from sign_in`,
    [
      signIn.tokenHash,
      signIn.userId,
      signIn.lifeSeconds,
      signIn.address,
      signIn.userAgent,
      signIn.replacedHash,
      signIn.requestId,
      signIn.passwordHash,
    ],
  );
  return rowCount === 1;
}

/** Served by sign_ins_pkey. Null where it has expired or its user is disabled. */
export async function findSignIn(db: Db, tokenHash: Buffer): Promise<SignIn | null> {
  const { rows } = await db.query<SignInRow>({
    name: "find-sign-in",
    text: `select s.id, s.user_id, u.email, s.authenticated_at,
                  extract(epoch from now() - s.authenticated_at)::float8 as age_seconds
             from sign_ins s join users u on u.id = s.user_id
            where s.token_hash = $1 and s.expires_at > now() and u.disabled_at is null`,
    values: [tokenHash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: row.id,
    userId: row.user_id,
    email: row.email,
    authenticatedAt: row.authenticated_at,
    ageSeconds: row.age_seconds,
  };
}

export async function deleteSignIn(db: Db, tokenHash: Buffer): Promise<void> {
  await db.query("delete from sign_ins where token_hash = $1", [tokenHash]);
}

/** End every sign-in of a user but this one. Served by sign_ins_user_id. */
export async function deleteOtherSignIns(db: Db, userId: string, exceptId: string | null): Promise<void> {
  await db.query("delete from sign_ins where user_id = $1 and id is distinct from $2", [userId, exceptId]);
}

/** A batch is written well within the time that a statement has. */
const batch = 5000;

/** End sign-ins that were there when it began: a user's, or everybody's. @returns how many */
export async function endSignIns(db: Db, userId: string | null, by: Actor): Promise<number> {
  const { rows } = await db.query<{ now: string }>("select clock_timestamp()::text as now");
  for (let ended = 0; ; ) {
    const { rowCount } = await db.query(
      `with ended as (
         delete from sign_ins where token_hash in (
           select token_hash from sign_ins
            where authenticated_at <= $2 and ($1::uuid is null or user_id = $1) limit $3)
         returning user_id)
       insert into audit_events (event, user_id, actor, address, user_agent, request_id)
       select 'sign_in.ended', user_id, $4::text, $5::inet, $6::text, $7::text from ended`,
      [userId, rows[0]?.now, batch, by.actor, by.address, by.userAgent, by.requestId],
    );
    ended += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return ended;
  }
}
