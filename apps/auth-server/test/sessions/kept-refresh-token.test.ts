/** Clients whose refresh tokens are not rotated (FAPI 2.0 Security Profile §5.3.2.1). */
import { describe, expect, it } from "vitest";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { read, sessionOf } from "../support/rows.js";
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
await createResources(server);
const client = await createClient(server, { profile: "fapi2" });
const user = await createUser(server);

describe("A refresh token that is kept", () => {
  it("is answered again with each new access token, for as long as the session lives [fapi2-3]", async () => {
    const first = await signIn(server, client, user);
    const before = await sessionOf(server, first.refresh_token);
    for (let turn = 0; turn < 3; turn += 1) {
      await passTime(server, 1000);
      const next = await refresh(turn === 1 ? replica : server, client, first.refresh_token);
      expect(next.refresh_token).toBe(first.refresh_token);
      expect(next.access_token).not.toBe(first.access_token);
    }
    const after = await sessionOf(server, first.refresh_token);
    expect(after.generation).toBe(before.generation);
    expect(after.idle_expires_at.getTime()).toBeGreaterThan(before.idle_expires_at.getTime());
  });

  it("may be used by any number of requests at once, with or without a scope", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        askByRefreshToken(
          index % 2 === 0 ? server : replica,
          client,
          refresh_token,
          index % 3 === 0 ? { scope: "notes:read" } : {},
        ),
      ),
    );
    for (const answer of answers) expect(expectRefreshToken(answer).refresh_token).toBe(refresh_token);
  });

  it("ends with its session", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await passTime(server, server.context.config.sessionIdleSeconds + 1);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_expired");
  });

  it("is the latest where a client was rotated before, whose older ones stay dead", async () => {
    const rotated = await createClient(server);
    const first = await signIn(server, rotated, user);
    const second = await refresh(server, rotated, first.refresh_token);
    await server.db.query("update clients set profile = 'fapi2' where client_id = $1", [rotated.clientId]);
    // The other one still has the client in its cache.
    const kept = await refresh(replica, rotated, second.refresh_token);
    expect(kept.refresh_token).toBe(second.refresh_token);
    expect(read(server, kept.refresh_token).generation).toBe(1);
    await passTime(server, 60);
    const reused = await askByRefreshToken(replica, rotated, first.refresh_token);
    expectRefusal(reused, 400, "invalid_grant", "refresh_token_reused");
  });
});
