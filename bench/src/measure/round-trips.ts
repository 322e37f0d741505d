/**
 * Counts the round trips between a server and PostgreSQL, by standing between them on TCP and reading the message
 * types that the server sends: each Sync or simple Query is one wait for one answer.
 *
 * For counting only: it costs time, so nothing is timed through it. It does not read TLS.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

const QUERY = 0x51;
const SYNC = 0x53;
/** Type byte and length, with the length counting itself but not the type. */
const HEADER_BYTES = 5;

export interface CountingProxy {
  /** The database's URL with the proxy's port. */
  readonly url: string;
  /** Round trips since the start, over all connections. */
  roundTrips(): number;
  close(): void;
}

export async function startCountingProxy(databaseUrl: string): Promise<CountingProxy> {
  const database = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((downstream) => {
    const upstream = connect(Number(database.port), database.hostname);
    const countIn = messageCounter(() => {
      count += 1;
    });
    downstream.on("data", countIn);
    for (const [socket, other] of [
      [downstream, upstream],
      [upstream, downstream],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, roundTrips: () => count, close };
}

/** Follows one connection's messages over chunk borders. The first message, the start-up, has no type byte. */
export function messageCounter(onRoundTrip: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const lengthAt = started ? 1 : 0;
      if (rest.length < HEADER_BYTES) return;
      const end = lengthAt + rest.readUInt32BE(lengthAt);
      if (rest.length < end) return;
      if (started && (rest[0] === QUERY || rest[0] === SYNC)) onRoundTrip();
      started = true;
      rest = rest.subarray(end);
    }
  };
}
