import { isNotLockedOut } from "../users/users.sql.js";
import { challengeSeconds } from "./challenges.js";
/** A user's, the oldest first. Served by passkeys_user_id. */
export async function listPasskeys(db, userId) {
    const { rows } = await db.query({
        name: "list-passkeys",
        text: `select id, credential_id as "credentialId", name, transports, backup_eligible as "backupEligible",
                  backed_up as "backedUp", created_at as "createdAt", last_used_at as "lastUsedAt"
             from passkeys where user_id = $1 order by created_at, id`,
        values: [userId],
    });
    return rows;
}
/** Served by passkeys_pkey. */
export async function findPasskey(db, credentialId) {
    const { rows } = await db.query({
        name: "find-passkey",
        text: `select id, user_id as "userId", public_key as "publicKey", backup_eligible as "backupEligible"
             from passkeys where credential_id = $1`,
        values: [credentialId],
    });
    return rows[0] ?? null;
}
/** @returns its id; null if somebody has it already */
export async function insertPasskey(tx, passkey) {
    const { rows } = await tx.query(`insert into passkeys (user_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, aaguid, name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing returning id`, [
        passkey.userId,
        passkey.credentialId,
        passkey.publicKey,
        passkey.signCount,
        passkey.transports,
        passkey.backupEligible,
        passkey.backedUp,
        passkey.aaguid,
        passkey.name,
    ]);
    return rows[0]?.id ?? null;
}
/** Served by passkeys_id_key. @returns whether the user has it */
export async function renamePasskey(db, userId, id, name) {
    const { rowCount } = await db.query("update passkeys set name = $3 where id = $2 and user_id = $1", [
        userId,
        id,
        name,
    ]);
    return rowCount === 1;
}
/**
 * Kept for longer than the challenge is good, by the database's own clock: a replica whose clock is minutes behind must not
 * find it forgotten.
 */
const answered = (hash) => `insert into answered_challenges (challenge_hash, expires_at)
   values (${hash}, now() + interval '${2 * challengeSeconds} seconds') on conflict do nothing returning true`;
/** @returns false if it was answered before */
export async function answerChallenge(tx, challengeHash) {
    return (await tx.query(answered("$1"), [challengeHash])).rowCount === 1;
}
/**
 * Take an answer whose signature holds, in one statement: of two that come with the same challenge, or with the same sign count,
 * one is taken. A passkey that can be copied has a count on each device, which says nothing (WebAuthn §6.1.1); elsewhere a count
 * that does not rise tells of a copy. Served by passkeys_id_key and users_pkey.
 */
export async function usePasskey(db, use) {
    const { rows } = await db.query({
        name: "use-passkey",
        text: `with answered as (${answered("$2")}),
           used as (
             update passkeys p set sign_count = $3, backed_up = $4, last_used_at = now()
               from users u
              where p.id = $1 and u.id = p.user_id and ${isNotLockedOut("u")} and exists (select from answered)
                and (p.backup_eligible or $3::bigint > p.sign_count or ($3::bigint = 0 and p.sign_count = 0))
             returning u.credential_version)
           select (select credential_version from used) as "credentialVersion",
                  (select not ${isNotLockedOut("u")} from passkeys p join users u on u.id = p.user_id where p.id = $1) as disabled,
                  exists (select from answered) as "answeredNow"`,
        values: [use.id, use.challengeHash, use.signCount, use.backedUp],
    });
    if (rows[0] === undefined)
        throw new Error("use-passkey returned no row");
    return rows[0];
}
export const purgeableChallenges = {
    table: "answered_challenges",
    condition: "expires_at < now() - $1 * interval '1 second'",
    value: 0,
};
//# sourceMappingURL=passkeys.sql.js.map