/** Bytes out, answers in: for requests that no HTTP library would send. */
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Exchange {
  /** None where the server closed the connection without a word. */
  readonly answers: readonly RawAnswer[];
  /** What came and was no whole answer. */
  readonly rest: string;
  /** It neither answered nor closed the connection. */
  readonly hung: boolean;
}

/**
 * After this long without an answer, the server is told that nothing more will come, and gives up what is under way. Not where
 * the request is whole: whatever it is, it has to be answered.
 */
const patienceMs = 150;
const hangsAfterMs = 5_000;

/** Sends the bytes on a connection of their own. `isHead`: the answer to it has no body. */
export async function exchange(
  url: string,
  bytes: Buffer,
  { isHead, isWhole = false }: { readonly isHead: boolean; readonly isWhole?: boolean },
): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let received = "";
  // A refusal may come before all of the bytes are taken: then writing fails, and what was received counts.
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
