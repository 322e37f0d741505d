import { randomUUID } from "node:crypto";
import type { TokenResponse } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { hashRefreshSecret, succeedRefreshToken } from "../../src/sessions/refresh-token.js";
import { createClient, createParties, createUser, notes, type TestUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { lockSessionRow } from "../support/row-lock.js";
import { read, sessionIdOf, sessionOf } from "../support/rows.js";
import { sharedDatabase, type TestServer, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";
import {
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
  signIn,
} from "../support/token-requests.js";

const server = await testServer();
const replica = await testServer();
const { client, user } = await createParties(server);

type Session = TokenResponse & { refresh_token: string };

/** Sign in this many times, as a few different users. */
async function sessions(count: number): Promise<(Session & { user: TestUser })[]> {
  const users = await Promise.all(
    Array.from({ length: 4 }, (_, index) => createUser(server, [`role-${index}`])),
  );
  const made: (Session & { user: TestUser })[] = [];
  for (let index = 0; index < count; index += 1) {
    const owner = users[index % users.length] ?? user;
    made.push({ ...(await signIn(server, client, owner)), user: owner });
  }
  return made;
}

/** The rotation that the refresh token grant requests. */
const rotationOf = (refreshToken: string, address: string) => {
  const presented = read(server, refreshToken);
  return {
    sessionId: presented.sessionId,
    clientId: client.clientId,
    generation: presented.generation,
    secretHash: hashRefreshSecret(presented.secret),
    nextSecretHash: hashRefreshSecret(succeedRefreshToken(server.context.secrets[0], presented).secret),
    idleSeconds: 3600,
    accessTokenId: randomUUID(),
    address,
    country: null,
    userAgent: null,
    requestId: "a request",
    accessTokenSeconds: 600,
    network: null,
    burst: null,
    scope: null,
    resource: null,
    jkt: null,
  };
};

describe("Rotations that go to the database together", () => {
  it("give everyone their own tokens, and each session one generation, however many there are [rotations-together-1]", async () => {
    const many = await sessions(130);
    const answers = await Promise.all(
      many.map((one) => askByRefreshToken(server, client, one.refresh_token)),
    );
    for (const [index, answer] of answers.entries()) {
      const { refresh_token, access_token } = expectRefreshToken(answer);
      const before = many[index];
      const claims = await claimsOf(server, access_token);
      expect(claims).toMatchObject({
        sub: before?.user.id,
        roles: before?.user.roles,
        sid: read(server, before?.refresh_token ?? "").sessionId,
        aud: notes.uri,
      });
      expect(read(server, refresh_token)).toMatchObject({ sessionId: claims.sid, generation: 1 });
      const row = await sessionOf(server, refresh_token);
      expect(row).toMatchObject({ generation: 1, retry_count: 0, last_access_token_id: claims.jti });
    }
  });

  it("refuse the ones that are wrong, each for its own reason, and harm none beside them [rotations-together-2]", async () => {
    const thief = await createClient(server);
    const [good, alsoGood, narrowed, stolen, old, revoked, expired, gone, locked] = (await sessions(9)).map(
      ({ refresh_token }) => refresh_token,
    ) as [string, string, string, string, string, string, string, string, string];
    const disabled = await createUser(server);
    const ofDisabled = (await signIn(server, client, disabled)).refresh_token;
    const next = await refresh(server, client, old);
    await refresh(server, client, next.refresh_token);
    const set = (changes: string, token: string) =>
      server.db.query(`update sessions set ${changes} where id = $1`, [sessionIdOf(server, token)]);
    await set("revoked_at = now(), revoke_reason = 'logout'", revoked);
    await set("idle_expires_at = now()", expired);
    await server.db.query("delete from sessions where id = $1", [sessionIdOf(server, gone)]);
    await server.db.query("update users set disabled_at = now() where id = $1", [disabled.id]);
    const lock = await lockSessionRow(sessionIdOf(server, locked));

    const ask = (token: string, by = client, more = {}) => askByRefreshToken(server, by, token, more);
    const held = ask(locked);
    const refused = Promise.all([
      ask(stolen, thief),
      ask(old),
      ask(revoked),
      ask(expired),
      ask(gone),
      ask(ofDisabled),
    ]);
    const granted = Promise.all([ask(good), ask(narrowed, client, { scope: "notes:read" }), ask(alsoGood)]);

    // A locked row holds up nobody else: these are answered while it is locked.
    const reasons = ["wrong_client", "reused", "revoked", "expired", "unknown"] as const;
    const answers = await refused;
    for (const [index, reason] of reasons.entries()) {
      const answer = answers[index];
      if (answer) expectRefusal(answer, 400, "invalid_grant", `refresh_token_${reason}`);
    }
    expect(answers[5]?.body.error_uri).toMatch(/user_disabled$/);
    for (const answer of await granted)
      expect(read(server, expectRefreshToken(answer).refresh_token).generation).toBe(1);
    await lock.release();
    // If this machine was slower than the lock timeout, the client has to retry.
    if ((await held).status === 503) await refresh(server, client, locked);
    else expectRefreshToken(await held);
    await refresh(server, client, stolen);
  });

  /** Retries a 503, as clients do: so many at once may take longer than the deadline on a busy machine. */
  async function refreshInTheEnd(at: TestServer, token: string) {
    let answer = await askByRefreshToken(at, client, token);
    while (answer.status === 503) answer = await askByRefreshToken(at, client, token);
    return expectRefreshToken(answer);
  }

  it("of the same sessions from two replicas, in opposite order, all succeed: nobody waits in a circle [rotations-together-3]", async () => {
    const tokens = (await sessions(40)).map(({ refresh_token }) => refresh_token);
    const [one, other] = await Promise.all([
      Promise.all(tokens.map((token) => refreshInTheEnd(server, token))),
      Promise.all([...tokens].reverse().map((token) => refreshInTheEnd(replica, token))),
    ]);
    expect(other.reverse().map((answer) => answer.refresh_token)).toEqual(
      one.map((answer) => answer.refresh_token),
    );
    for (const token of tokens) expect((await sessionOf(server, token)).generation).toBe(1);
  });

  it("fail one by one where one of them breaks the statement", async () => {
    const [good, bad] = (await sessions(2)).map(({ refresh_token }) => refresh_token) as [string, string];
    const settled = await Promise.allSettled([
      server.context.rotate(rotationOf(bad, "no address")),
      server.context.rotate(rotationOf(good, "192.0.2.1")),
    ]);
    expect(settled).toEqual([
      expect.objectContaining({ status: "rejected" }),
      expect.objectContaining({
        status: "fulfilled",
        value: expect.objectContaining({ resource: notes.uri }),
      }),
    ]);
    expect((await sessionOf(server, good)).generation).toBe(1);
    expect((await sessionOf(server, bad)).generation).toBe(0);
  });

  it("are all 503 while the database is away, and all good after", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const tokens = (await sessions(20)).map(({ refresh_token }) => refresh_token);
    await refresh(cutOff, client, tokens.pop() ?? "");
    await gate.shut();
    const away = await Promise.all(tokens.map((token) => askByRefreshToken(cutOff, client, token)));
    for (const answer of away) {
      expectRefusal(answer, 503, "temporarily_unavailable", "database_unavailable");
    }
    await gate.open();
    await Promise.all(tokens.map((token) => refresh(cutOff, client, token)));
  });
});
