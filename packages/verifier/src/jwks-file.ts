/**
 * The key set in a file, as last fetched: what an API starts from while the issuer is away.
 *
 * The file is a JWK Set (RFC 7517 §5) with two members more, which other readers ignore: `fetched_at`, so that the
 * stale bound outlives a restart, and `jwks_url`, so that no issuer's keys are taken for another's.
 */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { VerificationKey } from "./jwks.js";
import { maxJwksBytes } from "./jwks-fetch.js";

export interface StoredJwks {
  /** The JWK Set, not parsed yet. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/** Public keys are for all to read; whoever can write them can forge tokens, so only the owner may. */
const fileMode = 0o644;

const isDate = (value: unknown): value is number => typeof value === "number" && value >= 0;

/** What the file says of itself. Its keys are for `parseJwkSet` to judge. */
function readMembers(text: string): { fetchedAt?: number; url?: unknown } {
  const document: unknown = JSON.parse(text);
  if (typeof document !== "object" || document === null) return {};
  const { fetched_at, jwks_url }: Record<string, unknown> = { ...document };
  return { url: jwks_url, ...(isDate(fetched_at) && { fetchedAt: fetched_at * 1_000 }) };
}

/**
 * Read the key set. A file from elsewhere, without `fetched_at`, counts from its last modification.
 *
 * @throws Error where it cannot be read, is too large, or holds the keys of another URL
 */
export async function readJwksFile(path: string, url: URL): Promise<StoredJwks> {
  await using file = await open(path, "r");
  const { size, mtimeMs } = await file.stat();
  if (size > maxJwksBytes) throw new Error(`the file is larger than ${maxJwksBytes} bytes`);
  const text = await file.readFile("utf8");
  const { fetchedAt = mtimeMs, url: fileUrl = url.href } = readMembers(text);
  if (fileUrl !== url.href) throw new Error("the file holds the keys of another JWKS URL");
  return { text, fetchedAt };
}

const format = (keys: Iterable<VerificationKey>, url: URL, fetchedAt: number): string => {
  const jwks = [...keys].map(({ kid, n, e }) => ({ kty: "RSA", use: "sig", alg: "RS256", kid, n, e }));
  const document = { keys: jwks, jwks_url: url.href, fetched_at: Math.floor(fetchedAt / 1_000) };
  return `${JSON.stringify(document, null, 2)}\n`;
};

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, "wx", fileMode);
  await file.writeFile(text);
  await file.sync();
}

/**
 * Replace the file in one step: a reader, or a start after a power cut, finds the old set or the new one.
 *
 * @throws Error where the folder cannot be written; nothing is left behind then
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
