/** What an operator does to the signing keys by hand, each in one transaction under the lock of the job that rotates them. */

import type { Actor } from "../audit/actor.js";
import type { Keys } from "../secrets.js";
import { insertAuditEvent } from "../store/audit-events.js";
import { inTransaction, type Pool } from "../store/database.js";
import {
  activateSigningKey,
  deleteSigningKey,
  listSigningKeys,
  lockSigningKeys,
  rewrapSigningKey,
  type SigningKey,
  stageSigningKey,
} from "../store/signing-keys.js";
import { makeSigningKey, openKey, sealKey } from "./signing-key.js";

/**
 * Check that these `SECRETS` are those of the servers, as far as the keys show it: a server cannot use a key that is
 * encrypted under anything else.
 *
 * @throws {SigningKeyError} where the active key does not open
 */
export function checkActiveOpens(keys: Keys, stored: readonly SigningKey[]): void {
  const active = stored.find(({ state }) => state === "active");
  if (active !== undefined) openKey(keys, active.kid, active);
}

/** Stage the next key now; the clock activates it. @returns null where one is staged already */
export async function stageNextKey(db: Pool, keys: Keys, at: Date, by: Actor): Promise<SigningKey | null> {
  const key = await makeSigningKey(keys);
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    if ((await listSigningKeys(tx)).some(({ state }) => state === "staged")) return null;
    const staged = await stageSigningKey(tx, key, at);
    await insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid: staged.kid }, ...by });
    return staged;
  });
}

/** The keys that go when the active one has leaked, or when all have. */
export const leakedKeys = (stored: readonly SigningKey[], all: boolean): SigningKey[] =>
  stored.filter(({ state }) => all || state === "active");

/**
 * Take leaked keys out of the key set at once, and let a fresh key sign at once.
 *
 * A fresh key rather than a staged one, although verifiers know that: the first token with a kid that they do not know
 * makes them fetch the key set, and so notice what is gone from it.
 *
 * @returns null, and nothing is changed, where others than the keys `expected` would go
 */
export async function revokeKeys(
  db: Pool,
  keys: Keys,
  expected: readonly string[],
  all: boolean,
  at: Date,
  by: Actor,
): Promise<string | null> {
  const fresh = await makeSigningKey(keys);
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    const leaked = leakedKeys(await listSigningKeys(tx), all).map(({ kid }) => kid);
    if (leaked.join() !== expected.join()) return null;
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
 * Encrypt every key under the first entry of `SECRETS`. Servers that run hold theirs opened and notice nothing.
 *
 * @returns the kids that were under another entry
 * @throws {Error} where one does not open; then none is changed
 */
export async function rewrapKeys(db: Pool, keys: Keys, by: Actor): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    const old = (await listSigningKeys(tx)).filter(({ secretName }) => secretName !== keys[0].name);
    for (const row of old) {
      await rewrapSigningKey(tx, row.kid, sealKey(keys, row.kid, openKey(keys, row.kid, row)));
      await insertAuditEvent(tx, { event: "signing_key.rewrapped", detail: { kid: row.kid }, ...by });
    }
    return old.map(({ kid }) => kid);
  });
}
