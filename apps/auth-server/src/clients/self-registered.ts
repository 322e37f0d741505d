/** What clients that register themselves do: each act is one transaction with its audit event. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import { changesBetween } from "../administration/act.js";
import type { Actor } from "../audit/actor.js";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { inTransaction, type Pool, type Transaction } from "../database/database.js";
import { listOpenResources } from "../resources/resources.sql.js";
import { hashSecret, newSecret } from "../secrets.js";
import { hasSecret } from "./authentication/methods.js";
import { deleteClient, readClient } from "./clients.js";
import { type Client, lockClient, openScope } from "./clients.sql.js";
import {
  checkIdentity,
  parseClientMetadata,
  type Registered,
  type RegisteredSettings,
} from "./registration.js";
import { spendRegistrationToken } from "./registration-tokens.sql.js";
import { describeClient } from "./representation.js";
import {
  findRegistration,
  insertRegistration,
  takeRegistration,
  updateRegistration,
} from "./self-registered.sql.js";

/** What lets a client register: an initial access token or, if anybody may, what its network has left. */
export type Permit = { readonly initialToken: string } | { readonly network: string };

/**
 * Register a client.
 *
 * @throws {OAuthError} invalid_token, too_many_requests, temporarily_unavailable, invalid_redirect_uri, invalid_client_metadata
 */
export function registerItself(db: Pool, body: unknown, permit: Permit, by: Actor): Promise<Registered> {
  const registrationToken = newSecret();
  return inTransaction(db, async (tx) => {
    const tokenName = "initialToken" in permit ? await spend(tx, permit.initialToken) : null;
    if ("network" in permit) await take(tx, permit.network);
    const settings = await parse(tx, body);
    const { secret, secretHashes } = secretFor(settings);
    const clientId = `registered-${randomBytes(12).toString("hex")}`;
    const hash = hashSecret(registrationToken);
    if (!(await insertRegistration(tx, { ...settings, clientId, secretHashes }, hash))) throw full();
    const client = await readClient(tx, clientId);
    const detail = {
      ...describeClient(client),
      ...(tokenName !== null && { registration_token: tokenName }),
    };
    await insertAuditEvent(tx, { ...by, event: "client.created", clientId, detail });
    return { client, scope: settings.scope, registrationToken, secret };
  });
}

/** @throws {OAuthError} invalid_token; with 403, if an operator has disabled the client */
export const readRegistration = (
  db: Pool,
  clientId: string,
  registrationToken: string,
): Promise<Registered> =>
  withRegistration(db, clientId, registrationToken, async (_tx, client, scope) => ({
    client,
    scope,
    registrationToken,
    secret: null,
  }));

/**
 * Replace a registration: what is not sent returns to its default.
 *
 * @param network whose budget it is on; null: on none
 * @throws {OAuthError} as registerItself; invalid_client_metadata if the body names another client or secret
 */
export const replaceRegistration = (
  db: Pool,
  clientId: string,
  registrationToken: string,
  body: unknown,
  network: string | null,
  by: Actor,
): Promise<Registered> =>
  withRegistration(db, clientId, registrationToken, async (tx, before) => {
    const sentSecret = checkIdentity(body, before);
    const settings = await parse(tx, body);
    if (network !== null) await take(tx, network);
    const { secret, secretHashes } = secretFor(settings, before);
    await updateRegistration(tx, { ...settings, clientId, secretHashes });
    const client = await readClient(tx, clientId);
    const detail = changesBetween(describeClient(before), describeClient(client));
    if (detail.changed.length > 0)
      await insertAuditEvent(tx, { ...by, event: "client.updated", clientId, detail });
    const kept = secretHashes.length > 0 ? sentSecret : null;
    return { client, scope: settings.scope, registrationToken, secret: secret ?? kept };
  });

/** Delete a client that no longer wants to be one, with its sessions. */
export async function deleteRegistration(
  db: Pool,
  clientId: string,
  registrationToken: string,
  by: Actor,
): Promise<void> {
  await readRegistration(db, clientId, registrationToken);
  await deleteClient(db, clientId, { by });
}

/** Under the client's lock. An unknown client is refused like a wrong token (RFC 7592 §2.1). */
const withRegistration = <T>(
  db: Pool,
  clientId: string,
  registrationToken: string,
  work: (tx: Transaction, client: Client, scope: readonly string[]) => Promise<T>,
): Promise<T> =>
  inTransaction(db, async (tx) => {
    const client = await lockClient(tx, clientId);
    const stored = await findRegistration(tx, clientId);
    const hash = stored?.registrationTokenHash;
    if (client === null || !stored || !hash || !timingSafeEqual(hash, hashSecret(registrationToken)))
      throw new OAuthError("invalid_token", "The registration access token is not this client's.", {
        reason: "registration_access_token_invalid",
      });
    if (client.disabledAt !== null)
      throw new OAuthError("invalid_client", `The client ${clientId} is disabled.`, {
        reason: "client_disabled",
        status: 403,
      });
    return work(tx, client, stored.scope);
  });

const parse = async (tx: Transaction, body: unknown): Promise<RegisteredSettings> =>
  parseClientMetadata(body, openScope(await listOpenResources(tx)));

/** A client that has a secret keeps it. `secret` is null unless it has just been made. */
function secretFor({ tokenEndpointAuthMethod }: RegisteredSettings, before?: Client) {
  if (!hasSecret(tokenEndpointAuthMethod)) return { secret: null, secretHashes: [] };
  if (before !== undefined && before.secretHashes.length > 0)
    return { secret: null, secretHashes: before.secretHashes };
  const secret = newSecret();
  return { secret, secretHashes: [hashSecret(secret)] };
}

async function spend(tx: Transaction, initialToken: string): Promise<string> {
  const name = await spendRegistrationToken(tx, hashSecret(initialToken));
  if (name !== null) return name;
  throw new OAuthError("invalid_token", "The initial access token is unknown, has expired, or is used up.", {
    reason: "initial_access_token_invalid",
  });
}

async function take(tx: Transaction, network: string): Promise<void> {
  const seconds = await takeRegistration(tx, network);
  if (seconds === null) return;
  throw new OAuthError("too_many_requests", "There were too many registrations from this network.", {
    reason: "too_many_registrations",
    headers: { "retry-after": String(seconds) },
  });
}

const full = () =>
  new OAuthError(
    "temporarily_unavailable",
    "There are too many clients that registered themselves and that nobody uses yet.",
    { reason: "registrations_full", headers: { "retry-after": "3600" } },
  );
