/** Strict parsing of a compact JWS (RFC 7515 §5.2, §7.1), before anything in it is trusted. */
import { Buffer } from "node:buffer";
import { isObject, OAuthError } from "@regrant/shared";

/** Longer than any header that Node.js accepts by default, so no legitimate token is refused. */
const maxTokenCharacters = 16_384;

/** The encoded parts. */
export interface CompactJws {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  /** The signed text: header, dot, payload. */
  readonly signingInput: string;
}

const malformed = (description: string): OAuthError =>
  new OAuthError("invalid_token", description, { reason: "token_malformed" });

/**
 * Decode base64url strictly (RFC 7515 §2): no padding, no other alphabet, no stray bits at the end. Node.js decodes
 * leniently, which would allow many spellings of one token; encoding again reveals them.
 */
export function decodeBase64url(part: string): Buffer {
  const bytes = Buffer.from(part, "base64url");
  if (part === "" || bytes.toString("base64url") !== part) {
    throw malformed("the access token is not made of canonical base64url");
  }
  return bytes;
}

/** Throws on bytes that are not UTF-8, and keeps a byte order mark, which JSON forbids (RFC 8259 §8.1). */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new OAuthError("invalid_token", "the access token holds no JSON in UTF-8", {
      reason: "token_malformed",
      cause,
    });
  }
}

/** Decode the JSON object in a part. */
export function decodeObject(part: string): Readonly<Record<string, unknown>> {
  const value = parseJson(decodeBase64url(part));
  if (!isObject(value)) throw malformed("the access token holds no JSON object");
  return value;
}

/**
 * Split a token into its three parts, without checking their content.
 *
 * @throws OAuthError `invalid_token`, reason `token_malformed`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-7.1
 */
export function splitCompactJws(token: string, mostCharacters = maxTokenCharacters): CompactJws {
  if (token.length > mostCharacters) throw malformed("the access token is too long");
  const headerEnd = token.indexOf(".");
  const payloadEnd = token.indexOf(".", headerEnd + 1);
  if (headerEnd < 0 || payloadEnd < 0 || token.indexOf(".", payloadEnd + 1) >= 0) {
    throw malformed("the access token does not have three parts");
  }
  return {
    header: token.slice(0, headerEnd),
    payload: token.slice(headerEnd + 1, payloadEnd),
    signature: token.slice(payloadEnd + 1),
    signingInput: token.slice(0, payloadEnd),
  };
}
