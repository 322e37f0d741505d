import { describe, expect, it } from "vitest";
import { hashSecret } from "../../src/secrets.js";
import { answerOf, authorizeUrl, createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { textOf } from "../support/browser.js";
import { createResources, createUser, files } from "../support/fixtures.js";
import { lockRow } from "../support/row-lock.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  type Answer,
  askByRefreshToken,
  expectRefreshToken,
  expectRefusal,
  refresh,
} from "../support/token-requests.js";

const server = await testServer();
const replica = await testServer();

await createResources(server);
const client = await createApp(server);
const browser = await signedIn(server, await createUser(server));

const codeReused = async (code: string) =>
  expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "code_reused");

describe("A valid second use of a code (RFC 6749 §4.1.2, RFC 9700 §4.5)", () => {
  it("is refused and ends the session that the first opened, with every token after it [code-reuse-1]", async () => {
    const code = await getCode(browser, client);
    const first = expectRefreshToken(await redeem(server, client, code));
    const second = await refresh(server, client, first.refresh_token);
    await codeReused(code);
    for (const { refresh_token } of [first, second]) {
      const dead = await askByRefreshToken(server, client, refresh_token);
      expectRefusal(dead, 400, "invalid_grant", "refresh_token_revoked");
    }
    expect(await sessionOf(server, first.refresh_token)).toMatchObject({ revoke_reason: "code_reused" });
  });

  it("ends no other session of the user", async () => {
    const other = expectRefreshToken(await redeem(server, client, await getCode(browser, client)));
    const code = await getCode(browser, client);
    expectRefreshToken(await redeem(server, client, code));
    await codeReused(code);
    await refresh(server, client, other.refresh_token);
  });

  it("is audited, and shown to the user on the account page with the date", async () => {
    const user = await createUser(server);
    const own = await signedIn(server, user);
    const code = await getCode(own, client);
    const { refresh_token } = expectRefreshToken(await redeem(server, client, code));
    await codeReused(code);
    const id = sessionIdOf(server, refresh_token);
    expect(await auditOf(server, id)).toEqual([
      "session.created",
      "authorization_code.refused: code_reused",
      "session.revoked: code_reused",
    ]);
    const { revoked_at } = await sessionOf(server, refresh_token);
    const { body } = await own.visit("/account");
    expect(textOf(body)).toContain("a second copy of it was in use");
    expect(body).toContain(`<time datetime="${revoked_at?.toISOString()}"`);
  });

  it("is known as one long after the code has expired, and again and again [code-reuse-2]", async () => {
    const code = await getCode(browser, client);
    expectRefreshToken(await redeem(server, client, code));
    await passTime(server, 3600);
    await codeReused(code);
    await codeReused(code);
  });
});

describe("An invalid second use of a code", () => {
  it("ends nothing: another client, a wrong verifier, redirect URI or resource [code-reuse-3]", async () => {
    const code = await getCode(browser, client);
    const { refresh_token } = expectRefreshToken(await redeem(server, client, code));
    const thief = await createApp(server);
    const cases = [
      [await redeem(server, thief, code), "invalid_grant", "code_wrong_client"],
      [
        await redeem(server, client, code, { code_verifier: "w".repeat(43) }),
        "invalid_grant",
        "pkce_mismatch",
      ],
      [
        await redeem(server, client, code, { redirect_uri: "https://evil.example" }),
        "invalid_grant",
        "code_redirect_uri_mismatch",
      ],
      [
        await redeem(server, client, code, { resource: files.uri }),
        "invalid_target",
        "resource_exceeds_grant",
      ],
    ] as const;
    for (const [answer, error, reason] of cases) expectRefusal(answer, 400, error, reason);
    await refresh(server, client, refresh_token);
    expect(await auditOf(server, sessionIdOf(server, refresh_token))).toEqual([
      "session.created",
      ...cases.map(([, , reason]) => `authorization_code.refused: ${reason}`),
    ]);
  });

  it("of a secret's client without the secret ends nothing [code-reuse-4]", async () => {
    const code = await getCode(browser, client);
    const { refresh_token } = expectRefreshToken(await redeem(server, client, code));
    const answer = await redeem(server, { ...client, secret: "wrong" }, code);
    expectRefusal(answer, 401, "invalid_client", "client_secret_mismatch");
    await refresh(server, client, refresh_token);
  });
});

describe("Simultaneous redemptions of one code (single use is one statement)", () => {
  it("have exactly one winner, over two replicas, all in flight together [code-reuse-5]", async () => {
    const code = await getCode(browser, client);
    const lock = await lockRow(
      "select 1 from authorization_codes where code_hash = $1 for update",
      hashSecret(code),
    );
    const asked = Array.from({ length: 30 }, (_, index) =>
      redeem(index % 2 === 0 ? server : replica, client, code),
    );
    // Statements that wait for this row fill both pools; the other requests wait for the pools.
    await lock.waiting(20);
    await lock.release();
    const answers = await Promise.all(asked);
    const [winner, ...others] = answers.toSorted((a, b) => a.status - b.status);
    for (const answer of others) expectRefusal(answer, 400, "invalid_grant", "code_reused");
    const { refresh_token } = expectRefreshToken(winner as Answer);
    const { rows } = await server.db.query(
      "select s.id, s.revoke_reason from sessions s join authorization_codes c on c.session_id = s.id where c.code_hash = $1",
      [hashSecret(code)],
    );
    expect(rows).toEqual([{ id: sessionIdOf(server, refresh_token), revoke_reason: "code_reused" }]);
  });

  it("beside wrong ones leave the winner its session", async () => {
    const code = await getCode(browser, client);
    const lock = await lockRow(
      "select 1 from authorization_codes where code_hash = $1 for update",
      hashSecret(code),
    );
    const wrong = { code_verifier: "w".repeat(43) };
    const asked = Array.from({ length: 10 }, (_, index) =>
      redeem(index % 2 === 0 ? server : replica, client, code, index === 4 ? {} : wrong),
    );
    await lock.waiting(10);
    await lock.release();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, index) => (index === 4 ? 200 : 400)));
    await refresh(server, client, expectRefreshToken(answers[4] as Answer).refresh_token);
  });
});

describe("A code that was not redeemed yet", () => {
  const unused = async () => {
    const user = await createUser(server);
    const own = await signedIn(server, user);
    return { user, own, code: await getCode(own, client) };
  };
  const gone = async (code: string) =>
    expectRefusal(await redeem(server, client, code), 400, "invalid_grant", "code_unknown");

  it("is gone when the user ends all sessions", async () => {
    const { own, code } = await unused();
    expectRefreshToken(await redeem(server, client, await getCode(own, client)));
    await own.submit(await own.visit("/account/sessions/end-all"), "/account/sessions/end-all");
    await gone(code);
  });

  it("from another browser is gone when the password changes; from this one it stays", async () => {
    const { user, own, code } = await unused();
    const other = await signedIn(server, user);
    const mine = await getCode(other, client);
    const passwords = { password: user.password, new_password: "a new password" };
    const page = await other.submit(await other.visit("/account/password"), "/account/password", passwords);
    expect(page.status).toBe(200);
    await gone(code);
    expect((await own.get("/account")).location).toBe("/login");
    expectRefreshToken(await redeem(server, client, mine));
  });

  it("is gone when the user signs out of the apps, too", async () => {
    const { own, code } = await unused();
    await own.submit(await own.visit("/logout"), "/logout", { apps: "end" });
    await gone(code);
  });

  it("cannot be made any more by a request that comes in while the sign-in ends", async () => {
    const { user, own } = await unused();
    const { rows } = await server.db.query("select token_hash from sign_ins where user_id = $1", [user.id]);
    const lock = await lockRow("select 1 from sign_ins where token_hash = $1 for update", rows[0].token_hash);
    const asked = own.get(authorizeUrl(client));
    await lock.waiting(1);
    await lock.tx.query("delete from sign_ins where user_id = $1", [user.id]);
    await lock.release();
    expect(answerOf(await asked)).toMatchObject({ error: "login_required" });
  });
});
