/** Served by passkeys_user_id, totp_authenticators_pkey and recovery_codes_user_id. */
export async function findFactors(db, userId) {
    const { rows } = await db.query({
        name: "find-factors",
        text: `select (select count(*)::int from passkeys where user_id = $1) as passkeys,
                  exists (select from totp_authenticators where user_id = $1) as totp,
                  (select count(*)::int from recovery_codes where user_id = $1 and used_at is null) as "recoveryCodes"`,
        values: [userId],
    });
    return rows[0] ?? { passkeys: 0, totp: false, recoveryCodes: 0 };
}
/** Whether a password alone does not sign the user in. Recovery codes are for whoever has lost a factor. */
export const needsSecondFactor = ({ passkeys, totp }) => passkeys > 0 || totp;
/** Whether anything signs the user in at all. */
export async function canSignIn(db, userId) {
    const { rowCount } = await db.query(`select from users u
      where u.id = $1 and (u.password_hash is not null or exists (select from passkeys where user_id = u.id)
                           or exists (select from identities i join providers p on p.id = i.provider_id
                                       where i.user_id = u.id and p.disabled_at is null))`, [userId]);
    return rowCount === 1;
}
/** Served by passkeys_user_id and totp_authenticators_pkey. */
export async function listFactors(db, userId) {
    const { rows } = await db.query(`select 'totp' as kind, null::uuid as id, null as name, created_at as "createdAt", null::timestamptz as "lastUsedAt"
       from totp_authenticators where user_id = $1
     union all
     select 'passkey', id, name, created_at, last_used_at from passkeys where user_id = $1
      order by "createdAt"`, [userId]);
    return rows;
}
/** @param id null: all of the user's @returns the ids of those deleted; served by passkeys_user_id */
export async function deletePasskeys(tx, userId, id) {
    const { rows } = await tx.query("delete from passkeys where user_id = $1 and ($2::uuid is null or id = $2) returning id", [userId, id]);
    return rows.map(({ id }) => id);
}
/** Users with one of these roles who are not disabled and have no second factor, by address. Reads the users. */
export async function listWithoutFactor(db, roles, limit) {
    const { rows } = await db.query(`select email from users u
      where roles && $1::text[] and disabled_at is null
        and not exists (select from passkeys p where p.user_id = u.id)
        and not exists (select from totp_authenticators t where t.user_id = u.id)
      order by lower(email) limit $2`, [roles, limit]);
    return rows.map(({ email }) => email);
}
//# sourceMappingURL=factors.sql.js.map