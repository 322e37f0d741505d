/** One hop in front of an API, in a process of its own; or that API. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import httpProxy from "@fastify/http-proxy";
import { expressBff } from "@regrant/bff/express";
import { type BffOptions, fastifyBff } from "@regrant/bff/fastify";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import { notes } from "../verifiers/settings.js";
import { answerCalls } from "../worker.js";
import { startIssuer } from "./issuer.js";

export type HopName = "@fastify/http-proxy" | "@regrant/bff on Fastify" | "@regrant/bff on Express";

export interface Hop {
  readonly port: number;
  /** What a signed-in browser sends; empty for a hop that signs nobody in. */
  readonly cookie: string;
}

export interface HopCommands {
  [name: string]: (argument: never) => unknown;
  /** @returns the port */
  api(argument: null): Promise<number>;
  hop(settings: { readonly name: HopName; readonly target: string }): Promise<Hop>;
}

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startPlain(target: string): Promise<Hop> {
  const app = fastify();
  await app.register(httpProxy, { upstream: target, prefix: "/api" });
  return { port: await listen(app), cookie: "" };
}

async function startBff(isExpress: boolean, target: string): Promise<Hop> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const options: BffOptions = {
    issuer: await startIssuer(),
    clientId: "app",
    clientSecret: "secret",
    origin,
    secrets: `bench:${randomBytes(32).toString("base64url")}`,
    routes: [{ prefix: "/api", target }],
  };
  if (isExpress) {
    await new Promise<unknown>((resolve) => {
      express().use(expressBff(options)).listen(port, "127.0.0.1", resolve);
    });
  } else {
    const app = fastify();
    await app.register(fastifyBff, options);
    await app.listen({ port, host: "127.0.0.1" });
  }
  return { port, cookie: await signIn(origin) };
}

/** @returns the Cookie header of a browser that has signed in */
async function signIn(origin: string): Promise<string> {
  const begun = await fetch(`${origin}/bff/login`, { redirect: "manual" });
  const { searchParams } = new URL(begun.headers.get("location") ?? "");
  const answer = { code: searchParams.get("nonce") ?? "", state: searchParams.get("state") ?? "" };
  const cookie = cookiesIn(begun);
  const back = await fetch(`${origin}/bff/callback?${new URLSearchParams(answer)}`, {
    redirect: "manual",
    headers: { cookie },
  });
  return cookiesIn(back);
}

const cookiesIn = (response: Response): string =>
  response.headers
    .getSetCookie()
    .filter((cookie) => !cookie.includes("Max-Age=0"))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

answerCalls({
  api: () => {
    const app = fastify();
    app.get("/notes", () => ({ notes }));
    return listen(app);
  },
  hop: ({ name, target }) =>
    name === "@fastify/http-proxy" ? startPlain(target) : startBff(name.endsWith("Express"), target),
} satisfies HopCommands);
