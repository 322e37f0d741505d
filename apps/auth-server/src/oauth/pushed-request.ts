/**
 * What an authorization request says: itself or, behind its request_uri, what the client has pushed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9126#section-4
 */
import { OAuthError, type Reason } from "@regrant/shared";
import { openPushedRequest } from "../codes/pushed-requests.sql.js";
import type { Context } from "../context.js";
import { withoutMet } from "../http/continue-to.js";
import { type Form, required } from "../http/form.js";
import { hashSecret } from "../secrets.js";
import type { SignIn } from "../users/sign-ins.sql.js";

const prefix = "urn:ietf:params:oauth:request_uri:";

export const requestUriOf = (secret: string): string => prefix + secret;

/** Whether the request, or what it refers to, was pushed. Any other request_uri would be an address to fetch from. */
export const isPushed = (form: Form): boolean => form.get("request_uri")?.startsWith(prefix) === true;

/** What the database knows of a pushed request; null if the request was not pushed. */
export const requestUriHashOf = (form: Form): Buffer | null =>
  isPushed(form) ? hashSecret(required(form, "request_uri")) : null;

interface Resumption {
  /** The browser's. */
  readonly signIn: Pick<SignIn, "authenticatedAt"> | null;
}

/**
 * The whole request. What stands beside a request_uri counts for nothing (RFC 9101 §5), except that our own pages' way back may
 * leave out the demands on the sign-in that were met. Anybody can make up such a way back, so a sign-in is met by one alone.
 *
 * @param resumption if the form comes from a handle of one of our pages, or seems to
 * @throws {OAuthError} invalid_request_uri, which only a page can show: who asks, and where to answer, is not known
 */
export async function readRequest(
  { db }: Pick<Context, "db">,
  form: Form,
  resumption: Resumption | null,
): Promise<Form> {
  const hash = requestUriHashOf(form);
  if (hash === null) return form;
  const clientId = required(form, "client_id");
  const pushed = await openPushedRequest(db, hash, clientId);
  if (pushed === null) throw refuse("request_uri_unknown", "There is no such request_uri.");
  if (pushed.clientId !== clientId)
    throw refuse("request_uri_wrong_client", "The request_uri was issued to another client.");
  if (pushed.isUsed) throw refuse("request_uri_used", "A code was issued for the request_uri before.");
  if (pushed.isExpired) throw refuse("request_uri_expired", "The request_uri has expired.");
  const request = new Map([
    ...Object.entries(pushed.parameters),
    ["request_uri", required(form, "request_uri")],
  ]);
  if (resumption === null) return request;
  const { signIn } = resumption;
  return withoutMet(request, form, signIn !== null && signIn.authenticatedAt >= pushed.openedAt);
}

const refuse = (reason: Reason, description: string): OAuthError =>
  new OAuthError("invalid_request_uri", description, { reason });
