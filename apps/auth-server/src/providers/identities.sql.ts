/** Identities: a provider's users (issuer and subject, never an address), linked to ours. */
import type { Db, Transaction } from "../database/database.js";

/** Served by identities_pkey. @returns the user's id */
export async function findIdentity(db: Db, providerId: string, subject: string): Promise<string | null> {
  const { rows } = await db.query<{ user_id: string }>({
    name: "find-identity",
    text: "select user_id from identities where provider_id = $1 and subject = $2",
    values: [providerId, subject],
  });
  return rows[0]?.user_id ?? null;
}

/** At the provider with this issuer, if it is not disabled. Served by providers_issuer_key and identities_pkey. @returns the user's id */
export async function findIdentityAt(db: Db, issuer: string, subject: string): Promise<string | null> {
  const { rows } = await db.query<{ user_id: string }>({
    name: "find-identity-at",
    text: `select i.user_id from identities i join providers p on p.id = i.provider_id
            where p.issuer = $1 and p.disabled_at is null and i.subject = $2`,
    values: [issuer, subject],
  });
  return rows[0]?.user_id ?? null;
}

export interface NewIdentity {
  readonly providerId: string;
  readonly subject: string;
  readonly userId: string;
  /** What the provider calls their address; to recognize it by, and for nothing else. */
  readonly email: string | null;
}

/** @returns false if the identity is linked already, or the user has one of this provider */
export async function insertIdentity(db: Db, identity: NewIdentity): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into identities (provider_id, subject, user_id, email) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [identity.providerId, identity.subject, identity.userId, identity.email],
  );
  return rowCount === 1;
}

/** Whether somebody may sign in by this identity: it is linked to the user, and its provider is not disabled. Served by identities_pkey. */
export async function isLinked(
  db: Db,
  { providerId, subject, userId }: Omit<NewIdentity, "email">,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from identities i join providers p on p.id = i.provider_id
      where i.provider_id = $1 and i.subject = $2 and i.user_id = $3 and p.disabled_at is null`,
    [providerId, subject, userId],
  );
  return rowCount === 1;
}

/**
 * Note a sign-in. Served by identities_pkey.
 *
 * @returns false if the link was taken away, or the provider disabled, while the user was on the way
 */
export async function markIdentityUsed(
  db: Db,
  { providerId, subject, userId, email }: NewIdentity,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update identities set last_used_at = now(), email = coalesce($4, email)
      where provider_id = $1 and subject = $2 and user_id = $3
        and exists (select from providers where id = $1 and disabled_at is null)`,
    [providerId, subject, userId, email],
  );
  return rowCount === 1;
}

export interface Identity {
  readonly providerId: string;
  readonly providerName: string;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A user's identities. Served by identities_user_id. */
export async function listIdentities(db: Db, userId: string): Promise<Identity[]> {
  const { rows } = await db.query<Identity>(
    `select i.provider_id as "providerId", p.name as "providerName", i.email, i.created_at as "createdAt",
            i.last_used_at as "lastUsedAt"
       from identities i join providers p on p.id = i.provider_id
      where i.user_id = $1 order by p.name, p.id`,
    [userId],
  );
  return rows;
}

/** All of a user's. Served by identities_user_id. @returns their providers' ids */
export async function deleteIdentities(tx: Transaction, userId: string): Promise<string[]> {
  const { rows } = await tx.query<{ provider_id: string }>(
    "delete from identities where user_id = $1 returning provider_id",
    [userId],
  );
  return rows.map(({ provider_id }) => provider_id);
}

/** Of a provider, counted at most to a thousand. Served by identities_pkey. */
export async function countIdentitiesOf(db: Db, providerId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "select count(*)::int as count from (select from identities where provider_id = $1 limit 1000) as counted",
    [providerId],
  );
  return rows[0]?.count ?? 0;
}

/** Served by identities_user_id. @returns its subject; null if there was none */
export async function deleteIdentity(
  tx: Transaction,
  userId: string,
  providerId: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ subject: string }>(
    "delete from identities where user_id = $1 and provider_id = $2 returning subject",
    [userId, providerId],
  );
  return rows[0]?.subject ?? null;
}
