/** Under the lock of the user's row: of two who renew at once, one waits and sees the other's. Served by recovery_codes_user_id. */
export async function replaceRecoveryCodes(tx, userId, codeHashes) {
    await tx.query("delete from recovery_codes where user_id = $1", [userId]);
    await tx.query("insert into recovery_codes (code_hash, user_id) select unnest($2::bytea[]), $1", [
        userId,
        codeHashes,
    ]);
}
/**
 * Use a code up. Served by recovery_codes_pkey and recovery_codes_user_id.
 *
 * @returns how many of the user's remain; null if the code is not one of them, or was used before
 */
export async function consumeRecoveryCode(db, { userId, codeHash, address, userAgent, requestId, }) {
    const { rows } = await db.query(`with used as (
       update recovery_codes set used_at = now() where code_hash = $1 and user_id = $2 and used_at is null returning user_id),
     remaining as (
       select count(*)::int as remaining from recovery_codes
        where user_id = $2 and used_at is null and code_hash <> $1),
     audit as (
       insert into audit_events (event, user_id, detail, address, user_agent, request_id)
       select 'factor.recovered', user_id, jsonb_build_object('remaining', remaining), $3, $4, $5 from used, remaining)
     select remaining from used, remaining`, [codeHash, userId, address, userAgent, requestId]);
    return rows[0]?.remaining ?? null;
}
/** Codes are a way around other factors, so they go with the last of those. */
export async function deleteIdleRecoveryCodes(tx, userId) {
    await tx.query(`delete from recovery_codes where user_id = $1
        and not exists (select from passkeys where user_id = $1)
        and not exists (select from totp_authenticators where user_id = $1)`, [userId]);
}
//# sourceMappingURL=recovery-codes.sql.js.map