/** In wire names. Served by identities_user_id. */
export async function exportIdentities(db, userId) {
    const { rows } = await db.query(`select json_build_object('provider', provider_id, 'subject', subject, 'email', email, 'created_at', created_at,
            'last_used_at', last_used_at) as identity
       from identities where user_id = $1 order by created_at`, [userId]);
    return rows.map(({ identity }) => identity);
}
//# sourceMappingURL=export.sql.js.map