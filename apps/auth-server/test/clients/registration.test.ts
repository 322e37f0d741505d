import { beforeAll, describe, expect, it } from "vitest";
import { createRegistrationToken } from "../../src/clients/registration-tokens.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { clientAssertion, type HeldKey, heldKey, keySet } from "../support/assertion-keys.js";
import { answerOf, authorizeUrl, callback, getCode, redeem, signedIn } from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { countRows } from "../support/old-rows.js";
import { askToRegister, clientOf, expectRegistered, freshNetwork } from "../support/registration.js";
import { passTime, testServer } from "../support/server.js";
import { expectRefreshToken, expectRefusal } from "../support/token-requests.js";

const mcp = { uri: "https://mcp.example.com/mcp", scope: ["mcp:tools", "mcp:admin"], name: "Tools" };
const server = await testServer({ env: { REGISTRATION: "open" } });
const key = heldKey();
const jwk = key.publicJwk;
const byKey = { token_endpoint_auth_method: "private_key_jwt" };
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  user = await createUser(server);
});

const register = (metadata: object | string, headers = {}) =>
  askToRegister(server, metadata, { ...freshNetwork(), ...headers });
const registered = async (metadata: object = {}) =>
  expectRegistered(await register({ redirect_uris: [callback], ...metadata }));
const eventsOf = async (clientId: string) => {
  const { rows } = await server.db.query(
    "select event, actor, host(address) as address, detail from audit_events where client_id = $1 order by id",
    [clientId],
  );
  return rows;
};

describe("Without an open resource, or with REGISTRATION=off", () => {
  it("there is nothing at the registration endpoint, nor in the metadata [dcr-1]", async () => {
    const off = await testServer();
    for (const [at, open] of [
      [server, false],
      [off, false],
      [off, true],
    ] as const) {
      if (open) await insertResource(server.db, { ...mcp, open: true, openScope: ["mcp:tools"] });
      await passTime(server, 6);
      for (const method of ["GET", "POST", "PUT", "DELETE"] as const) {
        for (const url of ["/oauth2/register", "/oauth2/register/registered-1"]) {
          const asked = { method, headers: { "content-type": "application/json" }, payload: "{}" };
          const { statusCode, json } = await at.app.inject({ ...asked, url });
          const { statusCode: other, json: otherJson } = await at.app.inject({
            ...asked,
            url: "/oauth2/nowhere",
          });
          expect([statusCode, json()]).toEqual([
            other,
            { ...otherJson(), error_description: `There is nothing at '${url}'.` },
          ]);
          expect(statusCode).toBe(404);
        }
      }
      const metadata = (await at.app.inject("/.well-known/oauth-authorization-server")).json();
      expect(metadata).not.toHaveProperty("registration_endpoint");
    }
    expect(await countRows(server, "clients")).toBe(0);
  });

  it("with both, the metadata names it [dcr-2]", async () => {
    for (const name of ["oauth-authorization-server", "openid-configuration"]) {
      const metadata = (await server.app.inject(`/.well-known/${name}`)).json();
      expect(metadata.registration_endpoint).toBe("http://localhost:4000/oauth2/register");
    }
  });
});

describe("A registration (RFC 7591 §3.1, §3.2.1)", () => {
  it("answers 201 with all that was registered, and what was made for it [dcr-3]", async () => {
    const answer = await register({
      redirect_uris: [callback, "http://localhost:6274/oauth/callback"],
      client_name: "An agent",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
      scope: "mcp:tools",
      post_logout_redirect_uris: ["https://app.example.com/bye"],
      id_token_signed_response_alg: "ES256",
    });
    const { client_id: clientId, ...body } = expectRegistered(answer);
    expect(clientId).toMatch(/^registered-[0-9a-f]{24}$/);
    expect(body).toEqual({
      client_id_issued_at: expect.closeTo(Date.now() / 1000, -1),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      client_secret_expires_at: 0,
      registration_access_token: expect.stringMatching(/^[\w-]{43}$/),
      registration_client_uri: `http://localhost:4000/oauth2/register/${clientId}`,
      client_name: "An agent",
      redirect_uris: [callback, "http://localhost:6274/oauth/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
      scope: "mcp:tools",
      post_logout_redirect_uris: ["https://app.example.com/bye"],
      id_token_signed_response_alg: "ES256",
    });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
  });

  it("gives every client an id of its own, which is neither a URL nor a UUID [dcr-4]", async () => {
    const ids = new Set<string>();
    for (let count = 0; count < 5; count += 1) ids.add((await registered()).client_id);
    expect(ids.size).toBe(5);
    for (const id of ids) expect(id).not.toMatch(/^https?:|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it("stores hashes of the secret and the registration access token, not them [dcr-5]", async () => {
    const { client_id, client_secret = "", registration_access_token } = await registered();
    const { rows } = await server.db.query<{ row: string }>(
      "select c::text as row from clients c where client_id = $1 union all select detail::text from audit_events",
      [client_id],
    );
    const stored = rows.map(({ row }) => row).join();
    for (const secret of [client_secret, registration_access_token]) {
      expect(secret).not.toBe("");
      expect(stored).not.toContain(secret);
    }
  });

  it("is audited, with what was registered and from where [dcr-6]", async () => {
    const { client_id } = expectRegistered(
      await register({ redirect_uris: [callback] }, { remoteAddress: "198.18.7.7" }),
    );
    expect(await eventsOf(client_id)).toEqual([
      {
        event: "client.created",
        actor: "registration",
        address: "198.18.7.7",
        detail: expect.objectContaining({ client_id, origin: "registration", redirect_uris: [callback] }),
      },
    ]);
  });

  it("can be asked for by a browser app at any origin, with any header [dcr-7]", async () => {
    const origin = "https://inspector.example";
    const answer = await register({ redirect_uris: [`${origin}/cb`] }, { origin });
    expectRegistered(answer);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
    const { headers } = await server.app.inject({
      method: "OPTIONS",
      url: "/oauth2/register/registered-1",
      headers: {
        origin,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "authorization,content-type,mcp-protocol-version",
      },
    });
    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers": "authorization,content-type,mcp-protocol-version",
    });
  });

  it("answers POST alone [dcr-8]", async () => {
    const { statusCode, headers } = await server.app.inject({ method: "GET", url: "/oauth2/register" });
    expect([statusCode, headers.allow]).toEqual([405, "POST"]);
  });
});

describe("Client metadata (RFC 7591 §2)", () => {
  it("that is left out has a default: both grants, code, a secret by Basic, all that is open, a name [dcr-9]", async () => {
    expect(await registered()).toMatchObject({
      client_name: "app.example.com",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      client_secret: expect.any(String),
      scope: "openid offline_access mcp:tools",
    });
  });

  it("that nobody here uses is ignored, and not in the answer [dcr-10]", async () => {
    const body = await registered({
      software_id: "4NRB1-0XZABZI9E6-5SM3R",
      software_version: "2.1",
      software_statement: "eyJ.eyJ.x",
      logo_uri: "https://app.example.com/logo.png",
      jwks_uri: "https://app.example.com/jwks.json",
      jwks: { keys: [] },
      contacts: ["ada@example.com"],
      first_party: true,
      backchannel_logout_uri: "http://169.254.169.254/",
      client_id: "notes",
      client_secret: "mine",
      "client_name#de": "Ein Agent",
      nonsense: { a: 1 },
      tos_uri: null,
    });
    expect(Object.keys(body).sort()).toEqual(Object.keys(await registered()).sort());
    expect(body.client_id).not.toBe("notes");
    expect(body.client_secret).not.toBe("mine");
    const { rows } = await server.db.query(
      "select first_party, backchannel_logout_uri from clients where client_id = $1",
      [body.client_id],
    );
    expect(rows).toEqual([{ first_party: false, backchannel_logout_uri: null }]);
  });

  it.each([
    [
      ["authorization_code", "refresh_token", "client_credentials", "urn:x"],
      ["authorization_code", "refresh_token"],
    ],
    [["authorization_code"], ["authorization_code"]],
  ])("grant_types %j becomes %j: what there is not is left out [dcr-11]", async (asked, got) => {
    expect((await registered({ grant_types: asked })).grant_types).toEqual(got);
  });

  it.each([
    ["none", "none"],
    ["client_secret_post", "client_secret_post"],
    ["tls_client_auth", "client_secret_basic"],
  ])(
    "token_endpoint_auth_method %s becomes %s, with a secret where it needs one [dcr-12]",
    async (asked, got) => {
      const body = await registered({ token_endpoint_auth_method: asked });
      expect(body.token_endpoint_auth_method).toBe(got);
      expect("client_secret" in body).toBe(got !== "none");
      expect("client_secret_expires_at" in body).toBe(got !== "none");
    },
  );

  it("scope is narrowed to what is open; where nothing of it is, it is all that is open [dcr-13]", async () => {
    const scopeOf = async (scope: string) => (await registered({ scope })).scope;
    expect(await scopeOf("mcp:tools mcp:admin notes:read admin:write")).toBe("mcp:tools");
    expect(await scopeOf("mcp:admin")).toBe("openid offline_access mcp:tools");
    expect(await scopeOf("")).toBe("openid offline_access mcp:tools");
  });

  it("dpop_bound_access_tokens binds all its tokens to keys (RFC 9449 §5.2)", async () => {
    const { client_id, ...answer } = await registered({ dpop_bound_access_tokens: true });
    expect(answer).toMatchObject({ dpop_bound_access_tokens: true });
    const { rows } = await server.db.query("select require_dpop from clients where client_id = $1", [
      client_id,
    ]);
    expect(rows).toEqual([{ require_dpop: true }]);
    expect(await registered()).not.toHaveProperty("dpop_bound_access_tokens");
    const wrong = await register({ redirect_uris: [callback], dpop_bound_access_tokens: "yes" });
    expect(wrong.body).toMatchObject({ error: "invalid_client_metadata" });
  });

  it("require_pushed_authorization_requests is kept, and held against it [par-12]", async () => {
    const client = await registered({ require_pushed_authorization_requests: true });
    expect(client).toMatchObject({ require_pushed_authorization_requests: true });
    expect(await registered()).not.toHaveProperty("require_pushed_authorization_requests");
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(clientOf(client), { scope: undefined }));
    expect(page.body).toContain("/errors/par_required");
    expect(
      (await register({ redirect_uris: [callback], require_pushed_authorization_requests: "yes" })).body,
    ).toMatchObject({ error: "invalid_client_metadata" });
  });

  it("client_name is one line that reads as it is written [dcr-14]", async () => {
    const nameOf = async (client_name: unknown) => (await registered({ client_name })).client_name;
    expect(await nameOf("  An\n\u202eagent\u0000 ")).toBe("An agent");
    expect(await nameOf("x".repeat(5000))).toHaveLength(200);
    expect(await nameOf("\u200b \u202e")).toBe("app.example.com");
    expect(await nameOf(7)).toBe("app.example.com");
  });

  it.each([
    ["http on loopback for any client", undefined, "http://127.0.0.1:33418/callback"],
    ["localhost for any client", "native", "http://localhost/callback"],
    ["loopback even for a web client: it leads to the user alone", "web", "http://[::1]/callback"],
    ["a private-use scheme for a native client", "native", "com.example.agent:/callback"],
    ["or for one that does not say what it is", undefined, "com.example.agent:/callback"],
  ])("redirect_uris may be %s [dcr-15]", async (_what, application_type, uri) => {
    expect((await registered({ redirect_uris: [uri], application_type })).redirect_uris).toEqual([uri]);
  });
});

describe("A refused registration (RFC 7591 §3.2.2)", () => {
  it.each([
    ["none", { redirect_uris: [] }],
    ["nothing said", {}],
    ["http", { redirect_uris: ["http://app.example.com/cb"] }],
    ["one good, one bad", { redirect_uris: [callback, "javascript:alert(1)"] }],
    ["a fragment", { redirect_uris: [`${callback}#x`] }],
    ["a wildcard", { redirect_uris: ["https://*.example.com/"] }],
    ["a scheme that any app can claim", { redirect_uris: ["agent://callback"], application_type: "native" }],
    ["a web client's private-use scheme", { redirect_uris: ["com.example:/cb"], application_type: "web" }],
    ["too long", { redirect_uris: [`https://app.example.com/${"x".repeat(2000)}`] }],
    ["too many", { redirect_uris: Array.from({ length: 101 }, (_, index) => `https://a.example/${index}`) }],
  ])("for its redirect URIs is invalid_redirect_uri: %s [dcr-16]", async (_what, metadata) => {
    expectRefusal(await register(metadata), 400, "invalid_redirect_uri", "redirect_uri_invalid");
  });

  it.each([
    ["no object", "[]"],
    ["no body", ""],
    ["a string", '"hello"'],
    ["redirect_uris of the wrong type", { redirect_uris: callback }],
    ["numbers among them", { redirect_uris: [1] }],
    [
      "only grants for operators' clients",
      { redirect_uris: [callback], grant_types: ["client_credentials"] },
    ],
    ["refresh tokens without codes", { redirect_uris: [callback], grant_types: ["refresh_token"] }],
    ["implicit", { redirect_uris: [callback], response_types: ["token"] }],
    ["a broken scope", { redirect_uris: [callback], scope: 'a"b' }],
    ["a list as scope", { redirect_uris: [callback], scope: ["a"] }],
    ["ID tokens that nobody signs", { redirect_uris: [callback], id_token_signed_response_alg: "none" }],
    ["ID tokens by its secret", { redirect_uris: [callback], id_token_signed_response_alg: "HS256" }],
    ["private_key_jwt without keys", { redirect_uris: [callback], ...byKey }],
    ["a private key", { redirect_uris: [callback], ...byKey, jwks: { keys: [{ ...jwk, d: "AA" }] } }],
    [
      "keys here and there",
      { redirect_uris: [callback], ...byKey, jwks: { keys: [jwk] }, jwks_uri: callback },
    ],
    ["keys at an http address", { redirect_uris: [callback], ...byKey, jwks_uri: "http://a.example/" }],
    [
      "an algorithm that none of its keys is for",
      {
        redirect_uris: [callback],
        ...byKey,
        jwks: { keys: [jwk] },
        token_endpoint_auth_signing_alg: "RS256",
      },
    ],
    ["an unsafe post-logout URI", { redirect_uris: [callback], post_logout_redirect_uris: ["data:x"] }],
  ])("for anything else is invalid_client_metadata: %s [dcr-17]", async (_what, metadata) => {
    expectRefusal(await register(metadata), 400, "invalid_client_metadata", "client_metadata_invalid");
  });

  it("is invalid_request where it is no JSON, or more than 16 KiB [dcr-18]", async () => {
    expectRefusal(await register("{"), 400, "invalid_request", "body_invalid");
    expectRefusal(await register('{"__proto__": {}}'), 400, "invalid_request", "body_invalid");
    const form = await register("a=b", { "content-type": "application/x-www-form-urlencoded" });
    expectRefusal(form, 415, "invalid_request", "json_expected");
    const large = { redirect_uris: [callback], client_name: "x".repeat(16_384) };
    expectRefusal(await register(large), 400, "invalid_request", "body_too_large");
  });

  it("leaves nothing behind [dcr-19]", async () => {
    const before = await countRows(server, "clients");
    const from = freshNetwork();
    for (let count = 0; count < 30; count += 1) await askToRegister(server, { redirect_uris: [] }, from);
    expect(await countRows(server, "clients")).toBe(before);
    // Refusals take nothing from the network's budget.
    expectRegistered(await askToRegister(server, { redirect_uris: [callback] }, from));
  });
});

describe("A client that has registered itself", () => {
  const asked = { resource: mcp.uri, scope: "mcp:tools mcp:admin offline_access" };
  const allow = async (browser: Browser, client: TestClient, more = {}) => {
    const page = await browser.visit(authorizeUrl(client, { ...asked, ...more }));
    expect(page.path).toMatch(/^\/consent/);
    return answerOf(await browser.submit(page, "/consent", { decision: "allow" })).code ?? "";
  };

  it("gets what is open, after consent, and no more [dcr-20]", async () => {
    const client = clientOf(await registered({ client_name: "An agent" }));
    const browser = await signedIn(server, user);
    const page = await browser.visit(authorizeUrl(client, asked));
    expect(page.body).toContain("An agent");
    expect(page.body).toContain("registered itself");
    const code = await allow(browser, client);
    const tokens = expectRefreshToken(await redeem(server, client, code));
    expect(tokens.scope).toBe("mcp:tools offline_access");
    await getCode(browser, client, asked); // not asked again
    const other = answerOf(await browser.get(authorizeUrl(client, { ...asked, resource: notes.uri })));
    expect(other.error).toBe("invalid_target");
  });

  it("has to authenticate with its secret, or has none [dcr-21]", async () => {
    const browser = await signedIn(server, user);
    const client = clientOf(await registered());
    const code = await allow(browser, client);
    const answer = await redeem(server, { ...client, secret: "" }, code);
    expectRefusal(answer, 401, "invalid_client", "client_secret_missing");
    const open = clientOf(await registered({ token_endpoint_auth_method: "none" }));
    expectRefreshToken(await redeem(server, open, await allow(browser, open)));
  });

  it("may authenticate by its own key, and replace it", async () => {
    const next = heldKey("RS256");
    const browser = await signedIn(server, user);
    const metadata = { redirect_uris: [callback], ...byKey, token_endpoint_auth_signing_alg: "ES256" };
    const body = await registered({ ...metadata, jwks: { keys: [jwk] } });
    expect(body).toMatchObject({ ...byKey, jwks: { keys: [jwk] } });
    expect(body).not.toHaveProperty("client_secret");
    const client = clientOf(body);
    const code = await allow(browser, client);
    const bare = await redeem(server, client, code);
    expectRefusal(bare, 401, "invalid_client", "client_assertion_missing");
    const proof = (by: HeldKey) => clientAssertion(server, client.clientId, by);
    expectRefreshToken(await redeem(server, client, code, await proof(key)));
    const { registration_client_uri, registration_access_token } = body;
    const replaced = await server.app.inject({
      method: "PUT",
      url: new URL(registration_client_uri).pathname,
      headers: { authorization: `Bearer ${registration_access_token}` },
      payload: { ...metadata, token_endpoint_auth_signing_alg: "RS256", jwks: keySet(next) },
    });
    expect(replaced.json()).toMatchObject({ jwks: keySet(next) });
    await passTime(server, 6);
    // Consent was given to the client as it was.
    const again = await allow(browser, client);
    const former = await redeem(server, client, again, await proof(key));
    expectRefusal(former, 401, "invalid_client", "client_assertion_key_unknown");
    expectRefreshToken(await redeem(server, client, again, await proof(next)));
  });

  it("may ask for more than it registered for, if the user agrees: it learns what it needs as it goes [dcr-22]", async () => {
    const client = clientOf(await registered({ scope: "openid" }));
    const browser = await signedIn(server, user);
    expect(expectRefreshToken(await redeem(server, client, await allow(browser, client))).scope).toBe(
      "mcp:tools offline_access",
    );
  });

  it("may call the token endpoint from the origins of its redirect URIs, once it is let in [dcr-23]", async () => {
    const client = clientOf(await registered({ redirect_uris: [callback, "https://spa.example/cb"] }));
    const preflight = async () => {
      const fresh = await testServer();
      const { headers } = await fresh.app.inject({
        method: "OPTIONS",
        url: "/oauth2/token",
        headers: { origin: "https://spa.example", "access-control-request-method": "POST" },
      });
      return headers["access-control-allow-origin"];
    };
    expect(await preflight()).toBeUndefined();
    await allow(await signedIn(server, user), client);
    expect(await preflight()).toBe("https://spa.example");
  });
});

describe("With REGISTRATION=token, the initial access token (RFC 7591 §3)", async () => {
  const closed = await testServer({ env: { REGISTRATION: "token" } });
  const act = { by: { actor: "operator:test" } };
  const create = async (name: string, uses: number | null = 1, seconds = 3600) =>
    (await createRegistrationToken(server.db, { name, uses, seconds }, act)).secret;
  const ask = (token: string | null, metadata: object = { redirect_uris: [callback] }) =>
    askToRegister(closed, metadata, token === null ? {} : { authorization: `Bearer ${token}` });
  const refused = (answer: Awaited<ReturnType<typeof ask>>) =>
    expectRefusal(answer, 401, "invalid_token", "initial_access_token_invalid");

  it("is asked for by a challenge [dcr-24]", async () => {
    const answer = await ask(null);
    expectRefusal(answer, 401, "invalid_token", "token_missing");
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="http://localhost:4000"');
    const wrong = await ask("nonsense");
    refused(wrong);
    expect(wrong.headers["www-authenticate"]).toMatch(
      /^Bearer error="invalid_token", .*initial_access_token_invalid"/,
    );
    const twice = await askToRegister(closed, {}, { authorization: "Bearer a b" });
    expectRefusal(twice, 400, "invalid_request", "authorization_malformed");
  });

  it("lets as many register as it was made for, however many try at once [dcr-25]", async () => {
    const token = await create("five", 5);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(token)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 201)) refused(answer);
  });

  it("is not used up by a registration that is refused [dcr-26]", async () => {
    const token = await create("patient");
    expectRefusal(await ask(token, {}), 400, "invalid_redirect_uri", "redirect_uri_invalid");
    const { client_id } = expectRegistered(await ask(token));
    expect((await eventsOf(client_id))[0]).toMatchObject({ detail: { registration_token: "patient" } });
    refused(await ask(token));
  });

  it("lets any number register without a limit on the network, until it expires [dcr-27]", async () => {
    const token = await create("many", null);
    for (let count = 0; count < 25; count += 1) expectRegistered(await ask(token));
    await server.db.query("update registration_tokens set expires_at = now() where name = 'many'");
    refused(await ask(token));
  });

  it("is stored as a hash [dcr-28]", async () => {
    const token = await create("hashed");
    const { rows } = await server.db.query<{ row: string }>(
      "select t::text as row from registration_tokens t union all select detail::text from audit_events",
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });
});
