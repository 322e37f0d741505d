import { beforeAll, describe, expect, it } from "vitest";
import { disableClient } from "../../src/clients/clients.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { answerOf, authorizeUrl, callback, createApp, redeem, signedIn } from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import {
  askRegistration,
  askToRegister,
  clientOf,
  expectRegistered,
  freshNetwork,
  manage,
  type Registration,
  type RegistrationAnswer,
} from "../support/registration.js";
import { testServer } from "../support/server.js";
import { askByRefreshToken, expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const mcp = { uri: "https://mcp.example.com/mcp", scope: ["mcp:tools"], name: "Tools" };
const server = await testServer({ env: { REGISTRATION: "open" } });
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  await insertResource(server.db, { ...mcp, open: true, openScope: mcp.scope });
  user = await createUser(server);
});

const registered = async (metadata: object = {}): Promise<Registration> =>
  expectRegistered(await askToRegister(server, { redirect_uris: [callback], ...metadata }, freshNetwork()));
const replace = (registration: Registration, metadata: object) =>
  manage(server, "PUT", registration, metadata, freshNetwork());
const eventsOf = async ({ client_id }: Registration) => {
  const { rows } = await server.db.query<{ event: string; actor: string | null; detail: object }>(
    "select event, actor, detail from audit_events where client_id = $1 order by id",
    [client_id],
  );
  return rows;
};

/** Expect 401 with a challenge (RFC 7592 §2, RFC 6750 §3). */
function expectUnproven(answer: RegistrationAnswer): void {
  expectRefusal(answer, 401, "invalid_token", "registration_access_token_invalid");
  expect(answer.headers["www-authenticate"]).toMatch(/^Bearer error="invalid_token"/);
}

const asked = { resource: mcp.uri, scope: "mcp:tools" };
async function signInWith(browser: Browser, client: TestClient) {
  const page = await browser.visit(authorizeUrl(client, asked));
  const after = page.path.startsWith("/consent")
    ? await browser.submit(page, "/consent", { decision: "allow" })
    : page;
  return expectRefreshToken(await redeem(server, client, answerOf(after).code ?? ""));
}

describe("Reading a registration (RFC 7592 §2.1)", () => {
  it("answers what is registered, with the token but not the secret, which only a hash is left of [dcrm-1]", async () => {
    const made = await registered({ client_name: "An agent", scope: "mcp:tools" });
    const answer = await manage(server, "GET", made);
    const { client_secret, client_secret_expires_at, ...rest } = made;
    expect(expectRegistered(answer, 200)).toEqual(rest);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
  });

  it("needs the client's own registration access token; an unknown client is told the same [dcrm-2]", async () => {
    const [one, other] = [await registered(), await registered()];
    const token = other.registration_access_token;
    const operators = await createApp(server);
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const body = method === "PUT" ? { redirect_uris: [callback] } : undefined;
      expectUnproven(await manage(server, method, { ...one, registration_access_token: token }, body));
      for (const id of ["registered-0", operators.clientId, "%00", "https%3A%2F%2Fa.example%2Fb"]) {
        const uri = `/oauth2/register/${id}`;
        expectUnproven(
          await askRegistration(server, method, uri, { authorization: `Bearer ${token}` }, body),
        );
      }
      const missing = await askRegistration(server, method, one.registration_client_uri, {}, body);
      expectRefusal(missing, 401, "invalid_token", "token_missing");
    }
    expectRegistered(await manage(server, "GET", one), 200);
  });

  it("is 403 for a client that an operator has disabled [dcrm-3]", async () => {
    const made = await registered();
    await disableClient(server.db, made.client_id, { by: {} });
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const body = method === "PUT" ? { redirect_uris: [callback] } : undefined;
      expectRefusal(await manage(server, method, made, body), 403, "invalid_client", "client_disabled");
    }
  });

  it("answers GET, PUT and DELETE alone [dcrm-4]", async () => {
    const made = await registered();
    const answer = await askRegistration(server, "POST", made.registration_client_uri, {}, {});
    expect([answer.status, answer.headers.allow]).toEqual([405, "GET, PUT, DELETE"]);
  });
});

describe("Replacing a registration (RFC 7592 §2.2)", () => {
  it("replaces all of it: what is left out or null returns to its default [dcrm-5]", async () => {
    const made = await registered({
      client_name: "An agent",
      grant_types: ["authorization_code"],
      post_logout_redirect_uris: ["https://app.example.com/bye"],
    });
    const uris = ["https://app.example.com/other"];
    const body = expectRegistered(await replace(made, { redirect_uris: uris, client_name: null }), 200);
    expect(body).toMatchObject({
      client_id: made.client_id,
      client_id_issued_at: made.client_id_issued_at,
      registration_access_token: made.registration_access_token,
      redirect_uris: uris,
      client_name: "app.example.com",
      grant_types: ["authorization_code", "refresh_token"],
    });
    expect(body).not.toHaveProperty("post_logout_redirect_uris");
    expect(expectRegistered(await manage(server, "GET", made), 200)).toEqual(body);
    expect((await eventsOf(made))[1]).toMatchObject({
      event: "client.updated",
      actor: "registration",
      detail: { from: { redirect_uris: [callback] }, to: { redirect_uris: uris } },
    });
  });

  it("accepts what the client was answered, sent back whole, and changes nothing then [dcrm-6]", async () => {
    const made = await registered();
    expect(expectRegistered(await replace(made, made), 200)).toEqual({
      ...made,
      client_secret_expires_at: 0,
    });
    expect(await eventsOf(made)).toHaveLength(1);
  });

  it("refuses another client_id, and a secret of the client's own choice [dcrm-7]", async () => {
    const made = await registered();
    for (const member of [{ client_id: "other" }, { client_secret: "mine" }, { client_secret: 7 }]) {
      const answer = await replace(made, { redirect_uris: [callback], ...member });
      expectRefusal(answer, 400, "invalid_client_metadata", "client_metadata_invalid");
    }
    const bad = await replace(made, { redirect_uris: ["http://app.example.com/"] });
    expectRefusal(bad, 400, "invalid_redirect_uri", "redirect_uri_invalid");
    expect(expectRegistered(await manage(server, "GET", made), 200).redirect_uris).toEqual([callback]);
  });

  it("makes a secret for a client that had none, keeps one, and drops it with the method none [dcrm-8]", async () => {
    const made = await registered({ token_endpoint_auth_method: "none" });
    const method = (name: string) =>
      replace(made, { redirect_uris: [callback], token_endpoint_auth_method: name });
    const basic = expectRegistered(await method("client_secret_basic"), 200);
    expect(basic.client_secret).toMatch(/^[\w-]{43}$/);
    const post = expectRegistered(await method("client_secret_post"), 200);
    expect(post).not.toHaveProperty("client_secret");
    const browser = await signedIn(server, user);
    await signInWith(browser, clientOf(basic));
    expectRegistered(await method("none"), 200);
    await signInWith(browser, clientOf(made));
    const again = expectRegistered(await method("client_secret_basic"), 200);
    expect(again.client_secret).not.toBe(basic.client_secret);
  });

  it("keeps sessions, and asks users anew where codes would go elsewhere [dcrm-9]", async () => {
    const made = await registered();
    const client = clientOf(made);
    const browser = await signedIn(server, user);
    const { refresh_token } = await signInWith(browser, client);
    const visit = async () => (await browser.visit(authorizeUrl(client, asked))).path;
    expect(await visit()).toMatch(/^\/oauth2\/authorize/);
    expectRegistered(await replace(made, { redirect_uris: [callback], client_name: "Same place" }), 200);
    expect(await visit()).toMatch(/^\/oauth2\/authorize/);
    const elsewhere = [callback, "https://app.example.com/elsewhere"];
    expectRegistered(await replace(made, { redirect_uris: elsewhere }), 200);
    expect(await visit()).toMatch(/^\/consent/);
    expectRefreshToken(await askByRefreshToken(server, client, refresh_token));
  });

  it("is on its network's budget, so that nobody can fill the audit [dcrm-10]", async () => {
    const made = await registered();
    const from = freshNetwork();
    const statuses: number[] = [];
    for (let count = 0; count < 22; count += 1) {
      const body = { redirect_uris: [callback], client_name: `Name ${count}` };
      statuses.push((await manage(server, "PUT", made, body, from)).status);
    }
    expect(statuses).toEqual([...Array(20).fill(200), 429, 429]);
  });
});

describe("Deleting a registration (RFC 7592 §2.3)", () => {
  it("answers 204, ends its sessions, and leaves neither client nor token [dcrm-11]", async () => {
    const made = await registered();
    const client = clientOf(made);
    const { refresh_token } = await signInWith(await signedIn(server, user), client);
    const answer = await manage(server, "DELETE", made);
    expect([answer.status, answer.body]).toEqual([204, {}]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expectRefusal(
      await askByRefreshToken(server, client, refresh_token),
      401,
      "invalid_client",
      "client_unknown",
    );
    for (const method of ["GET", "DELETE"] as const) expectUnproven(await manage(server, method, made));
    const events = (await eventsOf(made)).filter(({ event }) => /^client\.|session\.revoked/.test(event));
    expect(events.map(({ event, actor }) => [event, actor])).toEqual([
      ["client.created", "registration"],
      ["client.disabled", "registration"],
      ["session.revoked", "registration"],
      ["client.deleted", "registration"],
    ]);
  });
});
