import { partsOf, timeKey } from "../database/parts.sql.js";
import { isOpen, sessionColumns } from "./session.sql.js";
/** How long an ended session is still shown. */
const shownDays = 30;
const selectSessions = `
  select ${sessionColumns}, c.name as "clientName", ${timeKey("s.created_at", "s.id")} as key
    from sessions s join clients c on c.client_id = s.client_id`;
const endedLately = `s.revoked_at > now() - interval '${shownDays} days'`;
/**
 * A user's sessions after this key, newest first: the open ones, or those that ended recently. Sorted by the time of
 * sign-in, because a time that changes between two pages would skip rows. Served by sessions_open and
 * sessions_user_id.
 */
export async function listAccountSessions(db, userId, { withEnded = false, exceptIds = [], }, after, limit) {
    const { rows } = await db.query(`${selectSessions}
      where s.user_id = $1 and (${withEnded ? `${isOpen} or ${endedLately}` : isOpen})
        and ($2::timestamptz is null or (s.created_at, s.id) < ($2, $3::uuid))
        and s.id <> all ($5::uuid[])
      order by s.created_at desc, s.id desc limit $4`, [userId, ...partsOf(after), limit, exceptIds]);
    return rows;
}
/** No index leads from a sign-in to its sessions: so many of the user's last, open or not, are looked through. */
const searched = 1000;
/** The open sessions among them that this sign-in opened, the last first. Served by sessions_user_id. */
export async function listSessionsOfSignIn(db, userId, signInId, limit) {
    const { rows } = await db.query(`${selectSessions}
      where s.id in (
        select id from (
          select id, sign_in_id from sessions where user_id = $1 order by created_at desc limit $4) latest
         where sign_in_id = $2)
        and ${isOpen}
      order by s.created_at desc, s.id desc limit $3`, [userId, signInId, limit, searched]);
    return rows;
}
/**
 * How many of a user's sessions are open, except those opened by one sign-in; counting stops at `limit`. Served by
 * sessions_user_id, in whose order they are read.
 */
export async function countSessionsOf(db, userId, exceptSignInId, limit) {
    const { rows } = await db.query(`select count(*)::int as open from (
       select from sessions s
        where s.user_id = $1 and ${isOpen} and ($2::uuid is null or s.sign_in_id is distinct from $2::uuid)
        order by s.created_at desc limit $3) as counted`, [userId, exceptSignInId, limit]);
    return rows[0]?.open ?? 0;
}
/**
 * Sessions that ended recently for one of these reasons, latest first; those displaced by another sign-in come last.
 * One lookup per reason, because the index has no common order for several. Served by sessions_ended.
 */
export async function listEndedSessions(db, userId, reasons, limit) {
    const { rows } = await db.query(`${selectSessions}
      where s.id in (
        select e.id
          from unnest($2::text[]) reason, lateral (
            select id from sessions s
             where s.user_id = $1 and s.revoke_reason = reason and ${endedLately} order by s.revoked_at desc limit $3) e)
      order by s.revoke_reason = 'session_displaced', s.revoked_at desc, s.id limit $3`, [userId, reasons, limit]);
    return rows;
}
/** Names of the apps with such open sessions, at most `limit`. Served by sessions_open. */
export async function listAppsOf(db, { userId, signInId, withoutScope }, limit) {
    const { rows } = await db.query(`select distinct c.name from sessions s join clients c on c.client_id = s.client_id
      where s.user_id = $1 and s.sign_in_id = $2 and ${isOpen}
        and ($4::text is null or not $4 = any (s.scope)) order by c.name limit $3`, [userId, signInId, limit, withoutScope]);
    return rows.map(({ name }) => name);
}
/** The sign-in that a session came from, or null. Served by sessions_pkey. */
export async function findSignInOf(db, sessionId) {
    const { rows } = await db.query("select sign_in_id from sessions where id = $1", [sessionId]);
    return rows[0]?.sign_in_id ?? null;
}
export const isOpenSession = async (db, id, userId) => (await findRolesOfSession(db, id, userId)) !== null;
/**
 * The user's current roles; null if the session has ended or the user is disabled. Every request to the admin and
 * account APIs asks, hence the join with users. Served by sessions_pkey and users_pkey.
 */
export async function findRolesOfSession(db, id, userId) {
    const { rows } = await db.query({
        name: "find-roles-of-session",
        text: `select u.roles from sessions s join users u on u.id = s.user_id
            where s.id = $1 and s.user_id = $2 and ${isOpen} and u.disabled_at is null`,
        values: [id, userId],
    });
    return rows[0]?.roles ?? null;
}
//# sourceMappingURL=account.sql.js.map