/**
 * Who may introspect tokens: confidential clients, and resources, which authenticate like clients with their URI as
 * the name.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.1
 */
import { timingSafeEqual } from "node:crypto";
import { OAuthError, type Reason } from "@regrant/shared";
import { isBasic, parseApiCredentials } from "../clients/authentication/basic-credentials.js";
import { type Credentials, challenge } from "../clients/authentication/method.js";
import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import { shown } from "../http/shown-value.js";
import type { FindResourceSecrets } from "../resources/resource-secrets.sql.js";
import { hashSecret } from "../secrets.js";

/** A client may introspect its own tokens, a resource the access tokens issued for it. */
export type Introspector = { readonly client: Client } | { readonly resource: string };

interface Asking {
  readonly form: Form;
  readonly authorization: string | undefined;
  /** Called before a wrong secret of an existing resource is refused. */
  readonly onWrongSecret: (resource: string) => Promise<void>;
  readonly authenticateClient: () => Promise<Client>;
}

/**
 * Authenticate the introspector. Every URI contains a colon and no client_id does, so the name tells which kind it
 * is.
 *
 * @throws {OAuthError} invalid_client; invalid_request if two methods are used
 */
export async function authenticateIntrospector(
  findResourceSecrets: FindResourceSecrets,
  asking: Asking,
): Promise<Introspector> {
  const readings = apiCredentialsOf(asking);
  for (const reading of readings) {
    const hashes = await findResourceSecrets(reading.clientId);
    if (hashes === null) continue;
    await authenticateResource(hashes, reading, asking);
    return { resource: reading.clientId };
  }
  const client = await asking.authenticateClient().catch((error: unknown) => {
    throw isUnknownClient(error) ? (notRegistered(readings, asking) ?? error) : error;
  });
  if (client.tokenEndpointAuthMethod !== "none") return { client };
  throw new OAuthError("invalid_client", "Introspection is for clients that have a secret, and for APIs.", {
    reason: "introspection_public_client",
  });
}

const byHeader = ({ authorization }: Asking): string | null =>
  authorization !== undefined && isBasic(authorization) ? authorization : null;

function apiCredentialsOf(asking: Asking): readonly Credentials[] {
  const header = byHeader(asking);
  if (header !== null) return parseApiCredentials(header);
  const uri = asking.form.get("client_id");
  return uri?.includes(":") ? [{ clientId: uri, secret: asking.form.get("client_secret") }] : [];
}

async function authenticateResource(
  hashes: readonly Buffer[],
  { clientId: uri, secret = "" }: Credentials,
  asking: Asking,
): Promise<void> {
  const { form, onWrongSecret } = asking;
  if (byHeader(asking) !== null && (form.has("client_secret") || (form.get("client_id") ?? uri) !== uri)) {
    throw new OAuthError("invalid_request", "The API authenticates in more than one way.", {
      reason: "client_authentication_repeated",
    });
  }
  if (hashes.length === 0)
    throw refuse(asking, "resource_secret_missing", `The API ${shown(uri)} has no secret yet.`);
  const hash = hashSecret(secret);
  if (hashes.some((accepted) => timingSafeEqual(accepted, hash))) return;
  await onWrongSecret(uri);
  throw refuse(asking, "resource_secret_mismatch", `The secret is not that of the API ${shown(uri)}.`);
}

const isUnknownClient = (error: unknown): boolean =>
  error instanceof OAuthError && error.reason === "client_unknown";

/** A URI as the name was meant to be an API's. */
function notRegistered([named]: readonly Credentials[], asking: Asking): OAuthError | null {
  if (named === undefined) return null;
  const description = `No API is registered under the URI ${shown(named.clientId)}.`;
  return refuse(asking, "resource_not_registered", description);
}

function refuse(asking: Asking, reason: Reason, description: string): OAuthError {
  const error = new OAuthError("invalid_client", description, { reason });
  return byHeader(asking) === null ? error : challenge(error);
}
