/** Scans the secrets of clients and resources, which are few; codes and sign-ins by primary key. */
export async function findHandleOwner(db, hash) {
    const { rows } = await db.query(`select 'authorization_code' as kind, a.client_id as "clientId", u.email, a.resource, a.session_id as "sessionId",
            a.expires_at as "expiresAt", a.expires_at <= now() as expired, u.disabled_at as "disabledAt"
       from authorization_codes a join users u on u.id = a.user_id where a.code_hash = $1
     union all
     select 'sign_in', null, u.email, null, null, s.expires_at, s.expires_at <= now(), u.disabled_at
       from sign_ins s join users u on u.id = s.user_id where s.token_hash = $1
     union all
     select 'client_secret', client_id, null, null, null, null, false, disabled_at
       from clients where secret_hashes @> array[$1::bytea]
     union all
     select 'resource_secret', null, null, uri, null, null, false, null
       from resources where secret_hashes @> array[$1::bytea]`, [hash]);
    return rows[0] ?? null;
}
//# sourceMappingURL=handle-owner.sql.js.map