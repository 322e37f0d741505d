const columns = `id, purpose, user_id as "userId", email, detail, credential_version as "credentialVersion",
  created_at as "createdAt", expires_at as "expiresAt"`;
/**
 * Keep a link. Earlier ones of the same purpose go: for the same user or, where there is none, the same address. One that undoes
 * a change of address replaces none: a thief who changes it twice must not be rid of the first. Served by mailed_links_user_id
 * and mailed_links_email.
 *
 * @throws the database's error if there is no such user
 */
export async function insertMailedLink(db, link) {
    const { rows } = await db.query({
        name: "insert-mailed-link",
        text: `with replaced as (
      delete from mailed_links where purpose = $2 and $2 <> 'email_revert' and
        case when $3::uuid is null then user_id is null and lower(email) = lower($4) else user_id = $3 end)
    insert into mailed_links (token_hash, purpose, user_id, email, detail, credential_version, expires_at)
    values ($1, $2, $3, $4, $5, $6, now() + $7::int * interval '1 second') returning ${columns}`,
        values: [
            link.tokenHash,
            link.purpose,
            link.userId,
            link.email,
            link.detail,
            link.credentialVersion,
            link.lifeSeconds,
        ],
    });
    return rows[0];
}
/** The link as long as it is good, to show the page behind it. Served by mailed_links_pkey. */
export async function findMailedLink(db, tokenHash, purpose) {
    const { rows } = await db.query(`select ${columns} from mailed_links where token_hash = $1 and purpose = $2 and expires_at > now()`, [tokenHash, purpose]);
    return rows[0] ?? null;
}
/**
 * Use the link up, in the transaction of what it is for: if that fails, the link is still good. Simultaneous uses wait for each
 * other. Does not check the user or the credentials. Served by mailed_links_pkey.
 *
 * @returns null if it is unknown, used, expired or for another purpose
 */
export async function consumeMailedLink(tx, tokenHash, purpose) {
    const { rows } = await tx.query(`delete from mailed_links where token_hash = $1 and purpose = $2 and expires_at > now() returning ${columns}`, [tokenHash, purpose]);
    return rows[0] ?? null;
}
/** Delete a user's links that are not older than this one. Served by mailed_links_user_id. */
export async function deleteLaterLinks(tx, { userId, createdAt }) {
    await tx.query("delete from mailed_links where user_id = $1 and created_at >= $2", [userId, createdAt]);
}
/** Those of a user that are good. Served by mailed_links_user_id. */
export async function listLinksOf(db, userId) {
    const { rows } = await db.query(`select ${columns} from mailed_links where user_id = $1 and expires_at > now() order by created_at`, [userId]);
    return rows;
}
/** Those of one purpose that are good, by address, after this one. Served by mailed_links_email. */
export async function listMailedLinks(db, purpose, after = null, limit = null) {
    const { rows } = await db.query(`select ${columns} from mailed_links
      where purpose = $1 and expires_at > now() and ($2::text is null or lower(email) > lower($2))
      order by lower(email) limit $3`, [purpose, after, limit]);
    return rows;
}
/** The one to this address, as long as it is good. Served by mailed_links_email. */
export async function findMailedLinkTo(db, purpose, email) {
    const { rows } = await db.query(`select ${columns} from mailed_links where purpose = $1 and lower(email) = lower($2) and expires_at > now()`, [purpose, email]);
    return rows[0] ?? null;
}
/** Served by mailed_links_id_key. @returns the link; null if there was none */
export async function deleteMailedLink(tx, id, purpose) {
    const { rows } = await tx.query(`delete from mailed_links where id = $1 and purpose = $2 returning ${columns}`, [id, purpose]);
    return rows[0] ?? null;
}
export const purgeableMailedLinks = {
    table: "mailed_links",
    condition: "expires_at < now() - $1 * interval '1 second'",
    value: 0,
};
//# sourceMappingURL=mailed-links.sql.js.map