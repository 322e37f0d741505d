/** Fetches the JWK Set: limited in time and size, no redirects, https or loopback only. */
import { Buffer } from "node:buffer";
import { checkNotProxied, isLoopbackHost } from "@regrant/shared";

/** Three times a set of 50 keys of 4096 bits. */
export const maxJwksBytes = 128 * 1024;
/** If the response does not say how long it may be cached. */
const defaultFreshSeconds = 300;

export interface FetchedJwks {
  readonly text: string;
  /** How long the response may be used without asking again (RFC 9111 §4.2), before limits. */
  readonly freshSeconds: number;
  /** The issuer's clock, in milliseconds since 1970; null if the response does not tell or comes from a cache. */
  readonly issuerNow: number | null;
}

/**
 * Parse the URL of a JWK Set. Whoever can change the response can forge tokens, so https is required.
 *
 * @throws TypeError if it is neither https nor on this machine, or contains credentials
 */
export function parseJwksUrl(value: string, allowInsecure: boolean): URL {
  const url = new URL(value);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
  if (!isSafe && !(allowInsecure && url.protocol === "http:")) {
    throw new TypeError(`the JWKS URL must be https, or http on this machine: ${value}`);
  }
  if (url.username !== "" || url.password !== "") throw new TypeError("the JWKS URL contains credentials");
  return url;
}

/** RFC 9111 §4.2.1: `max-age` minus the time spent in caches on the way. */
function freshSecondsOf(headers: Headers): number {
  const cacheControl = headers.get("cache-control") ?? "";
  if (/\bno-(?:store|cache)\b/i.test(cacheControl)) return 0;
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,10})/i.exec(cacheControl)?.[1];
  const age = Number(headers.get("age") ?? 0);
  return maxAge === undefined ? defaultFreshSeconds : Math.max(0, Number(maxAge) - Math.max(0, age || 0));
}

/** Read the body up to the limit; leaving the loop early cancels the rest. */
export async function readBounded(response: Response, mostBytes: number): Promise<string> {
  if (response.body === null) throw new Error("the response is empty");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error(`the response is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Fetch a JWK Set without parsing it.
 *
 * @throws Error if the server is away or too slow, or returns anything but a 200 of reasonable size
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.3
 */
export async function fetchJwks(
  url: URL,
  timeoutMilliseconds: number,
  signal: AbortSignal,
): Promise<FetchedJwks> {
  checkNotProxied(url);
  const response = await fetch(url, {
    headers: { accept: "application/jwk-set+json, application/json" },
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the JWKS URL answered ${response.status}`);
  }
  const { headers } = response;
  const issuerNow = headers.has("age") ? Number.NaN : Date.parse(headers.get("date") ?? "");
  return {
    text: await readBounded(response, maxJwksBytes),
    freshSeconds: freshSecondsOf(headers),
    issuerNow: Number.isNaN(issuerNow) ? null : issuerNow,
  };
}
