import { describe, expect, it } from "vitest";
import { createClient, createParties, createUser } from "../support/fixtures.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, type TestServer, testServer } from "../support/server.js";
import { type Answer, askByRefreshToken, expectRefusal, refresh, signIn } from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

const expectReused = (answer: Answer) => expectRefusal(answer, 400, "invalid_grant", "refresh_token_reused");
const expectRevoked = (answer: Answer) =>
  expectRefusal(answer, 400, "invalid_grant", "refresh_token_revoked");

/** Sign in and refresh this many times. @returns every refresh token, oldest first */
async function chain(refreshes: number, at: TestServer = server): Promise<[string, ...string[]]> {
  const tokens: [string, ...string[]] = [(await signIn(at, client, user)).refresh_token];
  for (let turn = 0; turn < refreshes; turn += 1) {
    tokens.push((await refresh(at, client, tokens.at(-1) ?? "")).refresh_token);
  }
  return tokens;
}

describe("Refresh token reuse (RFC 9700 §4.14.2) [refresh-token-reuse-1]", () => {
  it("refuses the parent once its successor was used, even inside the window [refresh-token-reuse-2]", async () => {
    const [parent] = await chain(2);
    expectReused(await askByRefreshToken(server, client, parent));
  });

  it("refuses the parent after the window, though its successor was never used [refresh-token-reuse-3]", async () => {
    const [parent] = await chain(1);
    await passTime(server, 31);
    expectReused(await askByRefreshToken(server, client, parent));
  });

  it("refuses the second use of any token where REFRESH_RETRY_SECONDS is 0 [refresh-token-reuse-4]", async () => {
    const strict = await testServer({ env: { REFRESH_RETRY_SECONDS: "0" } });
    const [parent, successor = ""] = await chain(1, strict);
    expectReused(await askByRefreshToken(strict, client, parent));
    expectRevoked(await askByRefreshToken(strict, client, successor));
  });

  it("refuses every older generation, however old: no history is needed to know it [refresh-token-reuse-5]", async () => {
    const tokens = await chain(12);
    await passTime(server, 86_400);
    for (const old of [0, 3, 7, 11]) {
      const again = await chain(12);
      await passTime(server, 86_400);
      expectReused(await askByRefreshToken(server, client, again[old] ?? ""));
      expectRevoked(await askByRefreshToken(server, client, again.at(-1) ?? ""));
    }
    await refresh(server, client, tokens.at(-1) ?? "");
  });

  it("revokes the session: the successor is dead, and so is every other token of it [refresh-token-reuse-6]", async () => {
    const [first, second = "", third = ""] = await chain(2);
    expectReused(await askByRefreshToken(server, client, first));
    expectRevoked(await askByRefreshToken(server, client, third));
    expectRevoked(await askByRefreshToken(server, client, second));
    expectRevoked(await askByRefreshToken(server, client, first));
  });

  it("has committed the revocation when the refusal is answered [refresh-token-reuse-7]", async () => {
    const [first] = await chain(2);
    expectReused(await askByRefreshToken(server, client, first));
    const row = await sessionOf(server, first);
    expect(row.revoked_at).not.toBeNull();
    expect(row.revoke_reason).toBe("refresh_token_reused");
  });

  it("audits the refusal and the revocation, once [refresh-token-reuse-8]", async () => {
    const [first, , third = ""] = await chain(2);
    expectReused(await askByRefreshToken(server, client, first));
    expectRevoked(await askByRefreshToken(server, client, third));
    expect(await auditOf(server, sessionIdOf(server, first))).toEqual([
      "session.created",
      "refresh_token.refused: refresh_token_reused",
      "session.revoked: refresh_token_reused",
    ]);
  });

  it("revokes no other session of the user by default [refresh-token-reuse-9]", async () => {
    const [other] = await chain(0);
    const [first] = await chain(2);
    expectReused(await askByRefreshToken(server, client, first));
    await refresh(server, client, other);
  });

  it("is terminal: time does not heal it", async () => {
    const [first, , third = ""] = await chain(2);
    expectReused(await askByRefreshToken(server, client, first));
    await passTime(server, 3600);
    expectRevoked(await askByRefreshToken(server, client, third));
  });

  it("is recognised in a session that has expired, too", async () => {
    const [first] = await chain(2);
    await passTime(server, 31 * 86_400);
    expectReused(await askByRefreshToken(server, client, first));
  });
});

describe("Refresh token reuse where REUSE_REVOKES=user", () => {
  it("revokes all of the user's sessions, through whichever client, and nobody else's [refresh-token-reuse-10]", async () => {
    const strict = await testServer({ env: { REUSE_REVOKES: "user" } });
    const otherClient = await createClient(server, { secret: null });
    const otherUser = await createUser(server);
    const sibling = (await signIn(strict, otherClient, user)).refresh_token;
    const stranger = (await signIn(strict, client, otherUser)).refresh_token;
    const [first, , third = ""] = await chain(2, strict);
    expectReused(await askByRefreshToken(strict, client, first));
    expectRevoked(await askByRefreshToken(strict, client, third));
    expectRevoked(await askByRefreshToken(strict, otherClient, sibling));
    expect((await sessionOf(strict, sibling)).revoke_reason).toBe("refresh_token_reused");
    expect(await auditOf(strict, sessionIdOf(strict, sibling))).toEqual([
      "session.created",
      "session.revoked: refresh_token_reused",
    ]);
    await refresh(strict, client, stranger);
  });

  it("keeps date and reason of the sessions that had ended before", async () => {
    const [earlier] = await chain(2);
    expectReused(await askByRefreshToken(server, client, earlier));
    await passTime(server, 600);
    const { revoked_at } = await sessionOf(server, earlier);
    const strict = await testServer({ env: { REUSE_REVOKES: "user" } });
    const [first] = await chain(2, strict);
    expectReused(await askByRefreshToken(strict, client, first));
    expect((await sessionOf(server, earlier)).revoked_at).toEqual(revoked_at);
  });

  it("still answers a retry", async () => {
    const strict = await testServer({ env: { REUSE_REVOKES: "user" } });
    const [first, second] = await chain(1, strict);
    expect((await refresh(strict, client, first)).refresh_token).toBe(second);
  });
});
