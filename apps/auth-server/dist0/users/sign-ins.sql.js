/** Signed-in browsers. The cookie holds 256 random bits, the table their hash. */
import { countRowsOf } from "../database/batches.sql.js";
import { conditionsOf, partsOf, readClock, timeKey } from "../database/parts.sql.js";
/** Written well within a statement's time limit. */
const batch = 1000;
/** An account's creation, and what else happens before its first sign-in. After more, such as a stranger's guesses, that one is news. */
const firstEvents = 50;
/**
 * One statement. If the same user signs in again, the id stays, so that sessions opened from this browser remain
 * linked to it; and so does the provider behind them, whose logout ends them, too. Beyond `maxSignIns`, the user's oldest
 * sign-ins make room. Locks the user's row, so that a change of the credentials, which ends sign-ins, comes before or after.
 * Served by sign_ins_pkey, sign_ins_user_id and audit_events_user_id.
 *
 * A browser that is new is audited: neither is it known by the current password, nor was its previous sign-in the same user's. An
 * account's first sign-in is no news: the account's creation is still in the audit, and nothing that was opened since.
 *
 * @returns the version of the user's password; null if the credentials have changed or the user is disabled
 */
export async function insertSignIn(db, signIn) {
    const { rows } = await db.query(`with checked as (
       select id, password_version from users where id = $2 and credential_version = $8 and disabled_at is null for share),
     replaced as (
       delete from sign_ins where token_hash = $6 and exists (select from checked)
       returning id, user_id, provider_id, provider_subject, provider_session_id, 'replaced' as reason),
     sign_in as (
       insert into sign_ins (id, token_hash, user_id, expires_at, address, user_agent, amr, authenticated_at,
                             provider_id, provider_subject, provider_session_id)
       select coalesce(r.id, gen_random_uuid()), $1, c.id, now() + $3::int * interval '1 second', $4, $5, $11, coalesce($16, now()),
              coalesce($13, r.provider_id),
              case when $13::text is null then r.provider_subject else $14 end,
              case when $13::text is null then r.provider_session_id else $15 end
         from checked c left join replaced r on r.user_id = c.id returning *),
     counted as (
       select token_hash from sign_ins
        where user_id = (select id from checked) and token_hash is distinct from $6 limit $9::int + $10),
     surplus as (
       select token_hash from sign_ins where token_hash = any (array(select token_hash from counted)) order by authenticated_at
        limit greatest((select count(*) from counted) + 1 - $9::int, 0) for update skip locked),
     displaced as (
       delete from sign_ins s using surplus where s.token_hash = surplus.token_hash
       returning s.id, s.user_id, 'displaced' as reason),
     unknown as (
       select user_id, s.id from sign_in s join checked c on c.password_version is distinct from $12
        where not exists (select from replaced r where r.user_id = s.user_id)),
     first_events as (
       select event from audit_events
        where user_id = (select user_id from unknown) order by at, id limit ${firstEvents}),
     new_device as (
       select user_id, id from unknown
        where (not exists (select from first_events where event = 'user.created')
               or exists (select from first_events where event in ('sign_in.created', 'session.created'))
               or (select count(*) from first_events) = ${firstEvents})),
     audit as (
       insert into audit_events (event, reason, user_id, detail, address, user_agent, request_id)
       select e.event, e.reason, e.user_id, jsonb_build_object('sign_in_id', e.id), $4, $5, $7
         from (select 'sign_in.created' as event, null as reason, user_id, id from sign_in
               union all select 'sign_in.new_device', null, user_id, id from new_device
               union all select 'sign_in.ended', reason, user_id, id from replaced
               union all select 'sign_in.ended', reason, user_id, id from displaced) e)
     select password_version from checked, sign_in`, [
        signIn.tokenHash,
        signIn.userId,
        signIn.lifeSeconds,
        signIn.address,
        signIn.userAgent,
        signIn.replacedHash,
        signIn.requestId,
        signIn.credentialVersion,
        signIn.maxSignIns,
        batch,
        signIn.amr,
        signIn.knownBy,
        signIn.provider?.id,
        signIn.provider?.subject,
        signIn.provider?.sessionId,
        signIn.authenticatedAt,
    ]);
    return rows[0]?.password_version ?? null;
}
/**
 * Record what else a user has proven since they signed in, under a new token: a copy of the old one must not rise with it. Since
 * when they are signed in, and for how long, stays. Served by sign_ins_pkey.
 *
 * @returns false if the sign-in has ended
 */
export async function stepUpSignIn(db, step) {
    const { rowCount } = await db.query(`with stepped as (
       update sign_ins s set token_hash = $3, amr = $4 from users u
        where s.token_hash = $2 and s.id = $1 and s.expires_at > now() and u.id = s.user_id and u.disabled_at is null
       returning s.id, s.user_id, s.amr)
     insert into audit_events (event, user_id, detail, address, user_agent, request_id)
     select 'sign_in.stepped_up', user_id, jsonb_build_object('sign_in_id', id, 'amr', amr), $5, $6, $7 from stepped`, [step.id, step.replacedHash, step.tokenHash, step.amr, step.address, step.userAgent, step.requestId]);
    return rowCount === 1;
}
/** Null if it has expired or its user is disabled. Served by sign_ins_pkey. */
export async function findSignIn(db, tokenHash) {
    const { rows } = await db.query({
        name: "find-sign-in",
        text: `select s.id, s.user_id as "userId", u.email, u.roles, u.credential_version as "credentialVersion", s.authenticated_at as "authenticatedAt", s.amr,
                  extract(epoch from now() - s.authenticated_at)::float8 as "ageSeconds"
             from sign_ins s join users u on u.id = s.user_id
            where s.token_hash = $1 and s.expires_at > now() and u.disabled_at is null`,
        values: [tokenHash],
    });
    return rows[0] ?? null;
}
const selectListed = `select id, authenticated_at as "authenticatedAt", expires_at as "expiresAt", host(address) as address,
          user_agent as "userAgent", ${timeKey("authenticated_at", "id")} as key
     from sign_ins`;
/** A user's browsers that are signed in, the last first, after this key. Served by sign_ins_user_id. */
export async function listSignIns(db, userId, exceptId, after, limit) {
    const { rows } = await db.query(`${selectListed}
      where user_id = $1 and expires_at > now() and ($5::uuid is null or id <> $5::uuid)
        and ($2::timestamptz is null or (authenticated_at, id) < ($2, $3::uuid))
      order by authenticated_at desc, id desc limit $4`, [userId, ...partsOf(after), limit, exceptId]);
    return rows;
}
/** Served by sign_ins_id_key. */
export async function findListedSignIn(db, id) {
    const { rows } = await db.query(`${selectListed} where id = $1 and expires_at > now()`, [id]);
    return rows[0] ?? null;
}
/** How many of a user's browsers are signed in, except one; counting stops at `limit`. Served by sign_ins_user_id. */
export async function countSignIns(db, userId, exceptId, limit) {
    const { rows } = await db.query(`select count(*)::int as signed_in from (
       select from sign_ins
        where user_id = $1 and expires_at > now() and ($2::uuid is null or id <> $2::uuid) limit $3) as counted`, [userId, exceptId, limit]);
    return rows[0]?.signed_in ?? 0;
}
/**
 * End the sign-ins that exist at the start. Works inside a transaction or, batch by batch, without one. Served by
 * sign_ins_pkey, sign_ins_id_key and sign_ins_user_id.
 *
 * @returns how many
 */
export async function endSignIns(db, which, reason, by) {
    const conditions = conditionsOf([
        ["authenticated_at <= ", which.openedUntil ?? (await readClock(db))],
        ["id = ", which.id],
        ["user_id = ", which.userId],
        ["token_hash = ", which.tokenHash],
        ["id <> ", which.exceptSignInId],
    ], 6);
    for (let ended = 0;;) {
        const { rowCount } = await db.query(`with ended as (
         delete from sign_ins where token_hash in (
           select token_hash from sign_ins where true${conditions.sql} limit $6)
         returning id, user_id)
       insert into audit_events (event, reason, user_id, actor, address, user_agent, request_id, detail)
       select 'sign_in.ended', $1, user_id, $2::text, $3::inet, $4::text, $5::text, jsonb_build_object('sign_in_id', id)
         from ended`, [reason, by.actor, by.address, by.userAgent, by.requestId, batch, ...conditions.values]);
        ended += rowCount ?? 0;
        if ((rowCount ?? 0) < batch)
            return ended;
    }
}
/** Served by sign_ins_provider. */
export async function listSignInsOfProvider(db, which) {
    const conditions = conditionsOf([
        ["provider_subject = ", which.subject],
        ["provider_session_id = ", which.sessionId],
        ["authenticated_at <= ", which.openedUntil],
        ["id <> ", which.exceptSignInId],
    ], 1);
    const { rows } = await db.query(`select id, user_id as "userId" from sign_ins where provider_id = $1${conditions.sql}`, [which.providerId, ...conditions.values]);
    return rows;
}
export const purgeableSignIns = {
    table: "sign_ins",
    condition: "expires_at < now() - $1 * interval '1 second'",
    value: 0,
};
/** Browsers that are signed in. Served by the index on user_id. */
export const countSignInsOf = (db, owner) => countRowsOf(db, "sign_ins", owner, "expires_at > now()");
//# sourceMappingURL=sign-ins.sql.js.map