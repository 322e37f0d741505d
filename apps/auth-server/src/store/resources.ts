/** The resources: the APIs that access tokens are for (RFC 8707). */
import type { Db } from "./database.js";

export interface Resource {
  /** The identifier, an absolute URI, compared letter for letter; the token's `aud`. */
  readonly uri: string;
  /** The scope that this API understands. */
  readonly scope: readonly string[];
}

export async function insertResource(db: Db, { uri, scope }: Resource): Promise<void> {
  await db.query("insert into resources (uri, scope) values ($1, $2)", [uri, scope]);
}

export async function listResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<{ uri: string; scope: string[] }>(
    "select uri, scope from resources order by uri",
  );
  return rows;
}
