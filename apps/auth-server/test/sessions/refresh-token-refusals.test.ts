import { describe, expect, it } from "vitest";
import { encodeRefreshToken, hashRefreshSecret, newRefreshSecret } from "../../src/sessions/refresh-token.js";
import { createClient, createParties, createUser, files, notes } from "../support/fixtures.js";
import { auditOf, read, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefusal, postForm, refresh, signIn } from "../support/token-requests.js";

const server = await testServer();
const { client, user } = await createParties(server);

/** The parts of a row that a refused refresh must not change. */
async function stateOf(refreshToken: string) {
  const { generation, secret_hash, rotated_at, retry_count, revoked_at } = await sessionOf(
    server,
    refreshToken,
  );
  return { generation, secret_hash, rotated_at, retry_count, revoked_at };
}

describe("A refresh by another client (RFC 6749 §6) [refresh-token-refusals-1]", () => {
  it("is refused and audited under the client that asked, and the session lives on [refresh-token-refusals-2]", async () => {
    const thief = await createClient(server);
    const { refresh_token } = await signIn(server, client, user);
    const before = await stateOf(refresh_token);
    const answer = await askByRefreshToken(server, thief, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_wrong_client");
    expect(await stateOf(refresh_token)).toEqual(before);
    const { rows } = await server.db.query(
      "select client_id, reason from audit_events where session_id = $1 and event = 'refresh_token.refused'",
      [sessionIdOf(server, refresh_token)],
    );
    expect(rows).toEqual([{ client_id: thief.clientId, reason: "refresh_token_wrong_client" }]);
    await refresh(server, client, refresh_token);
  });

  it("does not revoke either with a token that was used before", async () => {
    const thief = await createClient(server, { secret: null });
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    const answer = await askByRefreshToken(server, thief, first.refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_wrong_client");
    await refresh(server, client, third.refresh_token);
  });
});

describe("A refresh token that the row does not know [refresh-token-refusals-3]", () => {
  it("ahead of the row, as after a restore from backup, ends the session, with an error log that says so [refresh-token-refusals-4]", async () => {
    const first = await signIn(server, client, user);
    const backup = await sessionOf(server, first.refresh_token);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    await server.db.query("update sessions set generation = $2, secret_hash = $3 where id = $1", [
      backup.id,
      backup.generation,
      backup.secret_hash,
    ]);
    const answer = await askByRefreshToken(server, client, third.refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_ahead");
    const told = server.logLines.filter((line) => line.includes("restored from a backup"));
    expect(told.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 50, sessionId: backup.id, generation: 2 }),
    ]);
    expect((await auditOf(server, backup.id)).slice(-2)).toEqual([
      "refresh_token.refused: refresh_token_ahead",
      "session.revoked: refresh_token_ahead",
    ]);
    // Used up before the restore: no honest client holds it, but the row would accept it.
    const older = await askByRefreshToken(server, client, first.refresh_token);
    expectRefusal(older, 400, "invalid_grant", "refresh_token_revoked");
  });

  it("with a good tag over another secret is refused and audited: a leaked SECRETS alone mints nothing [refresh-token-refusals-5]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const forged = encodeRefreshToken(server.context.secrets, {
      ...read(server, refresh_token),
      secret: newRefreshSecret(),
    });
    const before = await stateOf(refresh_token);
    const answer = await askByRefreshToken(server, client, forged);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_mismatch");
    expect(await auditOf(server, sessionIdOf(server, refresh_token))).toContain(
      "refresh_token.refused: refresh_token_mismatch",
    );
    expect(await stateOf(refresh_token)).toEqual(before);
    await refresh(server, client, refresh_token);
  });

  it("with a good tag over the wrong secret is no retry: the forger learns no successor", async () => {
    const first = await signIn(server, client, user);
    await refresh(server, client, first.refresh_token);
    const forged = encodeRefreshToken(server.context.secrets, {
      ...read(server, first.refresh_token),
      secret: newRefreshSecret(),
    });
    const answer = await askByRefreshToken(server, client, forged);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_reused");
  });

  it("made from the row's hash is refused: a leaked database holds nothing that can be presented [refresh-token-refusals-6]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const { secret_hash } = await sessionOf(server, refresh_token);
    const forged = encodeRefreshToken(server.context.secrets, {
      ...read(server, refresh_token),
      secret: secret_hash,
    });
    expect(hashRefreshSecret(secret_hash)).not.toEqual(secret_hash);
    const answer = await askByRefreshToken(server, client, forged);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_mismatch");
  });

  it("whose row was purged is refused [refresh-token-refusals-7]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await server.db.query("delete from sessions where id = $1", [sessionIdOf(server, refresh_token)]);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_unknown");
  });

  it("that is no refresh token at all is refused", async () => {
    for (const text of ["x", "rgr_", `rgr_${"A".repeat(92)}`, `rgr_${"A".repeat(91)}`, "rgr_é", " "]) {
      const answer = await askByRefreshToken(server, client, text);
      expectRefusal(answer, 400, "invalid_grant", "refresh_token_malformed");
    }
  });

  it("that is absent or empty is a request without a required parameter [refresh-token-refusals-8]", async () => {
    const form = { grant_type: "refresh_token", client_id: client.clientId, client_secret: client.secret };
    const absent = await postForm(server, form);
    expectRefusal(absent, 400, "invalid_request", "parameter_missing");
    const empty = await postForm(server, { ...form, refresh_token: "" });
    expectRefusal(empty, 400, "invalid_request", "parameter_missing");
  });
});

describe("A refresh that asks for too much (RFC 6749 §6, RFC 8707 §2.2)", () => {
  it("of scope is refused, does not use the token up, and leaves the grant as it was [refresh-token-refusals-9]", async () => {
    const { refresh_token } = await signIn(server, client, user, { scope: "notes:read" });
    const before = await stateOf(refresh_token);
    for (const scope of ["notes:write", "admin", "NOTES:READ", "openid offline_access"]) {
      const answer = await askByRefreshToken(server, client, refresh_token, { scope });
      expectRefusal(answer, 400, "invalid_scope", "scope_exceeds_grant");
      expect(answer.body.error_description).toContain(`'${scope}'`);
    }
    expect(await stateOf(refresh_token)).toEqual(before);
    expect((await refresh(server, client, refresh_token)).scope).toBe("notes:read");
  });

  it("with a broken scope is refused and does not use the token up", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const before = await stateOf(refresh_token);
    const answer = await askByRefreshToken(server, client, refresh_token, { scope: "notes:read  x" });
    expectRefusal(answer, 400, "invalid_scope", "scope_malformed");
    expect(await stateOf(refresh_token)).toEqual(before);
  });

  it("of another resource is refused and does not use the token up [refresh-token-refusals-10]", async () => {
    const { refresh_token } = await signIn(server, client, user);
    const before = await stateOf(refresh_token);
    const cases = [
      [{ resource: files.uri }, "resource_exceeds_grant"],
      [{ resource: "https://unknown.example" }, "resource_unknown"],
      [{ audience: files.uri }, "resource_exceeds_grant"],
      [{ audience: "https://unknown.example" }, "audience_unknown"],
      [{ audience: files.uri, resource: notes.uri }, "audience_mismatch"],
    ] as const;
    for (const [named, reason] of cases) {
      const answer = await askByRefreshToken(server, client, refresh_token, named);
      expectRefusal(answer, 400, "invalid_target", reason);
      expect(answer.body.error_description).toContain(`'${Object.values(named)[0]}'`);
    }
    expect(await stateOf(refresh_token)).toEqual(before);
  });
});

describe("A refresh of someone who was disabled [refresh-token-refusals-11]", () => {
  it("is refused while the user is, with nothing used up", async () => {
    const gone = await createUser(server);
    const { refresh_token } = await signIn(server, client, gone);
    const before = await stateOf(refresh_token);
    await server.db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "user_disabled");
    expect(await stateOf(refresh_token)).toEqual(before);
    await server.db.query("update users set disabled_at = null where id = $1", [gone.id]);
    await refresh(server, client, refresh_token);
  });

  it("is refused at once while the client is, although clients are kept in memory for seconds", async () => {
    const gone = await createClient(server);
    const { refresh_token } = await signIn(server, gone, user);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    const answer = await askByRefreshToken(server, gone, refresh_token);
    expectRefusal(answer, 401, "invalid_client", "client_disabled");
    expect((await sessionOf(server, refresh_token)).generation).toBe(0);
  });

  it("is refused where the client has lost the grant", async () => {
    const loser = await createClient(server);
    const { refresh_token } = await signIn(server, loser, user);
    await server.db.query("update clients set grant_types = '{password}' where client_id = $1", [
      loser.clientId,
    ]);
    const answer = await askByRefreshToken(await testServer(), loser, refresh_token);
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });
});

describe("A session that was revoked [refresh-token-refusals-12]", () => {
  it("refuses its current token, its parent and everything older alike, and reuse does not change why [refresh-token-refusals-13]", async () => {
    const first = await signIn(server, client, user);
    const second = await refresh(server, client, first.refresh_token);
    const third = await refresh(server, client, second.refresh_token);
    await server.db.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      sessionIdOf(server, first.refresh_token),
    ]);
    for (const { refresh_token } of [third, second, first]) {
      const answer = await askByRefreshToken(server, client, refresh_token);
      expectRefusal(answer, 400, "invalid_grant", "refresh_token_revoked");
    }
    expect((await sessionOf(server, first.refresh_token)).revoke_reason).toBe("logout");
  });

  it("stays revoked whatever time goes by", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await server.db.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      sessionIdOf(server, refresh_token),
    ]);
    await passTime(server, 400 * 86_400);
    const answer = await askByRefreshToken(server, client, refresh_token);
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_revoked");
  });
});
