import { describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { callback } from "../support/authorization.js";
import { createResources } from "../support/fixtures.js";
import { askToRegister, expectRegistered } from "../support/registration.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { expectRefusal } from "../support/token-requests.js";

const server = await testServer({ env: { REGISTRATION: "token" } });
const databaseUrl = await sharedDatabase();
await createResources(server);
await insertResource(server.db, {
  uri: "https://mcp.example.com/mcp",
  scope: ["mcp:tools"],
  name: "Tools",
  open: true,
  openScope: ["mcp:tools"],
});

const cli = (...args: string[]) => regrant(args, { DATABASE_URL: databaseUrl });
const token = (...args: string[]) => cli("registration-token", ...args);
const register = (secret: string) =>
  askToRegister(server, { redirect_uris: [callback] }, { authorization: `Bearer ${secret}` });
const daysFromNow = (at: unknown) => (Date.parse(String(at)) - Date.now()) / 86_400_000;

describe("regrant registration-token", () => {
  it("creates a token for one client and a week, shown once, which works [regtoken-1]", async () => {
    const made = json(await token("create", "--name", "laptop", "--json"));
    expect(made).toEqual({
      name: "laptop",
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
      uses_left: 1,
      token: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(daysFromNow(made.expires_at)).toBeCloseTo(7, 1);
    expectRegistered(await register(String(made.token)));
    expectRefusal(await register(String(made.token)), 401, "invalid_token", "initial_access_token_invalid");
    const { token: _, ...listed }: Record<string, unknown> = { ...made, uses_left: 0 };
    expect(json(await token("list", "--json"))).toEqual({ registration_tokens: [listed] });
    expect((await token("list")).stdout).not.toContain(String(made.token));
  });

  it("creates one for more clients, or any number, and for another time [regtoken-2]", async () => {
    const ten = json(await token("create", "--name", "ten", "--uses", "10", "--expires-in", "12h", "--json"));
    expect(ten.uses_left).toBe(10);
    expect(daysFromNow(ten.expires_at)).toBeCloseTo(0.5, 1);
    const any = await token("create", "--name", "any", "--uses", "unlimited", "--json");
    expect(json(any).uses_left).toBeNull();
    expect((await token("list")).stdout).toMatch(/^any .* unlimited$/m);
  });

  it("revokes one; clients that registered with it stay [regtoken-3]", async () => {
    const { token: secret } = json(await token("create", "--name", "gone", "--uses", "5", "--json"));
    const { client_id } = expectRegistered(await register(String(secret)));
    expect(json(await token("revoke", "gone", "--yes", "--json"))).toEqual({ revoked: "gone" });
    expectRefusal(await register(String(secret)), 401, "invalid_token", "initial_access_token_invalid");
    expect(json(await cli("client", "show", client_id, "--json"))).toMatchObject({ origin: "registration" });
    expectFailure(await token("revoke", "gone", "--yes"), 1, /There is no registration token gone/);
  });

  it("is audited, without the token [regtoken-4]", async () => {
    const { token: secret } = json(await token("create", "--name", "audited", "--json"));
    await token("revoke", "audited", "--yes");
    const { rows } = await server.db.query<{ event: string; text: string }>(
      "select event, detail::text as text from audit_events where detail->>'name' = 'audited' order by id",
    );
    expect(rows.map(({ event }) => event)).toEqual([
      "registration_token.created",
      "registration_token.revoked",
    ]);
    expect(rows.map(({ text }) => text).join()).not.toContain(secret);
  });

  it("says what is wrong with an option [regtoken-5]", async () => {
    expectFailure(
      await token("create", "--name", "audited", "--expires-in", "soon"),
      2,
      /30m, 12h or 7d, up to 365d/,
    );
    expectFailure(await token("create", "--name", "x", "--expires-in", "366d"), 2, /up to 365d/);
    expectFailure(await token("create", "--name", "x", "--uses", "0"), 2, /from 1 to 1000000, or unlimited/);
    expectFailure(await token("create", "--name", ""), 2, /name: must be 1 to 200 characters/);
    expectFailure(await token("create"), 2, /--name/);
    await token("create", "--name", "twice");
    expectFailure(await token("create", "--name", "twice"), 1, /the registration token twice already exists/);
  });
});

describe("Clients that no operator registered, at the command line", () => {
  const url = "https://agent.example/client.json";

  it("are listed with their origin, shown, disabled, enabled and deleted, but not changed [regtoken-6]", async () => {
    const made = json(await token("create", "--name", "self", "--json"));
    const { client_id: id } = expectRegistered(await register(String(made.token)));
    await server.db.query(
      `insert into clients (client_id, name, origin, grant_types, redirect_uris, token_endpoint_auth_method)
       values ($1, 'An agent', 'document', '{authorization_code}', '{https://agent.example/cb}', 'none')`,
      [url],
    );
    const { stdout } = await cli("client", "list");
    expect(stdout).toMatch(/^client_id +client_name +origin /);
    expect(stdout).toMatch(/^https:\/\/agent\.example\/client\.json +An agent +document /m);
    for (const clientId of [id, url]) {
      const failed = await cli("client", "update", clientId, "--name", "Mine");
      expectFailure(
        failed,
        1,
        /was not registered by an operator, so it can only be disabled, enabled or deleted/,
      );
      expectFailure(await cli("client", "secret", "rotate", clientId), 1, /only be disabled|is public/);
      expect(json(await cli("client", "show", clientId, "--json"))).toMatchObject({ client_id: clientId });
      expect(json(await cli("client", "disable", clientId, "--yes", "--json"))).toMatchObject({
        disabled: true,
      });
      expect(json(await cli("client", "enable", clientId, "--json"))).toMatchObject({ disabled: false });
      json(await cli("client", "delete", clientId, "--yes", "--json"));
      expectFailure(await cli("client", "show", clientId), 1, /There is no client/);
    }
  });
});
