import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proofAlgorithms } from "../src/dpop.js";
import { fastifyVerifier } from "../src/fastify.js";
import { OAuthError } from "../src/index.js";
import { dpopOffer, exposed } from "./support/challenges.js";
import { answerStatus, audience, startIssuer } from "./support/issuer.js";
import { issuerOfFile } from "./support/issuer-of-file.js";

const { key, issuer, tokenWith } = await issuerOfFile();
const metadataUrl = "http://localhost:4001/.well-known/oauth-protected-resource";
let app: FastifyInstance;

async function buildTestApp(options: { audience?: string; jwksUrl?: string } = {}): Promise<FastifyInstance> {
  const built = Fastify();
  await built.register(fastifyVerifier, { issuer: issuer.issuer, audience, ...options });
  built.get("/any", { onRequest: built.requireToken() }, ({ claims }) => ({ sub: claims.sub }));
  built.get("/read", { onRequest: built.requireScope("notes:read") }, () => ({ ok: true }));
  built.get("/both", { onRequest: built.requireScope("notes:read", "notes:delete") }, () => ({ ok: true }));
  built.get("/late", { preHandler: built.requireScope("notes:read") }, () => ({ ok: true }));
  const admin = [built.requireScope("notes:read"), built.requireAnyRole("admin", "owner")];
  built.get("/admin", { onRequest: admin }, () => ({ ok: true }));
  built.get("/open", ({ accessToken }) => ({ accessToken }));
  built.get("/careless", ({ claims }) => ({ claims }));
  return built;
}

beforeAll(async () => {
  app = await buildTestApp();
});
afterAll(async () => {
  await app.close();
});

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
const errorUri = (reason: string): string => `${issuer.issuer}/errors/${reason}`;

describe("protected resource requests (RFC 6750 §2.1)", () => {
  it("admits a valid token and types its claims [fastify-1]", async () => {
    const response = await app.inject({ url: "/any", headers: bearer(tokenWith()) });
    expect([response.statusCode, response.json()]).toEqual([200, { sub: "alice" }]);
  });

  it.each(["bearer", "BEARER", "Bearer "])("takes the scheme as %s [fastify-2]", async (scheme) => {
    const headers = { authorization: `${scheme} ${tokenWith()}` };
    expect((await app.inject({ url: "/any", headers })).statusCode).toBe(200);
  });

  it("admits from a preHandler as well", async () => {
    expect((await app.inject({ url: "/late", headers: bearer(tokenWith()) })).statusCode).toBe(200);
  });

  it("leaves open routes alone", async () => {
    const response = await app.inject({ url: "/open", headers: bearer("garbage") });
    expect([response.statusCode, response.json()]).toEqual([200, { accessToken: null }]);
  });

  it("does not hand out claims on a route that demands no token", async () => {
    expect((await app.inject({ url: "/careless", headers: bearer(tokenWith()) })).statusCode).toBe(500);
  });
});

describe("WWW-Authenticate (RFC 6750 §3, RFC 9728 §5.1) [fastify-3]", () => {
  it.each([undefined, "", "Basic YTpi", "DPoPabc", "Bearerabc"])(
    "says nothing of an error where there is no token: %s [fastify-4]",
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await app.inject({ url: "/any", headers });
      expect(response.statusCode).toBe(401);
      expect(response.headers["www-authenticate"]).toBe(
        `Bearer resource_metadata="${metadataUrl}"${dpopOffer}`,
      );
      expect(response.json().error_uri).toBe(errorUri("token_missing"));
    },
  );

  it.each(["Bearer", "Bearer a b", "Bearer a, Bearer b", "Bearer a\tb"])(
    "answers 400 invalid_request to the malformed header %j [fastify-5]",
    async (authorization) => {
      const response = await app.inject({ url: "/any", headers: { authorization } });
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({
        error: "invalid_request",
        error_uri: errorUri("authorization_malformed"),
      });
      expect(response.headers["www-authenticate"]).toMatch(
        /^Bearer error="invalid_request", error_description="/,
      );
    },
  );

  it("answers 401 invalid_token and names the failed check [fastify-6]", async () => {
    const headers = bearer(tokenWith({ exp: 1 }));
    const response = await app.inject({ url: "/any", headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(response.json()).toEqual({
      error: "invalid_token",
      error_description: "exp: the access token has expired",
      error_uri: errorUri("token_expired"),
    });
    expect(response.headers["www-authenticate"]).toBe(
      `Bearer error="invalid_token", error_description="exp: the access token has expired", ` +
        `error_uri="${errorUri("token_expired")}", resource_metadata="${metadataUrl}"${dpopOffer}`,
    );
  });

  it.each([
    ["a string that is no token", "garbage"],
    ["one with quotes", 'a"b\\c'],
  ])("answers 401 to %s", async (_name, token) => {
    const response = await app.inject({ url: "/any", headers: bearer(token) });
    expect([response.statusCode, response.json().error_uri]).toEqual([401, errorUri("token_malformed")]);
  });

  it("answers 403 insufficient_scope with all the scope that is needed [fastify-7]", async () => {
    const response = await app.inject({ url: "/both", headers: bearer(tokenWith()) });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({
      error: "insufficient_scope",
      error_uri: errorUri("scope_insufficient"),
    });
    expect(response.headers["www-authenticate"]).toContain('scope="notes:read notes:delete"');
  });

  it("does not take one scope for the start of another [fastify-8]", async () => {
    const headers = bearer(tokenWith({ scope: "notes:rea notes:reader xnotes:read" }));
    expect((await app.inject({ url: "/read", headers })).statusCode).toBe(403);
  });

  it("answers 403 without a scope where a role is missing", async () => {
    const response = await app.inject({ url: "/admin", headers: bearer(tokenWith({ roles: ["user"] })) });
    expect([response.statusCode, response.json().error_uri]).toEqual([403, errorUri("role_insufficient")]);
    expect(response.headers["www-authenticate"]).not.toContain(" scope=");
  });

  it.each([[["admin"]], [["user", "owner"]]])("admits any of the roles: %j", async (roles) => {
    expect((await app.inject({ url: "/admin", headers: bearer(tokenWith({ roles })) })).statusCode).toBe(200);
  });
});

describe("a token sent in more than one way (RFC 6750 §2, §3.1)", () => {
  it.each(["", "Bearer abc"])(
    "refuses a token in the query, beside the header %j [fastify-9]",
    async (authorization) => {
      const response = await app.inject({
        url: `/any?access_token=${tokenWith()}`,
        headers: { authorization },
      });
      expect([response.statusCode, response.json().error_uri]).toEqual([400, errorUri("token_repeated")]);
    },
  );

  it("refuses a token in the query under a percent-encoded name", async () => {
    const response = await app.inject({ url: `/any?access%5Ftoken=x`, headers: bearer(tokenWith()) });
    expect(response.statusCode).toBe(400);
  });

  it("refuses two Authorization headers [fastify-10]", async () => {
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const headers = [
      "Host",
      "localhost",
      "Authorization",
      `Bearer ${tokenWith()}`,
      "authorization",
      "Bearer x",
    ];
    const request = httpRequest({ port, host: "127.0.0.1", path: "/any", headers }).end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(400);
  });
});

describe("without keys", () => {
  it("answers 503 temporarily_unavailable with Retry-After and no challenge", async () => {
    await using away = await startIssuer([key]);
    away.answer(answerStatus(500));
    const lost = await buildTestApp({ jwksUrl: away.jwksUrl });
    const response = await lost.inject({ url: "/any", headers: bearer(tokenWith()) });
    expect(response.statusCode).toBe(503);
    expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
    expect(response.headers["www-authenticate"]).toBeUndefined();
    expect(response.json()).toMatchObject({
      error: "temporarily_unavailable",
      error_uri: errorUri("keys_unavailable"),
    });
    await lost.close();
  });
});

describe("refusals of one's own", () => {
  it("cannot break out of the challenge [fastify-11]", async () => {
    const own = Fastify();
    await own.register(fastifyVerifier, {
      issuer: issuer.issuer,
      audience,
      errorsUrl: "https://docs.example/e",
    });
    own.setErrorHandler((error, _request, reply) =>
      error instanceof OAuthError ? reply.refuse(error) : reply.send(error),
    );
    own.get("/", () => {
      throw new OAuthError("invalid_token", 'a"b\\c\r\nx: é', { reason: "token_claims" });
    });
    const response = await own.inject("/");
    expect(response.headers["www-authenticate"]).toContain(String.raw`error_description="a\"b\\c??x: ?",`);
    expect(response.json().error_uri).toBe("https://docs.example/e/token_claims");
    await own.close();
  });
});

describe("CORS", () => {
  it("lets scripts of any origin read a refusal and its challenge", async () => {
    const { headers } = await app.inject("/any");
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-expose-headers"]).toBe(exposed);
  });

  it("leaves the app's own headers as they are, but for the challenge", async () => {
    const own = Fastify();
    own.addHook("onRequest", async (_request, reply) => {
      reply.header("access-control-allow-origin", "https://app.example");
      reply.header("access-control-expose-headers", "etag");
    });
    await own.register(fastifyVerifier, { issuer: issuer.issuer, audience });
    own.get("/", { onRequest: own.requireToken() }, () => ({}));
    const { headers } = await own.inject("/");
    expect(headers["access-control-allow-origin"]).toBe("https://app.example");
    expect(headers["access-control-expose-headers"]).toBe(`etag, ${exposed}`);
    await own.close();
  });

  it("answers the preflight of a client that sends a header of its own for the metadata", async () => {
    const url = new URL(metadataUrl).pathname;
    const { statusCode, headers } = await app.inject({ method: "OPTIONS", url });
    expect([statusCode, headers["access-control-allow-headers"]]).toEqual([204, "*"]);
  });
});

describe("a token in a form (RFC 6750 §2.2)", () => {
  it("is not looked at [fastify-12]", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const own = await buildTestApp();
    own.addContentTypeParser("application/x-www-form-urlencoded", (_request, _payload, done) =>
      done(null, {}),
    );
    own.post("/any", { onRequest: own.requireToken() }, () => ({ ok: true }));
    const payload = `access_token=${tokenWith()}`;
    const alone = await own.inject({ method: "POST", url: "/any", headers: form, payload });
    expect([alone.statusCode, alone.json().error_uri]).toEqual([401, errorUri("token_missing")]);
    const headers = { ...form, ...bearer(tokenWith()) };
    const beside = await own.inject({
      method: "POST",
      url: "/any",
      headers,
      payload: "access_token=garbage",
    });
    expect(beside.statusCode).toBe(200);
    await own.close();
  });
});

describe("scope names", () => {
  it.each(["a b", "", 'a"b'])(
    "that no token can have fail when the route is registered: %j [fastify-13]",
    (scope) => {
      expect(() => app.requireScope(scope)).toThrow(TypeError);
    },
  );

  it("and a demand for no role at all", () => {
    expect(() => app.requireAnyRole()).toThrow(TypeError);
  });
});

describe("protected resource metadata (RFC 9728 §3)", () => {
  it.each(["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/v1"])(
    "is at %s for a resource with a path [fastify-14]",
    async (url) => {
      const built = await buildTestApp({ audience: "http://localhost:4001/api/v1" });
      const response = await built.inject(url);
      expect(response.headers["access-control-allow-origin"]).toBe("*");
      expect(response.json()).toEqual({
        resource: "http://localhost:4001/api/v1",
        authorization_servers: [issuer.issuer],
        bearer_methods_supported: ["header"],
        dpop_signing_alg_values_supported: [...proofAlgorithms],
      });
      const challenge = (await built.inject("/any")).headers["www-authenticate"];
      expect(challenge).toBe(`Bearer resource_metadata="${metadataUrl}/api/v1"${dpopOffer}`);
      await built.close();
    },
  );

  it("is left out, and the challenge has a realm instead, where the audience is no URL [fastify-15]", async () => {
    const built = await buildTestApp({ audience: "urn:example:notes" });
    expect((await built.inject("/.well-known/oauth-protected-resource")).statusCode).toBe(404);
    const challenge = (await built.inject("/any")).headers["www-authenticate"];
    expect(challenge).toBe(`Bearer realm="${issuer.issuer}"`);
    await built.close();
  });
});
