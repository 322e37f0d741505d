import { describe, expect, it } from "vitest";
import type { Client } from "../../src/clients/clients.sql.js";
import { codeChallengeOf } from "../../src/codes/pkce.js";
import { checkAuthorizationRequest, checkReturnAddress } from "../../src/oauth/authorization-request.js";
import { checkRefreshScope, checkTarget } from "../../src/oauth/target.js";
import { files, notes } from "../support/fixtures.js";
import { plainClient } from "../support/plain-client.js";
import { refusalIn, refusalOf } from "../support/refusals.js";

const client = plainClient();
const web = "https://app.example.com/callback";
const formOf = (parameters: Readonly<Record<string, string | undefined>>) =>
  new Map(Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined));
type Parameters = Readonly<Record<string, string | undefined>>;

describe("Where the answer to an authorization request goes", () => {
  const check = (parameters: Parameters, registered: Client = client, asked: string[] = []) =>
    checkReturnAddress(
      async (clientId) => {
        asked.push(clientId);
        return clientId === registered.clientId ? registered : null;
      },
      formOf({ client_id: "app", ...parameters }),
    );

  it("is the redirect_uri, with state and response_mode", async () => {
    expect(await check({ redirect_uri: web })).toEqual({
      client,
      redirectUri: web,
      state: null,
      responseMode: "query",
    });
    const more = { redirect_uri: web, state: "s", response_mode: "form_post" };
    expect(await check(more)).toMatchObject({ state: "s", responseMode: "form_post" });
    expect(await check({ ...more, response_mode: "fragment" })).toMatchObject({ responseMode: "query" });
  });

  it("is the only one registered where none is named", async () => {
    expect(await check({}, plainClient({ redirectUris: [web] }))).toMatchObject({ redirectUri: web });
  });

  it.each<[string, Parameters, Partial<Client>, string]>([
    ["without a client", { client_id: undefined }, {}, "invalid_request parameter_missing"],
    ["of an unknown client", { client_id: "other" }, {}, "invalid_client client_unknown"],
    ["of a disabled client", {}, { disabledAt: new Date(0) }, "invalid_client client_disabled"],
    ["that is one of several", {}, {}, "invalid_request parameter_missing"],
    ["of a client that has none", {}, { redirectUris: [] }, "invalid_request parameter_missing"],
    ["that is not registered", { redirect_uri: `${web}/x` }, {}, "invalid_request redirect_uri_mismatch"],
    [
      "that is not the only one registered",
      { redirect_uri: `${web}/x` },
      { redirectUris: [web] },
      "invalid_request redirect_uri_mismatch",
    ],
  ])("is nowhere: %s", async (_title, parameters, changes, refusal) => {
    expect(await refusalIn(() => check(parameters, plainClient(changes)))).toBe(`400 ${refusal}`);
  });

  it("is named where it is missing", async () => {
    expect((await refusalOf(() => check({}))).message).toBe("The parameter redirect_uri is missing.");
  });

  it("is not looked for where no client can have that name", async () => {
    const asked: string[] = [];
    expect(await refusalIn(() => check({ client_id: "a b" }, client, asked))).toContain("client_unknown");
    expect(asked).toEqual([]);
  });
});

describe("An authorization request", () => {
  const challenge = codeChallengeOf("v".repeat(43));
  const usable = { response_type: "code", code_challenge: challenge, code_challenge_method: "S256" };
  const check = (parameters: Parameters, of: Client = client) =>
    checkAuthorizationRequest({ signUp: "off" }, of, formOf({ ...usable, ...parameters }));

  it("is taken with what it leaves out filled in", () => {
    expect(check({})).toEqual({
      codeChallenge: challenge,
      asksForMfa: false,
      prompt: new Set(),
      maxAgeSeconds: null,
      loginHint: null,
      resource: notes.uri,
      scope: notes.scope,
      consentScope: notes.scope,
      nonce: null,
      requestedClaims: null,
      jkt: null,
      subject: null,
    });
  });

  it("is taken with everything that it may say", () => {
    const more = { prompt: "login consent", max_age: "0", login_hint: "eve", response_mode: "query" };
    expect(check({ ...more, resource: files.uri, scope: "files:read" })).toEqual({
      codeChallenge: challenge,
      asksForMfa: false,
      prompt: new Set(["login", "consent"]),
      maxAgeSeconds: 0,
      loginHint: "eve",
      resource: files.uri,
      scope: files.scope,
      consentScope: files.scope,
      nonce: null,
      requestedClaims: null,
      jkt: null,
      subject: null,
    });
    expect(check({ prompt: "none", response_mode: "form_post", max_age: "999999999" })).toMatchObject({
      prompt: new Set(["none"]),
      maxAgeSeconds: 999_999_999,
    });
  });

  it.each<[Parameters, string]>([
    [{ request: "x" }, "request_not_supported request_object_unsupported"],
    [{ request_uri: "x" }, "request_uri_not_supported request_object_unsupported"],
    [{ response_type: undefined }, "invalid_request parameter_missing"],
    [{ response_type: "token" }, "unsupported_response_type response_type_unsupported"],
    [{ response_mode: "fragment" }, "invalid_request response_mode_unsupported"],
    [{ code_challenge: undefined }, "invalid_request pkce_required"],
    [{ code_challenge_method: undefined }, "invalid_request pkce_method_unsupported"],
    [{ code_challenge_method: "plain" }, "invalid_request pkce_method_unsupported"],
    [{ code_challenge: `${challenge}A` }, "invalid_request pkce_malformed"],
    [{ prompt: "none login" }, "invalid_request prompt_unsupported"],
    [{ prompt: "create" }, "invalid_request prompt_unsupported"],
    [{ prompt: "login create" }, "invalid_request prompt_unsupported"],
    [{ max_age: "-1" }, "invalid_request max_age_malformed"],
    [{ max_age: "1x" }, "invalid_request max_age_malformed"],
    [{ max_age: "x1" }, "invalid_request max_age_malformed"],
    [{ max_age: "1000000000" }, "invalid_request max_age_malformed"],
    [{ resource: "https://other" }, "invalid_target resource_unknown"],
    [{ scope: "admin" }, "invalid_scope scope_not_allowed"],
  ])("is refused with %j: %s", async (parameters, refusal) => {
    expect(await refusalIn(() => check(parameters))).toBe(`400 ${refusal}`);
  });

  it("is refused of a client without the grant", async () => {
    const other = plainClient({ grantTypes: ["refresh_token"] });
    expect(await refusalIn(() => check({}, other))).toBe("400 unauthorized_client grant_type_not_allowed");
  });
});

describe("What a token is to be for", () => {
  const target = (parameters: Parameters, of = client) => checkTarget(of, formOf(parameters));

  it("is what was asked for, and else all that the client may have there", () => {
    expect(target({})).toEqual({ resource: notes.uri, scope: notes.scope });
    expect(target({ scope: "notes:read" })).toEqual({ resource: notes.uri, scope: ["notes:read"] });
    expect(target({ resource: files.uri })).toEqual({ resource: files.uri, scope: files.scope });
    const reader = plainClient({ scope: ["notes:read", "files:read"] });
    expect(target({}, reader)).toEqual({ resource: notes.uri, scope: ["notes:read"] });
  });

  it.each<[string, Parameters, string]>([
    ["another resource", { resource: `${notes.uri}/x` }, "invalid_target resource_unknown"],
    ["another resource's scope", { scope: "files:read" }, "invalid_scope scope_not_allowed"],
    ["no grammar", { scope: "notes:read  notes:write" }, "invalid_scope scope_malformed"],
  ])("is not %s", async (_title, parameters, refusal) => {
    expect(await refusalIn(() => target(parameters))).toBe(`400 ${refusal}`);
  });

  it("is nothing for a client without resources", async () => {
    const refusal = await refusalIn(() => target({}, plainClient({ resources: [] })));
    expect(refusal).toBe("400 invalid_target resource_unknown");
  });

  it("is, at a refresh, within all of the client's scope, whatever resource it belongs to", async () => {
    expect(checkRefreshScope(client, formOf({}))).toBeNull();
    expect(checkRefreshScope(client, formOf({ scope: "files:read" }))).toEqual(["files:read"]);
    expect(checkRefreshScope(client, formOf({ scope: "admin files:read" }))).toEqual(["files:read"]);
    const refusals = [
      await refusalIn(() => checkRefreshScope(client, formOf({ scope: "openid admin" }))),
      await refusalIn(() => checkRefreshScope(client, formOf({ scope: '"' }))),
    ];
    expect(refusals).toEqual(["400 invalid_scope scope_exceeds_grant", "400 invalid_scope scope_malformed"]);
  });
});
