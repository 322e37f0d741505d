/** A bad line between two parties, byte for byte: slow, cut in the middle of an answer, silent, in drips. */
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What the line does to every connection through it; changed while connections are open. */
export interface Weather {
  /** Each piece arrives this much later. Milliseconds. */
  readonly latency: number;
  /** Pieces of this size, one after the other. */
  readonly pieceBytes: number;
  /** Whether the connection breaks in the middle of this piece of an answer. */
  readonly breaks: () => boolean;
  /** Takes everything and passes nothing on, in either direction: nobody hears that the other has gone. */
  readonly silent: boolean;
}

export const fair: Weather = {
  latency: 0,
  pieceBytes: Number.POSITIVE_INFINITY,
  breaks: () => false,
  silent: false,
};

export interface TcpProxy {
  readonly port: number;
  setWeather(weather: Weather): void;
  /** New connections lead there from now on; those that are open break. */
  switchTo(port: number): void;
  /** How many connections broke in the middle of an answer. */
  broken(): number;
  stop(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and leads to this port there; where nobody listens, connections break. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let weather = fair;
  let to = target;
  let broken = 0;
  const sockets = new Set<Socket>();
  const track = (socket: Socket, other: () => Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on("error", () => undefined);
    socket.once("close", () => {
      sockets.delete(socket);
      if (!weather.silent) other().destroy();
    });
  };

  const server = createServer({ pauseOnConnect: true }, (client) => {
    const upstream = connect(to, "127.0.0.1");
    track(client, () => upstream);
    track(upstream, () => client);
    void pass(client, upstream, () => false);
    void pass(upstream, client, () => weather.breaks());
  });

  /** One piece after the other, so that latency keeps their order; back pressure is left to the sockets' buffers. */
  async function pass(from: Socket, into: Socket, breaks: () => boolean): Promise<void> {
    let turn: Promise<unknown> = Promise.resolve();
    from.on("data", (bytes: Buffer) => {
      turn = turn.then(() => hand(bytes, into, breaks));
    });
    from.on("end", () => void turn.then(() => weather.silent || into.end()));
    from.resume();
  }

  async function hand(bytes: Buffer, into: Socket, breaks: () => boolean): Promise<void> {
    if (weather.silent) return;
    if (weather.latency > 0) await delay(weather.latency);
    if (breaks()) {
      broken += 1;
      into.write(bytes.subarray(0, bytes.length / 2), () => into.resetAndDestroy());
      return;
    }
    for (let at = 0; at < bytes.length; at += weather.pieceBytes) {
      if (into.destroyed) return;
      into.write(bytes.subarray(at, at + weather.pieceBytes));
      if (bytes.length > weather.pieceBytes) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    setWeather: (next) => {
      weather = next;
    },
    switchTo: (port) => {
      to = port;
      breakAll();
    },
    broken: () => broken,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}

/** A URL with another port: the same server, seen through a proxy. */
export function throughPort(url: string, port: number): string {
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(port);
  return through.href.replace(/\/$/, "");
}
