/**
 * One status list, as its token says it: checked like an access token, but for its own type.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §4, §5.1, §8.3
 */
import { Buffer } from "node:buffer";
import { mediaTypeOf } from "@regrant/shared";
import type { VerificationKey } from "./jwks.js";
import { decodeBase64url, decodeObject, splitCompactJws } from "./jws.js";

/** A million entries of eight bits, which is what the draft's own test vectors go up to. */
export const maxListBytes = 1_048_576;
/** Such a list where nothing can be compressed. */
export const maxTokenBytes = 2 * maxListBytes;

export interface StatusList {
  /** Per entry: 1, 2, 4 or 8. */
  readonly bits: number;
  readonly bytes: Uint8Array;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970; infinite where the list does not say. */
  readonly expiresAt: number;
  /** How long before it has to be asked for again; null where it does not say. */
  readonly ttlSeconds: number | null;
}

/** 0 is valid (§7.1); undefined is beyond the list's end. */
export function statusAt({ bits, bytes }: StatusList, idx: number): number | undefined {
  const first = idx * bits;
  const byte = bytes[Math.floor(first / 8)];
  return byte === undefined ? undefined : (byte >> (first & 7)) & ((1 << bits) - 1);
}

/** @throws OAuthError if it is no JWT. Does not check anything. */
export const kidOfList = (token: string): unknown =>
  decodeObject(splitCompactJws(token, maxTokenBytes).header).kid;

/**
 * Check a status list token, and decompress its list.
 *
 * @param uri that it was fetched from, and that tokens refer to
 * @param at milliseconds since 1970
 * @throws Error
 */
export async function readStatusList(
  token: string,
  key: VerificationKey,
  uri: string,
  at: number,
  toleranceSeconds: number,
): Promise<StatusList> {
  const jws = splitCompactJws(token, maxTokenBytes);
  const { typ, alg, crit } = decodeObject(jws.header);
  if (mediaTypeOf(typ) !== "statuslist+jwt")
    throw new Error("typ: the JWT is not a status list (statuslist+jwt)");
  if (alg !== key.alg)
    throw new Error(`alg: the status list is not signed with ${key.alg}, as its key is for`);
  if (crit !== undefined) throw new Error("crit: the status list demands an extension that is not supported");
  if (!key.verify(jws.signingInput, decodeBase64url(jws.signature)))
    throw new Error("the signature of the status list is wrong");
  const { sub, iat, exp, ttl, status_list: list } = decodeObject(jws.payload);
  if (sub !== uri) throw new Error("sub: the status list is another one");
  const seconds = at / 1_000;
  if (typeof iat !== "number" || iat > seconds + toleranceSeconds)
    throw new Error("iat: the status list does not say when it was issued, or is from the future");
  if (exp !== undefined && !(typeof exp === "number" && exp + toleranceSeconds > seconds))
    throw new Error("exp: the status list has expired");
  return {
    ...(await readBits(list)),
    issuedAt: iat,
    expiresAt: exp === undefined ? Number.POSITIVE_INFINITY : (exp + toleranceSeconds) * 1_000,
    ttlSeconds: typeof ttl === "number" && ttl > 0 ? ttl : null,
  };
}

async function readBits(list: unknown): Promise<Pick<StatusList, "bits" | "bytes">> {
  const { bits, lst } = (list ?? {}) as { readonly bits?: unknown; readonly lst?: unknown };
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8)
    throw new Error("status_list: its bits are not 1, 2, 4 or 8");
  if (typeof lst !== "string") throw new Error("status_list: it has no lst");
  return { bits, bytes: await decompress(decodeBase64url(lst)) };
}

/** By the web's own means, which Workers and Deno have too. */
async function decompress(compressed: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of new Blob([Uint8Array.from(compressed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"))) {
    bytes += chunk.byteLength;
    if (bytes > maxListBytes) throw new Error(`status_list: it is larger than ${maxListBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
