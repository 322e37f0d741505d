/** Advisory lock for gathering, with the user's hash. */
const lockId = 0x7267_6e6f; // "rgno"
/**
 * Add the user's other waiting notices to this one, and delete them there; it stays until it is sent. One gathering per user at a
 * time: whoever claimed another of the notices finds it gone. An array is one that was gathered: it is being sent, or will be sent
 * again, as it is. Served by mails_pkey and mails_user_id.
 *
 * @returns in order of time; null: another sender has gathered this one
 */
export async function gatherNotices(db, id) {
    const { rows } = await db.query({
        name: "gather-notices",
        text: `
      with turn as materialized (
        select pg_advisory_xact_lock(${lockId}, hashtext(user_id::text)) from mails where id = $1),
      own as (
        select m.id, m.user_id, m.detail from mails m where m.id = $1 and (select count(*) from turn) > 0 for update),
      others as (
        delete from mails where id = any (array(
          select m.id from mails m join own on m.user_id = own.user_id
           where m.kind = 'notice' and m.id <> own.id and jsonb_typeof(m.detail) = 'object'
             for update of m skip locked))
        returning detail)
      update mails m
         set detail = (select jsonb_agg(notice order by notice ->> 'at')
                         from (select detail from own union all select detail from others) as all_of_them,
                              jsonb_array_elements(case when jsonb_typeof(detail) = 'array' then detail
                                                        when detail ? 'notices' then detail -> 'notices'
                                                        else jsonb_build_array(detail) end) as notice)
        from own where m.id = own.id
      returning m.detail as notices`,
        values: [id],
    });
    return rows[0]?.notices ?? null;
}
/** Too many mails of this kind went to the user: what was gathered waits, and whichever is sent next takes it along. */
export async function postponeNotice(db, id) {
    await db.query({
        name: "postpone-notice",
        text: `update mails set detail = jsonb_build_object('notices', detail), attempts = 0,
                            next_attempt_at = now() + interval '1 minute' where id = $1`,
        values: [id],
    });
}
//# sourceMappingURL=notices.sql.js.map