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
  /** Hold what next goes to the database and has this in it. */
  catchNext(sent: string): Promise<Caught>;
}

/** How a transaction's commit is sent. */
export const commit = "Q\0\0\0\x0bcommit\0";

/** Bytes on their way to the database, and the connection that they are on. */
export interface Caught {
  pass(): void;
  /** The database never gets them, and loses the connection. */
  cut(): void;
  /** The database gets them; its answer is lost, and the connection with it. */
  cutAnswer(): void;
}

export async function tcpGate(databaseUrl: string): Promise<TcpGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let trap: { readonly sent: string; readonly spring: (caught: Caught) => void } | null = null;
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const gate = createServer((incoming) => {
    track(incoming);
    const outgoing = connect(Number(target.port), target.hostname);
    track(outgoing);
    let losesAnswer = false;
    incoming.on("data", (bytes) => {
      if (trap !== null && bytes.includes(trap.sent)) {
        trap.spring({
          pass: () => void outgoing.write(bytes),
          cut: () => void incoming.destroy(),
          cutAnswer: () => {
            losesAnswer = true;
            outgoing.write(bytes);
          },
        });
        trap = null;
      } else if (!frozen) outgoing.write(bytes);
    });
    outgoing.on("data", (bytes) => {
      if (losesAnswer) incoming.destroy();
      else if (!frozen) incoming.write(bytes);
    });
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => incoming.destroy());
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
  const catchNext = (sent: string) =>
    new Promise<Caught>((spring) => {
      trap = { sent, spring };
    });
  return { url: url.href, shut, open, freeze, catchNext };
}
