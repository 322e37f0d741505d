/** Token exchange (RFC 8693): an API calls the next one for the user. */
import type { ErrorCode, Reason } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { issuer } from "../support/authorization.js";
import { createClient, createResources, createUser, files, notes } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { newKey, proofBy } from "../support/proofs.js";
import { passTime, testServer } from "../support/server.js";
import { isRevoked, statusOf } from "../support/status-lists.js";
import {
  askByClientCredentials,
  expectRefusal,
  expectTokens,
  identify,
  type Parameters,
  postForm,
  refresh,
  signIn,
} from "../support/token-requests.js";

const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";
const server = await testServer();
await createResources(server);
const user = await createUser(server, ["editor"]);
const app = await createClient(server, { resources: [notes.uri], scope: notes.scope });
/** The back end of the notes, which calls the files. */
const api = await createClient(server, {
  grantTypes: [grantType],
  resources: [files.uri, notes.uri],
  scope: [...files.scope, ...notes.scope],
  mayExchange: [`${notes.uri} ${files.uri}`, `${notes.uri} ${notes.uri}`],
});

const exchange = (subjectToken: string, changes: Parameters = {}, client = api, headers: Parameters = {}) =>
  postForm(
    server,
    {
      ...identify(client),
      grant_type: grantType,
      subject_token: subjectToken,
      subject_token_type: accessTokenType,
      ...changes,
    },
    headers,
  );

async function introspect(token: string, client = api): Promise<unknown> {
  const response = await server.app.inject({
    method: "POST",
    url: "/oauth2/introspect",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ ...identify(client), token }).toString(),
  });
  return response.json();
}

describe("An exchanged token (RFC 8693 §2.2)", () => {
  it("is for the next API, about the same user and session, and says who acts [token-exchange-1]", async () => {
    const { access_token } = await signIn(server, app, user);
    const answer = await exchange(access_token, { resource: files.uri });
    const tokens = expectTokens(answer);
    expect(tokens).toMatchObject({
      issued_token_type: accessTokenType,
      token_type: "Bearer",
      scope: files.scope.join(" "),
    });
    expect(tokens.refresh_token).toBeUndefined();
    const [before, after] = await Promise.all([
      claimsOf(server, access_token),
      claimsOf(server, tokens.access_token),
    ]);
    expect(after).toMatchObject({
      iss: issuer,
      sub: user.id,
      aud: files.uri,
      client_id: api.clientId,
      act: { sub: api.clientId },
      sid: before.sid,
      auth_time: before.auth_time,
      acr: before.acr,
      roles: ["editor"],
      status: before.status,
    });
    expect(after.jti).not.toBe(before.jti);
  });

  it("is bound to the key of the client that exchanges, and never to none where the other was bound", async () => {
    const [users, apis] = [newKey(), newKey()];
    const form = { grant_type: "password", username: user.email, password: user.password, ...identify(app) };
    const bound = (await postForm(server, form, { dpop: proofBy(server, users) })).body.access_token ?? "";
    expectRefusal(
      await exchange(bound, { resource: files.uri }),
      400,
      "invalid_dpop_proof",
      "dpop_proof_missing",
    );
    const bearer = (await signIn(server, app, user)).access_token;
    for (const subject of [bound, bearer]) {
      const answer = await exchange(subject, { resource: files.uri }, api, { dpop: proofBy(server, apis) });
      expect(answer.body.token_type).toBe("DPoP");
      const { cnf } = await claimsOf(server, answer.body.access_token ?? "");
      expect(cnf).toEqual({ jkt: apis.jkt });
    }
  });

  it("never lives longer than the subject token [token-exchange-2]", async () => {
    const { access_token } = await signIn(server, app, user);
    await passTime(server, 400);
    const tokens = expectTokens(await exchange(access_token, { resource: files.uri }));
    const [before, after] = await Promise.all([
      claimsOf(server, access_token),
      claimsOf(server, tokens.access_token),
    ]);
    expect(after.exp).toBe(before.exp);
    expect(tokens.expires_in).toBe(after.exp - after.iat);
  });

  it("ends with the session: its bit is the session's, and no more are issued [token-exchange-3]", async () => {
    const { access_token, refresh_token } = await signIn(server, app, user);
    const tokens = expectTokens(await exchange(access_token, { resource: files.uri }));
    await server.app.inject({
      method: "POST",
      url: "/oauth2/revoke",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ ...identify(app), token: refresh_token }).toString(),
    });
    expect(await isRevoked(server, statusOf(tokens.access_token))).toBe(true);
    expectRefusal(
      await exchange(access_token, { resource: files.uri }),
      400,
      "invalid_request",
      "subject_token_invalid",
    );
    expect(await introspect(tokens.access_token)).toEqual({ active: false });
  });

  it("is inactive once a client that exchanged it is disabled, wherever in the chain [token-exchange-10]", async () => {
    const next = await createClient(server, {
      grantTypes: [grantType],
      resources: [files.uri],
      scope: files.scope,
      mayExchange: [`${files.uri} ${files.uri}`],
    });
    const middle = await createClient(server, {
      grantTypes: [grantType],
      resources: [files.uri],
      scope: files.scope,
      mayExchange: [`${notes.uri} ${files.uri}`],
    });
    const { access_token } = await signIn(server, app, user);
    const once = expectTokens(await exchange(access_token, { resource: files.uri }, middle)).access_token;
    const twice = expectTokens(await exchange(once, { resource: files.uri }, next)).access_token;
    expect(await introspect(twice, next)).toMatchObject({
      active: true,
      act: { sub: next.clientId, act: { sub: middle.clientId } },
    });
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [middle.clientId]);
    expect(await introspect(twice, next)).toEqual({ active: false });
    expectRefusal(
      await exchange(once, { resource: files.uri }, next),
      400,
      "invalid_request",
      "subject_token_invalid",
    );
    expectTokens(await exchange(access_token, { resource: files.uri }));
  });

  it("of the same API has less scope, never more [token-exchange-4]", async () => {
    const [one = "", other = ""] = notes.scope;
    const { access_token } = await signIn(server, app, user, { scope: one });
    const same = expectTokens(await exchange(access_token, { resource: notes.uri }));
    expect(same.scope).toBe(one);
    expectRefusal(
      await exchange(access_token, { resource: notes.uri, scope: other }),
      400,
      "invalid_scope",
      "scope_exceeds_grant",
    );
    const asked = expectTokens(
      await exchange(access_token, { resource: notes.uri, scope: `${one} ${other}` }),
    );
    expect(asked.scope).toBe(one);
  });

  it("names all who act, the last first, and not without end (§4.1) [token-exchange-5]", async () => {
    const { access_token } = await signIn(server, app, user);
    let token = access_token;
    const circle = await createClient(server, {
      grantTypes: [grantType],
      resources: [files.uri, notes.uri],
      scope: [...files.scope, ...notes.scope],
      mayExchange: [`${notes.uri} ${files.uri}`, `${files.uri} ${notes.uri}`],
    });
    for (let times = 0; times < 5; times++)
      token = expectTokens(
        await exchange(token, { resource: times % 2 === 0 ? files.uri : notes.uri }, circle),
      ).access_token;
    const { act } = await claimsOf(server, token);
    expect(act?.act?.act?.act?.act).toEqual({ sub: circle.clientId });
    expectRefusal(
      await exchange(token, { resource: notes.uri }, circle),
      400,
      "invalid_request",
      "actor_chain_too_long",
    );
  });

  it("can be one of a client's own, which stays its own [token-exchange-6]", async () => {
    const service = await createClient(server, {
      grantTypes: ["client_credentials"],
      resources: [notes.uri],
      scope: notes.scope,
    });
    const { access_token } = expectTokens(await askByClientCredentials(server, service));
    const tokens = expectTokens(await exchange(access_token, { resource: files.uri }));
    const claims = await claimsOf(server, tokens.access_token);
    expect(claims).toMatchObject({ sub: service.clientId, act: { sub: api.clientId } });
    expect(claims.roles).toBeUndefined();
    expect(claims.auth_time).toBeUndefined();
  });
});

describe("An exchange is refused (§2.2.2)", () => {
  it.each<[string, Parameters, ErrorCode, Reason]>([
    ["without subject_token", { subject_token: "" }, "invalid_request", "parameter_missing"],
    ["with a token of nobody", { subject_token: "x.y.z" }, "invalid_request", "subject_token_invalid"],
    [
      "with another subject_token_type",
      { subject_token_type: "urn:ietf:params:oauth:token-type:refresh_token" },
      "invalid_request",
      "token_type_unsupported",
    ],
    [
      "where another type is requested",
      { requested_token_type: "urn:ietf:params:oauth:token-type:id_token" },
      "invalid_request",
      "token_type_unsupported",
    ],
    [
      "with an actor_token",
      { actor_token: "x", actor_token_type: accessTokenType },
      "invalid_request",
      "actor_token_unsupported",
    ],
    [
      "for an API that the client may not ask for",
      { resource: "https://other.example" },
      "invalid_target",
      "resource_unknown",
    ],
    [
      "for a scope that it may not have",
      { resource: files.uri, scope: "admin:write" },
      "invalid_scope",
      "scope_not_allowed",
    ],
  ])("%s [token-exchange-7]", async (_how, changes, error, reason) => {
    const { access_token } = await signIn(server, app, user);
    expectRefusal(await exchange(access_token, { resource: files.uri, ...changes }), 400, error, reason);
  });

  it("for a refresh token, an ID token and an expired token", async () => {
    const { access_token, refresh_token } = await signIn(server, app, user);
    const next = await refresh(server, app, refresh_token);
    expectRefusal(await exchange(next.refresh_token), 400, "invalid_request", "subject_token_invalid");
    await passTime(server, 601);
    expectRefusal(await exchange(access_token), 400, "invalid_request", "subject_token_invalid");
  });

  it("where no policy allows it, in that direction [token-exchange-8]", async () => {
    const stranger = await createClient(server, { resources: [files.uri], scope: files.scope });
    const { access_token } = await signIn(server, stranger, user);
    expectRefusal(
      await exchange(access_token, { resource: notes.uri }),
      400,
      "invalid_target",
      "exchange_not_allowed",
    );
    expectRefusal(
      await exchange(access_token, { resource: files.uri }),
      400,
      "invalid_target",
      "exchange_not_allowed",
    );
  });

  it("to a client that was not given the grant, or has no secret [token-exchange-9]", async () => {
    const { access_token } = await signIn(server, app, user);
    expectRefusal(
      await exchange(access_token, {}, app),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
    await server.db.query(
      "update clients set token_endpoint_auth_method = 'none', secret_hashes = '{}' where client_id = $1",
      [api.clientId],
    );
    server.context.forgetClient(api.clientId);
    const open = { ...api, secret: "" };
    expectRefusal(
      await exchange(access_token, {}, open),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
  });
});
