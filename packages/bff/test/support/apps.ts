/** The same back end in each framework, in front of a test's authorization server and API. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import {
  type AuthorizationServer,
  startAuthorizationServer,
} from "../../../client/test/support/authorization-server.js";
import { expressBff } from "../../src/express.js";
import { fastifyBff } from "../../src/fastify.js";
import { type BffOptions, fetchBff } from "../../src/index.js";
import { type Browser, openBrowser } from "./browser.js";

export const secrets = (name: string) => `${name}:${Buffer.from(name.padEnd(32, ".")).toString("base64url")}`;

type Serve = (options: BffOptions) => Promise<Server>;

export const frameworks: Readonly<Record<"Fastify" | "Express" | "Hono", Serve>> = {
  async Fastify(options) {
    const app = Fastify();
    await app.register(fastifyBff, options);
    app.get("/", () => "the app");
    await app.ready();
    return app.server;
  },
  async Express(options) {
    const app = express();
    app.use(expressBff(options));
    app.get("/", (_request, response) => void response.send("the app"));
    return createServer(app);
  },
  async Hono(options) {
    const bff = fetchBff(options);
    const app = new Hono();
    app.use(async ({ req }, next) => (await bff(req.raw)) ?? next());
    app.get("/", (c) => c.text("the app"));
    return createAdaptorServer({ fetch: app.fetch }) as Server;
  },
};
export type Framework = keyof typeof frameworks;

export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

/** A port that is nobody's at the moment: the origin has to be known before anything listens. */
async function freeOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

export type ApiHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface World {
  readonly server: AuthorizationServer;
  readonly apiUrl: string;
  readonly origin: string;
  readonly options: BffOptions;
  /** What was said to the log. */
  readonly faults: string[];
  readonly browser: Browser;
  /** One more process on the same origin, so to say: another instance, at an address of its own. */
  startAnother(change?: Partial<BffOptions>): Promise<string>;
  /** From the link to the first page afterwards. @returns where it ends */
  signIn(browser?: Browser, path?: string): Promise<string>;
}

export interface WorldOptions {
  readonly framework?: Framework;
  readonly api?: ApiHandler;
  readonly bff?: Partial<BffOptions>;
  readonly server?: Parameters<typeof startAuthorizationServer>[0];
}

/** Accepts the server's access tokens, and says what it was asked. */
export const echoApi =
  (server: () => AuthorizationServer): ApiHandler =>
  async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    if (!server().isGood(token)) {
      response.setHeader("www-authenticate", 'Bearer error="invalid_token", error_description="expired"');
      response.writeHead(401).end();
      return;
    }
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks).toString();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, headers, body }));
  };

export async function startWorld(given: WorldOptions = {}): Promise<World> {
  const { framework = "Fastify" } = given;
  const server = await startAuthorizationServer({ hasRevocation: true, ...given.server });
  const api = given.api ?? echoApi(() => server);
  const apiUrl = await listen(createServer(api));
  const origin = await freeOrigin();
  const faults: string[] = [];
  const options: BffOptions = {
    issuer: server.issuer,
    clientId: "app",
    clientSecret: "secret",
    origin,
    secrets: secrets("one"),
    routes: [{ prefix: "/api", target: apiUrl }],
    onFault: (message) => faults.push(message),
    ...given.bff,
  };
  await listen(await frameworks[framework](options), Number(new URL(origin).port));
  const browser = openBrowser(() => origin);
  return {
    server,
    apiUrl,
    origin,
    options,
    faults,
    browser,
    startAnother: async (change = {}) => listen(await frameworks[framework]({ ...options, ...change })),
    async signIn(who = browser, path = "/bff/login") {
      const begun = await who.open(path);
      const answer = server.authorize(new URL(begun.headers.get("location") ?? ""));
      const back = await who.open(answer.pathname + answer.search, { isCrossSite: true });
      return back.headers.get("location") ?? "";
    },
  };
}
