/**
 * CORS for refusals and metadata. Tokens travel in a header, never in a cookie, so this exposes nothing; and a
 * browser app cannot follow a challenge that it cannot read (RFC 9728 §5).
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */

const exposed = ["www-authenticate", "retry-after", "dpop-nonce"];

/** For the metadata, and for preflights caused by clients' own headers. */
export const metadataCors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "*",
  "access-control-max-age": "86400",
} as const;

/** @param existing the response's headers so far: the app's own CORS headers are kept and extended */
export function refusalCors(
  existing: (name: string) => string | null | undefined,
): Readonly<Record<string, string>> {
  const origin = existing("access-control-allow-origin") ?? "*";
  const others = existing("access-control-expose-headers");
  const known = new Set(others?.toLowerCase().split(/\s*,\s*/));
  const missing = exposed.filter((name) => !known.has(name));
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": [...(others ? [others] : []), ...missing].join(", "),
  };
}
