/**
 * The Authorization header of client_secret_basic.
 *
 * RFC 6749 §2.3.1 has both parts form-encoded before RFC 7617 joins them; many clients leave that out. Both
 * readings are offered, the standard's first. They are one wherever nothing needed encoding.
 */
import { isUtf8 } from "node:buffer";
import { decodeFormComponent } from "./form.js";

export interface Credentials {
  readonly clientId: string;
  readonly secret: string | undefined;
}

/** @returns the readings, at least one; null where this is no well-formed Basic credential */
export function parseBasicCredentials(authorization: string): [Credentials, ...Credentials[]] | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  const text = bytes.toString("utf8");
  const colon = text.indexOf(":");
  if (!isUtf8(bytes) || colon < 1 || text.includes("\0")) return null;
  const raw = { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
  const clientId = decodeFormComponent(raw.clientId);
  const secret = decodeFormComponent(raw.secret);
  if (clientId === null || secret === null || clientId.includes("\0")) return [raw];
  const standard = { clientId, secret };
  return clientId === raw.clientId && secret === raw.secret ? [standard] : [standard, raw];
}
