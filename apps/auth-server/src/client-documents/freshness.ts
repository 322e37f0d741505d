/**
 * How long a document may be used before it is fetched again: as its server says, within bounds of our own.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-5.2
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
 */
import type { IncomingHttpHeaders } from "node:http";

/** So that nobody has us fetch a document for every request. */
const leastSeconds = 300;

/** So that a change arrives within a day. */
const mostSeconds = 86_400;

/** In milliseconds. Without any statement, the least. */
export function freshMs(headers: IncomingHttpHeaders): number {
  const stated = lifetimeSeconds(headers) - (Number(headers.age) || 0);
  return 1000 * (stated > leastSeconds ? Math.min(stated, mostSeconds) : leastSeconds);
}

/** NaN if none is stated. A shared cache prefers s-maxage. */
function lifetimeSeconds({
  "cache-control": control = "",
  expires = "",
  date = "",
}: IncomingHttpHeaders): number {
  if (/(^|[\s,])no-(store|cache)\b/i.test(control)) return 0;
  const seconds = directive(control, "s-maxage") ?? directive(control, "max-age");
  return seconds === undefined ? (Date.parse(expires) - Date.parse(date)) / 1000 : Number(seconds);
}

const directive = (control: string, name: string): string | undefined =>
  new RegExp(`(?:^|[\\s,])${name}="?(\\d+)`, "i").exec(control)?.[1];
