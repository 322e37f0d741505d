/** The sealed secret of a user's authenticator. Served by totp_authenticators_pkey. */
export async function findTotp(db, userId) {
    const { rows } = await db.query({
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
export async function consumeTotpStep(db, userId, step) {
    const { rowCount } = await db.query({
        name: "consume-totp-step",
        text: "update totp_authenticators set last_step = $2 where user_id = $1 and last_step < $2",
        values: [userId, step],
    });
    return rowCount === 1;
}
/** Add a user's authenticator, in place of the one before. */
export async function putTotp(db, { userId, secret, secretName, step }) {
    await db.query(`insert into totp_authenticators (user_id, secret, secret_name, last_step) values ($1, $2, $3, $4)
     on conflict (user_id) do update
        set secret = excluded.secret, secret_name = excluded.secret_name, last_step = excluded.last_step, created_at = now()`, [userId, secret, secretName, step]);
}
/** @returns whether there was one */
export async function deleteTotp(db, userId) {
    const { rowCount } = await db.query("delete from totp_authenticators where user_id = $1", [userId]);
    return rowCount === 1;
}
/** How many authenticators are sealed under each entry of `SECRETS`. Reads the table. */
export async function countTotpBySecret(db) {
    const { rows } = await db.query("select secret_name as name, count(*)::int as count from totp_authenticators group by 1 order by 1");
    return new Map(rows.map(({ name, count }) => [name, count]));
}
/** Authenticators that are not sealed under this entry, in order of user, after this one. Served by totp_authenticators_pkey. */
export async function listTotpUnderOthers(db, secretName, afterUserId, limit) {
    const { rows } = await db.query(`select user_id as "userId", secret, secret_name as "secretName" from totp_authenticators
      where secret_name <> $1 and ($2::uuid is null or user_id > $2) order by user_id limit $3`, [secretName, afterUserId, limit]);
    return rows;
}
/** Replace a sealed secret by the same one, sealed anew; unless it was replaced meanwhile. */
export async function resealTotp(db, old, next) {
    await db.query("update totp_authenticators set secret = $3, secret_name = $4 where user_id = $1 and secret = $2", [old.userId, old.secret, next.secret, next.secretName]);
}
//# sourceMappingURL=totp.sql.js.map