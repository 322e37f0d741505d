/** Authorization codes: stored as hashes, redeemed once, by one statement. */
import { countRowsOf, deleteRowsOf } from "../database/batches.sql.js";
import { conditionsOf } from "../database/parts.sql.js";
import { ownersOf } from "../sessions/end.sql.js";
import { sessionOpener } from "../sessions/open.sql.js";
import { identityOf } from "../sessions/session.sql.js";
/**
 * Insert a code if its sign-in, and its consent if one is needed, still exist. Locks both rows, so that whoever
 * deletes them and then the codes cannot miss this one. Served by sign_ins_id_key and consents_pkey.
 *
 * @returns whether it was inserted
 */
export async function insertAuthorizationCode(db, code) {
    const { rowCount } = await db.query({
        name: "insert-authorization-code",
        text: `with sign_in as (select id, user_id, authenticated_at, amr from sign_ins where id = $3 for share),
                consent as (
                  select from consents
                   where user_id = (select user_id from sign_in) and client_id = $2 and resource = $8 for share)
           insert into authorization_codes (code_hash, client_id, user_id, sign_in_id, redirect_uri,
                                            redirect_uri_sent, code_challenge, scope, resource, nonce, requested_claims, authenticated_at, amr, expires_at)
           select $1, $2, user_id, id, $4, $5, $6, $7, $8, $11, $12, authenticated_at, amr, now() + $9::int * interval '1 second'
             from sign_in where not $10 or exists (select from consent)`,
        values: [
            code.codeHash,
            code.clientId,
            code.signInId,
            code.redirectUri,
            code.redirectUriSent,
            code.codeChallenge,
            code.scope,
            code.resource,
            code.lifeSeconds,
            code.needsConsent,
            code.nonce,
            code.requestedClaims,
        ],
    });
    return rowCount === 1;
}
/** Joins users and resources, because a redemption is one statement. */
const redeem = sessionOpener("redeem-authorization-code", `update authorization_codes c set session_id = $1
     from users u, resources r
    where c.code_hash = $10 and c.client_id = $2 and c.code_challenge is not distinct from $12
      and (c.redirect_uri = $11 or $11::text is null and not c.redirect_uri_sent)
      and ($13::text is null or c.resource = $13)
      and c.session_id is null and c.expires_at > now()
      and u.id = c.user_id and u.disabled_at is null and r.uri = c.resource
   returning c.user_id, ${identityOf("u")}, c.scope, c.nonce, c.requested_claims, c.resource, c.authenticated_at, c.amr, c.sign_in_id,
             least($14::int, case when $16 then r.session_idle_seconds else r.access_token_seconds end) as idle_seconds,
             least($15::int, case when $16 then r.session_absolute_seconds else r.access_token_seconds end) as absolute_seconds`);
/**
 * Redeem a code, once, open its session and end the sessions that this displaces: one statement. Of any number of
 * simultaneous redemptions, one sees the row. Served by authorization_codes_pkey, users_pkey and resources_pkey.
 */
export const redeemAuthorizationCode = (db, redemption) => redeem(db, redemption, [
    redemption.codeHash,
    redemption.redirectUri,
    redemption.codeChallenge,
    redemption.resource,
    redemption.idleSeconds,
    redemption.absoluteSeconds,
    redemption.refreshes,
]);
/** Delete the codes that would open these sessions. A code is as old as its sign-in. Served by authorization_codes_user_id. */
export async function deleteCodes(db, which) {
    const codes = conditionsOf([...ownersOf(which), ["authenticated_at <= ", which.openedUntil]], 0);
    await db.query(`delete from authorization_codes where session_id is null${codes.sql}`, [...codes.values]);
}
/** Read a code under its row lock, so that a redemption in flight finishes before it is judged. */
export async function lockAuthorizationCode(tx, codeHash) {
    const { rows } = await tx.query(`select c.client_id as "clientId", c.user_id as "userId", c.redirect_uri as "redirectUri", c.redirect_uri_sent as "redirectUriSent",
            c.code_challenge as "codeChallenge", c.resource,
            u.disabled_at is not null as "userDisabled", c.session_id as "sessionId"
       from authorization_codes c join users u on u.id = c.user_id
      where c.code_hash = $1 for update of c`, [codeHash]);
    return rows[0] ?? null;
}
/** After a day, so that reuse of a code is detected and can be explained. */
export const purgeableCodes = {
    table: "authorization_codes",
    condition: "expires_at < now() - $1 * interval '1 second'",
    value: 86_400,
};
/** Not redeemed and not expired. Codes are few, so the table is scanned. */
export const countCodesOf = (db, owner) => countRowsOf(db, "authorization_codes", owner, "session_id is null and expires_at > now()");
export const deleteCodesOf = (db, owner, wait) => deleteRowsOf(db, "authorization_codes", owner, wait);
//# sourceMappingURL=authorization-codes.sql.js.map