/** Assertions that have been used: each `jti` of an issuer is taken once (RFC 7523 §3, item 7). */
import type { Db } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import { hashSecret } from "../secrets.js";

export interface UsedAssertion {
  readonly issuer: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

/** In one statement: of two requests with the same assertion, one is served. @returns false if it was used before */
export async function spendAssertion(db: Db, { issuer, jti, expiresAt }: UsedAssertion): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "spend-assertion",
    text: `insert into used_assertions (issuer, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing`,
    values: [issuer, hashSecret(jti), expiresAt],
  });
  return rowCount === 1;
}

/** `value` is a margin for replicas whose clocks are behind, which would still accept the assertion. */
export const purgeableAssertions: Purgeable = {
  table: "used_assertions",
  condition: "expires_at < now() - $1 * interval '1 second'",
  value: 600,
};
