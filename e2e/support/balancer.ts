/** A load balancer like an operator's: with health checks, and never sending a request twice. */
import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export interface Replica {
  readonly url: string;
  readonly managementUrl: string;
}

export interface Balancer {
  readonly url: string;
  /** A replica restarted in place of an old one. */
  replace(old: Replica, replica: Replica): void;
  /** The number of requests passed to each replica, by its address. */
  readonly passed: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const checkEveryMs = 250;
const checkWithinMs = 1_000;

/** Hop-by-hop headers, which are not forwarded (RFC 9110 §7.6.1). */
const hopByHop = ["connection", "keep-alive", "transfer-encoding"];

/** Listens on a free port of 127.0.0.1 and distributes requests in turn to the replicas last seen ready. */
export async function startBalancer(initial: readonly Replica[]): Promise<Balancer> {
  let replicas = [...initial];
  let healthy: Replica[] = [];
  let turn = 0;
  const passed = new Map<string, number>();
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();

  async function check(): Promise<void> {
    const ready = await Promise.all(replicas.map(isReady));
    healthy = replicas.filter((_, index) => ready[index]);
  }
  async function keepChecking(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(checkEveryMs);
      await check();
    }
  }

  const server = createServer((request, response) => {
    const replica = healthy[turn++ % healthy.length];
    if (replica === undefined) return refuse(response);
    passed.set(replica.url, (passed.get(replica.url) ?? 0) + 1);
    pass(agent, replica, request, response);
  });
  await check();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const checking = keepChecking();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the balancer has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    replace: (old, replica) => {
      replicas = replicas.map((known) => (known === old ? replica : known));
    },
    stop: async () => {
      stopping.abort();
      await checking;
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A broken connection becomes a 502 for the client, since nobody knows what the replica has done. */
function pass(agent: Agent, replica: Replica, request: IncomingMessage, response: ServerResponse): void {
  const { method = "", url = "", headers } = request;
  const onward = forward(replica.url + url, { method, agent, headers: endToEnd(headers) }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.pipe(response);
  });
  onward.once("error", () => (response.headersSent ? response.destroy() : refuse(response)));
  request.pipe(onward);
}

const refuse = (response: ServerResponse): void =>
  void response.writeHead(502, { "content-type": "application/json" }).end("{}");

const endToEnd = (headers: IncomingMessage["headers"]): IncomingMessage["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));

async function isReady({ managementUrl }: Replica): Promise<boolean> {
  try {
    const answer = await fetch(`${managementUrl}/health/ready`, {
      signal: AbortSignal.timeout(checkWithinMs),
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError")) return false;
    throw error;
  }
}
