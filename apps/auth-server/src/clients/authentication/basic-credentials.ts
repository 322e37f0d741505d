/**
 * The Authorization header of client_secret_basic.
 *
 * RFC 6749 §2.3.1 has both parts form-encoded before RFC 7617 joins them; many clients leave that out. Both
 * readings are offered, the standard's first. They are one wherever nothing needed encoding.
 */
import { isUtf8 } from "node:buffer";
import { decodeFormComponent } from "../../protocol/form.js";
import type { Credentials } from "./method.js";

/**
 * Is this meant as a client's credential, broken or not? Other schemes are not: HTTP libraries add the access token to
 * whatever they send, and proxies their users' credentials.
 */
export const isBasic = (authorization: string): boolean => /^basic(?![\w-])/i.test(authorization);

/** @returns the readings, at least one; null where this is no well-formed Basic credential */
export function parseBasicCredentials(authorization: string): [Credentials, ...Credentials[]] | null {
  const text = decodeBasic(authorization);
  return text === null ? null : readingsAt(text, text.indexOf(":"));
}

/**
 * The readings in which the name is a URI, the standard's first. A URI has colons, and not every API encodes them: the secret is
 * what stands after the last one, since no secret that Regrant makes has any.
 */
export function parseApiCredentials(authorization: string): readonly Credentials[] {
  const text = decodeBasic(authorization);
  if (text === null) return [];
  return readingsAt(text, text.lastIndexOf(":")).filter(({ clientId }) => clientId.includes(":"));
}

function decodeBasic(authorization: string): string | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  const text = bytes.toString("utf8");
  return isUtf8(bytes) && text.indexOf(":") >= 1 && !text.includes("\0") ? text : null;
}

function readingsAt(text: string, colon: number): [Credentials, ...Credentials[]] {
  const raw = { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
  const clientId = decodeFormComponent(raw.clientId);
  const secret = decodeFormComponent(raw.secret);
  if (clientId === null || secret === null || clientId.includes("\0")) return [raw];
  const standard = { clientId, secret };
  return clientId === raw.clientId && secret === raw.secret ? [standard] : [standard, raw];
}
