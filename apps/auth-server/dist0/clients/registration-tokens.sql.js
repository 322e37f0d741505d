const columns = `name, created_at as "createdAt", expires_at as "expiresAt", uses_left as "usesLeft"`;
/** @throws the database's error if the name is taken */
export async function insertRegistrationToken(tx, { tokenHash, name, seconds, uses }) {
    const { rows } = await tx.query(`insert into registration_tokens (token_hash, name, expires_at, uses_left)
     values ($1, $2, now() + $3 * interval '1 second', $4) returning ${columns}`, [tokenHash, name, seconds, uses]);
    return rows[0];
}
export async function listRegistrationTokens(db) {
    const { rows } = await db.query(`select ${columns} from registration_tokens order by name`);
    return rows;
}
/** @returns whether there was one */
export async function deleteRegistrationToken(tx, name) {
    return (await tx.query("delete from registration_tokens where name = $1", [name])).rowCount === 1;
}
/** Use a token once; simultaneous uses wait for each other. @returns its name; null if it may not be used */
export async function spendRegistrationToken(tx, tokenHash) {
    const { rows } = await tx.query(`update registration_tokens set uses_left = uses_left - 1
      where token_hash = $1 and expires_at > now() and uses_left > 0 is not false
      returning name`, [tokenHash]);
    return rows[0]?.name ?? null;
}
/** Kept for a while, so that the list explains why a token is refused. */
export const purgeableRegistrationTokens = {
    table: "registration_tokens",
    condition: "expires_at < now() - $1 * interval '1 second'",
    value: 30 * 86_400,
};
//# sourceMappingURL=registration-tokens.sql.js.map