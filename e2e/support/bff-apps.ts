/** The example app with a back end as two processes behind one address, each request going to the other one in turn. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createRequire } from "node:module";
import { freePort, makeSecrets } from "@regrant/dev-stack";
import type { Client } from "./registrations.js";
import type { TestStack } from "./stack.js";

export interface BffApps {
  readonly origin: string;
  readonly clientId: string;
  /** How many requests each process got. */
  readonly passed: readonly number[];
  /** Answers to requests whose path contains this wait until the returned function is called. */
  hold(text: string): () => void;
  /** How many answers wait. */
  held(): number;
  stop(): Promise<void>;
}

const script = createRequire(import.meta.url).resolve("@regrant/bff-app/dist/server/main.js");

export async function startBffApps(
  { regrant, issuer, resource }: Pick<TestStack, "regrant" | "issuer" | "resource">,
  accessTokenSeconds: number,
): Promise<BffApps> {
  const balancer = await startTurns();
  const { origin } = balancer;
  const client = await regrant<Client>([
    ...["client", "create", "--name", "Notes with a back end", "--first-party", "--resource", resource],
    ...["--grant", "authorization_code", "--grant", "refresh_token"],
    ...["--redirect-uri", `${origin}/bff/callback`, "--post-logout-redirect-uri", `${origin}/`],
    ...["openid", "profile", "email", "notes:read", "notes:write"].flatMap((scope) => ["--scope", scope]),
    ...["--id-token-claims", "scope", "--require-dpop"],
    ...["--access-token-seconds", String(accessTokenSeconds)],
  ]);
  const env = {
    ...process.env,
    ...{ ISSUER: issuer, API: resource, ORIGIN: origin, BFF_SECRETS: makeSecrets() },
    ...{ CLIENT_ID: client.client_id, CLIENT_SECRET: client.client_secret },
  };
  const children: ChildProcess[] = [];
  for (let index = 0; index < 2; index += 1) {
    const port = await freePort();
    const child = fork(script, {
      env: { ...env, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    children.push(child);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    balancer.add(port);
  }
  return {
    ...balancer,
    clientId: client.client_id,
    async stop() {
      for (const child of children) child.kill();
      await Promise.all(children.map((child) => child.exitCode ?? once(child, "exit")));
      balancer.stop();
    },
  };
}

async function startTurns() {
  const ports: number[] = [];
  const passed: number[] = [];
  const holds = new Map<string, Promise<void>>();
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  let waiting = 0;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const index = turn++ % ports.length;
    passed[index] = (passed[index] ?? 0) + 1;
    const { method, headers, url = "/" } = request;
    const options = { host: "localhost", port: ports[index], method, headers, path: url, agent };
    const onward = forward(options, async (answer) => {
      const hold = [...holds].find(([text]) => url.includes(text))?.[1];
      if (hold !== undefined) {
        waiting += 1;
        await hold;
        waiting -= 1;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => void pass(request, response));
  const port = await freePort();
  await once(server.listen(port, "localhost"), "listening");
  return {
    origin: `http://localhost:${port}`,
    passed,
    add: (each: number) => void ports.push(each),
    hold(text: string) {
      const { promise, resolve } = withResolvers();
      holds.set(text, promise);
      return () => {
        holds.delete(text);
        resolve();
      };
    },
    held: () => waiting,
    stop() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
