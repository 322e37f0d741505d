/** The status lists as APIs read them (draft-ietf-oauth-status-list-21). */
import { gunzipSync } from "node:zlib";
import { getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { statusListTtlSeconds } from "../../src/tokens/status-list-token.js";
import { issuer } from "../support/authorization.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { sessionIdOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { isRevoked, statusOf } from "../support/status-lists.js";
import {
  askByClientCredentials,
  expectTokens,
  identify,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createClient(server);
const user = await createUser(server);
const postRevocation = (token: string) =>
  server.app.inject({
    method: "POST",
    url: "/oauth2/revoke",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ ...identify(client), token }).toString(),
  });
const read = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });

describe("A status list", () => {
  it("is a statuslist+jwt of its address, signed by a published key (§5.1) [status-lists-4]", async () => {
    const { idx, uri } = statusOf((await signIn(server, client, user)).access_token);
    expect(uri).toBe(`${issuer}/status/0`);
    expect(idx).toBeLessThan(131_072);
    const response = await read("/status/0");
    expect(response.headers).toMatchObject({
      "content-type": "application/statuslist+jwt",
      "access-control-allow-origin": "*",
      "cache-control": "max-age=10, private",
    });
    const keys = createLocalJWKSet(server.context.keyRing.jwks);
    const { payload } = await jwtVerify(response.body, keys, { typ: "statuslist+jwt" });
    expect(payload).toMatchObject({ sub: uri, ttl: statusListTtlSeconds, status_list: { bits: 1 } });
    expect(Number(payload.exp)).toBeGreaterThan(Number(payload.iat));
    expect(payload.iss).toBeUndefined();
  });

  it("says to a reader of others the same as to ours [status-lists-5]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    const { idx } = statusOf(access_token);
    await postRevocation(refresh_token);
    expect(await isRevoked(server, statusOf(access_token))).toBe(true);
    const list = getListFromStatusListJWT((await read("/status/0")).body);
    expect([list.getStatus(idx), list.getStatus((idx + 1) % 131_072)]).toEqual([1, 0]);
  });

  it("is compressed for those who take it so, and not sent again while nothing changes [status-lists-6]", async () => {
    const plain = await read("/status/0");
    const compressed = await read("/status/0", { "accept-encoding": "br, gzip" });
    expect(compressed.headers).toMatchObject({
      "content-encoding": "gzip",
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(gunzipSync(compressed.rawPayload).toString()).toBe(plain.body);
    await passTime(server, 60);
    const again = await read("/status/0", { "if-none-match": String(plain.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it("is there once a token names it: all lists are listed (§9) [status-lists-7]", async () => {
    const response = await read("/status");
    expect(response.json()).toEqual({ status_lists: [`${issuer}/status/0`] });
    for (const url of [
      "/status/1",
      "/status/-1",
      "/status/00",
      "/status/x",
      "/status/1e9",
      "/status/99999999999999999999",
    ])
      expect((await read(url)).statusCode).toBe(404);
    const metadata = (await read("/.well-known/oauth-authorization-server")).json();
    expect(metadata.status_list_aggregation_endpoint).toBe(`${issuer}/status`);
  });
});

describe("A session's bit", () => {
  it("is its own, for its whole life [status-lists-8]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    expect(statusOf(second.access_token)).toEqual(statusOf(first.access_token));
    const others = await Promise.all(Array.from({ length: 50 }, () => signIn(server, client, user)));
    const taken = [first, ...others].map(({ access_token }) => statusOf(access_token).idx);
    expect(new Set(taken).size).toBe(51);
  });

  it("is given at the next refresh to a session from before there were lists [status-lists-9]", async () => {
    const first = await signIn(server, client, user);
    const id = sessionIdOf(server, first.refresh_token);
    await server.db.query("update sessions set status_index = null where id = $1", [id]);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    expect(statusOf(second.access_token)).toEqual(statusOf(third.access_token));
    expect(statusOf(second.access_token)).not.toEqual(statusOf(first.access_token));
  });

  it("is not set when the session expires, nor when nothing ends [status-lists-10]", async () => {
    const { access_token, refresh_token } = await signIn(server, client, user);
    await passTime(server, 40 * 86_400);
    await signIn(server, client, user);
    const { rows } = await server.db.query(
      "select 1 from status_revocations r join sessions s using (status_index) where s.id = $1",
      [sessionIdOf(server, refresh_token)],
    );
    expect(rows).toEqual([]);
    expect(statusOf(access_token).uri).toBe(`${issuer}/status/0`);
  });
});

describe("A client's own tokens", () => {
  it("are revoked when it is disabled, and stay so when it is enabled again [status-lists-11]", async () => {
    const service = await createClient(server, { grantTypes: ["client_credentials"] });
    const before = statusOf(expectTokens(await askByClientCredentials(server, service)).access_token);
    expect(await isRevoked(server, before)).toBe(false);
    const set = (at: string) =>
      server.db.query(`update clients set disabled_at = ${at} where client_id = $1`, [service.clientId]);
    await set("now()");
    expect(await isRevoked(server, before)).toBe(true);
    await set("null");
    expect(await isRevoked(server, before)).toBe(true);
    server.context.forgetClient(service.clientId);
    const after = statusOf(expectTokens(await askByClientCredentials(server, service)).access_token);
    expect(after).not.toEqual(before);
    expect(await isRevoked(server, after)).toBe(false);
  });
});

describe("A list that a new process finds", () => {
  it("is made once, however many sign at once [status-lists-12]", async () => {
    await server.db.query("select setval('status_index', 3 * 131072)");
    const others = await Promise.all([testServer(), testServer(), testServer()]);
    const tokens = await Promise.all(
      [server, ...others].flatMap((one) => [1, 2, 3, 4].map(() => signIn(one, client, user))),
    );
    const references = tokens.map(({ access_token }) => statusOf(access_token));
    expect(new Set(references.map(({ uri }) => uri))).toEqual(new Set([`${issuer}/status/3`]));
    expect(new Set(references.map(({ idx }) => idx)).size).toBe(16);
    for (const one of [server, ...others]) {
      const [token] = tokens;
      if (token !== undefined) expect(await isRevoked(one, statusOf(token.access_token))).toBe(false);
    }
  });
});
