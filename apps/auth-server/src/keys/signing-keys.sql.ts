/** The rows of the signing keys, and the lock for changing them. A constraint allows one active key for each algorithm. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Jwk, SigningAlgorithm } from "@regrant/shared";
import type { Db, Transaction } from "../database/database.js";
import type { KeyState } from "./life-cycle.js";
import { type NewSigningKey, type SealedKey, SigningKeyError } from "./signing-key.js";

export interface SigningKey extends KeyState, SealedKey {
  readonly publicJwk: Jwk;
}

interface SigningKeyRow {
  kid: string;
  alg: SigningAlgorithm;
  state: SigningKey["state"];
  public_jwk: Jwk;
  private_key: Buffer;
  secret_name: string;
  staged_at: Date;
  activated_at: Date | null;
  retired_at: Date | null;
}

const toSigningKey = (row: SigningKeyRow): SigningKey => ({
  kid: row.kid,
  alg: row.alg,
  state: row.state,
  publicJwk: row.public_jwk,
  privateKey: row.private_key,
  secretName: row.secret_name,
  stagedAt: row.staged_at,
  activatedAt: row.activated_at,
  retiredAt: row.retired_at,
});

/** Advisory lock: one process at a time changes the keys. */
const lockId = 0x7267_6b79; // "rgky"

/** Take the keys' lock until the end of the transaction. @returns false if another process holds it */
export async function tryLockSigningKeys(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>("select pg_try_advisory_xact_lock($1) as locked", [
    lockId,
  ]);
  return rows[0]?.locked === true;
}

/** A replica may take seconds to create a key under this lock. */
const lockWaitMs = 10_000;

/**
 * The same, but waits for the lock, longer than statements usually may.
 *
 * @throws {SigningKeyError} if it stays taken
 */
export async function lockSigningKeys(tx: Transaction): Promise<void> {
  for (const deadline = Date.now() + lockWaitMs; !(await tryLockSigningKeys(tx)); await sleep(50)) {
    if (Date.now() > deadline)
      throw new SigningKeyError("Another process is changing the signing keys; run it again.");
  }
}

export async function listSigningKeys(db: Db): Promise<SigningKey[]> {
  const { rows } = await db.query<SigningKeyRow>(
    `select kid, alg, state, public_jwk, private_key, secret_name, staged_at, activated_at, retired_at
       from signing_keys order by staged_at, kid`,
  );
  return rows.map(toSigningKey);
}

export async function stageSigningKey(
  db: Db,
  { publicJwk, privateKey, secretName }: NewSigningKey,
  at: Date,
): Promise<SigningKey> {
  const { kid, alg } = publicJwk;
  await db.query(
    `insert into signing_keys (kid, alg, state, public_jwk, private_key, secret_name, staged_at)
     values ($1, $2, 'staged', $3, $4, $5, $6)`,
    [kid, alg, publicJwk, privateKey, secretName, at],
  );
  const state = "staged";
  return {
    kid,
    alg,
    state,
    publicJwk,
    privateKey,
    secretName,
    stagedAt: at,
    activatedAt: null,
    retiredAt: null,
  };
}

/** Retire its algorithm's active key, if any, and activate this one. Requires a transaction. */
export async function activateSigningKey(
  db: Db,
  { kid, alg }: Pick<SigningKey, "kid" | "alg">,
  at: Date,
): Promise<void> {
  await retireSigningKey(db, alg, at);
  await db.query("update signing_keys set state = 'active', activated_at = $2 where kid = $1", [kid, at]);
}

/** Retire the algorithm's active key, if any. */
export async function retireSigningKey(db: Db, alg: SigningAlgorithm, at: Date): Promise<void> {
  await db.query(
    "update signing_keys set state = 'retired', retired_at = $2 where state = 'active' and alg = $1",
    [alg, at],
  );
}

export async function deleteSigningKey(db: Db, kid: string): Promise<void> {
  await db.query("delete from signing_keys where kid = $1", [kid]);
}

/** Replace a private key with its re-encrypted form. */
export async function rewrapSigningKey(db: Db, kid: string, sealed: SealedKey): Promise<void> {
  await db.query("update signing_keys set private_key = $2, secret_name = $3 where kid = $1", [
    kid,
    sealed.privateKey,
    sealed.secretName,
  ]);
}
