/** In wire names. Served by passkeys_user_id, totp_authenticators_pkey and recovery_codes_user_id. */
export async function exportFactors(db, userId) {
    const { rows } = await db.query(`select json_build_object(
       'passkeys', (select coalesce(json_agg(json_build_object(
            'id', id, 'name', name, 'aaguid', aaguid, 'transports', transports, 'backed_up', backed_up,
            'created_at', created_at, 'last_used_at', last_used_at) order by created_at), '[]')
          from passkeys where user_id = $1),
       'totp', (select json_build_object('created_at', created_at) from totp_authenticators where user_id = $1),
       'recovery_codes', (select coalesce(json_agg(json_build_object(
            'created_at', created_at, 'used_at', used_at) order by created_at), '[]')
          from recovery_codes where user_id = $1)) as factors`, [userId]);
    return rows[0]?.factors ?? {};
}
//# sourceMappingURL=export.sql.js.map