/** What administrators do to clients; each act is one transaction with its audit event. */
import { randomBytes } from "node:crypto";
import { endManySessions } from "../codes/ends.js";
import { hashSecret, newSecret } from "../secrets.js";
import { insertAuditEvent } from "../store/audit-events.js";
import {
  type Client,
  findClient,
  insertClient,
  lockClient,
  type NewClient,
  setClientDisabled,
  updateClient,
} from "../store/clients.js";
import { brokenConstraint, inTransaction, type Pool, type Transaction } from "../store/database.js";
import { type Act, changesBetween } from "./act.js";
import {
  type ClientChanges,
  checkClient,
  describeClient,
  type NewClientBody,
  withChanges,
} from "./client-settings.js";
import { conflict, notThere } from "./faults.js";

export interface WithSecret<T, S = string> {
  readonly item: T;
  /** To be shown once; only its hash is kept. */
  readonly secret: S;
}

/** @throws {OAuthError} where the settings are wrong or the client_id is taken */
export async function registerClient(
  db: Pool,
  sent: NewClientBody,
  { by }: Act,
): Promise<WithSecret<Client, string | null>> {
  const secret = sent.confidential === false ? null : newSecret();
  const client = withChanges(bare(sent.client_id ?? clientIdFrom(sent.client_name), secret), sent);
  const item = await inTransaction(db, async (tx) => {
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
    const message = `there is a client ${client.clientId} already; choose another client_id`;
    throw conflict("already_registered", message, cause);
  });
  return { item, secret };
}

/** With nothing but an id and perhaps a secret. */
const bare = (clientId: string, secret: string | null): NewClient => ({
  clientId,
  name: "",
  secretHashes: secret === null ? [] : [hashSecret(secret)],
  grantTypes: [],
  scope: [],
  resources: [],
  redirectUris: [],
  allowUndottedSchemes: false,
  refreshTokenDelivery: "body",
  allowedOrigins: [],
  firstParty: false,
  accessTokenSeconds: null,
  sessionIdleSeconds: null,
  sessionAbsoluteSeconds: null,
  onAddressChange: null,
  refreshBurst: null,
  onRefreshBurst: null,
});

/** A name that people recognise in a log, with 48 random bits behind it. */
function clientIdFrom(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, randomBytes(6).toString("hex")].join("-").slice(-64);
}

/** @throws {OAuthError} where there is none or the settings would be wrong */
export const changeClient = (db: Pool, clientId: string, sent: ClientChanges, act: Act): Promise<Client> =>
  withClient(db, clientId, act, async (tx, client) => {
    const next = withChanges({ ...client, resources: client.resources.map(({ uri }) => uri) }, sent);
    await checkClient(tx, next);
    await updateClient(tx, next);
    const changed = await readClient(tx, clientId);
    const detail = changesBetween(describeClient(client), describeClient(changed));
    if (detail.changed.length > 0)
      await insertAuditEvent(tx, { ...act.by, event: "client.updated", clientId, detail });
    return changed;
  });

/**
 * A new secret in front of the one that it has, which stays valid until it is dropped or the next rotation pushes it out.
 *
 * @throws {OAuthError} where there is no such client, or it is public
 */
export const rotateClientSecret = (db: Pool, clientId: string, act: Act): Promise<WithSecret<Client>> =>
  withClient(db, clientId, act, async (tx, client) => {
    if (client.secretHashes.length === 0) {
      const message = `the client ${clientId} is public and has no secret; register one that is confidential`;
      throw conflict("state_conflict", message);
    }
    const secret = newSecret();
    const item = await setSecrets(tx, client, [hashSecret(secret), ...client.secretHashes.slice(0, 1)]);
    await insertAuditEvent(tx, { ...act.by, event: "client.secret_rotated", clientId });
    return { item, secret };
  });

/** End the secret before the present one. @throws {OAuthError} where there is none */
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
  await updateClient(tx, { ...client, secretHashes, resources: client.resources.map(({ uri }) => uri) });
  return readClient(tx, client.clientId);
}

/**
 * Refuse everything that it asks for from now on, then end its sessions.
 *
 * The first commits at once and is what counts: the statement that rotates looks at it. However many sessions there are
 * to end, none of them is good for anything meanwhile.
 */
export async function disableClient(
  db: Pool,
  clientId: string,
  act: Act,
): Promise<{ readonly item: Client; readonly sessionsEnded: number }> {
  const item = await setDisabled(db, clientId, true, act);
  return { item, sessionsEnded: await endManySessions(db, { clientId }, "client_disabled", act.by) };
}

/** Let it ask again. Sessions that are left over from before stay behind. */
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

/** @throws {OAuthError} where there is none */
export async function readClient(db: Pool | Transaction, clientId: string): Promise<Client> {
  const client = await findClient(db, clientId);
  if (client === null) throw notThere(`client ${clientId}`);
  return client;
}
