/** Resources: the APIs that access tokens are for (RFC 8707). */
import {
  columnList,
  columnValues,
  initialValues,
  jsonMembers,
  parameterList,
  selectList,
} from "../administration/settings.js";
import type { Db, Transaction } from "../database/database.js";
import { type ResourceSettings, resourceSettings } from "./settings.js";

export interface Resource extends ResourceSettings {
  /** The identifier: an absolute URI, compared exactly; the token's `aud`. */
  readonly uri: string;
}

const columns = columnList(resourceSettings);

/** Settings that are left out have their initial values. */
export async function insertResource(
  db: Db,
  resource: Pick<Resource, "uri"> & Partial<ResourceSettings>,
): Promise<void> {
  await db.query(
    `insert into resources (uri, ${columns}) values ($1, ${parameterList(resourceSettings, 2)})`,
    [resource.uri, ...columnValues(resourceSettings, { ...initialValues(resourceSettings), ...resource })],
  );
}

/** The issuer is the API of clients that only sign users in. It is registered with the first of them. */
export async function insertIssuerResource(db: Db, issuer: string): Promise<void> {
  await db.query("insert into resources (uri) values ($1) on conflict do nothing", [issuer]);
}

const selected = `r.uri, ${selectList(resourceSettings, "r")}`;

/** A resource as `json_build_object` takes it. */
export const resourceMembers = (table: string): string =>
  `'uri', ${table}.uri, ${jsonMembers(resourceSettings, table)}`;

export async function listResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<Resource>(`select ${selected} from resources r order by r.uri`);
  return rows;
}

/** As they are to clients that no operator has registered: the open ones, with the open part of their scope. */
export const openResources = `(select uri, ${columns.replace(/(?<!_)\bscope\b/, "open_scope as scope")} from resources where open)`;

export async function listOpenResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<Resource>(`select ${selected} from ${openResources} r order by r.uri`);
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

const selectRegistered = `select ${selected}, r.secret_hashes as "secretHashes", r.created_at as "createdAt" from resources r`;

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
    `update resources set (${columns}, secret_hashes) = (${parameterList(resourceSettings, 3)}, $2) where uri = $1`,
    [resource.uri, resource.secretHashes, ...columnValues(resourceSettings, resource)],
  );
}

/** So that no row can refer to the resource any more. @returns whether there is one */
export async function lockResourceForDeletion(tx: Transaction, uri: string): Promise<boolean> {
  return (await tx.query("select from resources where uri = $1 for update", [uri])).rowCount === 1;
}

/** Requires that nothing refers to the resource. */
export async function deleteResourceRow(tx: Transaction, uri: string): Promise<void> {
  await tx.query("delete from resources where uri = $1", [uri]);
}
