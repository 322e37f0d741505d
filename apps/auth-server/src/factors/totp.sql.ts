/** The users' authenticators. */
import type { Db } from "../database/database.js";

/** The sealed secret of a user's authenticator. Served by totp_authenticators_pkey. */
export async function findTotp(db: Db, userId: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ secret: Buffer }>({
    name: "find-totp",
    text: "select secret from totp_authenticators where user_id = $1",
    values: [userId],
  });
  return rows[0]?.secret ?? null;
}

/**
 * Use up a time step, and all before it: no code is accepted twice, by whichever replica (RFC 6238 §5.2).
 *
 * @returns false if it was used before
 */
export async function consumeTotpStep(db: Db, userId: string, step: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "consume-totp-step",
    text: "update totp_authenticators set last_step = $2 where user_id = $1 and last_step < $2",
    values: [userId, step],
  });
  return rowCount === 1;
}

export interface NewTotp {
  readonly userId: string;
  /** Sealed, under the entry of `SECRETS` with this name. */
  readonly secret: Buffer;
  readonly secretName: string;
  /** Of the code that proved that the user's app has the secret. */
  readonly step: number;
}

/** Add a user's authenticator, in place of the one before. */
export async function putTotp(db: Db, { userId, secret, secretName, step }: NewTotp): Promise<void> {
  await db.query(
    `insert into totp_authenticators (user_id, secret, secret_name, last_step) values ($1, $2, $3, $4)
     on conflict (user_id) do update
        set secret = excluded.secret, secret_name = excluded.secret_name, last_step = excluded.last_step, created_at = now()`,
    [userId, secret, secretName, step],
  );
}

/** @returns whether there was one */
export async function deleteTotp(db: Db, userId: string): Promise<boolean> {
  const { rowCount } = await db.query("delete from totp_authenticators where user_id = $1", [userId]);
  return rowCount === 1;
}

/** How many authenticators are sealed under each entry of `SECRETS`. Reads the table. */
export async function countTotpBySecret(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ name: string; count: number }>(
    "select secret_name as name, count(*)::int as count from totp_authenticators group by 1 order by 1",
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

export interface SealedTotp {
  readonly userId: string;
  readonly secret: Buffer;
  readonly secretName: string;
}

/** Authenticators that are not sealed under this entry, in order of user, after this one. Served by totp_authenticators_pkey. */
export async function listTotpUnderOthers(
  db: Db,
  secretName: string,
  afterUserId: string | null,
  limit: number,
): Promise<SealedTotp[]> {
  const { rows } = await db.query<SealedTotp>(
    `select user_id as "userId", secret, secret_name as "secretName" from totp_authenticators
      where secret_name <> $1 and ($2::uuid is null or user_id > $2) order by user_id limit $3`,
    [secretName, afterUserId, limit],
  );
  return rows;
}

/** Replace a sealed secret by the same one, sealed anew; unless it was replaced meanwhile. */
export async function resealTotp(db: Db, old: SealedTotp, next: Omit<SealedTotp, "userId">): Promise<void> {
  await db.query(
    "update totp_authenticators set secret = $3, secret_name = $4 where user_id = $1 and secret = $2",
    [old.userId, old.secret, next.secret, next.secretName],
  );
}
