/** Manual operations on the signing keys, each in one transaction under the rotation job's lock. */
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction } from "../database/database.js";
import { makeSigningKey, openKey, sealKey } from "./signing-key.js";
import { activateSigningKey, deleteSigningKey, listSigningKeys, lockSigningKeys, rewrapSigningKey, stageSigningKey, } from "./signing-keys.sql.js";
/**
 * Check that these `SECRETS` match the servers', as far as the keys can tell: a server cannot use a key encrypted
 * under anything else.
 *
 * @throws {SigningKeyError} if the active key cannot be decrypted
 */
export function checkActiveOpens(secrets, stored) {
    const active = stored.find(({ state }) => state === "active");
    if (active !== undefined)
        openKey(secrets, active.kid, active);
}
/** Stage the next key now; the clock activates it. @returns null if one is staged already */
export async function stageNextKey(db, secrets, at, by) {
    const key = await makeSigningKey(secrets);
    return inTransaction(db, async (tx) => {
        await lockSigningKeys(tx);
        if ((await listSigningKeys(tx)).some(({ state }) => state === "staged"))
            return null;
        const staged = await stageSigningKey(tx, key, at);
        await insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid: staged.kid }, ...by });
        return staged;
    });
}
/** The keys to revoke if the active one has leaked, or if all have. */
export const leakedKeys = (stored, all) => stored.filter(({ state }) => all || state === "active");
/**
 * Remove leaked keys from the key set at once, and let a new key sign at once. New rather than staged, although
 * verifiers know a staged key: the first token with an unknown kid makes them refetch the key set, and so drop the
 * leaked keys.
 *
 * @returns null, without changing anything, if the keys differ from `expected`
 */
export async function revokeKeys(db, secrets, expected, all, at, by) {
    const fresh = await makeSigningKey(secrets);
    return inTransaction(db, async (tx) => {
        await lockSigningKeys(tx);
        const leaked = leakedKeys(await listSigningKeys(tx), all).map(({ kid }) => kid);
        if (leaked.join() !== expected.join())
            return null;
        for (const kid of leaked) {
            await deleteSigningKey(tx, kid);
            await insertAuditEvent(tx, { event: "signing_key.revoked", detail: { kid }, ...by });
        }
        await stageSigningKey(tx, fresh, at);
        const { kid } = fresh.publicJwk;
        await insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid }, ...by });
        await activateSigningKey(tx, kid, at);
        await insertAuditEvent(tx, { event: "signing_key.activated", detail: { kid }, ...by });
        return kid;
    });
}
/**
 * Re-encrypt every key under the first entry of `SECRETS`. Running servers hold theirs decrypted and are unaffected.
 *
 * @returns the kids that were under another entry
 * @throws {Error} if one cannot be decrypted; then none is changed
 */
export async function rewrapKeys(db, secrets, by) {
    return inTransaction(db, async (tx) => {
        await lockSigningKeys(tx);
        const old = (await listSigningKeys(tx)).filter(({ secretName }) => secretName !== secrets[0].name);
        for (const row of old) {
            await rewrapSigningKey(tx, row.kid, sealKey(secrets, row.kid, openKey(secrets, row.kid, row)));
            await insertAuditEvent(tx, { event: "signing_key.rewrapped", detail: { kid: row.kid }, ...by });
        }
        return old.map(({ kid }) => kid);
    });
}
//# sourceMappingURL=by-hand.js.map