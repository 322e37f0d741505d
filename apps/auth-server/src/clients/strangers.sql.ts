/** Clients that no operator has registered. Their rows are there for their sessions, and go when nobody uses them any more. */
import { columnList, columnValues, parameterList } from "../administration/settings.js";
import { type Db, inTransaction, type Pool, type Transaction } from "../database/database.js";
import type { Purgeable } from "../database/purge.sql.js";
import type { Client } from "./clients.sql.js";
import { settingsOf } from "./representation.js";
import { clientSettings } from "./settings.js";

/**
 * Let a client in that a user has agreed to, at one resource. A client with a document is stored as its document is now. The
 * last statement sees what simultaneous ones have inserted, because the first waits for their lock.
 *
 * @throws the database's error if the client has registered itself and is gone
 */
export async function admitStranger(db: Pool, client: Client, resource: string): Promise<void> {
  const { clientId, origin } = client;
  if (origin === "operator") return;
  await inTransaction(db, async (tx) => {
    await (origin === "document"
      ? keepDocumentClient(tx, client)
      : tx.query("update clients set last_authorized_at = now() where client_id = $1", [clientId]));
    await tx.query(
      `insert into client_resources (client_id, resource, position)
       select $1, $2, count(*) from client_resources where client_id = $1
       on conflict (client_id, resource) do nothing`,
      [clientId, resource],
    );
  });
}

async function keepDocumentClient(tx: Transaction, client: Client): Promise<void> {
  await tx.query(
    `insert into clients (client_id, origin, token_endpoint_auth_method, last_authorized_at, ${columnList(clientSettings)})
     values ($1, 'document', $2, now(), ${parameterList(clientSettings, 3)})
     on conflict (client_id) do update
       set last_authorized_at = excluded.last_authorized_at, name = excluded.name, redirect_uris = excluded.redirect_uris,
           grant_types = excluded.grant_types, allowed_origins = excluded.allowed_origins,
           token_endpoint_auth_method = excluded.token_endpoint_auth_method, jwks = excluded.jwks,
           jwks_uri = excluded.jwks_uri,
           id_token_signed_response_alg = excluded.id_token_signed_response_alg,
           require_dpop = excluded.require_dpop
     where clients.origin = 'document'`,
    [client.clientId, client.tokenEndpointAuthMethod, ...columnValues(clientSettings, settingsOf(client))],
  );
}

/** What a document has in place of its keys of before. Served by clients_pkey. */
export async function replaceDocumentKeys(
  db: Db,
  clientId: string,
  { jwks, jwksUri }: Pick<Client, "jwks" | "jwksUri">,
): Promise<void> {
  await db.query(
    `update clients set jwks = $2, jwks_uri = $3
      where client_id = $1 and origin = 'document' and token_endpoint_auth_method = 'private_key_jwt'`,
    [clientId, jwks, jwksUri],
  );
}

/**
 * One that nobody let in goes after a day, one that nobody uses any more after three months. A document that an operator has
 * disabled stays: it would come back enabled.
 */
export const purgeableStrangers: Purgeable = {
  table: "clients",
  condition: `origin <> 'operator' and (origin = 'registration' or disabled_at is null)
    and coalesce(last_authorized_at + interval '90 days', created_at + interval '1 day') < now() - $1 * interval '1 second'
    and not exists (select from sessions where sessions.client_id = clients.client_id)
    and not exists (select from authorization_codes where authorization_codes.client_id = clients.client_id)`,
  value: 0,
};
