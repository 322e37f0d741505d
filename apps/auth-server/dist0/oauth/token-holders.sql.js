/**
 * The client, and the user if there is one. Served by clients_pkey, users_pkey and resources_pkey.
 *
 * @returns null if one of them is gone, or all resources
 */
export async function findTokenHolder(db, clientId, userId, resources) {
    const { rows } = await db.query({
        name: "find-token-holder",
        text: `
      select c.name as "clientName", c.disabled_at as "clientDisabledAt", u.email, u.disabled_at as "userDisabledAt"
        from clients c left join users u on u.id = $2
       where c.client_id = $1 and ($2::uuid is null or u.id is not null)
         and exists (select from resources where uri = any ($3))`,
        values: [clientId, userId, resources],
    });
    return rows[0] ?? null;
}
/** Whether none of these clients is gone or disabled. Served by clients_pkey. */
export async function areEnabled(db, clientIds) {
    const { rows } = await db.query({
        name: "find-ended-client",
        text: `select from unnest($1::text[]) id
            where not exists (select from clients where client_id = id and disabled_at is null)`,
        values: [clientIds],
    });
    return rows.length === 0;
}
//# sourceMappingURL=token-holders.sql.js.map