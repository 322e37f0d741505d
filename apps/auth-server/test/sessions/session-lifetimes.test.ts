import { describe, expect, it } from "vitest";
import { createClient, createParties, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefusal, refresh, signIn } from "../support/token-requests.js";

const hour = 3600;
const server = await testServer({ env: { SESSION_IDLE_SECONDS: "3600", SESSION_ABSOLUTE_SECONDS: "7200" } });
const { client, user } = await createParties(server, ["editor"]);

const secondsBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;

describe("The lifetimes of a session", () => {
  it("are fixed at sign-in: idle and absolute, from the same moment", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const row = await sessionOf(server, refresh_token);
    expect(secondsBetween(row.created_at, row.idle_expires_at)).toBe(hour);
    expect(secondsBetween(row.created_at, row.absolute_expires_at)).toBe(2 * hour);
  });

  it("end it when it was idle for too long [session-lifetimes-1]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await passTime(server, hour + 1);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_expired");
    expect((await sessionOf(server, refresh_token)).revoked_at).toBeNull();
  });

  it("slide with each refresh as far as idling goes", async () => {
    const first = await signIn(server, client, user);
    await passTime(server, 0.7 * hour);
    const second = await refresh(server, client, first.refresh_token);
    const row = await sessionOf(server, second.refresh_token);
    expect(secondsBetween(row.rotated_at, row.idle_expires_at)).toBe(hour);
    await passTime(server, 0.7 * hour);
    await refresh(server, client, second.refresh_token);
  });

  it("never let the idle one pass the absolute one, which never moves [session-lifetimes-2]", async () => {
    const first = await signIn(server, client, user);
    const created = await sessionOf(server, first.refresh_token);
    await passTime(server, 0.9 * hour);
    const second = await refresh(server, client, first.refresh_token);
    await passTime(server, 0.9 * hour);
    const third = await refresh(server, client, second.refresh_token);
    const row = await sessionOf(server, third.refresh_token);
    expect(row.idle_expires_at).toEqual(row.absolute_expires_at);
    expect(secondsBetween(row.created_at, row.absolute_expires_at)).toBe(
      secondsBetween(created.created_at, created.absolute_expires_at),
    );
  });

  it("end it at the absolute one, however busy it was [session-lifetimes-3]", async () => {
    let { refresh_token } = await signIn(server, client, user);
    for (let turn = 0; turn < 4; turn += 1) {
      await passTime(server, 0.49 * hour);
      ({ refresh_token } = await refresh(server, client, refresh_token));
    }
    await passTime(server, 0.05 * hour);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_expired");
  });

  it("are not prolonged by a retry", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await refresh(server, client, refresh_token);
    const before = await sessionOf(server, refresh_token);
    await refresh(server, client, refresh_token);
    const after = await sessionOf(server, refresh_token);
    expect(after.retry_count).toBe(1);
    expect(after.idle_expires_at).toEqual(before.idle_expires_at);
    expect(after.absolute_expires_at).toEqual(before.absolute_expires_at);
  });

  it("let no retry through once the session is over", async () => {
    const brief = await testServer({ env: { SESSION_IDLE_SECONDS: "10", SESSION_ABSOLUTE_SECONDS: "10" } });
    const { refresh_token } = await signIn(brief, client, user);
    await refresh(brief, client, refresh_token);
    await passTime(brief, 11);
    const answer = await askByRefreshToken(brief, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_expired");
  });

  it("take the absolute one where the idle one is longer", async () => {
    const odd = await testServer({ env: { SESSION_IDLE_SECONDS: "9000", SESSION_ABSOLUTE_SECONDS: "60" } });
    const row = await sessionOf(odd, (await signIn(odd, client, user)).refresh_token);
    expect(row.idle_expires_at).toEqual(row.absolute_expires_at);
  });
});

describe("What a refreshed access token says (RFC 6749 §6, RFC 9068 §2.2)", () => {
  it("names the same user, client, session and sign-in time, with another jti", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const before = await claimsOf(server, first.access_token);
    const after = await claimsOf(server, second.access_token);
    expect(after).toMatchObject({
      sub: user.id,
      client_id: client.clientId,
      sid: before.sid,
      auth_time: before.auth_time,
      aud: notes.uri,
      scope: "notes:read notes:write",
    });
    expect(after.jti).not.toBe(before.jti);
  });

  it("has the roles that the user has now [session-lifetimes-4]", async () => {
    const first = await signIn(server, client, user);
    expect((await claimsOf(server, first.access_token)).roles).toEqual(["editor"]);
    await server.db.query("update users set roles = '{viewer,auditor}' where id = $1", [user.id]);
    const second = await refresh(server, client, first.refresh_token);
    expect((await claimsOf(server, second.access_token)).roles).toEqual(["viewer", "auditor"]);
    const retried = await refresh(server, client, first.refresh_token);
    expect((await claimsOf(server, retried.access_token)).roles).toEqual(["viewer", "auditor"]);
  });

  it("has only the scope that was asked for, for this one access token [session-lifetimes-5]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token, { scope: "notes:read" });
    expect(second.scope).toBe("notes:read");
    expect((await claimsOf(server, second.access_token)).scope).toBe("notes:read");
    const third = await refresh(server, client, second.refresh_token);
    expect(third.scope).toBe("notes:read notes:write");
  });

  it("lacks the scope that the client has lost since [session-lifetimes-6]", async () => {
    const loser = await createClient(server);
    const first = await signIn(server, loser, user);
    await server.db.query("update clients set scope = '{notes:read}' where client_id = $1", [loser.clientId]);
    const later = await testServer();
    const second = await refresh(later, loser, first.refresh_token);
    expect(second.scope).toBe("notes:read");
    expect((await claimsOf(later, second.access_token)).scope).toBe("notes:read");
    const lost = await askByRefreshToken(later, loser, second.refresh_token, { scope: "notes:write" });
    expectRefusal(lost, 400, "invalid_scope", "scope_exceeds_grant");
    await refresh(later, loser, second.refresh_token);
  });

  it("is refused once the client has lost the session's resource, with nothing used up [session-lifetimes-7]", async () => {
    const loser = await createClient(server);
    const { refresh_token } = await signIn(server, loser, user);
    const taken = "delete from client_resources where client_id = $1 and position = 0 returning *";
    const { rows } = await server.db.query(taken, [loser.clientId]);
    const refused = await askByRefreshToken(server, loser, refresh_token);
    expectRefusal(refused, 400, "invalid_target", "resource_unknown");
    await server.db.query("insert into client_resources values ($1, $2, 0)", [
      loser.clientId,
      rows[0]?.resource,
    ]);
    await refresh(server, loser, refresh_token);
  });
});
