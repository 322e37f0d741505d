import { describe, expect, it } from "vitest";
import { hashRefreshSecret } from "../../src/sessions/refresh-token.js";
import { rotateSession, rotateSessions } from "../../src/sessions/rotate.sql.js";
import { createParties } from "../support/fixtures.js";
import { auditOf, everything, read, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server, ["editor"]);

describe("Refresh token rotation (RFC 6749 §6, RFC 9700 §4.14.2)", () => {
  it("answers each refresh with a new access token and a new refresh token [refresh-token-rotation-1]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    const third = await refresh(server, client, second.refresh_token);
    expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
  });

  it("keeps one row for the session's whole life and inserts nothing at a refresh [refresh-token-rotation-2]", async () => {
    const count = async () => {
      const { rows } = await server.db.query(
        "select (select count(*)::int from sessions) as sessions, (select count(*)::int from audit_events) as events",
      );
      return rows[0];
    };
    let { refresh_token } = await signIn(server, client, user);
    const before = await count();
    for (let turn = 0; turn < 20; turn += 1) {
      ({ refresh_token } = await refresh(server, client, refresh_token));
    }
    expect(await count()).toEqual(before);
  });

  it("raises the generation by exactly one, in the row and in the token [refresh-token-rotation-3]", async () => {
    let { refresh_token } = await signIn(server, client, user);
    for (let generation = 0; generation < 5; generation += 1) {
      expect((await sessionOf(server, refresh_token)).generation).toBe(generation);
      expect(read(server, refresh_token).generation).toBe(generation);
      ({ refresh_token } = await refresh(server, client, refresh_token));
    }
  });

  it("stores no token, no secret and no password, in no table and no form [refresh-token-rotation-4]", async () => {
    const tokens = [await signIn(server, client, user)];
    for (let turn = 0; turn < 3; turn += 1) {
      tokens.push(await refresh(server, client, tokens.at(-1)?.refresh_token ?? ""));
    }
    const stored = await everything(server);
    expect(stored).toContain(client.clientId);
    for (const { access_token, refresh_token } of tokens) {
      const { secret } = read(server, refresh_token);
      expect(stored).not.toContain(access_token);
      expect(stored).not.toContain(access_token.split(".")[2]);
      expect(stored).not.toContain(refresh_token.slice(4));
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(stored).not.toContain(secret.toString(encoding));
        expect(stored).not.toContain(Buffer.from(refresh_token.slice(4), "base64url").toString(encoding));
      }
    }
    for (const value of [client.secret, user.password]) {
      expect(stored).not.toContain(value);
      expect(stored).not.toContain(Buffer.from(value).toString("hex"));
    }
  });

  it("keeps in the row the SHA-256 of the current secret and nothing of the ones before [refresh-token-rotation-5]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const next = await refresh(server, client, refresh_token);
    const row = await sessionOf(server, next.refresh_token);
    expect(row.secret_hash).toEqual(hashRefreshSecret(read(server, next.refresh_token).secret));
    const old = hashRefreshSecret(read(server, refresh_token).secret);
    expect(await everything(server)).not.toContain(old.toString("hex"));
  });

  it("updates the row in place: no column that a refresh changes is indexed (heap-only update) [refresh-token-rotation-6]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const { sessionId, generation, secret } = read(server, refresh_token);
    const tx = await server.db.connect();
    // This connection's updates so far, and how many were heap-only.
    const counters = async () => {
      const { rows } = await tx.query<{ updated: number; hot: number }>(
        `select pg_stat_get_xact_tuples_updated('sessions'::regclass)::int as updated,
                pg_stat_get_xact_tuples_hot_updated('sessions'::regclass)::int as hot`,
      );
      return rows[0] ?? { updated: 0, hot: 0 };
    };
    await tx.query("begin");
    const before = await counters();
    const rotation = {
      sessionId,
      generation,
      clientId: client.clientId,
      secretHash: hashRefreshSecret(secret),
      nextSecretHash: Buffer.alloc(32),
      idleSeconds: 60,
      accessTokenId: sessionId,
      scope: null,
      resource: null,
      jkt: null,
      address: "192.0.2.7",
      country: "AT",
      userAgent: "another agent",
      requestId: "a request",
      accessTokenSeconds: 600,
      network: null,
      burst: 30,
    };
    const next = { ...rotation, generation: generation + 1, secretHash: rotation.nextSecretHash };
    const alone = await rotateSession(tx, rotation);
    const together = await rotateSessions(tx, [next]);
    const after = await counters();
    await tx.query("rollback");
    tx.release();
    expect([alone?.userId, together.get(sessionId)?.userId]).toEqual([user.id, user.id]);
    expect(after).toEqual({ updated: before.updated + 2, hot: before.hot + 2 });
  });

  it("remembers the first and the last address, the user agent and the last access token [refresh-token-rotation-7]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const { app } = server;
    const response = await app.inject({
      method: "POST",
      url: "/oauth2/token",
      remoteAddress: "192.0.2.44",
      headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "x".repeat(1000) },
      payload: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token,
        client_id: client.clientId,
        client_secret: client.secret,
      }).toString(),
    });
    expect(response.statusCode).toBe(200);
    const row = await sessionOf(server, refresh_token);
    expect(row).toMatchObject({ first_address: "127.0.0.1", last_address: "192.0.2.44" });
    expect(row.user_agent).toBe("x".repeat(256));
    const claims = JSON.parse(
      Buffer.from(
        response.json<{ access_token: string }>().access_token.split(".")[1] ?? "",
        "base64url",
      ).toString(),
    );
    expect(row.last_access_token_id).toBe(claims.jti);
  });
});

describe("A refresh that is repeated (retried)", () => {
  it("gets the same refresh token again, and a fresh access token, inside the window [refresh-token-rotation-8]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const again = await refresh(server, client, first.refresh_token);
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(again.access_token).not.toBe(second.access_token);
  });

  it("moves nothing on: the generation stays, and the successor works [refresh-token-rotation-9]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const { rotated_at } = await sessionOf(server, first.refresh_token);
    for (let turn = 0; turn < 3; turn += 1) await refresh(server, client, first.refresh_token);
    const row = await sessionOf(server, first.refresh_token);
    expect(row.generation).toBe(1);
    expect(row.rotated_at).toEqual(rotated_at);
    const third = await refresh(server, client, second.refresh_token);
    expect(read(server, third.refresh_token).generation).toBe(2);
  });

  it("is counted in the row each time, and audited ten times an hour [refresh-token-rotation-10]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    for (let turn = 0; turn < 13; turn += 1) await refresh(server, client, refresh_token);
    expect((await sessionOf(server, refresh_token)).retry_count).toBe(12);
    const retries = Array.from({ length: 10 }, () => "refresh_token.retried");
    const id = sessionIdOf(server, refresh_token);
    expect(await auditOf(server, id)).toEqual(["session.created", ...retries]);
    await server.db.query(
      "update sessions set retries_audited_since = now() - interval '1 hour' where id = $1",
      [id],
    );
    await refresh(server, client, refresh_token);
    expect(await auditOf(server, id)).toEqual(["session.created", ...retries, "refresh_token.retried"]);
  });

  it("is answered up to REFRESH_RETRY_SECONDS after the rotation [refresh-token-rotation-11]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    await passTime(server, 25);
    const again = await refresh(server, client, first.refresh_token);
    expect(again.refresh_token).toBe(second.refresh_token);
  });

  it("does not prolong its own window [refresh-token-rotation-12]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await refresh(server, client, refresh_token);
    await passTime(server, 20);
    await refresh(server, client, refresh_token);
    await passTime(server, 20);
    expectRefusal(
      await askByRefreshToken(server, client, refresh_token),
      400,
      "invalid_grant",
      "refresh_token_reused",
    );
  });

  it("may ask for a part of the scope, and for another part the next time", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await refresh(server, client, refresh_token, { scope: "notes:read" });
    const again = await refresh(server, client, refresh_token, { scope: "notes:write" });
    expect(again.scope).toBe("notes:write");
  });

  it("may not ask for more than was granted, and goes on after it did [refresh-token-rotation-13]", async () => {
    const { refresh_token } = await signIn(server, client, user, { scope: "notes:read" });
    await refresh(server, client, refresh_token);
    const tooMuch = await askByRefreshToken(server, client, refresh_token, { scope: "notes:write" });
    expectRefusal(tooMuch, 400, "invalid_scope", "scope_exceeds_grant");
    expectRefreshToken(await askByRefreshToken(server, client, refresh_token));
  });
});
