/** Administration of clients; each act is one transaction with its audit event. */
import { randomBytes } from "node:crypto";
import { type Act, changesBetween, type WithSecret } from "../administration/act.js";
import { conflict, InvalidInput, notThere } from "../administration/faults.js";
import { initialValues, withChanges } from "../administration/settings.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { endManySessions } from "../codes/ends.js";
import { brokenConstraint, inTransaction, type Pool, type Transaction } from "../database/database.js";
import { deleteAll } from "../deletion/deletion.js";
import { insertIssuerResource } from "../resources/resources.sql.js";
import { hashSecret, newSecret } from "../secrets.js";
import { hasSecret, type TokenEndpointAuthMethod } from "./authentication/methods.js";
import {
  type Client,
  deleteClientRow,
  findClient,
  insertClient,
  lockClient,
  lockClientForDeletion,
  setClientDisabled,
  updateClient,
} from "./clients.sql.js";
import { settingsOfProfile } from "./fapi2.js";
import {
  type ClientChanges,
  checkClient,
  describeClient,
  type NewClientBody,
  settingsOf,
} from "./representation.js";
import { clientSettings } from "./settings.js";

/**
 * Register a client. One that names no API and only signs users in is for the issuer's own.
 *
 * @throws {OAuthError} if the settings are wrong or the client_id is taken
 */
export async function registerClient(
  db: Pool,
  issuer: string,
  sent: NewClientBody,
  { by }: Act,
): Promise<WithSecret<Client, string | null>> {
  const tokenEndpointAuthMethod = methodOf(sent);
  const secret = hasSecret(tokenEndpointAuthMethod) ? newSecret() : null;
  const bare = {
    ...initialValues(clientSettings),
    ...settingsOfProfile(sent),
    clientId: sent.client_id ?? clientIdFrom(sent.client_name),
    tokenEndpointAuthMethod,
    secretHashes: secret === null ? [] : [hashSecret(secret)],
  };
  const said = withChanges(clientSettings, bare, sent);
  const isForSignIn = sent.resources === undefined && said.scope.includes("openid");
  const client = isForSignIn ? { ...said, resources: [issuer] } : said;
  const item = await inTransaction(db, async (tx) => {
    if (client.resources.includes(issuer)) await insertIssuerResource(tx, issuer);
    await checkClient(tx, client);
    await insertClient(tx, client);
    const inserted = await readClient(tx, client.clientId);
    await insertAuditEvent(tx, {
      ...by,
      event: "client.created",
      clientId: client.clientId,
      detail: describeClient(inserted),
    });
    return inserted;
  }).catch((cause: unknown) => {
    if (brokenConstraint(cause) !== "clients_pkey") throw cause;
    const message = `the client ${client.clientId} already exists; choose another id`;
    throw conflict("already_registered", message, cause);
  });
  return { item, secret };
}

/** @throws {InvalidInput} if `confidential` contradicts `token_endpoint_auth_method` */
function methodOf({
  token_endpoint_auth_method: method,
  confidential,
  profile,
}: NewClientBody): TokenEndpointAuthMethod {
  if (method !== undefined && confidential !== undefined && confidential === (method === "none")) {
    const message = `conflicts with token_endpoint_auth_method: ${method}; leave it out`;
    throw new InvalidInput([{ pointer: "/confidential", message }]);
  }
  if (method !== undefined || confidential === false) return method ?? "none";
  return profile === "fapi2" ? "private_key_jwt" : "client_secret_basic";
}

/** A recognizable name with 48 random bits. */
function clientIdFrom(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, randomBytes(6).toString("hex")].join("-").slice(-64);
}

/** @throws {OAuthError} if there is none, it is not an operator's, or the settings would be wrong */
export const changeClient = (
  db: Pool,
  issuer: string,
  clientId: string,
  sent: ClientChanges,
  act: Act,
): Promise<Client> =>
  withOwnClient(db, clientId, act, async (tx, client) => {
    const next = withChanges(
      clientSettings,
      { ...settingsOf(client), ...settingsOfProfile(sent, client.profile) },
      sent,
    );
    if (next.resources.includes(issuer)) await insertIssuerResource(tx, issuer);
    await checkClient(tx, next);
    await updateClient(tx, next);
    const changed = await readClient(tx, clientId);
    const detail = changesBetween(describeClient(client), describeClient(changed));
    if (detail.changed.length > 0)
      await insertAuditEvent(tx, { ...act.by, event: "client.updated", clientId, detail });
    return changed;
  });

/**
 * Create a new secret. The previous one stays valid until it is dropped or the next rotation.
 *
 * @throws {OAuthError} if there is no such client, or it is public
 */
export const rotateClientSecret = (db: Pool, clientId: string, act: Act): Promise<WithSecret<Client>> =>
  withOwnClient(db, clientId, act, async (tx, client) => {
    if (!hasSecret(client.tokenEndpointAuthMethod)) {
      const what =
        client.tokenEndpointAuthMethod === "none" ? "is public and has no secret" : "has keys, and no secret";
      const message = `the client ${clientId} ${what}; register another client`;
      throw conflict("state_conflict", message);
    }
    const secret = newSecret();
    const item = await setSecrets(tx, client, [hashSecret(secret), ...client.secretHashes.slice(0, 1)]);
    await insertAuditEvent(tx, { ...act.by, event: "client.secret_rotated", clientId });
    return { item, secret };
  });

/** Invalidate the previous secret. @throws {OAuthError} if there is none */
export const dropPreviousClientSecret = (db: Pool, clientId: string, act: Act): Promise<Client> =>
  withClient(db, clientId, act, async (tx, client) => {
    if (client.secretHashes.length < 2) {
      throw conflict("state_conflict", `the client ${clientId} has no previous secret`);
    }
    const changed = await setSecrets(tx, client, client.secretHashes.slice(0, 1));
    await insertAuditEvent(tx, { ...act.by, event: "client.secret_dropped", clientId });
    return changed;
  });

async function setSecrets(tx: Transaction, client: Client, secretHashes: readonly Buffer[]): Promise<Client> {
  await updateClient(tx, { ...settingsOf(client), secretHashes });
  return readClient(tx, client.clientId);
}

/**
 * Disable the client, then end its sessions.
 *
 * Disabling commits first: the rotating statement checks it, so the sessions are useless however long ending them takes.
 */
export async function disableClient(
  db: Pool,
  clientId: string,
  act: Act,
): Promise<{ readonly item: Client; readonly sessionsEnded: number }> {
  const item = await setDisabled(db, clientId, true, act);
  return { item, sessionsEnded: await endManySessions(db, { clientId }, "client_disabled", act.by) };
}

/** Delete a client with its sessions, codes and consents. It is disabled first, so that nothing new is opened meanwhile. */
export async function deleteClient(db: Pool, clientId: string, act: Act): Promise<number> {
  const client = await setDisabled(db, clientId, true, act);
  return deleteAll(db, { clientId }, act, {
    lock: (tx) => lockClientForDeletion(tx, clientId),
    record: (tx, sessionsEnded) =>
      insertAuditEvent(tx, {
        ...act.by,
        event: "client.deleted",
        clientId,
        detail: { ...describeClient(client), sessions_ended: sessionsEnded },
      }),
    remove: (tx) => deleteClientRow(tx, clientId),
  });
}

/** Enable the client again, after ending any sessions that disabling left open. */
export async function enableClient(db: Pool, clientId: string, act: Act): Promise<Client> {
  const client = await readClient(db, clientId);
  if (client.disabledAt !== null) await endManySessions(db, { clientId }, "client_disabled", act.by);
  return setDisabled(db, clientId, false, act);
}

const setDisabled = (db: Pool, clientId: string, disabled: boolean, act: Act): Promise<Client> =>
  withClient(db, clientId, act, async (tx, client) => {
    if ((client.disabledAt !== null) === disabled) return client;
    await setClientDisabled(tx, clientId, disabled);
    await insertAuditEvent(tx, {
      ...act.by,
      event: disabled ? "client.disabled" : "client.enabled",
      clientId,
    });
    return readClient(tx, clientId);
  });

const withClient = <T>(
  db: Pool,
  clientId: string,
  { check }: Act,
  work: (tx: Transaction, client: Client) => Promise<T>,
): Promise<T> =>
  inTransaction(db, async (tx) => {
    const client = await lockClient(tx, clientId);
    if (client === null) throw notThere(`client ${clientId}`);
    check?.(describeClient(client));
    return work(tx, client);
  });

/** What another has registered would be replaced by its next document or request, or no longer be what its app knows. */
const withOwnClient: typeof withClient = (db, clientId, act, work) =>
  withClient(db, clientId, act, (tx, client) => {
    if (client.origin === "operator") return work(tx, client);
    const message = `the client ${clientId} was not registered by an operator, so it can only be disabled, enabled or deleted`;
    throw conflict("state_conflict", message);
  });

/** @throws {OAuthError} if there is none */
export async function readClient(db: Pool | Transaction, clientId: string): Promise<Client> {
  const client = await findClient(db, clientId);
  if (client === null) throw notThere(`client ${clientId}`);
  return client;
}
