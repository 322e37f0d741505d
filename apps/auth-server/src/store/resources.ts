/** The resources: the APIs that access tokens are for (RFC 8707). */
import type { Db } from "./database.js";

/** What an API allows at most; null where it sets no bound. */
export interface ResourceLifetimes {
  readonly accessTokenSeconds: number | null;
  readonly sessionIdleSeconds: number | null;
  readonly sessionAbsoluteSeconds: number | null;
}

export interface Resource extends ResourceLifetimes {
  /** The identifier, an absolute URI, compared letter for letter; the token's `aud`. */
  readonly uri: string;
  /** What people call it, on the consent page. */
  readonly name: string | null;
  /** The scope that this API understands. */
  readonly scope: readonly string[];
  /** A scope's name → what it lets an app do, in words. */
  readonly scopeDescriptions: Readonly<Record<string, string>>;
}

export type NewResource = Omit<Resource, keyof ResourceLifetimes> & Partial<ResourceLifetimes>;

export async function insertResource(db: Db, resource: NewResource): Promise<void> {
  await db.query(
    `insert into resources (uri, name, scope, scope_descriptions, access_token_seconds, session_idle_seconds,
                            session_absolute_seconds)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      resource.uri,
      resource.name,
      resource.scope,
      resource.scopeDescriptions,
      resource.accessTokenSeconds,
      resource.sessionIdleSeconds,
      resource.sessionAbsoluteSeconds,
    ],
  );
}

export async function listResources(db: Db): Promise<Resource[]> {
  const { rows } = await db.query<Resource>(
    `select uri, name, scope, scope_descriptions as "scopeDescriptions", access_token_seconds as "accessTokenSeconds",
            session_idle_seconds as "sessionIdleSeconds", session_absolute_seconds as "sessionAbsoluteSeconds"
       from resources order by uri`,
  );
  return rows;
}
