/** REUSE_REVOKES=user: a copy of one refresh token is in other hands, and nothing of its user's is trusted any more. */
import { describe, expect, it } from "vitest";
import { createApp, getCode, redeem, signedIn } from "./support/authorization.js";
import { createParties } from "./support/fixtures.js";
import { insertOpenSessions } from "./support/open-rows.js";
import { testServer } from "./support/server.js";
import { askByRefreshToken, expectRefusal, refresh, signIn } from "./support/token-requests.js";

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
});
