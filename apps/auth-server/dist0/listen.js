/** Opens the listening sockets. */
import { lookup } from "node:dns/promises";
import { createServer } from "node:net";
import { backlog, listen as listenOn } from "./telemetry/index.js";
import { highWaterMark } from "./http/admission/arriving-request.js";
/**
 * Listen there. `localhost` may resolve to both 127.0.0.1 and ::1, and clients may try either first. Fastify only
 * covers this for servers it creates itself; here, connections to the second address are passed to the one server.
 *
 * @throws StartError
 */
export async function listen(app, { host, port }) {
    await listenOn(app, host, port);
    if (host !== "localhost")
        return;
    const { server } = app;
    const first = server.address();
    const others = (await lookup(host, { all: true })).filter(({ address }) => address !== first.address);
    for (const { address } of others) {
        // Socket options like http.Server's.
        const other = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark }, (socket) => server.emit("connection", socket));
        other.maxConnections = server.maxConnections;
        server.once("close", () => other.close());
        await new Promise((resolve) => {
            other.once("error", () => resolve()); // an address that this machine does not have
            other.listen({ host: address, port: first.port, backlog }, resolve);
        });
    }
}
//# sourceMappingURL=listen.js.map