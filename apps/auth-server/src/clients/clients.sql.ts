/** Clients, and the resources they may request tokens for. */

import { columnList, columnValues, parameterList, selectList } from "../administration/settings.js";
import type { Actor } from "../audit/actor.js";
import type { Db, Transaction } from "../database/database.js";
import { openResources, type Resource, resourceMembers } from "../resources/resources.sql.js";
import type { TokenEndpointAuthMethod } from "./authentication/methods.js";
import { type ClientSettings, clientSettings } from "./settings.js";

/** Who has registered it: an operator, its own metadata document, or itself (RFC 7591). */
export const clientOrigins = ["operator", "document", "registration"] as const;
export type ClientOrigin = (typeof clientOrigins)[number];

export interface Client extends Omit<ClientSettings, "resources"> {
  readonly clientId: string;
  readonly origin: ClientOrigin;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** SHA-256 of each accepted secret; empty for a public client. */
  readonly secretHashes: readonly Buffer[];
  /** The first is the default (RFC 8707 §2). */
  readonly resources: readonly Resource[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** The number of its own tokens in the status lists; null while it is only known by its document. */
  readonly statusIndex: number | null;
}

/** Rows are clients but for `settled`. A version before token_endpoint_auth_method left it null. */
const selectClients = `
  select c.client_id as "clientId", ${selectList(clientSettings, "c")}, c.origin, c.secret_hashes as "secretHashes",
         coalesce(c.token_endpoint_auth_method,
                  case when cardinality(c.secret_hashes) = 0 then 'none' else 'client_secret_basic' end)
           as "tokenEndpointAuthMethod",
         coalesce(case when c.origin = 'operator' then (
                    select json_agg(json_build_object(${resourceMembers("r")}) order by cr.position)
                      from client_resources cr join resources r on r.uri = cr.resource
                     where cr.client_id = c.client_id)
                  else (
                    select json_agg(json_build_object(${resourceMembers("r")}) order by r.uri) from ${openResources} r)
                  end, '[]') as resources,
         c.created_at as "createdAt", c.disabled_at as "disabledAt", c.status_index::float8 as "statusIndex"
    from clients c`;

/** What clients that no operator has registered may have: the open scope. The rest is every user's own to give. */
export const openScope = (resources: readonly Resource[]): readonly string[] => [
  ...new Set(["openid", "offline_access", ...resources.flatMap(({ scope }) => scope)]),
];

/** Whatever a stranger's row says of its scope, what is open now counts. */
const settled = (client: Client): Client =>
  client.origin === "operator" ? client : { ...client, scope: openScope(client.resources) };

/** Served by clients_pkey. */
export async function findClient(db: Db, clientId: string): Promise<Client | null> {
  const { rows } = await db.query<Client>({
    name: "find-client",
    text: `${selectClients} where c.client_id = $1`,
    values: [clientId],
  });
  return rows[0] === undefined ? null : settled(rows[0]);
}

/** Clients after this client_id, in that order; all if there is no limit. Served by clients_pkey. */
export async function listClients(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<Client[]> {
  const { rows } = await db.query<Client>(
    `${selectClients} where $1::text is null or c.client_id > $1 order by c.client_id limit $2`,
    [after, limit],
  );
  return rows.map(settled);
}

/**
 * Read a client under its row lock. Two statements, because one that waited would see the other tables as they were
 * before. Token requests do not wait for this lock.
 */
export async function lockClient(tx: Transaction, clientId: string): Promise<Client | null> {
  await tx.query("select 1 from clients where client_id = $1 for no key update", [clientId]);
  return findClient(tx, clientId);
}

export type NewClient = ClientSettings &
  Pick<Client, "clientId" | "tokenEndpointAuthMethod" | "secretHashes">;

const columns = `token_endpoint_auth_method, secret_hashes, ${columnList(clientSettings)}`;
const parameters = `$2, $3, ${parameterList(clientSettings, 4)}`;

const rowOf = (client: NewClient) => [
  client.clientId,
  client.tokenEndpointAuthMethod,
  client.secretHashes,
  ...columnValues(clientSettings, client),
];

/**
 * Insert a client and its resources.
 *
 * @throws the database's error if client_id is taken, a resource is not registered or a constraint fails
 */
export async function insertClient(tx: Transaction, client: NewClient): Promise<void> {
  await tx.query(`insert into clients (client_id, ${columns}) values ($1, ${parameters})`, rowOf(client));
  await insertClientResources(tx, client);
}

/** Replace all settings of a client. Requires its lock. */
export async function updateClient(tx: Transaction, client: NewClient): Promise<void> {
  await tx.query(`update clients set (${columns}) = (${parameters}) where client_id = $1`, rowOf(client));
  await tx.query("delete from client_resources where client_id = $1", [client.clientId]);
  await insertClientResources(tx, client);
}

const insertClientResources = (tx: Transaction, { clientId, resources }: NewClient) =>
  tx.query(
    `insert into client_resources (client_id, resource, position)
     select $1, r.uri, r.position - 1 from unnest($2::text[]) with ordinality as r (uri, position)`,
    [clientId, resources],
  );

/** A client that is already disabled keeps its date. */
export async function setClientDisabled(tx: Transaction, clientId: string, disabled: boolean): Promise<void> {
  await tx.query(
    "update clients set disabled_at = case when $2 then coalesce(disabled_at, now()) end where client_id = $1",
    [clientId, disabled],
  );
}

/** All allowed origins of all clients, for preflights; not of those that registered themselves and that nobody has let in. */
export async function listAllowedOrigins(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ origin: string }>(
    `select distinct unnest(allowed_origins) as origin from clients
      where disabled_at is null and (origin = 'operator' or last_authorized_at is not null)`,
  );
  return rows.map(({ origin }) => origin);
}

/** The longest access token lifetime registered for a client; null if none has its own. */
export async function longestAccessTokenSeconds(db: Db): Promise<number | null> {
  const { rows } = await db.query<{ seconds: number | null }>(
    "select max(access_token_seconds) as seconds from clients",
  );
  return rows[0]?.seconds ?? null;
}

/** So that no row can refer to the client any more. @returns whether there is one */
export async function lockClientForDeletion(tx: Transaction, clientId: string): Promise<boolean> {
  return (await tx.query("select from clients where client_id = $1 for update", [clientId])).rowCount === 1;
}

/** Requires that nothing refers to the client. */
export async function deleteClientRow(tx: Transaction, clientId: string): Promise<void> {
  await tx.query("delete from clients where client_id = $1", [clientId]);
}

/** The client_ids of those that may use the resource. */
export async function listClientsOfResource(db: Db, uri: string): Promise<string[]> {
  const { rows } = await db.query<{ client_id: string }>(
    "select client_id from client_resources where resource = $1 order by 1",
    [uri],
  );
  return rows.map(({ client_id }) => client_id);
}

/** Remove a resource from all clients, with an audit event for each. @returns their client_ids */
export async function takeResourceFromClients(tx: Transaction, uri: string, by: Actor): Promise<string[]> {
  const { rows } = await tx.query<{ client_id: string }>(
    `with taken as (delete from client_resources where resource = $1 returning client_id),
     audit as (
       insert into audit_events (event, client_id, actor, address, user_agent, request_id, detail)
       select 'client.updated', client_id, $2::text, $3::inet, $4::text, $5::text,
              jsonb_build_object('changed', array['resources'], 'resource_deleted', $1::text) from taken)
     select client_id from taken order by client_id`,
    [uri, by.actor, by.address, by.userAgent, by.requestId],
  );
  return rows.map(({ client_id }) => client_id);
}
