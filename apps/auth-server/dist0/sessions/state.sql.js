import { judgedColumns } from "./judge.sql.js";
import { grantColumns, isOpen, sessionColumns } from "./session.sql.js";
/** Served by sessions_pkey, users_pkey, clients_pkey and client_resources_pkey. */
export async function findSessionState(db, id) {
    const { rows } = await db.query({
        name: "find-session-state",
        text: `
      select ${sessionColumns}, ${judgedColumns}, u.roles, u.email, u.disabled_at as "userDisabledAt",
             c.name as "clientName", c.disabled_at as "clientDisabledAt"
        from sessions s join users u on u.id = s.user_id join clients c on c.client_id = s.client_id
       where s.id = $1`,
        values: [id],
    });
    return rows[0] ?? null;
}
/**
 * What the userinfo endpoint tells about a session's user; null if the session has ended or the user is disabled. Served by
 * sessions_pkey and users_pkey.
 */
export async function findIdentity(db, id, userId) {
    const { rows } = await db.query({
        name: "find-identity",
        text: `select ${grantColumns} from sessions s join users u on u.id = s.user_id
            where s.id = $1 and s.user_id = $2 and ${isOpen} and u.disabled_at is null`,
        values: [id, userId],
    });
    return rows[0] ?? null;
}
//# sourceMappingURL=state.sql.js.map