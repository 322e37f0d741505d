/** Manual operations on the signing keys, each in one transaction under the rotation job's lock. */
import type { SigningAlgorithm } from "@regrant/shared";
import type { Actor } from "../audit/actor.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction, type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { defaultAlgorithm } from "./life-cycle.js";
import { makeSigningKey, openKey, SigningKeyError, sealKey } from "./signing-key.js";
import {
  activateSigningKey,
  deleteSigningKey,
  listSigningKeys,
  lockSigningKeys,
  rewrapSigningKey,
  type SigningKey,
  stageSigningKey,
} from "./signing-keys.sql.js";

/**
 * Check that these `SECRETS` match the servers', as far as the keys can tell: a server cannot use a key encrypted
 * under anything else.
 *
 * @throws {SigningKeyError} if an active key cannot be decrypted
 */
export function checkActiveOpens(secrets: Secrets, stored: readonly SigningKey[]): void {
  for (const key of stored.filter(({ state }) => state === "active")) openKey(secrets, key.kid, key);
}

/**
 * Stage the algorithm's next key now; the clock activates it.
 *
 * @param inUse the algorithms that resources and clients have chosen
 * @returns null if one is staged already
 * @throws {SigningKeyError} if nothing is signed with it: the clock would only remove the key again
 */
export async function stageNextKey(
  db: Pool,
  secrets: Secrets,
  alg: SigningAlgorithm,
  inUse: readonly SigningAlgorithm[],
  at: Date,
  by: Actor,
): Promise<SigningKey | null> {
  if (alg !== defaultAlgorithm && !inUse.includes(alg))
    throw new SigningKeyError(
      `No API and no client has chosen ${alg}: there is nothing that such a key would sign.`,
    );
  const key = await makeSigningKey(secrets, alg);
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    const isNext = (other: SigningKey) => other.alg === alg && other.state === "staged";
    if ((await listSigningKeys(tx)).some(isNext)) return null;
    const staged = await stageSigningKey(tx, key, at);
    await insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid: staged.kid, alg }, ...by });
    return staged;
  });
}

/** Which keys have leaked. */
export interface Leak {
  /** Not only the active keys. */
  readonly all: boolean;
  /** Only those of this algorithm. */
  readonly alg: SigningAlgorithm | null;
}

export const leakedKeys = (stored: readonly SigningKey[], { all, alg }: Leak): SigningKey[] =>
  stored.filter((key) => (all || key.state === "active") && (alg === null || key.alg === alg));

/**
 * Remove leaked keys from the key set at once, and let a new key of each of their algorithms sign at once. New rather than
 * staged, although verifiers know a staged key: the first token with an unknown kid makes them refetch the key set, and so
 * drop the leaked keys.
 *
 * @returns the kids of the new keys; null, without changing anything, if the keys differ from `expected`
 */
export async function revokeKeys(
  db: Pool,
  secrets: Secrets,
  expected: readonly SigningKey[],
  leak: Leak,
  at: Date,
  by: Actor,
): Promise<string[] | null> {
  // Where none signed yet, the clock stages the next one; but without one of the default algorithm nothing is signed.
  const replaced = expected.filter(({ alg, state }) => state === "active" || alg === defaultAlgorithm);
  const algs = new Set(replaced.map(({ alg }) => alg));
  const fresh = await Promise.all([...algs].map((alg) => makeSigningKey(secrets, alg)));
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    const leaked = leakedKeys(await listSigningKeys(tx), leak);
    if (kidsOf(leaked).join() !== kidsOf(expected).join()) return null;
    for (const { kid, alg } of leaked) {
      await deleteSigningKey(tx, kid);
      await insertAuditEvent(tx, { event: "signing_key.revoked", detail: { kid, alg }, ...by });
    }
    for (const key of fresh) {
      const { kid, alg } = key.publicJwk;
      await stageSigningKey(tx, key, at);
      await insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid, alg }, ...by });
      await activateSigningKey(tx, { kid, alg }, at);
      await insertAuditEvent(tx, { event: "signing_key.activated", detail: { kid, alg }, ...by });
    }
    return fresh.map(({ publicJwk }) => publicJwk.kid);
  });
}

const kidsOf = (keys: readonly SigningKey[]): string[] => keys.map(({ kid }) => kid);

/**
 * Re-encrypt every key under the first entry of `SECRETS`. Running servers hold theirs decrypted and are unaffected.
 *
 * @returns the kids that were under another entry
 * @throws {Error} if one cannot be decrypted; then none is changed
 */
export async function rewrapKeys(db: Pool, secrets: Secrets, by: Actor): Promise<string[]> {
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
