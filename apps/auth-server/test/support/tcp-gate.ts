/** A gate between a server and its database that a test can close, for real network faults. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { cleanUp } from "./clean-up.js";

export interface TcpGate {
  /** The database's URL through the gate. */
  readonly url: string;
  /** Close all connections and refuse new ones: the database is stopped. */
  shut(): Promise<void>;
  /** Accept connections again. */
  open(): Promise<void>;
  /** Stop all traffic without closing anything: the database hangs. */
  freeze(): void;
  /** Hold the next data sent to the database that contains this. */
  catchNext(sent: string): Promise<Caught>;
}

/** The wire format of a transaction's commit. */
export const commit = "Q\0\0\0\x0bcommit\0";

/** Data on its way to the database, and its connection. */
export interface Caught {
  pass(): void;
  /** The data is lost with the connection. */
  cut(): void;
  /** The data arrives; the response and the connection are lost. */
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
