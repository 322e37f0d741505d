/** The signing keys' rows. The database itself allows one active key. */
import type { Jwk } from "@regrant/shared";
import type { KeyState } from "../keys/life-cycle.js";
import type { NewSigningKey, SealedKey } from "../keys/signing-key.js";
import type { Db } from "./database.js";

export interface SigningKey extends KeyState, SealedKey {
  readonly publicJwk: Jwk;
}

interface SigningKeyRow {
  kid: string;
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
  state: row.state,
  publicJwk: row.public_jwk,
  privateKey: row.private_key,
  secretName: row.secret_name,
  stagedAt: row.staged_at,
  activatedAt: row.activated_at,
  retiredAt: row.retired_at,
});

export async function listSigningKeys(db: Db): Promise<SigningKey[]> {
  const { rows } = await db.query<SigningKeyRow>(
    `select kid, state, public_jwk, private_key, secret_name, staged_at, activated_at, retired_at
       from signing_keys order by staged_at, kid`,
  );
  return rows.map(toSigningKey);
}

export async function stageSigningKey(
  db: Db,
  { publicJwk, privateKey, secretName }: NewSigningKey,
  at: Date,
): Promise<void> {
  await db.query(
    `insert into signing_keys (kid, state, public_jwk, private_key, secret_name, staged_at)
     values ($1, 'staged', $2, $3, $4, $5)`,
    [publicJwk.kid, publicJwk, privateKey, secretName, at],
  );
}

/** Retire the active key, if there is one, and activate this one. Wants a transaction. */
export async function activateSigningKey(db: Db, kid: string, at: Date): Promise<void> {
  await db.query("update signing_keys set state = 'retired', retired_at = $1 where state = 'active'", [at]);
  await db.query("update signing_keys set state = 'active', activated_at = $2 where kid = $1", [kid, at]);
}

export async function deleteSigningKey(db: Db, kid: string): Promise<void> {
  await db.query("delete from signing_keys where kid = $1", [kid]);
}
