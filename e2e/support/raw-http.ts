/** Sends bytes and parses responses, for requests that no HTTP library would send. */
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Exchange {
  /** Empty if the server closed the connection without a response. */
  readonly answers: readonly RawAnswer[];
  /** Bytes that were no complete response. */
  readonly rest: string;
  /** Neither a response nor a closed connection. */
  readonly hung: boolean;
}

/**
 * After this long without a response, the sending side is closed and the server gives up the request. Not for
 * complete requests, which must be answered.
 */
const patienceMs = 150;
const hangsAfterMs = 5_000;

/** Sends the bytes on a new connection. `isHead`: the response has no body. */
export async function exchange(
  url: string,
  bytes: Buffer,
  { isHead, isWhole = false }: { readonly isHead: boolean; readonly isWhole?: boolean },
): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let received = "";
  // An early refusal makes writing fail; the response received still counts.
  socket.on("error", () => undefined);
  const closed = new Promise<boolean>((resolve) => socket.once("close", () => resolve(true)));
  const answered = new Promise<boolean>((resolve) => {
    socket.setEncoding("latin1").on("data", (text: string) => {
      received += text;
      if (parseAnswers(received, isHead).answers.length > 0) resolve(true);
    });
    socket.once("end", () => resolve(true));
  });
  socket.write(bytes);
  const within = (ms: number) => delay(ms, false);
  if (!isWhole && !(await Promise.race([answered, closed, within(patienceMs)]))) socket.end();
  const ended = await Promise.race([answered, closed, within(hangsAfterMs)]);
  socket.destroy();
  return { ...parseAnswers(received, isHead), hung: !ended };
}

function parseAnswers(text: string, isHead: boolean): Pick<Exchange, "answers" | "rest"> {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const match = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (match === null) return { answers, rest };
    const [head, status, fields = ""] = match;
    const headers = new Headers(fields.split("\r\n").filter(Boolean).map(toHeader));
    const hasNoBody = isHead || /^(1..|204|304)$/.test(status ?? "");
    const length = hasNoBody ? 0 : Number(headers.get("content-length") ?? Number.NaN);
    const bodyEnd = head.length + (Number.isNaN(length) ? rest.length : length);
    if (!Number.isNaN(length) && rest.length < bodyEnd) return { answers, rest };
    const body = Buffer.from(rest.slice(head.length, bodyEnd), "latin1").toString("utf8");
    rest = rest.slice(bodyEnd);
    if (status !== "100") answers.push({ status: Number(status), headers, body });
  }
}

function toHeader(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
