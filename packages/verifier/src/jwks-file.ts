/**
 * The last fetched key set in a file, for an API that starts while the issuer is away.
 *
 * The file is a JWK Set (RFC 7517 §5) with two more members, which other readers ignore: `fetched_at`, so that the
 * stale limit survives restarts, and `jwks_url`, so that one issuer's keys are never used for another.
 */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { VerificationKey } from "./jwks.js";
import { maxJwksBytes } from "./jwks-fetch.js";

export interface StoredJwks {
  /** The JWK Set, unparsed. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/** Public keys may be read by all, but whoever can write them can forge tokens, so only the owner may. */
const fileMode = 0o644;

const isDate = (value: unknown): value is number => typeof value === "number" && value >= 0;

/** The two members; the keys are left to `parseJwkSet`. */
function readMembers(text: string): { fetchedAt?: number; url?: unknown } {
  const document: unknown = JSON.parse(text);
  if (typeof document !== "object" || document === null) return {};
  const { fetched_at, jwks_url }: Record<string, unknown> = { ...document };
  return { url: jwks_url, ...(isDate(fetched_at) && { fetchedAt: fetched_at * 1_000 }) };
}

/**
 * Read the key set. For a file without `fetched_at`, made elsewhere, its modification time counts.
 *
 * @throws Error if it cannot be read, is too large, or holds another URL's keys
 */
export async function readJwksFile(path: string, url: URL): Promise<StoredJwks> {
  await using file = await open(path, "r");
  const { size, mtimeMs } = await file.stat();
  if (size > maxJwksBytes) throw new Error(`the file is larger than ${maxJwksBytes} bytes`);
  const text = await file.readFile("utf8");
  const { fetchedAt = mtimeMs, url: fileUrl = url.href } = readMembers(text);
  if (fileUrl !== url.href) throw new Error("the file contains the keys of another JWKS URL");
  return { text, fetchedAt };
}

const format = (keys: Iterable<VerificationKey>, url: URL, fetchedAt: number): string => {
  const jwks = [...keys].map(({ kid, alg, jwk }) => ({ ...jwk, use: "sig", alg, kid }));
  const document = { keys: jwks, jwks_url: url.href, fetched_at: Math.floor(fetchedAt / 1_000) };
  return `${JSON.stringify(document, null, 2)}\n`;
};

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, "wx", fileMode);
  await file.writeFile(text);
  await file.sync();
}

/**
 * Replace the file atomically: a reader, or a start after a power failure, finds either the old set or the new one.
 *
 * @throws Error if the folder is not writable; leaves nothing behind
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export async function writeJwksFile(
  path: string,
  keys: Iterable<VerificationKey>,
  url: URL,
  fetchedAt: number,
): Promise<void> {
  const next = `${path}.${randomUUID()}.tmp`;
  try {
    await writeDurably(next, format(keys, url, fetchedAt));
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
