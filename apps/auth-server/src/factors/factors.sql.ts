/** What a user can prove besides a password. */
import type { Db } from "../database/database.js";

export interface Factors {
  readonly passkeys: number;
  readonly totp: boolean;
  /** Unused ones. */
  readonly recoveryCodes: number;
}

/** Served by passkeys_user_id, totp_authenticators_pkey and recovery_codes_user_id. */
export async function findFactors(db: Db, userId: string): Promise<Factors> {
  const { rows } = await db.query<Factors>({
    name: "find-factors",
    text: `select (select count(*)::int from passkeys where user_id = $1) as passkeys,
                  exists (select from totp_authenticators where user_id = $1 and confirmed_at is not null) as totp,
                  (select count(*)::int from recovery_codes where user_id = $1 and used_at is null) as "recoveryCodes"`,
    values: [userId],
  });
  return rows[0] ?? { passkeys: 0, totp: false, recoveryCodes: 0 };
}

/** Whether a password alone does not sign the user in. Recovery codes are for whoever has lost a factor. */
export const needsSecondFactor = ({ passkeys, totp }: Factors): boolean => passkeys > 0 || totp;

/** Whether anything signs the user in at all. */
export async function canSignIn(db: Db, userId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from users u
      where u.id = $1 and (u.password_hash is not null or exists (select from passkeys where user_id = u.id)
                           or exists (select from identities where user_id = u.id))`,
    [userId],
  );
  return rowCount === 1;
}
