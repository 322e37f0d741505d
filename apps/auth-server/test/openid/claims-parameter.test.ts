/** The parameter `claims` (OpenID Connect Core 1.0 §5.5). */
import { beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/http/views/texts/en.js";
import {
  type Asked,
  answerOf,
  authorizeUrl,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { ada, createRelyingParty, readIdToken, setClaims, userinfoOf } from "../support/openid.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken, refresh } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
  user = await createUser(server, ["editor"]);
  await setClaims(server, user, ada);
  browser = await signedIn(server, user);
});

const visit = (claims: unknown, more: Asked = {}, by = client, who = browser) =>
  who.visit(
    authorizeUrl(by, {
      scope: "openid",
      claims: typeof claims === "string" ? claims : JSON.stringify(claims),
      ...more,
    }),
  );

/** What the client learns by it. */
async function learn(page: Page, by = client) {
  const tokens = expectRefreshToken(await redeem(server, by, answerOf(page).code ?? ""));
  return {
    tokens,
    idToken: await readIdToken(server, tokens, by),
    userinfo: await userinfoOf(server, tokens.access_token),
  };
}

describe("The claims parameter", () => {
  it("opens single claims where it names them: oidcc-claims-essential [claims-parameter-1]", async () => {
    const { idToken, userinfo, tokens } = await learn(
      await visit({ userinfo: { name: { essential: true } } }),
    );
    expect(userinfo).toEqual({ sub: user.id, name: ada.name });
    expect(idToken).not.toHaveProperty("name");
    expect(tokens.scope).toBe("openid");
  });

  it("puts into the ID token what it asks for there, and not at the userinfo endpoint [claims-parameter-2]", async () => {
    const asked = { id_token: { email: null, address: { essential: false } }, userinfo: { zoneinfo: null } };
    const { idToken, userinfo } = await learn(await visit(asked));
    expect(idToken).toMatchObject({ email: user.email, address: ada.address });
    expect(idToken).not.toHaveProperty("email_verified");
    expect(userinfo).toEqual({ sub: user.id, zoneinfo: ada.zoneinfo });
  });

  it("lasts as long as the session: refreshes tell the same, as it then is [claims-parameter-3]", async () => {
    const changing = await createUser(server);
    await setClaims(server, changing, { name: "Before" });
    const asked = { id_token: { name: null }, userinfo: { name: null } };
    const { tokens } = await learn(await visit(asked, {}, client, await signedIn(server, changing)));
    await setClaims(server, changing, { name: "After" });
    const next = await refresh(server, client, tokens.refresh_token);
    expect(await readIdToken(server, next, client)).toMatchObject({ name: "After" });
    expect(await userinfoOf(server, next.access_token)).toMatchObject({ name: "After" });
  });

  it("ignores names that it does not know, and those of the token itself (§5.5.1) [claims-parameter-4]", async () => {
    const names = [
      "nobody_knows",
      "constructor",
      "toString",
      "__proto__",
      "hasOwnProperty",
      "iss",
      "aud",
      "exp",
      "sid",
      "password_hash",
    ];
    const wishes = `{${names.map((name) => `"${name}":{"essential":true,"value":"x"}`).join()}}`;
    const { idToken, userinfo } = await learn(
      await visit(`{"userinfo":${wishes},"id_token":${wishes},"__proto__":{"x":1},"other":[]}`),
    );
    expect(userinfo).toEqual({ sub: user.id });
    expect(idToken).toMatchObject({ iss: issuer, aud: client.clientId, sub: user.id });
    for (const name of ["nobody_knows", "constructor", "toString", "__proto__", "password_hash"])
      expect(Object.hasOwn(idToken, name)).toBe(false);
  });

  it("is nothing where it asks for nothing [claims-parameter-5]", async () => {
    for (const claims of ["{}", '{"userinfo":{}}', '{"userinfo":null,"id_token":null}', ""]) {
      const { userinfo } = await learn(await visit(claims));
      expect(userinfo).toEqual({ sub: user.id });
    }
  });

  it("leaves a wish for a value that is not the user's unfulfilled, silently (§5.5.1) [claims-parameter-6]", async () => {
    const { userinfo } = await learn(
      await visit({
        userinfo: { email: { value: "other@example.com", essential: true }, birthdate: { values: [] } },
      }),
    );
    expect(userinfo).toEqual({ sub: user.id, email: user.email, birthdate: ada.birthdate });
  });

  it.each([
    ["not JSON", "claims"],
    ["cut off", '{"userinfo":'],
    ["an array", "[]"],
    ["a number", "1"],
    ["null", "null"],
    ["a text", '"userinfo"'],
    ["an array of names", '{"userinfo":["email"]}'],
    ["a name instead of an object", '{"id_token":"email"}'],
    ["true instead of an object", '{"userinfo":{"email":true}}'],
    ["a number for a claim", '{"userinfo":{"email":1}}'],
    ["an array for a claim", '{"userinfo":{"email":[]}}'],
    ["a sub that is no text", '{"id_token":{"sub":{"value":{}}}}'],
    ["nested a thousand times", `{"userinfo":${"[".repeat(1000)}${"]".repeat(1000)}}`],
  ])("is refused if it is %s, with the reason and no code [claims-parameter-7]", async (_what, claims) => {
    const answer = answerOf(await visit(claims));
    expect(answer).toMatchObject({
      error: "invalid_request",
      error_uri: `${issuer}/errors/claims_malformed`,
    });
    expect(answer).not.toHaveProperty("code");
  });

  it("of 100 kB is refused by a page, of 20 kB by an answer; both were sent as a form [claims-parameter-8]", async () => {
    for (const [bytes, status] of [
      [100_000, 400],
      [20_000, 303],
    ] as const) {
      const url = new URL(authorizeUrl(client, { scope: "openid", claims: "[".repeat(bytes) }), issuer);
      const page = await browser.post("/oauth2/authorize", url.search.slice(1));
      expect(page.status).toBe(status);
      const tooLong = { error: "invalid_request", error_uri: `${issuer}/errors/request_too_long` };
      if (status === 303) expect(answerOf(page)).toMatchObject(tooLong);
    }
  });
});

describe("What a client may ask for by name", () => {
  const everything = {
    userinfo: { email: { essential: true }, name: null, phone_number: null, address: null, roles: null },
    id_token: { email: { essential: true }, name: null, phone_number: null, address: null, roles: null },
  };

  it("is what its scope would open: a client with openid alone learns nothing but who it is [claims-parameter-9]", async () => {
    const bare = await createRelyingParty(server, {
      scope: [...notes.scope, "openid"],
      idTokenClaims: "scope",
    });
    const { idToken, userinfo } = await learn(await visit(everything, {}, bare), bare);
    expect(userinfo).toEqual({ sub: user.id });
    for (const name of Object.keys(everything.userinfo)) expect(idToken).not.toHaveProperty(name);
  });

  it("is only some of it for a client with some scopes [claims-parameter-10]", async () => {
    const some = await createRelyingParty(server, { scope: [...notes.scope, "openid", "phone"] });
    const { idToken, userinfo } = await learn(await visit(everything, {}, some), some);
    expect(userinfo).toEqual({ sub: user.id, phone_number: ada.phone_number });
    for (const name of ["email", "name", "address", "roles"]) expect(idToken).not.toHaveProperty(name);
  });

  it("needs openid in the request [claims-parameter-11]", async () => {
    const page = await visit(everything, { scope: "notes:read" });
    const tokens = expectRefreshToken(await redeem(server, client, answerOf(page).code ?? ""));
    expect(tokens.id_token).toBeUndefined();
    const refused = await server.app.inject({
      url: "/oauth2/userinfo",
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(refused.statusCode).toBe(403);
  });

  it("is no longer told once the client has lost the scope [claims-parameter-12]", async () => {
    const losing = await createRelyingParty(server);
    const { tokens } = await learn(await visit(everything, {}, losing), losing);
    await server.db.query("update clients set scope = array_remove(scope, 'email') where client_id = $1", [
      losing.clientId,
    ]);
    const elsewhere = await testServer();
    const next = await refresh(elsewhere, losing, tokens.refresh_token);
    const idToken = await readIdToken(elsewhere, next, losing);
    expect(idToken).toMatchObject({ name: ada.name });
    expect(idToken).not.toHaveProperty("email");
    for (const token of [tokens.access_token, next.access_token]) {
      const userinfo = await userinfoOf(elsewhere, token);
      expect(userinfo).toMatchObject({ name: ada.name });
      expect(userinfo).not.toHaveProperty("email");
    }
  });

  it("needs the user's consent like the scope that opens it [claims-parameter-13]", async () => {
    const third = await createRelyingParty(server, { firstParty: false });
    const asking = await signedIn(server, user);
    const consent = (page: Page) => expect([page.status, page.path.split("?")[0]]).toEqual([200, "/consent"]);
    const allow = (page: Page) => asking.submit(page, "/consent", { decision: "allow" });
    const plain = await asking.visit(authorizeUrl(third, { scope: "openid" }));
    consent(plain);
    expect(textOf(plain.body)).not.toContain(en.consent.identityScopes.email);
    await allow(plain);
    // Agreed to openid alone: a claim of email is not covered, by whatever way it is asked for.
    for (const member of ["userinfo", "id_token"]) {
      const claims = { [member]: { email: null } };
      expect(answerOf(await visit(claims, { prompt: "none" }, third, asking))).toMatchObject({
        error: "consent_required",
      });
    }
    const page = await visit({ userinfo: { email: null } }, {}, third, asking);
    consent(page);
    expect(textOf(page.body)).toContain(en.consent.identityScopes.email);
    const { userinfo } = await learn(await allow(page), third);
    expect(userinfo).toEqual({ sub: user.id, email: user.email });
    expect(
      answerOf(await visit({ id_token: { email: null } }, { prompt: "none" }, third, asking)),
    ).toHaveProperty("code");
    expect(
      answerOf(await visit({ id_token: { name: null } }, { prompt: "none" }, third, asking)),
    ).toMatchObject({ error: "consent_required" });
  });

  it("cannot be raised between the consent page and the code: the request is the one that was agreed to [claims-parameter-14]", async () => {
    const third = await createRelyingParty(server, { firstParty: false });
    const asking = await signedIn(server, user);
    const page = await visit({ userinfo: { email: null } }, {}, third, asking);
    await asking.submit(page, "/consent", { decision: "allow" });
    const more = await visit({ userinfo: { email: null, phone_number: null } }, {}, third, asking);
    expect(more.path).toMatch(/^\/consent\?/);
  });
});

describe("A sub asked for by value (§5.5.1)", () => {
  it("gives a code for that user only [claims-parameter-15]", async () => {
    const other = await createUser(server);
    const about = (id: string, member = "id_token") => ({ [member]: { sub: { value: id } } });
    for (const member of ["id_token", "userinfo"]) {
      expect(answerOf(await visit(about(user.id, member), { prompt: "none" }))).toHaveProperty("code");
      for (const prompt of ["none", undefined])
        expect(answerOf(await visit(about(other.id, member), { prompt }))).toMatchObject({
          error: "login_required",
          error_uri: `${issuer}/errors/hint_user_mismatch`,
        });
    }
    const both = { id_token: { sub: { essential: true } }, userinfo: { sub: { value: other.id } } };
    expect(answerOf(await visit(both))).toMatchObject({ error: "login_required" });
    const fresh = new Browser(server);
    const page = await login(fresh, await visit(about(user.id), {}, client, fresh), other);
    expect(answerOf(page)).toMatchObject({ error: "login_required" });
  });
});

describe("An acr (§5.5.1.1)", () => {
  it("that is essential and cannot be had is an error [claims-parameter-16]", async () => {
    for (const wish of [
      { value: "3" },
      { values: ["3", "urn:mace:incommon:iap:gold"] },
      { value: 1 },
      { values: [{ toString: 1 }, null, ["1"]] },
      { value: { toString: 1, valueOf: 1 } },
    ]) {
      const answer = answerOf(await visit({ id_token: { acr: { essential: true, ...wish } } }));
      expect(answer).toMatchObject({
        error: "unmet_authentication_requirements",
        error_uri: `${issuer}/errors/acr_unmet`,
      });
    }
  });

  it("that is essential and needs a second factor leads to where one is set up", async () => {
    for (const wish of [{ value: "2" }, { values: ["2", "urn:mace:incommon:iap:gold"] }]) {
      const page = await visit({ id_token: { acr: { essential: true, ...wish } } });
      expect([page.status, page.path.split("?")[0]]).toEqual([200, "/account/factors"]);
    }
  });

  it("that can be had, or is a mere wish, is none [claims-parameter-17]", async () => {
    for (const wish of [
      null,
      { essential: true },
      { essential: true, value: "1" },
      { essential: true, values: ["2", "1"] },
      { essential: false, values: ["2"] },
      { value: "2" },
      { essential: "true", value: "2" },
    ]) {
      const { idToken } = await learn(await visit({ id_token: { acr: wish } }));
      expect(idToken.acr).toBe("1");
    }
  });
});
