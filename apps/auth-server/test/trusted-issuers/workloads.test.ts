/** Workloads: tokens of a trusted issuer that make a program a client (RFC 7523 §2.1). */
import { describe, expect, it } from "vitest";
import { heldKey, keySet, signed } from "../support/assertion-keys.js";
import { issuer } from "../support/authorization.js";
import { createClient, createResources, files, notes } from "../support/fixtures.js";
import {
  askByAssertion,
  claimsNow,
  foreignIssuer,
  jobToken,
  jwtBearer,
  trust,
} from "../support/foreign-issuer.js";
import { claimsOf } from "../support/jwt.js";
import { newKey, proofBy } from "../support/proofs.js";
import { passTime, testServer } from "../support/server.js";
import { isRevoked, statusOf } from "../support/status-lists.js";
import { askByClientCredentials, expectRefusal, expectTokens, identify } from "../support/token-requests.js";

const server = await testServer();
await createResources(server);
/** Without a secret: nothing but its workloads' tokens makes anybody this client. */
const deploy = await createClient(server, { secret: null, clientId: "deploy", grantTypes: [jwtBearer] });
const preview = await createClient(server, { clientId: "preview", grantTypes: [jwtBearer] });
const ci = await foreignIssuer();
await trust(server, {
  id: "ci",
  issuer: ci.issuer,
  kind: "workload",
  rules: {
    deploy: {
      client_id: deploy.clientId,
      claims: { repository: "acme/shop", ref: "refs/heads/main", environment: "production" },
    },
    preview: {
      client_id: preview.clientId,
      claims: { repository: "acme/shop", ref: "refs/heads/*", environment: "preview" },
      resource: notes.uri,
      scope: "notes:read",
    },
    tags: { client_id: preview.clientId, claims: { repository: "acme/shop", ref: "refs/tags/*" } },
    "tags-too": { client_id: deploy.clientId, claims: { repository: "acme/shop", ref: "refs/tags/*" } },
  },
});
const token = (claims?: object, header?: object) => jobToken(server, ci, { ...claims }, { ...header });
const auditOf = async (event: string) =>
  (
    await server.db.query<{
      reason: string | null;
      client_id: string | null;
      detail: Record<string, unknown>;
    }>("select reason, client_id, detail from audit_events where event = $1 order by id", [event])
  ).rows;

describe("A job's token", () => {
  it("makes the job the client that a rule names: no secret, no refresh token [jwt-bearer-1]", async () => {
    const assertion = await token();
    const tokens = expectTokens(await askByAssertion(server, assertion));
    expect(Object.keys(tokens).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
    expect(await claimsOf(server, tokens.access_token)).toMatchObject({
      iss: issuer,
      sub: deploy.clientId,
      client_id: deploy.clientId,
      aud: notes.uri,
      scope: notes.scope.join(" "),
      status: expect.anything(),
    });
    const accepted = (await auditOf("assertion.accepted")).at(-1);
    expect(accepted).toMatchObject({
      client_id: deploy.clientId,
      detail: { trusted_issuer: "ci", subject: "repo:acme/shop:environment:production" },
    });
  });

  it("gives a token that lives no longer than it does itself [jwt-bearer-2]", async () => {
    const short = expectTokens(await askByAssertion(server, await token()));
    expect(short.expires_in).toBeGreaterThan(290);
    expect(short.expires_in).toBeLessThanOrEqual(300);
    const exp = Math.floor(server.context.now() / 1000) + 3_000;
    expect(expectTokens(await askByAssertion(server, await token({ exp }))).expires_in).toBe(600);
  });

  it("is good once, however many ask with it at the same time [jwt-bearer-3]", async () => {
    const assertion = await token();
    const answers = await Promise.all(Array.from({ length: 8 }, () => askByAssertion(server, assertion)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(7);
    for (const answer of refused) expectRefusal(answer, 400, "invalid_grant", "assertion_replayed");
  });

  it("is not used up by a request that could be repeated [jwt-bearer-4]", async () => {
    const assertion = await token();
    for (const [more, status, error, reason] of [
      [{ resource: "https://other.example.com" }, 400, "invalid_target", "resource_unknown"],
      [{ scope: "admin" }, 400, "invalid_scope", "scope_not_allowed"],
      [{ client_id: preview.clientId }, 400, "invalid_grant", "workload_not_allowed"],
    ] as const)
      expectRefusal(await askByAssertion(server, assertion, more), status, error, reason);
    expectTokens(await askByAssertion(server, assertion));
  });

  it("may ask for less, and for another of the client's APIs", async () => {
    const answer = await askByAssertion(server, await token(), { resource: files.uri, scope: "files:read" });
    expect(await claimsOf(server, expectTokens(answer).access_token)).toMatchObject({
      aud: files.uri,
      scope: "files:read",
    });
  });

  it("gets no more than its rule allows [jwt-bearer-5]", async () => {
    const inPreview = () => token({ ref: "refs/heads/topic", environment: "preview" });
    const answer = await askByAssertion(server, await inPreview(), { scope: "notes:read notes:write" });
    expect(await claimsOf(server, expectTokens(answer).access_token)).toMatchObject({
      sub: preview.clientId,
      aud: notes.uri,
      scope: "notes:read",
    });
    expectRefusal(
      await askByAssertion(server, await inPreview(), { resource: files.uri }),
      400,
      "invalid_target",
      "resource_unknown",
    );
    expectRefusal(
      await askByAssertion(server, await inPreview(), { scope: "notes:write" }),
      400,
      "invalid_scope",
      "scope_not_allowed",
    );
  });

  it("says by client_id which client is meant, where rules of several fit [jwt-bearer-6]", async () => {
    const tagged = await token({ ref: "refs/tags/v1" });
    const answer = await askByAssertion(server, tagged);
    expectRefusal(answer, 400, "invalid_grant", "workload_not_allowed");
    expect(answer.body.error_description).toContain("client_id");
    const { access_token } = expectTokens(
      await askByAssertion(server, tagged, { client_id: preview.clientId }),
    );
    expect((await claimsOf(server, access_token)).sub).toBe(preview.clientId);
  });

  it("counts nothing beside wrong credentials, or another client's [jwt-bearer-7]", async () => {
    const inPreview = await token({ environment: "preview" });
    expectRefusal(
      await askByAssertion(server, inPreview, { ...identify(preview), client_secret: "wrong" }),
      401,
      "invalid_client",
      "client_secret_mismatch",
    );
    const other = await createClient(server);
    expectRefusal(
      await askByAssertion(server, inPreview, identify(other)),
      400,
      "invalid_grant",
      "workload_not_allowed",
    );
    expectTokens(await askByAssertion(server, inPreview, identify(preview)));
  });

  it("that fits no rule is told the claims of the nearest one, and no value of it [jwt-bearer-8]", async () => {
    const near = await askByAssertion(server, await token({ ref: "refs/heads/topic" }), {
      client_id: deploy.clientId,
    });
    expectRefusal(near, 400, "invalid_grant", "workload_not_allowed");
    expect(near.body.error_description).toBe(
      `No rule allows this token of '${ci.issuer}' to act as the client 'deploy'. The nearest rule does not match: its ref is 'refs/heads/topic'.`,
    );
    const stranger = await askByAssertion(
      server,
      await token({ repository: "evil/shop", ref: "x", environment: "y" }),
    );
    expect(stranger.body.error_description).toBe(
      `No rule allows this token of '${ci.issuer}' to act as a client.`,
    );
    expect((await auditOf("assertion.refused")).at(-1)).toMatchObject({
      reason: "workload_not_allowed",
      detail: { trusted_issuer: "ci" },
    });
  });

  it("is worth nothing once its client or its issuer is disabled [jwt-bearer-9]", async () => {
    const own = await foreignIssuer();
    const client = await createClient(server, { grantTypes: [jwtBearer] });
    await trust(server, {
      id: "own",
      issuer: own.issuer,
      kind: "workload",
      rules: { all: { client_id: client.clientId, claims: { repository: "acme/shop" } } },
    });
    const { access_token } = expectTokens(await askByAssertion(server, await jobToken(server, own)));
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [client.clientId]);
    server.context.forgetClient(client.clientId);
    expectRefusal(
      await askByAssertion(server, await jobToken(server, own)),
      401,
      "invalid_client",
      "client_disabled",
    );
    expect(await isRevoked(server, statusOf(access_token))).toBe(true);
    await server.db.query("update trusted_issuers set disabled_at = now() where id = 'own'");
    expectRefusal(
      await askByAssertion(server, await jobToken(server, own)),
      400,
      "invalid_grant",
      "assertion_issuer_untrusted",
    );
  });

  it("needs a client that may use the grant", async () => {
    const client = await createClient(server, { grantTypes: [jwtBearer] });
    const own = await foreignIssuer();
    await trust(server, {
      id: "no-grant",
      issuer: own.issuer,
      kind: "workload",
      rules: { all: { client_id: client.clientId, claims: { repository: "acme/shop" } } },
    });
    await server.db.query("update clients set grant_types = '{password}' where client_id = $1", [
      client.clientId,
    ]);
    expectRefusal(
      await askByAssertion(server, await jobToken(server, own)),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
  });
});

describe("Not an assertion of a trusted issuer", () => {
  it("nothing, or something else [jwt-bearer-10]", async () => {
    expectRefusal(await askByAssertion(server, ""), 400, "invalid_request", "parameter_missing");
    for (const text of ["x", "a.b.c", `x.${(await token()).split(".")[1]}.x`])
      expectRefusal(await askByAssertion(server, text), 400, "invalid_grant", "assertion_malformed");
  });

  it("one that is larger than any", async () => {
    const answer = await askByAssertion(server, await token({ groups: "x".repeat(30_000) }));
    expectRefusal(answer, 400, "invalid_request", "body_too_large");
  });

  it("one of another issuer, or of none, whoever has signed it", async () => {
    for (const iss of ["https://other.example.com", `${ci.issuer}/`, undefined, 7, [ci.issuer], "a\0b"])
      expectRefusal(
        await askByAssertion(server, await token({ iss })),
        400,
        "invalid_grant",
        "assertion_issuer_untrusted",
      );
  });

  it("our own access token or ID token [jwt-bearer-11]", async () => {
    const client = await createClient(server);
    const own = expectTokens(await askByClientCredentials(server, client)).access_token;
    expectRefusal(await askByAssertion(server, own), 400, "invalid_grant", "assertion_issuer_untrusted");
  });

  it.each(["at+jwt", "oauth-id-jag+jwt", "logout+jwt", "dpop+jwt", "client-authentication+jwt", 7])(
    "a JWT with the typ %s",
    async (typ) => {
      expectRefusal(
        await askByAssertion(server, await token({}, { typ })),
        400,
        "invalid_grant",
        "assertion_typ",
      );
    },
  );

  it.each([
    ["another server", "https://other.example.com"],
    ["others too", [issuer, "https://other.example.com"]],
    ["nobody", undefined],
    ["nobody, in a list", []],
    ["a part of the issuer", `${issuer}/`],
  ])("one for %s [jwt-bearer-12]", async (_, aud) => {
    expectRefusal(
      await askByAssertion(server, await token({ aud })),
      400,
      "invalid_grant",
      "assertion_audience",
    );
  });

  it.each([[`${issuer}/oauth2/token`], [[issuer]]])("but one for %o is", async (aud) => {
    expectTokens(await askByAssertion(server, await token({ aud })));
  });

  it.each([
    ["expired", { exp: -60 }, "assertion_expired"],
    ["from the future", { iat: 90 }, "assertion_time"],
    ["not yet valid", { nbf: 90 }, "assertion_time"],
    ["good for too long", { exp: 7_300 }, "assertion_time"],
    ["expired within the tolerance, so that no token could live", { exp: -5 }, "assertion_expired"],
  ] as const)("one that is %s [jwt-bearer-13]", async (_, offsets, reason) => {
    const seconds = Math.floor(server.context.now() / 1000);
    const claims = Object.fromEntries(Object.entries(offsets).map(([name, by]) => [name, seconds + by]));
    expectRefusal(await askByAssertion(server, await token(claims)), 400, "invalid_grant", reason);
  });

  it.each([
    ["sub", { sub: undefined }],
    ["exp", { exp: undefined }],
    ["jti, where each is good once", { jti: undefined }],
    ["text as jti", { jti: 7 }],
  ])("one without %s", async (_, claims) => {
    expectRefusal(
      await askByAssertion(server, await token(claims)),
      400,
      "invalid_grant",
      "assertion_malformed",
    );
  });
});

describe("A key", () => {
  const key = newKey();
  const proven = () => ({ dpop: proofBy(server, key) });

  it("that the job proves is the one that its access token is bound to [jwt-bearer-18]", async () => {
    const { body } = await askByAssertion(server, await token(), {}, proven());
    expect(body.token_type).toBe("DPoP");
    expect(await claimsOf(server, body.access_token ?? "")).toMatchObject({ cnf: { jkt: key.jkt } });
  });

  it("that the assertion is bound to has to be proven, and it alone [jwt-bearer-14]", async () => {
    const assertion = await token({ cnf: { jkt: key.jkt } });
    for (const headers of [{}, { dpop: proofBy(server, newKey()) }])
      expectRefusal(
        await askByAssertion(server, assertion, {}, headers),
        400,
        "invalid_grant",
        "assertion_key_unproven",
      );
    expect((await askByAssertion(server, assertion, {}, proven())).status).toBe(200);
    for (const cnf of [{}, null, key.jkt, { jwk: key.jwk }, { jkt: key.jkt, "x5t#S256": "x" }])
      expectRefusal(
        await askByAssertion(server, await token({ cnf }), {}, proven()),
        400,
        "invalid_grant",
        "assertion_key_unproven",
      );
  });

  it("is needed where the client's tokens are always bound, before anything is spent", async () => {
    const client = await createClient(server, { grantTypes: [jwtBearer], requireDpop: true });
    const own = await foreignIssuer();
    await trust(server, {
      id: "bound",
      issuer: own.issuer,
      kind: "workload",
      rules: { all: { client_id: client.clientId, claims: { repository: "acme/shop" } } },
    });
    const assertion = await jobToken(server, own);
    expectRefusal(await askByAssertion(server, assertion), 400, "invalid_dpop_proof", "dpop_required");
    expect((await askByAssertion(server, assertion, {}, proven())).status).toBe(200);
    await server.db.query("update clients set profile = 'fapi2' where client_id = $1", [client.clientId]);
    server.context.forgetClient(client.clientId);
    expectRefusal(
      await askByAssertion(server, await jobToken(server, own), {}, proven()),
      400,
      "unauthorized_client",
      "grant_type_not_allowed",
    );
  });
});

describe("A signature [jwt-bearer-15]", () => {
  const refuse = async (assertion: string) =>
    expectRefusal(await askByAssertion(server, assertion), 400, "invalid_grant", "assertion_signature");

  it("of another issuer's key, or of one with the same name", async () => {
    const other = heldKey("RS256");
    await refuse(await jobToken(server, ci, {}, {}, other));
    await refuse(await jobToken(server, ci, {}, { kid: ci.key.kid }, other));
    await refuse(await jobToken(server, ci, {}, { kid: undefined }, other));
  });

  it("of none, or a symmetric one with the public key", async () => {
    const [, payload] = (await token()).split(".");
    const head = (header: object) => Buffer.from(JSON.stringify(header)).toString("base64url");
    await refuse(`${head({ alg: "none", typ: "JWT" })}.${payload}.`);
    await refuse(`${head({ alg: "HS256", typ: "JWT", kid: ci.key.kid })}.${payload}.${"A".repeat(43)}`);
  });

  it("with an algorithm that its issuer may not use, by a key of its own", async () => {
    const key = heldKey("ES256");
    const strict = { issuer: "https://strict.example.com", key };
    await trust(server, {
      id: "strict",
      issuer: strict.issuer,
      kind: "workload",
      jwks: keySet(key),
      algorithms: ["EdDSA"],
      rules: { all: { client_id: deploy.clientId, claims: { repository: "acme/shop" } } },
    });
    await refuse(await jobToken(server, strict));
    await server.db.query("update trusted_issuers set algorithms = '{ES256}' where id = 'strict'");
    expectTokens(await askByAssertion(server, await jobToken(server, strict)));
  });

  it("over other claims", async () => {
    const [head, , signature] = (await token()).split(".");
    const other = Buffer.from(
      JSON.stringify(claimsNow(server, { iss: ci.issuer, sub: "x", repository: "acme/shop" })),
    ).toString("base64url");
    await refuse(`${head}.${other}.${signature}`);
  });
});

describe("While an issuer's keys cannot be had", () => {
  it("the answer says so, and nothing is used up [jwt-bearer-16]", async () => {
    const down = await foreignIssuer();
    await trust(server, {
      id: "down",
      issuer: down.issuer,
      kind: "workload",
      rules: { all: { client_id: deploy.clientId, claims: { repository: "acme/shop" } } },
    });
    down.isUp = false;
    const assertion = await jobToken(server, down);
    expectRefusal(
      await askByAssertion(server, assertion),
      503,
      "temporarily_unavailable",
      "assertion_keys_unavailable",
    );
    down.isUp = true;
    await passTime(server, 15);
    expectTokens(await askByAssertion(server, assertion));
  });
});

describe("A pod's token, from a cluster that publishes no keys [jwt-bearer-17]", () => {
  const key = heldKey("RS256");
  const cluster = { issuer: "https://kubernetes.default.svc.cluster.local", key };
  /** As a projected service account token is: without typ, its audience a list, read from a file again and again. */
  const podToken = (name: string, more: object = {}) =>
    signed(
      key,
      claimsNow(server, {
        iss: cluster.issuer,
        aud: [issuer],
        sub: `system:serviceaccount:${name}`,
        "kubernetes.io": { namespace: "shop" },
        ...more,
      }),
      {},
    );

  it("is taken by its subject, and as often as it is sent where that is allowed", async () => {
    await trust(server, {
      id: "cluster",
      issuer: cluster.issuer,
      kind: "workload",
      jwks: keySet(key),
      allow_reuse: true,
      rules: { api: { client_id: deploy.clientId, claims: { sub: "system:serviceaccount:shop:api" } } },
    });
    const assertion = await podToken("shop:api", { jti: undefined });
    for (const _ of [1, 2]) expectTokens(await askByAssertion(server, assertion));
    expectRefusal(
      await askByAssertion(server, await podToken("shop:api-2")),
      400,
      "invalid_grant",
      "workload_not_allowed",
    );
  });
});
