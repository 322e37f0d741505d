/** An unreliable line between two parties: slow, silent, dripping, or cut in the middle of a response. */
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How the line treats all its connections; may change while they are open. */
export interface Weather {
  /** Delay of each piece, in milliseconds. */
  readonly latency: number;
  /** Data is passed on in pieces of this size. */
  readonly pieceBytes: number;
  /** Whether to break the connection in the middle of this piece of a response. */
  readonly breaks: () => boolean;
  /** Passes nothing on in either direction, so neither side learns that the other has gone. */
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
  /** New connections lead there from now on; open ones break. */
  switchTo(port: number): void;
  /** The number of connections broken in the middle of a response. */
  broken(): number;
  stop(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and forwards to this port; connections break if nobody listens there. */
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

  /** Sequential, so that latency keeps the order; back pressure is left to the sockets' buffers. */
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

/** The URL with another port, for access through a proxy. */
export function throughPort(url: string, port: number): string {
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(port);
  return through.href.replace(/\/$/, "");
}
