/** Servers of strangers, who answer as they like, byte by byte. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { cleanUp } from "./clean-up.js";

export interface Stranger {
  readonly port: number;
  /** At `localhost`. */
  readonly url: string;
  /** The head of each request. */
  readonly heads: string[];
  /** How it answers from now on. */
  answer: (socket: Socket, head: string) => unknown;
  /** Connections that are open now. */
  connections(): number;
}

/** On 127.0.0.1; closed when the test file is done. */
export async function stranger(answer: Stranger["answer"]): Promise<Stranger> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = "";
    socket
      .on("error", () => socket.destroy())
      .on("close", () => sockets.delete(socket))
      .on("data", (bytes) => {
        received += bytes;
        if (!received.endsWith("\r\n\r\n")) return;
        heads.push(received);
        made.answer(socket, received);
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const made: Stranger = {
    port,
    url: `http://localhost:${port}/client`,
    heads,
    answer,
    connections: () => sockets.size,
  };
  return made;
}

export const head = (status: string, headers: Readonly<Record<string, string | number>> = {}): string =>
  `HTTP/1.1 ${status}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

/** A complete answer; JSON by default. */
export const answered =
  (status: string, headers: Readonly<Record<string, string | number>> = {}, body: string | Buffer = "{}") =>
  (socket: Socket): void => {
    const length = Buffer.byteLength(body);
    socket.write(head(status, { "content-type": "application/json", "content-length": length, ...headers }));
    socket.end(body);
  };

/** Sends the start, then a byte from time to time, until the connection is closed. */
export const dripping =
  (start: string, milliseconds = 50) =>
  (socket: Socket): void => {
    socket.write(start);
    const drip = setInterval(() => socket.write(" "), milliseconds);
    socket.on("close", () => clearInterval(drip));
  };
