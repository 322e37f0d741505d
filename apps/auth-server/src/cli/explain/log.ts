/** The server's log, read for one request: JSON lines as pino writes them. Other lines are passed over. */
import { isObject } from "@regrant/shared";

export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly clientId: string | null;
  readonly reason: string | null;
  /** What lay beneath, where the server failed. */
  readonly failure: string | null;
}

/** @returns null where no line is of this request */
export async function findRequest(
  lines: AsyncIterable<string>,
  requestId: string,
): Promise<LoggedRequest | null> {
  let failure: string | null = null;
  for await (const line of lines) {
    const entry = line.includes(requestId) ? parseLine(line) : null;
    if (entry?.requestId !== requestId) continue;
    if (isObject(entry.err)) failure = String(entry.err.message);
    if (entry.msg === "request") return toLoggedRequest(entry, failure);
  }
  return null;
}

const toLoggedRequest = (
  entry: Readonly<Record<string, unknown>>,
  failure: string | null,
): LoggedRequest => ({
  at: typeof entry.time === "number" ? new Date(entry.time).toISOString() : String(entry.time),
  method: String(entry.method),
  route: String(entry.route),
  status: Number(entry.status),
  ms: Number(entry.ms),
  clientId: entry.clientId === undefined ? null : String(entry.clientId),
  reason: entry.reason === undefined ? null : String(entry.reason),
  failure,
});

function parseLine(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null; // a line of another program's in the same file
  }
}
