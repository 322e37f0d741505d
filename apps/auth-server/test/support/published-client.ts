/** Clients whose metadata document lies on this machine. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanUp } from "./clean-up.js";
import type { TestClient } from "./fixtures.js";

export interface PublishedClient extends TestClient {
  /** What the document says from now on, beside the client_id. */
  metadata: Readonly<Record<string, unknown>>;
  /** Whether its host answers 503 instead. */
  isAway: boolean;
}

/** Its host is gone when the test file is done. */
export async function publishClient(metadata: PublishedClient["metadata"]): Promise<PublishedClient> {
  const host = createServer((_request, response) => {
    if (client.isAway) response.statusCode = 503;
    response.setHeader("content-type", "application/json");
    response.setHeader("cache-control", "no-store");
    response.end(JSON.stringify({ client_id: client.clientId, ...client.metadata }));
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  cleanUp(async () => void host.close());
  const { port } = host.address() as AddressInfo;
  const client: PublishedClient = {
    clientId: `http://127.0.0.1:${port}/agent.json`,
    secret: "",
    metadata,
    isAway: false,
  };
  return client;
}
