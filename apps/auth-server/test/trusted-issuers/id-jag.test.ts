/** Identity assertion authorization grants (draft-ietf-oauth-identity-assertion-authz-grant): a client acts for an organization's user. */
import { beforeAll, describe, expect, it } from "vitest";
import { insertIdentity } from "../../src/providers/identities.sql.js";
import { registerProvider } from "../../src/providers/providers.js";
import { clientAssertion, heldKey, keySet, signed } from "../support/assertion-keys.js";
import { issuer } from "../support/authorization.js";
import { createClient, createResources, createUser, files, notes } from "../support/fixtures.js";
import {
  askByAssertion,
  claimsNow,
  foreignIssuer,
  idJag,
  jwtBearer,
  trust,
} from "../support/foreign-issuer.js";
import { claimsOf } from "../support/jwt.js";
import { newKey, proofBy } from "../support/proofs.js";
import { testServer } from "../support/server.js";
import { expectRefusal, expectTokens, identify } from "../support/token-requests.js";

const server = await testServer({ env: { REQUIRE_MFA_ROLES: "treasurer" } });
await createResources(server);
const client = await createClient(server, { grantTypes: [jwtBearer] });
const user = await createUser(server, ["editor"]);
const acme = await foreignIssuer();

async function link(subject: string, userId: string): Promise<void> {
  await insertIdentity(server.db, { providerId: "acme", subject, userId, email: null });
}

beforeAll(async () => {
  await registerProvider(
    server.db,
    null,
    { id: "acme", issuer: acme.issuer, client_id: "regrant" },
    { by: {} },
  );
  await link("ada", user.id);
  await trust(server, { id: "acme", issuer: acme.issuer, kind: "id-jag" });
});

const jag = (claims: object = {}, header: object = {}) =>
  idJag(server, acme, client, { sub: "ada", ...claims }, { ...header });
const ask = async (claims: object = {}, more: object = {}) =>
  askByAssertion(server, await jag(claims), { ...identify(client), ...more });

describe("An ID-JAG", () => {
  it("gives a token for the user that is linked, with no refresh token [id-jag-1]", async () => {
    const seconds = Math.floor(server.context.now() / 1000);
    const tokens = expectTokens(await ask({ auth_time: seconds - 60, amr: ["pwd", "mfa"] }));
    expect(Object.keys(tokens).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
    expect(tokens.expires_in).toBeLessThanOrEqual(300);
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims).toMatchObject({
      iss: issuer,
      sub: user.id,
      client_id: client.clientId,
      aud: notes.uri,
      roles: ["editor"],
      auth_time: seconds - 60,
      // Whether its amr counts, an operator says.
      acr: "1",
      status: expect.anything(),
    });
    expect(claims).not.toHaveProperty("sid");
  });

  it("says nothing of when the user signed in, if it does not know, or cannot [id-jag-2]", async () => {
    const seconds = Math.floor(server.context.now() / 1000);
    for (const claims of [{}, { auth_time: seconds + 5 }, { auth_time: "now" }, { auth_time: -1 }])
      expect(await claimsOf(server, expectTokens(await ask(claims)).access_token)).not.toHaveProperty(
        "auth_time",
      );
  });

  it("is for its resource alone, and its scope narrows what is asked [id-jag-3]", async () => {
    const both = { resource: [files.uri, "https://other.example.com"], scope: "files:read notes:read admin" };
    expect(await claimsOf(server, expectTokens(await ask(both)).access_token)).toMatchObject({
      aud: files.uri,
      scope: "files:read",
    });
    expectRefusal(await ask(both, { resource: notes.uri }), 400, "invalid_target", "resource_unknown");
    const scoped = { resource: `${notes.uri}/`, scope: "notes:read" };
    const narrowed = await ask(scoped, { scope: "notes:read notes:write" });
    expect(await claimsOf(server, expectTokens(narrowed).access_token)).toMatchObject({
      aud: notes.uri,
      scope: "notes:read",
    });
    expectRefusal(await ask(scoped, { scope: "notes:write" }), 400, "invalid_scope", "scope_not_allowed");
  });

  it("for a resource that is not the client's is refused [id-jag-4]", async () => {
    for (const resource of ["https://other.example.com", [], [7], 7])
      expectRefusal(await ask({ resource }), 400, "invalid_grant", "assertion_resource_unknown");
    for (const scope of [["notes:read"], "notes:read  files:read", 7])
      expectRefusal(await ask({ scope }), 400, "invalid_grant", "assertion_malformed");
  });

  it("needs its client, with a secret [id-jag-5]", async () => {
    const assertion = await jag();
    expectRefusal(await askByAssertion(server, assertion), 401, "invalid_client", "client_missing");
    expectRefusal(
      await askByAssertion(server, assertion, { client_id: client.clientId }),
      401,
      "invalid_client",
      "client_secret_missing",
    );
    const other = await createClient(server, { grantTypes: [jwtBearer] });
    expectRefusal(
      await askByAssertion(server, assertion, identify(other)),
      400,
      "invalid_grant",
      "assertion_client_mismatch",
    );
    const anybody = await createClient(server, { grantTypes: [jwtBearer], secret: null });
    expectRefusal(
      await askByAssertion(server, await idJag(server, acme, anybody, { sub: "ada" }), identify(anybody)),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
    const without = await createClient(server);
    expectRefusal(
      await askByAssertion(server, await idJag(server, acme, without, { sub: "ada" }), identify(without)),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
    // None of that has used it up.
    expectTokens(await askByAssertion(server, assertion, identify(client)));
  });

  it("works for a client that signs, bound to the key that it proves [id-jag-16]", async () => {
    const key = heldKey();
    const agent = await createClient(server, {
      grantTypes: [jwtBearer],
      jwks: keySet(key),
      requireDpop: true,
    });
    const held = newKey();
    const answer = await askByAssertion(
      server,
      await idJag(server, acme, agent, { sub: "ada", cnf: { jkt: held.jkt } }),
      await clientAssertion(server, agent.clientId, key),
      { dpop: proofBy(server, held) },
    );
    expect(answer.body.token_type).toBe("DPoP");
    expect(await claimsOf(server, answer.body.access_token ?? "")).toMatchObject({
      sub: user.id,
      client_id: agent.clientId,
      cnf: { jkt: held.jkt },
    });
  });

  it("is good once, however many ask with it at the same time [id-jag-6]", async () => {
    const assertion = await jag();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => askByAssertion(server, assertion, identify(client))),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(5);
    for (const answer of refused) expectRefusal(answer, 400, "invalid_grant", "assertion_replayed");
  });

  it.each([
    ["an ID token", "JWT"],
    ["without a type", undefined],
    ["an access token", "at+jwt"],
    ["a logout token", "logout+jwt"],
  ])("is not what is %s [id-jag-7]", async (_, typ) => {
    const assertion = await jag({}, { typ });
    expectRefusal(
      await askByAssertion(server, assertion, identify(client)),
      400,
      "invalid_grant",
      "assertion_typ",
    );
  });

  it("is for this server, and for nothing of it [id-jag-8]", async () => {
    for (const aud of [
      `${issuer}/oauth2/token`,
      client.clientId,
      [issuer, "https://other.example.com"],
      undefined,
    ])
      expectRefusal(await ask({ aud }), 400, "invalid_grant", "assertion_audience");
    expectTokens(await ask({ aud: [issuer] }));
  });

  it.each([
    ["jti", { jti: undefined }, "assertion_malformed"],
    ["iat", { iat: undefined }, "assertion_malformed"],
    ["client_id", { client_id: undefined }, "assertion_client_mismatch"],
    ["what this server could check", { authorization_details: [{ type: "x" }] }, "assertion_unsupported"],
    ["the proof of its key", { cnf: { jkt: "x" } }, "assertion_key_unproven"],
  ] as const)("is refused without %s [id-jag-9]", async (_, claims, reason) => {
    expectRefusal(await ask(claims), 400, "invalid_grant", reason);
  });
});

describe("The user of an ID-JAG", () => {
  it("is nobody who is not linked, nor whose address is theirs only there [id-jag-10]", async () => {
    const said = { sub: "bob", email: user.email, email_verified: true };
    for (const claims of [said, { sub: user.id }, { sub: "a\0b" }])
      expectRefusal(await ask(claims), 400, "invalid_grant", "assertion_subject_unknown");
  });

  it("may be known by an address that both have verified, where that is trusted [id-jag-11]", async () => {
    const idp = await foreignIssuer();
    await trust(server, { id: "by-address", issuer: idp.issuer, kind: "id-jag", trust_email: true });
    const holder = await createUser(server);
    const askFor = async (claims: object) =>
      askByAssertion(
        server,
        await idJag(server, idp, client, { sub: "x", email: holder.email, ...claims }),
        identify(client),
      );
    const unknown = async (claims: object) =>
      expectRefusal(await askFor(claims), 400, "invalid_grant", "assertion_subject_unknown");
    await unknown({ email_verified: true });
    await server.db.query("update users set claims = '{\"email_verified\": true}' where id = $1", [
      holder.id,
    ]);
    for (const email_verified of [undefined, false, "true", 1]) await unknown({ email_verified });
    const { access_token } = expectTokens(await askFor({ email_verified: true }));
    expect((await claimsOf(server, access_token)).sub).toBe(holder.id);
    // Who asks for a second factor asks for more than an address.
    await server.db.query(
      "insert into totp_authenticators (user_id, secret, secret_name, last_step) values ($1, '\\x00', 'a', 0)",
      [holder.id],
    );
    await unknown({ email_verified: true });
  });

  it("is not one who is disabled, or whose provider is [id-jag-12]", async () => {
    const other = await createUser(server);
    await link("carol", other.id);
    const { access_token: token } = expectTokens(await ask({ sub: "carol" }));
    const isActive = async () => {
      const response = await server.app.inject({
        method: "POST",
        url: "/oauth2/introspect",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ ...identify(client), token }).toString(),
      });
      return response.json().active;
    };
    expect(await isActive()).toBe(true);
    await server.db.query("update users set disabled_at = now() where id = $1", [other.id]);
    expectRefusal(await ask({ sub: "carol" }), 400, "invalid_grant", "user_disabled");
    expect(await isActive()).toBe(false);
    await server.db.query("update providers set disabled_at = now()");
    expectRefusal(await ask(), 400, "invalid_grant", "assertion_subject_unknown");
    await server.db.query("update providers set disabled_at = null");
  });

  it("who needs a second factor needs an issuer that proves one, and is trusted with it [id-jag-13]", async () => {
    const treasurer = await createUser(server, ["treasurer"]);
    await link("dan", treasurer.id);
    const askForMfa = (amr: unknown) => ask({ sub: "dan", amr });
    expectRefusal(await askForMfa(["mfa"]), 400, "invalid_grant", "assertion_second_factor");
    await server.db.query("update trusted_issuers set trust_mfa = true where id = 'acme'");
    for (const amr of [undefined, ["pwd"], "mfa"])
      expectRefusal(await askForMfa(amr), 400, "invalid_grant", "assertion_second_factor");
    const { access_token } = expectTokens(await askForMfa(["pwd", "mfa", "unheard of"]));
    expect(await claimsOf(server, access_token)).toMatchObject({ acr: "2" });
  });
});

describe("Members that are anything", () => {
  const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const anything = [
    null,
    true,
    1e308,
    -1,
    "",
    "\0",
    "\ud800",
    [],
    {},
    nested(300),
    { toString: 1, valueOf: 1 },
  ];
  /** A part of a JWT; "deep" is deeper than JavaScript can write it. */
  const unfolded = (part: object) => {
    const deep = "[".repeat(5_000) + "]".repeat(5_000);
    return Buffer.from(JSON.stringify(part).replace('"deep"', deep)).toString("base64url");
  };
  const members = [
    ...["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "resource", "scope", "cnf"],
    ...["authorization_details", "auth_time", "amr", "email", "email_verified"],
  ];

  it.each(members)("are refused, or not looked at: %s [id-jag-17]", async (name) => {
    for (const value of anything) {
      const { status, body } = await ask({ [name]: value });
      expect({ name, status: status === 200 ? 400 : status }).toEqual({ name, status: 400 });
      if (status !== 200) expect(body.error).toMatch(/^invalid_(grant|scope|target)$/);
    }
  });

  it("are not unfolded before a signature is there", async () => {
    const [head, , signature] = (await jag()).split(".");
    for (const name of members) {
      const claims = unfolded({ ...claimsNow(server, { iss: acme.issuer }), [name]: "deep" });
      const assertion = [head, claims, signature].join(".");
      const answer = await askByAssertion(server, assertion, identify(client));
      expect([answer.status, answer.body.error]).toEqual([400, "invalid_grant"]);
    }
  });

  it.each(["typ", "kid", "crit", "b64", "jwk", "x5c"])("in the header: %s", async (name) => {
    const [, claims, signature] = (await jag()).split(".");
    for (const value of [...anything, "deep"]) {
      const header = { alg: "RS256", typ: "oauth-id-jag+jwt", kid: acme.key.kid, [name]: value };
      const head = unfolded(header);
      const answer = await askByAssertion(server, `${head}.${claims}.${signature}`, identify(client));
      expect([answer.status, answer.body.error]).toEqual([400, "invalid_grant"]);
    }
  });
});

describe("The kind of a trusted issuer [id-jag-14]", () => {
  it("is not changed by the typ that a token has", async () => {
    const ci = await foreignIssuer();
    const workload = await createClient(server, { grantTypes: [jwtBearer] });
    await trust(server, {
      id: "ci",
      issuer: ci.issuer,
      kind: "workload",
      rules: { all: { client_id: workload.clientId, claims: { sub: "ada" } } },
    });
    expectRefusal(
      await askByAssertion(server, await idJag(server, ci, workload, { sub: "ada" }), identify(workload)),
      400,
      "invalid_grant",
      "assertion_typ",
    );
    const plain = await signed(acme.key, claimsNow(server, { iss: acme.issuer, sub: "ada" }), { typ: "JWT" });
    expectRefusal(await askByAssertion(server, plain), 401, "invalid_client", "client_missing");
  });
});
