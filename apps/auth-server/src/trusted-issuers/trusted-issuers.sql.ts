/** Issuers whose assertions this server exchanges into access tokens. */
import { columnList, columnValues, parameterList, selectList } from "../administration/settings.js";
import type { Db, Transaction } from "../database/database.js";
import { type TrustedIssuerSettings, trustedIssuerSettings } from "./settings.js";

export interface TrustedIssuer extends TrustedIssuerSettings {
  /** What operators call it. */
  readonly id: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

const columns = columnList(trustedIssuerSettings);
const selected = `select t.id, ${selectList(trustedIssuerSettings, "t")}, t.created_at as "createdAt",
  t.disabled_at as "disabledAt" from trusted_issuers t`;

/** @throws the database's error if its id or issuer is taken */
export async function insertTrustedIssuer(
  db: Db,
  trusted: Pick<TrustedIssuer, "id"> & TrustedIssuerSettings,
): Promise<void> {
  await db.query(
    `insert into trusted_issuers (id, ${columns}) values ($1, ${parameterList(trustedIssuerSettings, 2)})`,
    [trusted.id, ...columnValues(trustedIssuerSettings, trusted)],
  );
}

/** Served by trusted_issuers_pkey. */
export async function findTrustedIssuer(db: Db, id: string): Promise<TrustedIssuer | null> {
  const { rows } = await db.query<TrustedIssuer>(`${selected} where t.id = $1`, [id]);
  return rows[0] ?? null;
}

/** By the `iss` of an assertion; also one that is disabled. Served by trusted_issuers_issuer_key. */
export async function findTrustedIssuerOf(db: Db, issuer: string): Promise<TrustedIssuer | null> {
  const { rows } = await db.query<TrustedIssuer>({
    name: "find-trusted-issuer-of",
    text: `${selected} where t.issuer = $1`,
    values: [issuer],
  });
  return rows[0] ?? null;
}

/** Those after this id, in that order; all if there is no limit. Served by trusted_issuers_pkey. */
export async function listTrustedIssuers(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<TrustedIssuer[]> {
  const { rows } = await db.query<TrustedIssuer>(
    `${selected} where $1::text is null or t.id > $1 order by t.id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Read one under its row lock. */
export async function lockTrustedIssuer(tx: Transaction, id: string): Promise<TrustedIssuer | null> {
  await tx.query("select from trusted_issuers where id = $1 for no key update", [id]);
  return findTrustedIssuer(tx, id);
}

/** Replace all settings. Requires its lock. */
export async function updateTrustedIssuer(tx: Transaction, trusted: TrustedIssuer): Promise<void> {
  await tx.query(
    `update trusted_issuers set (${columns}) = row (${parameterList(trustedIssuerSettings, 2)}) where id = $1`,
    [trusted.id, ...columnValues(trustedIssuerSettings, trusted)],
  );
}

/** One that is already disabled keeps the date. */
export async function setTrustedIssuerDisabled(
  tx: Transaction,
  id: string,
  disabled: boolean,
): Promise<void> {
  await tx.query(
    "update trusted_issuers set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
    [id, disabled],
  );
}

export async function deleteTrustedIssuerRow(tx: Transaction, id: string): Promise<void> {
  await tx.query("delete from trusted_issuers where id = $1", [id]);
}
