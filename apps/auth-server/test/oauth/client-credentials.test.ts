import { describe, expect, it } from "vitest";
import { createClient, createResources, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { testServer } from "../support/server.js";
import { askByClientCredentials, expectRefusal, expectTokens, postForm } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
const client = await createClient(server);

describe("The client credentials grant (RFC 6749 §4.4)", () => {
  it("gives an access token for the client itself [client-credentials-1]", async () => {
    const tokens = expectTokens(await askByClientCredentials(server, client));
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims).toMatchObject({ sub: client.clientId, client_id: client.clientId, aud: notes.uri });
  });

  it("gives no refresh token, also to a client that may refresh (§4.4.3) [client-credentials-2]", async () => {
    const tokens = expectTokens(await askByClientCredentials(server, client));
    expect(tokens).not.toHaveProperty("refresh_token");
  });

  it("opens no session and writes nothing", async () => {
    expectTokens(await askByClientCredentials(server, client));
    const { rows } = await server.db.query(
      "select (select count(*)::int from sessions) as sessions, (select count(*)::int from audit_events where client_id is not null) as events",
    );
    expect(rows).toEqual([{ sessions: 0, events: 0 }]);
  });

  it("is refused to a client that was not given it [client-credentials-3]", async () => {
    const other = await createClient(server, { grantTypes: ["refresh_token"] });
    const answer = await askByClientCredentials(server, other);
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
  });

  it("is refused to a public client (§4.4: confidential clients only), and the database allows none [client-credentials-4]", async () => {
    const open = await createClient(server, { secret: null });
    const answer = await postForm(server, { grant_type: "client_credentials", client_id: open.clientId });
    expectRefusal(answer, 400, "unauthorized_client", "grant_type_not_allowed");
    await expect(
      createClient(server, { secret: null, grantTypes: ["client_credentials"] }),
    ).rejects.toMatchObject({ constraint: "client_credentials_need_a_secret_or_keys" });
  });

  it("says how long the token lives and what scope it has (§5.1) [client-credentials-5]", async () => {
    const tokens = expectTokens(await askByClientCredentials(server, client));
    expect(tokens).toMatchObject({ expires_in: 600, scope: "notes:read notes:write" });
  });

  it("ignores parameters of other grants", async () => {
    const answer = await askByClientCredentials(server, client, {
      username: "ada@example.com",
      password: "x",
      refresh_token: "x",
      code: "x",
    });
    const claims = await claimsOf(server, expectTokens(answer).access_token);
    expect(claims.sub).toBe(client.clientId);
  });
});
