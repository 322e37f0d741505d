/** A request as it is written here: fetch would normalize it. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** @returns the status, and the body */
export async function askRaw(
  origin: string,
  target: string,
  headers: readonly string[] = [],
  method = "GET",
): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...headers,
    headers.some((line) => line.startsWith("Upgrade")) ? "Connection: Upgrade, close" : "Connection: close",
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const answer = await text(socket);
  const [head = "", body = ""] = answer.split(/\r\n\r\n(.*)/s);
  return { status: Number(head.split(" ")[1]), head, body };
}
