/** Resources: the APIs that access tokens are for (RFC 8707). */
import type { Db, Transaction } from "./database.js";

/** An API's upper limits; null means no limit. */
export interface ResourceLifetimes {
  readonly accessTokenSeconds: number | null;
  readonly sessionIdleSeconds: number | null;
  readonly sessionAbsoluteSeconds: number | null;
}

export interface Resource extends ResourceLifetimes {
  /** The identifier: an absolute URI, compared exactly; the token's `aud`. */
  readonly uri: string;
  /** Shown on the consent page. */
  readonly name: string | null;
  /** The scope that the API understands. */
  readonly scope: readonly string[];
  /** Scope names → what they allow an app to do, in words. */
  readonly scopeDescriptions: Readonly<Record<string, string>>;
}

export type NewResource = Omit<Resource, keyof ResourceLifetimes> & Partial<ResourceLifetimes>;

const rowOf = (resource: NewResource) => [
  resource.uri,
  resource.name,
  resource.scope,
  resource.scopeDescriptions,
  resource.accessTokenSeconds,
  resource.sessionIdleSeconds,
  resource.sessionAbsoluteSeconds,
];

export async function insertResource(db: Db, resource: NewResource): Promise<void> {
  await db.query(
    `insert into resources (uri, name, scope, scope_descriptions, access_token_seconds, session_idle_seconds,
                            session_absolute_seconds)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    rowOf(resource),
  );
}

const columns = `uri, name, scope, scope_descriptions as "scopeDescriptions", access_token_seconds as "accessTokenSeconds",
  session_idle_seconds as "sessionIdleSeconds", session_absolute_seconds as "sessionAbsoluteSeconds"`;

export async function listResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<Resource>(`select ${columns} from resources order by uri`);
  return rows;
}

/** The scope of all resources but one, without duplicates. */
export async function listScope(db: Db, exceptUri: string): Promise<string[]> {
  const { rows } = await db.query<{ scope: string }>(
    `select distinct unnest(scope) collate "C" as scope from resources where uri <> $1 order by 1`,
    [exceptUri],
  );
  return rows.map(({ scope }) => scope);
}

/** A resource as administrators see it. */
export interface RegisteredResource extends Resource {
  /** SHA-256 of each secret it may introspect with. */
  readonly secretHashes: readonly Buffer[];
  readonly createdAt: Date;
}

const selectRegistered = `select ${columns}, secret_hashes as "secretHashes", created_at as "createdAt" from resources`;

/** Served by resources_pkey. */
export async function findResource(db: Db, uri: string): Promise<RegisteredResource | null> {
  const { rows } = await db.query<RegisteredResource>(`${selectRegistered} where uri = $1`, [uri]);
  return rows[0] ?? null;
}

/** Resources after this URI, in that order; all if there is no limit. Served by resources_pkey. */
export async function listRegisteredResources(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<RegisteredResource[]> {
  const { rows } = await db.query<RegisteredResource>(
    `${selectRegistered} where $1::text is null or uri > $1 order by uri limit $2`,
    [after, limit],
  );
  return rows;
}

/** Read a resource under its row lock. Sign-ins and token requests do not wait for it. */
export async function lockResource(tx: Transaction, uri: string): Promise<RegisteredResource | null> {
  await tx.query("select 1 from resources where uri = $1 for no key update", [uri]);
  return findResource(tx, uri);
}

/** Replace all settings of a resource. Requires its lock. */
export async function updateResource(tx: Transaction, resource: RegisteredResource): Promise<void> {
  await tx.query(
    `update resources
        set name = $2, scope = $3, scope_descriptions = $4, access_token_seconds = $5, session_idle_seconds = $6,
            session_absolute_seconds = $7, secret_hashes = $8
      where uri = $1`,
    [...rowOf(resource), resource.secretHashes],
  );
}
