/** A gate between a server and its database, which a test can shut: a real fault of a real network. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { cleanUp } from "./clean-up.js";

export interface TcpGate {
  /** The database's URL through the gate. */
  readonly url: string;
  /** Cut every connection and accept no new one: the database is stopped. */
  shut(): Promise<void>;
  /** Accept connections again. */
  open(): Promise<void>;
  /** Let nothing through any more, in either direction, and cut nothing: the database hangs. */
  freeze(): void;
}

export async function tcpGate(databaseUrl: string): Promise<TcpGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const gate = createServer((incoming) => {
    track(incoming);
    const outgoing = connect(Number(target.port), target.hostname);
    track(outgoing);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      from.on("data", (bytes) => frozen || to.write(bytes));
      from.on("close", () => to.destroy());
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      gate.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  const shut = () =>
    new Promise<void>((resolve) => {
      gate.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const { port } = gate.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  cleanUp(shut);
  const open = () => {
    frozen = false;
    return listen(port);
  };
  const freeze = () => {
    frozen = true;
  };
  return { url: url.href, shut, open, freeze };
}
