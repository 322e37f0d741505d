/**
 * Who may ask about tokens: confidential clients, and resources, which authenticate by HTTP Basic with their URI as name.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.1
 */
import { timingSafeEqual } from "node:crypto";
import { OAuthError, type Reason } from "@regrant/shared";
import { hashSecret } from "../secrets.js";
import type { Client } from "../store/clients.js";
import type { FindResourceSecrets } from "../store/resource-secrets.js";
import { type Credentials, parseBasicCredentials } from "./basic-credentials.js";
import { challenge } from "./client-authentication.js";
import type { Form } from "./form.js";

/** A client is told of its own tokens, a resource of the access tokens that are for it. */
export type Introspector = { readonly client: Client } | { readonly resource: string };

/**
 * Authenticate whoever asks. No client_id has a colon and every URI has one, so a name belongs to one kind only.
 *
 * @throws {OAuthError} invalid_client; invalid_request where it authenticates in two ways
 */
export async function authenticateIntrospector(
  findResourceSecrets: FindResourceSecrets,
  form: Form,
  authorization: string | undefined,
  authenticateClient: () => Promise<Client>,
): Promise<Introspector> {
  const [standard] = (authorization !== undefined && parseBasicCredentials(authorization)) || [];
  if (standard?.clientId.includes(":")) {
    return { resource: await authenticateResource(findResourceSecrets, form, standard) };
  }
  const client = await authenticateClient();
  if (client.secretHashes.length > 0) return { client };
  throw new OAuthError("invalid_client", "Introspection is for clients that have a secret, and for APIs.", {
    reason: "introspection_public_client",
  });
}

async function authenticateResource(
  findResourceSecrets: FindResourceSecrets,
  form: Form,
  { clientId: uri, secret = "" }: Credentials,
): Promise<string> {
  if (form.has("client_secret") || form.has("client_id")) {
    throw new OAuthError("invalid_request", "The API authenticates in more than one way.", {
      reason: "client_authentication_repeated",
    });
  }
  const hashes = await findResourceSecrets(uri);
  if (hashes === null) throw refuse("resource_not_registered", "No API is registered under this URI.");
  if (hashes.length === 0) throw refuse("resource_secret_missing", "This API has no secret yet.");
  const hash = hashSecret(secret);
  if (hashes.some((accepted) => timingSafeEqual(accepted, hash))) return uri;
  throw refuse("resource_secret_mismatch", "The secret is not this API's.");
}

const refuse = (reason: Reason, description: string) =>
  challenge(new OAuthError("invalid_client", description, { reason }));
