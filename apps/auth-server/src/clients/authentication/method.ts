/** What each way of client authentication is; a secret is checked here for both that have one. */
import { timingSafeEqual } from "node:crypto";
import { OAuthError, type Reason } from "@regrant/shared";
import type { Form } from "../../http/form.js";
import { hashSecret } from "../../secrets.js";

export interface Credentials {
  readonly clientId: string;
  readonly secret: string | undefined;
}

export interface AuthenticationMethod {
  /**
   * What the request presents in this way, in each way that it can be read; null where it uses another.
   *
   * @throws {OAuthError} where it is broken
   */
  read(form: Form, authorization: string | undefined): readonly Credentials[] | null;
  /** Why it proves nothing for a client registered with this method; null where it does. */
  check(accepted: readonly Buffer[], secret: string | undefined): SecretReason | null;
  /** By the Authorization header: a refusal has a challenge (RFC 6749 §5.2). */
  readonly isByHeader: boolean;
}

export const secretReasons = {
  client_secret_missing: "This client has to authenticate with its secret.",
  client_secret_mismatch: "The client secret is wrong.",
  client_secret_unexpected: "A public client has no secret to send.",
} as const;
export type SecretReason = keyof typeof secretReasons;

/** A client with a secret may send it in the header or in the body, whichever it was registered with. */
export function checkSecret(accepted: readonly Buffer[], secret: string | undefined): SecretReason | null {
  if (secret === undefined) return "client_secret_missing";
  const hash = hashSecret(secret);
  return accepted.some((known) => timingSafeEqual(known, hash)) ? null : "client_secret_mismatch";
}

export const refuseClient = (reason: Reason, description: string): OAuthError =>
  new OAuthError("invalid_client", description, { reason });

/** The same refusal, with the challenge that RFC 6749 §5.2 wants where the header was used. */
export const challenge = (error: OAuthError): OAuthError =>
  new OAuthError(error.code, error.message, {
    reason: error.reason,
    headers: { "www-authenticate": 'Basic realm="regrant", charset="UTF-8"' },
  });
