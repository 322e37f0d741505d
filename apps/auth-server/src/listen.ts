/** Where the process listens. */
import { lookup } from "node:dns/promises";
import { type AddressInfo, createServer } from "node:net";
import { backlog, listen as listenOn } from "@regrant/telemetry";
import type { FastifyInstance } from "fastify";
import { highWaterMark } from "./endpoints/admission/arriving-request.js";

interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Listen there. `localhost` can be two addresses, 127.0.0.1 and ::1, and clients try either first. Fastify sees to that only
 * for servers that it makes itself; here, connections to the other address are handed to the one server that there is.
 *
 * @throws StartError
 */
export async function listen(app: FastifyInstance, { host, port }: Place): Promise<void> {
  await listenOn(app, host, port);
  if (host !== "localhost") return;
  const { server } = app;
  const first = server.address() as AddressInfo;
  const others = (await lookup(host, { all: true })).filter(({ address }) => address !== first.address);
  for (const { address } of others) {
    // With sockets like those of http.Server.
    const other = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark }, (socket) =>
      server.emit("connection", socket),
    );
    other.maxConnections = server.maxConnections;
    server.once("close", () => other.close());
    await new Promise<void>((resolve) => {
      other.once("error", () => resolve()); // an address that this machine does not have
      other.listen({ host: address, port: first.port, backlog }, resolve);
    });
  }
}
