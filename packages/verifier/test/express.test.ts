import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { proofAlgorithms } from "../src/dpop.js";
import { type ExpressVerifier, expressVerifier } from "../src/express.js";
import { OAuthError } from "../src/index.js";
import { dpopOffer, exposed } from "./support/challenges.js";
import { answerStatus, audience, createSigningKey, startIssuer } from "./support/issuer.js";
import { issuerOfFile } from "./support/issuer-of-file.js";

const { key, issuer, tokenWith } = await issuerOfFile();
const metadataPath = "/.well-known/oauth-protected-resource";
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function createApi(options: { audience?: string; jwksUrl?: string } = {}): ExpressVerifier {
  const api = expressVerifier({ issuer: issuer.issuer, audience, ...options });
  closing.push(api.close);
  return api;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function startApp(api = createApi()): Promise<string> {
  const app = express();
  app.use(api.metadata);
  app.get("/any", api.requireToken(), (request, response) => {
    response.json({ sub: request.claims?.sub, scopes: request.accessToken?.scopes });
  });
  app.post("/any", express.urlencoded(), api.requireToken(), (_request, response) => void response.end());
  const both = [api.requireScope("notes:read"), api.requireAnyRole("admin", "owner")];
  app.get("/admin", both, (_request: express.Request, response: express.Response) => void response.end());
  const router = express.Router();
  router.get(
    "/read",
    api.requireScope("notes:read", "notes:delete"),
    (_request, response) => void response.end(),
  );
  app.use("/api", router);
  app.get("/own", () => {
    throw new OAuthError("invalid_request", "no such note", { reason: "not_found", status: 404 });
  });
  app.get("/broken", () => {
    throw new Error("not for the verifier");
  });
  app.use(api.refuse);
  const last: express.ErrorRequestHandler = (error: Error, _request, response, _next) =>
    void response.status(500).end(error.message);
  app.use(last);
  return listen(createServer(app));
}

const bearer = (claims?: Record<string, unknown>) => ({ authorization: `Bearer ${tokenWith(claims)}` });

async function ask(url: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
  const response = await fetch(url, { ...init, headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const body = isJson ? JSON.parse(text) : { text };
  const reason = String(body.error_uri).split("/").at(-1);
  return { status: response.status, headers: response.headers, body, reason };
}

describe("expressVerifier (RFC 6750)", () => {
  it("admits a valid token, and hands out its claims and scopes [express-1]", async () => {
    const { status, body } = await ask(`${await startApp()}/any`, bearer());
    expect([status, body]).toEqual([200, { sub: "alice", scopes: ["notes:read", "notes:write"] }]);
  });

  it("answers 401 with a bare challenge without a token [express-2]", async () => {
    const { status, headers, reason } = await ask(`${await startApp()}/any`);
    expect([status, reason]).toEqual([401, "token_missing"]);
    expect(headers.get("www-authenticate")).toBe(
      `Bearer resource_metadata="${audience}${metadataPath}"${dpopOffer}`,
    );
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("names the failed check", async () => {
    const { status, headers, body } = await ask(`${await startApp()}/any`, bearer({ exp: 1 }));
    expect([status, body.error_description]).toEqual([401, "exp: the access token has expired"]);
    expect(headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it("answers 403 with all the scope that a route needs, behind a router too [express-3]", async () => {
    const { status, headers } = await ask(`${await startApp()}/api/read`, bearer());
    expect(status).toBe(403);
    expect(headers.get("www-authenticate")).toContain('scope="notes:read notes:delete"');
  });

  it("takes several demands one after the other", async () => {
    const app = await startApp();
    expect((await ask(`${app}/admin`, bearer({ roles: ["owner"] }))).status).toBe(200);
    expect((await ask(`${app}/admin`, bearer())).reason).toBe("role_insufficient");
    expect((await ask(`${app}/admin`, bearer({ roles: ["owner"], scope: "x" }))).reason).toBe(
      "scope_insufficient",
    );
  });

  it("trusts no token that another issuer's guard, or other code, has put on the request", async () => {
    await using elsewhere = await startIssuer([createSigningKey()]);
    const [ours, theirs] = [createApi(), createApi({ jwksUrl: elsewhere.jwksUrl })];
    const app = express();
    app.get("/", ours.requireToken(), theirs.requireToken(), (_request, response) => void response.end());
    const forge: express.RequestHandler = (request, _response, next) => {
      Object.assign(request, { accessToken: { scopes: ["notes:read"] } });
      next();
    };
    app.get("/forged", forge, ours.requireScope("notes:read"), (_request, response) => void response.end());
    const origin = await listen(createServer(app));
    expect((await ask(origin, bearer())).reason).toBe("token_kid_unknown");
    expect((await ask(`${origin}/forged`)).reason).toBe("token_missing");
  });

  it.each(["/any?access_token=x", "/any?a=b&access%5Ftoken=x"])(
    "refuses a token in the query: %s [express-4]",
    async (path) => {
      const { status, reason } = await ask(`${await startApp()}${path}`, bearer());
      expect([status, reason]).toEqual([400, "token_repeated"]);
    },
  );

  it("does not look for a token in a form (RFC 6750 §2.2) [express-5]", async () => {
    const init = { method: "POST", body: new URLSearchParams({ access_token: tokenWith() }) };
    const { status, reason } = await ask(`${await startApp()}/any`, {}, init);
    expect([status, reason]).toEqual([401, "token_missing"]);
  });

  it("refuses two Authorization headers", async () => {
    const { host } = new URL(await startApp());
    const headers = ["Host", host, "Authorization", `Bearer ${tokenWith()}`, "authorization", "Bearer x"];
    const [hostname = "", port = ""] = host.split(":");
    const [response] = await once(
      httpRequest({ host: hostname, port, path: "/any", headers }).end(),
      "response",
    );
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  it("answers 503 with Retry-After without keys", async () => {
    await using away = await startIssuer([key]);
    away.answer(answerStatus(500));
    const app = await startApp(createApi({ jwksUrl: away.jwksUrl }));
    const { status, headers } = await ask(`${app}/any`, bearer());
    expect(status).toBe(503);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("www-authenticate")).toBeNull();
  });

  it("answers an OAuthError that a handler threw, and passes other errors on", async () => {
    const app = await startApp();
    expect(await ask(`${app}/own`)).toMatchObject({ status: 404, reason: "not_found" });
    expect(await ask(`${app}/broken`)).toMatchObject({ status: 500, body: { text: "not for the verifier" } });
  });

  it("works without Express: (request, response, next) of node:http", async () => {
    const api = createApi();
    const guard = api.requireScope("notes:read");
    const origin = await listen(
      createServer((request, response) => guard(request, response, () => void response.end("in"))),
    );
    expect(await ask(origin, bearer())).toMatchObject({ status: 200, body: { text: "in" } });
    expect((await ask(origin)).status).toBe(401);
  });

  it("refuses names that no token can have when the route is made", () => {
    const api = createApi();
    expect(() => api.requireScope("a b")).toThrow(TypeError);
    expect(() => api.requireAnyRole()).toThrow(TypeError);
  });
});

describe("metadata and CORS (RFC 9728 §3)", () => {
  it.each([metadataPath, `${metadataPath}/api/v1`])(
    "is at %s for a resource with a path [express-6]",
    async (path) => {
      const app = await startApp(createApi({ audience: "http://localhost:4001/api/v1" }));
      const { status, headers, body } = await ask(`${app}${path}?x=1`);
      expect(status).toBe(200);
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(body).toEqual({
        resource: "http://localhost:4001/api/v1",
        authorization_servers: [issuer.issuer],
        bearer_methods_supported: ["header"],
        dpop_signing_alg_values_supported: [...proofAlgorithms],
      });
      expect(await ask(`${app}${path}`, {}, { method: "OPTIONS" })).toMatchObject({ status: 204 });
      expect(await ask(`${app}${path}`, {}, { method: "POST" })).toMatchObject({ status: 404 });
    },
  );

  it("is left out where the audience is no URL [express-7]", async () => {
    const app = await startApp(createApi({ audience: "urn:example:notes" }));
    expect((await ask(`${app}${metadataPath}`)).status).toBe(404);
    const challenge = (await ask(`${app}/any`)).headers.get("www-authenticate");
    expect(challenge).toBe(`Bearer realm="${issuer.issuer}"`);
  });

  it("lets scripts of any origin read a refusal and its challenge [express-8]", async () => {
    const { headers } = await ask(`${await startApp()}/any`);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-expose-headers")).toBe(exposed);
  });

  it("leaves the app's own CORS as it is, but for the challenge", async () => {
    const api = createApi();
    const app = express();
    app.use((_request, response, next) => {
      response.set({
        "access-control-allow-origin": "https://app.example",
        "access-control-expose-headers": "etag",
      });
      next();
    });
    app.get("/", api.requireToken());
    const { headers } = await ask(await listen(createServer(app)));
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(headers.get("access-control-expose-headers")).toBe(`etag, ${exposed}`);
  });
});
