/** `revocation` through each way into the verifier, and where nothing runs between requests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import express from "express";
import Fastify from "fastify";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { expressVerifier } from "../src/express.js";
import { fastifyVerifier } from "../src/fastify.js";
import { fetchVerifier } from "../src/fetch.js";
import { createVerifier } from "../src/index.js";
import { mcpFetchVerifier } from "../src/mcp.js";
import {
  audience,
  claimsAt,
  createSigningKey,
  encode,
  headerOf,
  signParts,
  signToken,
  startIssuer,
} from "./support/issuer.js";

const key = createSigningKey();
const issuer = await startIssuer([key]);
issuer.answer(answer);
const closing: (() => unknown)[] = [];
let listsAsked = 0;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => issuer.close());

/** All of its sessions are revoked. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  if (url.startsWith("/.well-known/")) return void response.end(JSON.stringify({ keys: [key.jwk] }));
  listsAsked += 1;
  const iat = Math.floor(Date.now() / 1_000);
  const list = {
    ...{ sub: issuer.issuer + url, iat, exp: iat + 86_400, ttl: 10 },
    status_list: { bits: 1, lst: deflateSync(Buffer.alloc(1_024, 0xff)).toString("base64url") },
  };
  response.end(signParts(key, encode({ ...headerOf(key), typ: "statuslist+jwt" }), encode(list)));
}

const token = signToken(key, {
  ...claimsAt(issuer.issuer, Date.now()),
  status: { status_list: { idx: 7, uri: `${issuer.issuer}/status/0` } },
});
const headers = { authorization: `Bearer ${token}` };
const options = {
  issuer: issuer.issuer,
  audience,
  warn: false as const,
  revocation: { mode: "poll" as const },
};
const request = () => new Request(`${audience}/notes`, { headers });

/** Asks until the list has arrived. */
async function answerOf(ask: () => Promise<Response>): Promise<[number, string | null]> {
  for (let times = 0; times < 100; times += 1) {
    const response = await ask();
    if (response.status !== 200) return [response.status, response.headers.get("www-authenticate")];
    await sleep(20);
  }
  throw new Error("the token of an ended session is still accepted");
}

const revoked = [401, expect.stringContaining("/errors/token_revoked")];

describe("A token whose session has ended is refused", () => {
  it("by fetchVerifier", async () => {
    const api = fetchVerifier(options);
    closing.push(api.close);
    const guard = api.requireToken();
    expect(await answerOf(async () => guard(request(), () => new Response("in")))).toEqual(revoked);
  });

  it("by mcpFetchVerifier", async () => {
    const api = mcpFetchVerifier({ ...options, scope: ["notes:read"] });
    closing.push(api.close);
    expect(await answerOf(async () => api.guard(request(), async () => new Response("in")))).toEqual(revoked);
  });

  it("by expressVerifier", async () => {
    const api = expressVerifier(options);
    const app = express();
    app.get("/notes", api.requireToken(), (_request, response) => void response.end());
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(api.close, () => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notes`;
    expect(await answerOf(() => fetch(url, { headers }))).toEqual(revoked);
  });

  it("by fastifyVerifier", async () => {
    const app = Fastify();
    await app.register(fastifyVerifier, options);
    app.get("/notes", { onRequest: app.requireToken() }, () => "in");
    closing.push(() => app.close());
    const ask = async () => {
      const { statusCode, headers: answered } = await app.inject({ url: "/notes", headers });
      return new Response(null, {
        status: statusCode,
        headers: { "www-authenticate": String(answered["www-authenticate"]) },
      });
    };
    expect(await answerOf(ask)).toEqual(revoked);
  });
});

describe("refreshInBackground: false", () => {
  it("fetches a list beside a request that uses it once it is due, and at no other time", async () => {
    let now = Date.now();
    const verifier = createVerifier({ ...options, refreshInBackground: false, now: () => now });
    closing.push(verifier.close);
    const before = listsAsked;
    await verifier.verify(token);
    await verifier.refreshStatusLists();
    expect(listsAsked - before).toBe(1);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: "token_revoked" });
    expect(listsAsked - before).toBe(1);
    now += 10_000;
    await sleep(50);
    expect(listsAsked - before).toBe(1);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: "token_revoked" });
    await verifier.refreshStatusLists();
    expect(listsAsked - before).toBe(2);
  });
});
