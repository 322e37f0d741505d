/** REUSE_REVOKES=user: after one refresh token was copied, nothing of its user's is trusted. */
import { describe, expect, it } from "vitest";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createParties, createUser } from "../support/fixtures.js";
import { insertOpenSessions } from "../support/open-rows.js";
import { lockRow } from "../support/row-lock.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, expectRefusal, refresh, signIn } from "../support/token-requests.js";

const server = await testServer({ env: { REUSE_REVOKES: "user" } });
const { client, user } = await createParties(server);

describe("Reuse where REUSE_REVOKES=user", () => {
  it("ends sign-ins, codes and any number of sessions: no browser opens the next one silently", async () => {
    const browser = await signedIn(server, user);
    const app = await createApp(server);
    const code = await getCode(browser, app);
    const { refresh_token: parent } = await signIn(server, client, user);
    const { refresh_token } = await refresh(server, client, parent);
    await refresh(server, client, refresh_token);
    await insertOpenSessions(app, user, 2500);
    expectRefusal(
      await askByRefreshToken(server, client, parent),
      400,
      "invalid_grant",
      "refresh_token_reused",
    );
    const { rows } = await server.db.query(
      `select count(*) filter (where revoked_at is null)::int as open,
              count(*) filter (where revoke_reason = 'refresh_token_reused')::int as ended
         from sessions where user_id = $1`,
      [user.id],
    );
    expect(rows).toEqual([{ open: 0, ended: 2501 }]);
    expect((await browser.get("/account")).location).toBe("/login");
    expectRefusal(await redeem(server, app, code), 400, "invalid_grant", "code_unknown");
    const { rows: events } = await server.db.query(
      "select reason from audit_events where user_id = $1 and event = 'sign_in.ended'",
      [user.id],
    );
    expect(events).toEqual([{ reason: "refresh_token_reused" }]);
  });

  it("is finished by the session's next refresh where the database failed it, and harms nothing opened since", async () => {
    const other = await createUser(server);
    const browser = await signedIn(server, other);
    const { refresh_token: sibling } = await signIn(server, client, other);
    const { refresh_token: parent } = await signIn(server, client, other);
    const { refresh_token: current } = await refresh(server, client, parent);
    await refresh(server, client, current);
    const lock = await lockRow("select from sign_ins where user_id = $1 for share", other.id);
    expect((await askByRefreshToken(server, client, parent)).status).toBe(503);
    await lock.release();
    expect((await browser.get("/account")).location).toBeNull();

    const since = (await signIn(server, client, other)).refresh_token;
    const browserSince = await signedIn(server, other);
    const again = await askByRefreshToken(server, client, current);
    expectRefusal(again, 400, "invalid_grant", "refresh_token_revoked");
    expect((await browser.get("/account")).location).toBe("/login");
    const gone = await askByRefreshToken(server, client, sibling);
    expectRefusal(gone, 400, "invalid_grant", "refresh_token_revoked");
    await refresh(server, client, since);
    expect((await browserSince.get("/account")).location).toBeNull();
  });
});
