/** Clients, and the resources they may request tokens for. */
import type { Db, Transaction } from "./database.js";
import type { Resource } from "./resources.js";

export interface Client {
  readonly clientId: string;
  readonly name: string;
  /** SHA-256 of each accepted secret; empty for a public client. */
  readonly secretHashes: readonly Buffer[];
  readonly grantTypes: readonly string[];
  readonly scope: readonly string[];
  readonly firstParty: boolean;
  /** Where codes may be sent: exact matches (any port on loopback addresses). */
  readonly redirectUris: readonly string[];
  /** Whether its redirect URIs may use private-use schemes without a dot, which an operator has to allow. */
  readonly allowUndottedSchemes: boolean;
  /** `cookie`: the refresh token travels in an HttpOnly cookie only (browser apps). */
  readonly refreshTokenDelivery: "body" | "cookie";
  /** The origins of a browser app's requests. */
  readonly allowedOrigins: readonly string[];
  /** Overrides `ACCESS_TOKEN_SECONDS`. */
  readonly accessTokenSeconds: number | null;
  /** Overrides `SESSION_IDLE_SECONDS`. */
  readonly sessionIdleSeconds: number | null;
  /** Overrides `SESSION_ABSOLUTE_SECONDS`. */
  readonly sessionAbsoluteSeconds: number | null;
  /** Overrides `ON_ADDRESS_CHANGE`. */
  readonly onAddressChange: "log" | "revoke" | "ignore" | null;
  /** Overrides `REFRESH_BURST`. */
  readonly refreshBurst: number | null;
  /** Overrides `ON_REFRESH_BURST`. */
  readonly onRefreshBurst: "log" | "revoke" | null;
  /** The first is the default (RFC 8707 §2). */
  readonly resources: readonly Resource[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

interface ClientRow {
  client_id: string;
  name: string;
  secret_hashes: Buffer[];
  grant_types: string[];
  scope: string[];
  first_party: boolean;
  redirect_uris: string[];
  allow_undotted_schemes: boolean;
  refresh_token_delivery: Client["refreshTokenDelivery"];
  allowed_origins: string[];
  access_token_seconds: number | null;
  session_idle_seconds: number | null;
  session_absolute_seconds: number | null;
  on_address_change: Client["onAddressChange"];
  refresh_burst: number | null;
  on_refresh_burst: Client["onRefreshBurst"];
  resources: Resource[];
  created_at: Date;
  disabled_at: Date | null;
}

const toClient = (row: ClientRow): Client => ({
  clientId: row.client_id,
  name: row.name,
  secretHashes: row.secret_hashes,
  grantTypes: row.grant_types,
  scope: row.scope,
  firstParty: row.first_party,
  redirectUris: row.redirect_uris,
  allowUndottedSchemes: row.allow_undotted_schemes,
  refreshTokenDelivery: row.refresh_token_delivery,
  allowedOrigins: row.allowed_origins,
  accessTokenSeconds: row.access_token_seconds,
  sessionIdleSeconds: row.session_idle_seconds,
  sessionAbsoluteSeconds: row.session_absolute_seconds,
  onAddressChange: row.on_address_change,
  refreshBurst: row.refresh_burst,
  onRefreshBurst: row.on_refresh_burst,
  resources: row.resources,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
});

const selectClients = `
  select c.client_id, c.name, c.secret_hashes, c.grant_types, c.scope, c.first_party, c.redirect_uris,
         c.refresh_token_delivery, c.allowed_origins, c.access_token_seconds, c.session_idle_seconds,
         c.session_absolute_seconds, c.on_address_change, c.refresh_burst, c.on_refresh_burst, c.allow_undotted_schemes,
         c.created_at, c.disabled_at,
         coalesce((select json_agg(json_build_object('uri', r.uri, 'name', r.name, 'scope', r.scope,
                                                   'scopeDescriptions', r.scope_descriptions,
                                                   'accessTokenSeconds', r.access_token_seconds,
                                                   'sessionIdleSeconds', r.session_idle_seconds,
                                                   'sessionAbsoluteSeconds', r.session_absolute_seconds) order by cr.position)
                     from client_resources cr join resources r on r.uri = cr.resource
                    where cr.client_id = c.client_id), '[]') as resources
    from clients c`;

/** Served by clients_pkey. */
export async function findClient(db: Db, clientId: string): Promise<Client | null> {
  const { rows } = await db.query<ClientRow>({
    name: "find-client",
    text: `${selectClients} where c.client_id = $1`,
    values: [clientId],
  });
  return rows[0] === undefined ? null : toClient(rows[0]);
}

/** Clients after this client_id, in that order; all if there is no limit. Served by clients_pkey. */
export async function listClients(
  db: Db,
  after: string | null = null,
  limit: number | null = null,
): Promise<Client[]> {
  const { rows } = await db.query<ClientRow>(
    `${selectClients} where $1::text is null or c.client_id > $1 order by c.client_id limit $2`,
    [after, limit],
  );
  return rows.map(toClient);
}

/**
 * Read a client under its row lock. Two statements, because one that waited would see the other tables as they were
 * before. Token requests do not wait for this lock.
 */
export async function lockClient(tx: Transaction, clientId: string): Promise<Client | null> {
  await tx.query("select 1 from clients where client_id = $1 for no key update", [clientId]);
  return findClient(tx, clientId);
}

export type NewClient = Omit<Client, "resources" | "createdAt" | "disabledAt"> & {
  /** Registered resources; the first is the default. */
  readonly resources: readonly string[];
};

/** The columns that operators set; `rowOf` has their values. */
const settings = `name, secret_hashes, grant_types, scope, first_party, redirect_uris, refresh_token_delivery, allowed_origins,
  access_token_seconds, session_idle_seconds, session_absolute_seconds, on_address_change, refresh_burst, on_refresh_burst,
  allow_undotted_schemes`;
const settingParameters = "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16";

const rowOf = (client: NewClient) => [
  client.clientId,
  client.name,
  client.secretHashes,
  client.grantTypes,
  client.scope,
  client.firstParty,
  client.redirectUris,
  client.refreshTokenDelivery,
  client.allowedOrigins,
  client.accessTokenSeconds,
  client.sessionIdleSeconds,
  client.sessionAbsoluteSeconds,
  client.onAddressChange,
  client.refreshBurst,
  client.onRefreshBurst,
  client.allowUndottedSchemes,
];

/**
 * Insert a client and its resources: one statement.
 *
 * @throws the database's error if client_id is taken, a resource is not registered or a constraint fails
 */
export async function insertClient(db: Db, client: NewClient): Promise<void> {
  await db.query(
    `with client as (
       insert into clients (client_id, ${settings}) values ($1, ${settingParameters}) returning client_id)
     insert into client_resources (client_id, resource, position)
     select client.client_id, r.uri, r.position - 1
       from client, unnest($17::text[]) with ordinality as r (uri, position)`,
    [...rowOf(client), client.resources],
  );
}

/** Replace all settings of a client. Requires its lock. */
export async function updateClient(tx: Transaction, client: NewClient): Promise<void> {
  await tx.query(
    `update clients set (${settings}) = (${settingParameters}) where client_id = $1`,
    rowOf(client),
  );
  await tx.query("delete from client_resources where client_id = $1", [client.clientId]);
  await tx.query(
    `insert into client_resources (client_id, resource, position)
     select $1, r.uri, r.position - 1 from unnest($2::text[]) with ordinality as r (uri, position)`,
    [client.clientId, client.resources],
  );
}

/** A client that is already disabled keeps its date. */
export async function setClientDisabled(tx: Transaction, clientId: string, disabled: boolean): Promise<void> {
  await tx.query(
    "update clients set disabled_at = case when $2 then coalesce(disabled_at, now()) end where client_id = $1",
    [clientId, disabled],
  );
}

/** All allowed origins of all clients, for preflights. */
export async function listAllowedOrigins(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ origin: string }>(
    "select distinct unnest(allowed_origins) as origin from clients where disabled_at is null",
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
