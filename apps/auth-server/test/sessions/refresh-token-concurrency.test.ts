import { describe, expect, it } from "vitest";
import { inTransaction } from "../../src/database/database.js";
import { revokeSessions } from "../../src/sessions/end.sql.js";
import { createParties, createUser } from "../support/fixtures.js";
import { lockSessionRow } from "../support/row-lock.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
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

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("Simultaneous refreshes with one token", () => {
  it("all succeed with one and the same successor, from two replicas, and use one generation", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    const asked = times(24, (index) =>
      askByRefreshToken(index % 2 === 0 ? server : replica, client, refresh_token),
    );
    // Statements that wait for this row fill both pools; the other requests wait for the pools.
    await lock.waiting(20);
    await lock.release();
    const answers = (await Promise.all(asked)).map(expectRefreshToken);
    expect(new Set(answers.map((tokens) => tokens.refresh_token)).size).toBe(1);
    expect(new Set(answers.map((tokens) => tokens.access_token)).size).toBe(24);
    const row = await sessionOf(server, refresh_token);
    expect(row).toMatchObject({ generation: 1, retry_count: 23, revoked_at: null });
    expect(await auditOf(server, row.id)).toEqual([
      "session.created",
      ...times(10, () => "refresh_token.retried"),
    ]);
  });

  it("leave a token that goes on, and a parent that is reuse once it did", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const answers = await Promise.all(times(20, () => refresh(server, client, refresh_token)));
    const third = await refresh(replica, client, answers[0]?.refresh_token ?? "");
    const reused = await askByRefreshToken(replica, client, refresh_token);
    expectRefusal(reused, 400, "invalid_grant", "refresh_token_reused");
    const dead = await askByRefreshToken(server, client, third.refresh_token);
    expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
  });

  it("of different sessions do not touch each other", async () => {
    const sessions = await Promise.all(times(12, () => signIn(server, client, user)));
    const rounds = sessions.map(async ({ refresh_token: first }) => {
      let current = first;
      for (let turn = 0; turn < 5; turn += 1) {
        current = (await refresh(turn % 2 === 0 ? server : replica, client, current)).refresh_token;
      }
      return (await sessionOf(server, current)).generation;
    });
    expect(await Promise.all(rounds)).toEqual(times(12, () => 5));
  });

  it("have one winner where REFRESH_RETRY_SECONDS is 0, and the session ends", async () => {
    const strict = await testServer({ env: { REFRESH_RETRY_SECONDS: "0" } });
    const { refresh_token } = await signIn(strict, client, user);
    const lock = await lockSessionRow(sessionIdOf(strict, refresh_token));
    const asked = times(5, () => askByRefreshToken(strict, client, refresh_token));
    await lock.waiting(5);
    await lock.release();
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await sessionOf(strict, refresh_token)).revoke_reason).toBe("refresh_token_reused");
  });

  it("that detect reuse together, in several sessions of one user, all answer and never wait for each other", async () => {
    const strict = await testServer({ env: { REUSE_REVOKES: "user" } });
    const victim = await createUser(server);
    const sessions = await Promise.all(times(6, () => signIn(strict, client, victim)));
    for (const { refresh_token } of sessions) await refresh(strict, client, refresh_token);
    await passTime(strict, 31);
    const answers = await Promise.all(
      times(24, (index) => askByRefreshToken(strict, client, sessions[index % 6]?.refresh_token ?? "")),
    );
    expect(answers.map(({ body }) => body.error)).toEqual(times(24, () => "invalid_grant"));
    for (const { refresh_token } of sessions) {
      expect((await sessionOf(strict, refresh_token)).revoked_at).not.toBeNull();
    }
  });
});

describe("A refresh and a revocation at the same time", () => {
  it("take the same row lock: a refresh that comes second sees the session revoked [refresh-token-concurrency-1]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const lock = await lockSessionRow(sessionIdOf(server, refresh_token));
    const asked = askByRefreshToken(server, client, refresh_token);
    await lock.waiting(1);
    await lock.tx.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      sessionIdOf(server, refresh_token),
    ]);
    await lock.release();
    expectRefusal(await asked, 400, "invalid_grant", "refresh_token_revoked");
    expect((await sessionOf(server, refresh_token)).generation).toBe(0);
  });

  it("leave no living token, whichever comes first [refresh-token-concurrency-2]", async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const { refresh_token } = await signIn(server, client, user);
      const id = sessionIdOf(server, refresh_token);
      const [answer] = await Promise.all([
        askByRefreshToken(server, client, refresh_token),
        inTransaction(replica.db, (tx) => revokeSessions(tx, { id }, "logout", {})),
      ]);
      expect((await sessionOf(server, refresh_token)).revoked_at).not.toBeNull();
      for (const token of [answer.body.refresh_token ?? refresh_token, refresh_token]) {
        const after = await askByRefreshToken(server, client, token);
        expectRefusal(after, 400, "invalid_grant", "refresh_token_revoked");
      }
    }
  });

  it("by reuse of an old token beside a use of the current one leave no living token", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const first = await signIn(server, client, user);
      const second = await refresh(server, client, first.refresh_token);
      const third = await refresh(server, client, second.refresh_token);
      const [current, old] = await Promise.all([
        askByRefreshToken(server, client, third.refresh_token),
        askByRefreshToken(replica, client, first.refresh_token),
      ]);
      expectRefusal(old, 400, "invalid_grant", "refresh_token_reused");
      const latest = current.body.refresh_token ?? third.refresh_token;
      const after = await askByRefreshToken(server, client, latest);
      expectRefusal(after, 400, "invalid_grant", "refresh_token_revoked");
    }
  });
});
