/** What each way of client authentication is; a secret is checked here for both that have one. */
import { timingSafeEqual } from "node:crypto";
import { OAuthError, type Reason } from "@regrant/shared";
import type { RemoteKeys } from "../../assertions/remote-keys.js";
import type { Db } from "../../database/database.js";
import type { Form } from "../../http/form.js";
import { hashSecret } from "../../secrets.js";
import type { ClientSettings } from "../settings.js";

/** The part of a client that says how it authenticates. */
export interface Registrant
  extends Pick<ClientSettings, "jwks" | "jwksUri" | "assertionAudience" | "profile"> {
  readonly clientId: string;
  readonly secretHashes: readonly Buffer[];
  readonly origin: string;
  readonly statusIndex: number | null;
}

export interface Credentials {
  readonly clientId: string;
  readonly secret?: string | undefined;
  /** A JWT that the client has signed. */
  readonly assertion?: string;
}

/** Where the client authenticates, and what that takes beside the client. */
export interface Authentication {
  readonly db: Db;
  readonly issuer: string;
  /** Its URL at the token endpoint, null elsewhere. */
  readonly tokenEndpoint: string | null;
  readonly remoteKeys: RemoteKeys;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Uses up what authenticates once. Called after everything that can be repeated has been checked: a client may repeat a request
 * with a DPoP nonce and the same assertion.
 *
 * @throws {OAuthError} invalid_client if it has been used
 */
export type Spend = () => Promise<void>;

export const nothingToSpend: Spend = async () => {};

export interface AuthenticationMethod {
  /**
   * What the request presents in this way, in each way that it can be read; null where it uses another.
   *
   * @throws {OAuthError} where it is broken
   */
  read(form: Form, authorization: string | undefined): readonly Credentials[] | null;
  /**
   * Check it against a client registered with this method.
   *
   * @throws {OAuthError} invalid_client if it proves nothing, temporarily_unavailable if nobody can tell now
   */
  check(client: Registrant, presented: Credentials, where: Authentication): Promise<Spend>;
  /** By the Authorization header: a refusal has a challenge (RFC 6749 §5.2). */
  readonly isByHeader: boolean;
  /** Made here, and shared with the client. */
  readonly hasSecret: boolean;
}

/** A client with a secret may send it in the header or in the body, whichever it was registered with. */
export async function checkSecret(
  { secretHashes }: Registrant,
  { secret, assertion }: Credentials,
): Promise<Spend> {
  if (assertion !== undefined) throw assertionUnexpected();
  if (secret === undefined)
    throw refuseClient("client_secret_missing", "This client has to authenticate with its secret.");
  const hash = hashSecret(secret);
  if (secretHashes.some((known) => timingSafeEqual(known, hash))) return nothingToSpend;
  throw refuseClient("client_secret_mismatch", "The client secret is wrong.");
}

export const refuseClient = (reason: Reason, description: string): OAuthError =>
  new OAuthError("invalid_client", description, { reason });

export const assertionUnexpected = (): OAuthError =>
  refuseClient("client_assertion_unexpected", "This client is not registered with private_key_jwt.");

/** The same refusal, with the challenge that RFC 6749 §5.2 wants where the header was used. */
export const challenge = (error: OAuthError): OAuthError =>
  new OAuthError(error.code, error.message, {
    reason: error.reason,
    headers: { "www-authenticate": 'Basic realm="regrant", charset="UTF-8"' },
  });
