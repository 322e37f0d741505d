/**
 * Whether this token may still arrive under the former name. Its session must date from that time and not have been
 * refreshed since, except once for a lost answer. So nobody can plant a newly opened session, or keep planting an old
 * one. Served by sessions_pkey.
 */
export async function mayComeByFormerCookie(db, { sessionId, generation }) {
    const { rowCount } = await db.query(`select from sessions s, former_cookies f
      where s.id = $1 and s.created_at < f.until and (s.rotated_at < f.until or s.generation = $2::int + 1)`, [sessionId, generation]);
    return rowCount === 1;
}
//# sourceMappingURL=former-cookies.sql.js.map