/**
 * Client authentication: client_secret_basic, client_secret_post, none. One per request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
import { timingSafeEqual } from "node:crypto";
import { OAuthError, type Reason } from "@regrant/shared";
import { hashSecret } from "../secrets.js";
import type { Client } from "../store/clients.js";
import { type Credentials, isBasic, parseBasicCredentials } from "./basic-credentials.js";
import type { Form } from "./form.js";
import { shown } from "./shown-value.js";

export type FindClient = (clientId: string) => Promise<Client | null>;
/** Called before a wrong secret of an existing client is refused. */
type OnWrongSecret = (clientId: string) => Promise<void>;

/**
 * Authenticate the client of a request. Only a Basic Authorization header counts; any other scheme is not about the
 * client, and the body identifies it.
 *
 * @throws {OAuthError} invalid_client, with WWW-Authenticate if the header was used (RFC 6749 §5.2); invalid_request
 * if two methods are used
 */
export async function authenticateClient(
  findClient: FindClient,
  form: Form,
  authorization: string | undefined,
  onWrongSecret: OnWrongSecret,
): Promise<Client> {
  if (authorization !== undefined && isBasic(authorization)) {
    return authenticateByHeader(findClient, form, authorization, onWrongSecret);
  }
  const clientId = form.get("client_id");
  if (clientId === undefined) throw nobody(authorization);
  return authenticate(findClient, [{ clientId, secret: form.get("client_secret") }], onWrongSecret);
}

/** No challenge: Basic was not used, and a browser would show its password dialog. */
function nobody(authorization: string | undefined): OAuthError {
  if (authorization === undefined)
    return refuse("client_missing", "The request does not say which client sends it.");
  const [, scheme] = /^([A-Za-z][A-Za-z0-9-]{0,20})(?: |$)/.exec(authorization) ?? [];
  const what = scheme === undefined ? "The Authorization header" : `An Authorization header with ${scheme}`;
  return refuse(
    "client_authentication_unsupported",
    `${what} does not say which client asks. An access token is no client credential: leave the header out, and send client_id in the body, or use Basic.`,
  );
}

async function authenticateByHeader(
  findClient: FindClient,
  form: Form,
  authorization: string,
  onWrongSecret: OnWrongSecret,
): Promise<Client> {
  const readings = parseBasicCredentials(authorization);
  if (readings === null) {
    throw challenge(
      refuse("client_authentication_malformed", "The Authorization header is not a Basic credential."),
    );
  }
  const bodyId = form.get("client_id");
  const contradicts = bodyId !== undefined && readings.every(({ clientId }) => clientId !== bodyId);
  if (form.has("client_secret") || contradicts) {
    const what = contradicts
      ? `The Authorization header is another client's than the client_id ${shown(bodyId)}`
      : "The client authenticates in more than one way, by the Authorization header and by client_secret";
    throw new OAuthError("invalid_request", `${what}.`, { reason: "client_authentication_repeated" });
  }
  try {
    return await authenticate(findClient, readings, onWrongSecret);
  } catch (error) {
    throw error instanceof OAuthError && error.code === "invalid_client" ? challenge(error) : error;
  }
}

/** Accept the first reading that names a client with this secret; report the first client found otherwise. */
async function authenticate(
  findClient: FindClient,
  readings: readonly Credentials[],
  onWrongSecret: OnWrongSecret,
): Promise<Client> {
  let refused: { readonly clientId: string; readonly reason: keyof typeof messages } | undefined;
  for (const { clientId, secret } of readings) {
    const client = isClientId(clientId) ? await findClient(clientId) : null;
    if (client === null) continue;
    const reason = checkSecret(client, secret);
    if (reason === null) {
      if (client.disabledAt === null) return client;
      throw refuse("client_disabled", `The client ${clientId} is disabled.`);
    }
    refused ??= { clientId, reason };
  }
  if (refused === undefined) {
    const [{ clientId } = { clientId: "" }] = readings;
    throw refuse("client_unknown", `No client has the client_id ${shown(clientId)}.`);
  }
  if (refused.reason === "client_secret_mismatch") await onWrongSecret(refused.clientId);
  throw refuse(refused.reason, messages[refused.reason]);
}

const messages = {
  client_secret_missing: "This client has to authenticate with its secret.",
  client_secret_mismatch: "The client secret is wrong.",
  client_secret_unexpected: "A public client has no secret to send.",
} as const;

function checkSecret(client: Client, secret: string | undefined): keyof typeof messages | null {
  const isPublic = client.secretHashes.length === 0;
  if (isPublic) return secret === undefined || secret === "" ? null : "client_secret_unexpected";
  if (secret === undefined) return "client_secret_missing";
  const hash = hashSecret(secret);
  return client.secretHashes.some((accepted) => timingSafeEqual(accepted, hash))
    ? null
    : "client_secret_mismatch";
}

/** The form of Regrant's client_ids; anything else is unknown without asking the database. */
export const isClientId = (value: string): boolean => /^[A-Za-z0-9._~-]{1,128}$/.test(value);

const refuse = (reason: Reason, description: string) =>
  new OAuthError("invalid_client", description, { reason });

/** The same refusal with the challenge that RFC 6749 §5.2 requires if the header was used. */
export const challenge = (error: OAuthError) =>
  new OAuthError(error.code, error.message, {
    reason: error.reason,
    headers: { "www-authenticate": 'Basic realm="regrant", charset="UTF-8"' },
  });
