/** Rotates the signing keys by the clock, and keeps this replica's key ring in sync with the database. */
import { setTimeout as sleep } from "node:timers/promises";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { maxAccessTokenSeconds } from "../bounds.js";
import { inTransaction } from "../database/database.js";
import { keyPolicy, keyPollSeconds, nextKeyStep } from "./life-cycle.js";
import { makeSigningKey } from "./signing-key.js";
import { activateSigningKey, deleteSigningKey, listSigningKeys, lockSigningKeys, stageSigningKey, tryLockSigningKeys, } from "./signing-keys.sql.js";
/** Apply every step that is due, unless another replica is doing so, then load the ring. */
export async function rotateKeys({ config, pool, keyRing, secrets, now }) {
    const policy = keyPolicy(config.signingKeySeconds, maxAccessTokenSeconds);
    const at = new Date(now());
    if (nextKeyStep(await listSigningKeys(pool), at, policy) !== null) {
        await inTransaction(pool, async (tx) => {
            if (!(await tryLockSigningKeys(tx)))
                return;
            for (;;) {
                const step = nextKeyStep(await listSigningKeys(tx), at, policy);
                if (step === null)
                    return;
                await applyKeyStep(tx, secrets, step, at);
            }
        });
    }
    keyRing.load(secrets, await listSigningKeys(pool));
}
async function applyKeyStep(tx, secrets, step, at) {
    switch (step.step) {
        case "stage": {
            const key = await makeSigningKey(secrets);
            await stageSigningKey(tx, key, at);
            return insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid: key.publicJwk.kid } });
        }
        case "activate":
            await activateSigningKey(tx, step.kid, at);
            return insertAuditEvent(tx, { event: "signing_key.activated", detail: { kid: step.kid } });
        case "remove":
            await deleteSigningKey(tx, step.kid);
            return insertAuditEvent(tx, { event: "signing_key.removed", detail: { kid: step.kid } });
    }
}
/** The first key of an empty database, staged by the migration; a starting server activates it. */
export async function stageFirstKey(db, secrets, at, actor) {
    if ((await listSigningKeys(db)).length > 0)
        return false;
    // Generated before taking the lock, so that a concurrent migration does not wait for it.
    const key = await makeSigningKey(secrets);
    return inTransaction(db, async (tx) => {
        await lockSigningKeys(tx);
        if ((await listSigningKeys(tx)).length > 0)
            return false;
        await stageSigningKey(tx, key, at);
        await insertAuditEvent(tx, { event: "signing_key.staged", actor, detail: { kid: key.publicJwk.kid } });
        return true;
    });
}
/** While another replica makes the first key, without which nothing can be signed, poll faster. */
const firstKeyPollSeconds = 0.5;
/**
 * Rotate keys until `signal` aborts. A failure is logged and retried at the next turn; meanwhile the ring keeps its
 * keys.
 */
export async function keepKeysRotating(context, signal) {
    while (!signal.aborted) {
        const jitter = 0.8 + Math.random() * 0.2;
        const seconds = context.keyRing.ready ? keyPollSeconds : firstKeyPollSeconds;
        await sleep(seconds * 1000 * jitter, undefined, { signal, ref: false }).catch(() => undefined);
        if (signal.aborted)
            return;
        await rotateKeys(context).catch((err) => context.log.error({ err }, "key rotation failed; trying again"));
    }
}
//# sourceMappingURL=rotation.js.map