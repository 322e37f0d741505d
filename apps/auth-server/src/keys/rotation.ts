/** Rotates the signing keys by the clock, and keeps this replica's key ring in sync with the database. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SigningAlgorithm } from "@regrant/shared";
import type { FastifyBaseLogger } from "fastify";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { maxAccessTokenSeconds } from "../bounds.js";
import { inTransaction, type Pool, type Transaction } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import type { KeyRing } from "./key-ring.js";
import { defaultAlgorithm, type KeyStep, keyPolicy, keyPollSeconds, nextKeyStep } from "./life-cycle.js";
import { makeSigningKey } from "./signing-key.js";
import {
  activateSigningKey,
  deleteSigningKey,
  listSigningKeys,
  lockSigningKeys,
  retireSigningKey,
  stageSigningKey,
  tryLockSigningKeys,
} from "./signing-keys.sql.js";

interface KeyRotation {
  readonly config: { readonly signingKeySeconds: number };
  readonly pool: Pool;
  readonly keyRing: KeyRing;
  readonly secrets: Secrets;
  /** Those that resources and clients have chosen. */
  readonly algorithmsInUse: () => Promise<readonly SigningAlgorithm[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Apply every step that is due, unless another replica is doing so, then load the ring. */
export async function rotateKeys(rotation: KeyRotation): Promise<void> {
  const { config, pool, keyRing, secrets, algorithmsInUse, now } = rotation;
  const policy = keyPolicy(config.signingKeySeconds, maxAccessTokenSeconds);
  const at = new Date(now());
  const inUse = await algorithmsInUse();
  const stored = await listSigningKeys(pool);
  if (nextKeyStep(stored, at, policy, inUse) === null) return keyRing.load(secrets, stored);
  await inTransaction(pool, async (tx) => {
    if (!(await tryLockSigningKeys(tx))) return;
    for (;;) {
      const step = nextKeyStep(await listSigningKeys(tx), at, policy, inUse);
      if (step === null) return;
      await applyKeyStep(tx, secrets, step, at);
    }
  });
  keyRing.load(secrets, await listSigningKeys(pool));
}

async function applyKeyStep(tx: Transaction, secrets: Secrets, step: KeyStep, at: Date): Promise<void> {
  const { alg } = step;
  switch (step.step) {
    case "stage": {
      const key = await makeSigningKey(secrets, alg);
      await stageSigningKey(tx, key, at);
      const { kid } = key.publicJwk;
      return insertAuditEvent(tx, { event: "signing_key.staged", detail: { kid, alg } });
    }
    case "activate":
      await activateSigningKey(tx, step, at);
      return insertAuditEvent(tx, { event: "signing_key.activated", detail: { kid: step.kid, alg } });
    case "retire":
      await retireSigningKey(tx, alg, at);
      return insertAuditEvent(tx, { event: "signing_key.retired", detail: { kid: step.kid, alg } });
    case "remove":
      await deleteSigningKey(tx, step.kid);
      return insertAuditEvent(tx, { event: "signing_key.removed", detail: { kid: step.kid, alg } });
  }
}

/** The first key of an empty database, staged by the migration; a starting server activates it. */
export async function stageFirstKey(db: Pool, secrets: Secrets, at: Date, actor: string): Promise<boolean> {
  if ((await listSigningKeys(db)).length > 0) return false;
  // Generated before taking the lock, so that a concurrent migration does not wait for it.
  const key = await makeSigningKey(secrets, defaultAlgorithm);
  return inTransaction(db, async (tx) => {
    await lockSigningKeys(tx);
    if ((await listSigningKeys(tx)).length > 0) return false;
    await stageSigningKey(tx, key, at);
    const { kid, alg } = key.publicJwk;
    await insertAuditEvent(tx, { event: "signing_key.staged", actor, detail: { kid, alg } });
    return true;
  });
}

/** While another replica makes the first key, without which nothing can be signed, poll faster. */
const firstKeyPollSeconds = 0.5;

/**
 * Rotate keys until `signal` aborts. A failure is logged and retried at the next turn; meanwhile the ring keeps its
 * keys.
 */
export async function keepKeysRotating(
  context: KeyRotation & { readonly log: FastifyBaseLogger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const jitter = 0.8 + Math.random() * 0.2;
    const seconds = context.keyRing.ready ? keyPollSeconds : firstKeyPollSeconds;
    await sleep(seconds * 1000 * jitter, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    await rotateKeys(context).catch((err: unknown) =>
      context.log.error({ err }, "key rotation failed; trying again"),
    );
  }
}
