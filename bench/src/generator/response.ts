/**
 * As much HTTP/1.1 as the generator needs: a status, a content-length, a body. It reads bytes in place, because
 * what the generator spends, the servers under test do not get.
 *
 * Not understood, and refused: chunked bodies, 1xx answers, more than one answer at a time.
 */

const HEAD_END = Buffer.from("\r\n\r\n");
/** Fastify and Koa write the header's name differently. */
const LENGTH_NAMES = [Buffer.from("\r\ncontent-length: "), Buffer.from("\r\nContent-Length: ")];

export interface Response {
  /** Status line and headers. */
  readonly head: Buffer;
  readonly status: number;
  readonly body: Buffer;
}

/** Parse one whole answer from all bytes received so far, or null where more have to come. */
export function parseResponse(bytes: Buffer): Response | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const bodyStart = headEnd + HEAD_END.length;
  const bodyEnd = bodyStart + contentLength(bytes, headEnd);
  if (bytes.length < bodyEnd) return null;
  if (bytes.length > bodyEnd) throw new Error("the server sent more than one answer to one request");
  return {
    head: bytes.subarray(0, headEnd),
    status: statusCode(bytes),
    body: bytes.subarray(bodyStart, bodyEnd),
  };
}

/** `HTTP/1.1 200 …`: the three digits from byte 9. */
function statusCode(bytes: Buffer): number {
  return digit(bytes, 9) * 100 + digit(bytes, 10) * 10 + digit(bytes, 11);
}

function contentLength(bytes: Buffer, headEnd: number): number {
  for (const name of LENGTH_NAMES) {
    const at = bytes.indexOf(name);
    if (at === -1 || at >= headEnd) continue;
    let value = 0;
    for (let i = at + name.length; bytes[i] !== 0x0d; i += 1) value = value * 10 + digit(bytes, i);
    return value;
  }
  throw new Error(`no content-length in: ${bytes.toString("latin1", 0, headEnd)}`);
}

const digit = (bytes: Buffer, at: number): number => (bytes[at] ?? 0) - 0x30;

/** The string value of a member of a flat JSON object, unparsed: good for tokens, which need no escapes. */
export function findMember(body: Buffer, name: string): string | null {
  const opening = `"${name}":"`;
  const at = body.indexOf(opening, 0, "latin1");
  if (at === -1) return null;
  const start = at + opening.length;
  return body.toString("latin1", start, body.indexOf(0x22, start));
}
