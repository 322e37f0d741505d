import { calculateJwkThumbprint } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { makeSigningKey } from "../../src/keys/signing-key.js";
import { stageSigningKey } from "../../src/keys/signing-keys.sql.js";
import { jwksOf } from "../support/jwt.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";

const server = await testServer();
const url = "/.well-known/jwks.json";

/** The current ETag. */
let tag: string;

beforeAll(async () => {
  tag = String((await server.app.inject(url)).headers.etag);
});

describe("The key set (RFC 7517 §5)", () => {
  it("is JSON that anybody may keep for max-age", async () => {
    const { statusCode, headers } = await server.app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toMatch(/^application\/(json|jwk-set\+json)(; charset=utf-8)?$/);
    expect(headers["cache-control"]).toBe("public, max-age=300");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers).not.toHaveProperty("pragma");
  });

  it("has keys with their public members only [jwks-1]", async () => {
    const set = await jwksOf(server);
    expect(Object.keys(set)).toEqual(["keys"]);
    for (const key of set.keys) {
      expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
      expect(key).toMatchObject({ kty: "RSA", use: "sig", alg: "RS256" });
    }
  });

  it("names each key by its thumbprint (RFC 7638)", async () => {
    for (const jwk of (await jwksOf(server)).keys) expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
  });

  it("has an ETag, and 304 without a body for who has it already (RFC 9110 §13.1.2)", async () => {
    expect(tag).toMatch(/^(W\/)?"[^"]+"$/);
    for (const known of [tag, `W/${tag}`]) {
      const again = await server.app.inject({ url, headers: { "if-none-match": known } });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
    }
    const other = await server.app.inject({ url, headers: { "if-none-match": '"other"' } });
    expect(other.statusCode).toBe(200);
  });

  it("keeps Cache-Control and ETag in a 304, so that the copy is fresh again (RFC 9110 §15.4.5)", async () => {
    const { headers } = await server.app.inject({ url, headers: { "if-none-match": tag } });
    expect(headers).toMatchObject({ etag: tag, "cache-control": "public, max-age=300" });
  });

  it("has the same ETag on every replica", async () => {
    const replica = await testServer();
    expect((await replica.app.inject(url)).headers.etag).toBe(tag);
  });

  it("answers HEAD like GET, without the body", async () => {
    const { statusCode, headers, body } = await server.app.inject({ method: "HEAD", url });
    expect([statusCode, body]).toEqual([200, ""]);
    expect(headers["cache-control"]).toBe("public, max-age=300");
  });

  it("is answered while the database is away: APIs go on verifying", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    await gate.shut();
    const { statusCode, headers } = await cutOff.app.inject(url);
    expect([statusCode, headers.etag]).toEqual([200, tag]);
  });

  it("shows a staged key before it signs, under another ETag", async () => {
    await stageSigningKey(server.db, await makeSigningKey(server.context.secrets, "RS256"), new Date());
    await rotateKeys(server.context);
    expect((await jwksOf(server)).keys).toHaveLength(2);
    const stale = await server.app.inject({ url, headers: { "if-none-match": tag } });
    expect(stale.statusCode).toBe(200);
    expect(stale.headers.etag).not.toBe(tag);
  });

  it("is empty, not an error, before there is a key", async () => {
    const keyless = await testServer({ withKeys: false });
    expect(await jwksOf(keyless)).toEqual({ keys: [] });
  });
});
