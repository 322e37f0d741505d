/** The resources: the APIs that access tokens are for (RFC 8707). */
import type { Db } from "./database.js";

export interface Resource {
  /** The identifier, an absolute URI, compared letter for letter; the token's `aud`. */
  readonly uri: string;
  /** What people call it, on the consent page. */
  readonly name: string | null;
  /** The scope that this API understands. */
  readonly scope: readonly string[];
  /** A scope's name → what it lets an app do, in words. */
  readonly scopeDescriptions: Readonly<Record<string, string>>;
}

export async function insertResource(db: Db, resource: Resource): Promise<void> {
  await db.query("insert into resources (uri, name, scope, scope_descriptions) values ($1, $2, $3, $4)", [
    resource.uri,
    resource.name,
    resource.scope,
    resource.scopeDescriptions,
  ]);
}

export async function listResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<Resource>(
    `select uri, name, scope, scope_descriptions as "scopeDescriptions" from resources order by uri`,
  );
  return rows;
}
