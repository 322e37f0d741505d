/** DPoP at the token endpoint (RFC 9449 §5, §10). */
import { describe, expect, it } from "vitest";
import { deviceGrantType } from "../../src/clients/grant-types.js";
import { createApp, getCode, issuer, redeem, signedIn } from "../support/authorization.js";
import { createTool, decide, poll, startDevice } from "../support/devices.js";
import {
  createClient,
  createResources,
  createUser,
  files,
  notes,
  type TestClient,
} from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { type ClientKey, newKey, type ProofChanges, proofBy } from "../support/proofs.js";
import { lockSessionRow } from "../support/row-lock.js";
import { auditOf, sessionIdOf, sessionOf } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  askByRefreshToken,
  expectRefusal,
  identify,
  type Parameters,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
const behindProxy = await testServer({ env: { TRUST_PROXY: "127.0.0.1" } });
await createResources(server);
const user = await createUser(server);
const app = await createClient(server, { secret: null });
const backEnd = await createClient(server);
const [key, another] = [newKey(), newKey()];

const dpop = (by: ClientKey | null, changes?: ProofChanges): Parameters =>
  by === null ? {} : { dpop: proofBy(server, by, changes) };

const signIn = async (by: ClientKey | null, client: TestClient = app, more: Parameters = {}) =>
  tokensOf(
    await postForm(
      server,
      {
        grant_type: "password",
        username: user.email,
        password: user.password,
        ...identify(client),
        ...more,
      },
      dpop(by),
    ),
  );

const refresh = (token: string, by: ClientKey | null, client: TestClient = app): Promise<Answer> =>
  postForm(server, { grant_type: "refresh_token", refresh_token: token, ...identify(client) }, dpop(by));

/** A token response that says what it is bound to. */
function tokensOf({ status, body }: Answer) {
  expect({ status, error: body.error, why: body.error_description }).toEqual({ status: 200 });
  const { access_token = "", refresh_token = "", token_type } = body;
  return { access_token, refresh_token, token_type };
}

const boundTo = async (token: string): Promise<string | undefined> =>
  (await claimsOf(server, token)).cnf?.jkt;

describe("A token request with a proof (RFC 9449 §5)", () => {
  it("gets tokens that are bound to its key, and one without gets Bearer tokens [dpop-1]", async () => {
    const bound = await signIn(key);
    expect(bound.token_type).toBe("DPoP");
    expect(await boundTo(bound.access_token)).toBe(key.jkt);
    expect((await sessionOf(server, bound.refresh_token)).jkt).toBe(key.jkt);
    const own = await postForm(server, { grant_type: "client_credentials", ...identify(backEnd) }, dpop(key));
    expect(await boundTo(tokensOf(own).access_token)).toBe(key.jkt);
    const bearer = await signIn(null);
    expect(bearer.token_type).toBe("Bearer");
    expect(await claimsOf(server, bearer.access_token)).not.toHaveProperty("cnf");
    expect((await sessionOf(server, bearer.refresh_token)).jkt).toBeNull();
  });

  it("is refused for the proof alone, before the client is even asked who it is [dpop-2]", async () => {
    const once = dpop(key);
    const changed = (claims: ProofChanges["claims"]) => dpop(key, { claims: claims ?? {} });
    const at = Math.floor(server.context.now() / 1000);
    tokensOf(await askWith(once));
    const cases = [
      [once, "dpop_proof_replayed"],
      [{ dpop: `${dpop(key).dpop}, ${dpop(key).dpop}` }, "dpop_proof_repeated"],
      [{ dpop: "a.b" }, "dpop_proof_malformed"],
      [changed({ htm: "GET" }), "dpop_proof_htm"],
      [changed({ htu: `${issuer}/oauth2/revoke` }), "dpop_proof_htu"],
      [changed({ htu: "http://attacker.example/oauth2/token" }), "dpop_proof_htu"],
      [changed({ iat: at - 120 }), "dpop_proof_time"],
      [changed({ iat: at + 120 }), "dpop_proof_time"],
      [dpop(key, { header: { typ: "JWT" } }), "dpop_proof_typ"],
      [dpop(key, { header: { alg: "HS256" } }), "dpop_proof_alg"],
      [dpop(key, { header: { jwk: another.jwk } }), "dpop_proof_signature"],
      [dpop(key, { header: { jwk: { ...key.jwk, d: "AA" } } }), "dpop_proof_key"],
    ] as const;
    for (const [headers, reason] of cases)
      expectRefusal(await askWith(headers, { client_secret: "wrong" }), 400, "invalid_dpop_proof", reason);
    const elsewhere = { ...dpop(key), host: "attacker.example" };
    tokensOf(await askWith(elsewhere));
  });

  const askWith = (headers: Parameters, more: Parameters = {}) =>
    postForm(server, { grant_type: "client_credentials", ...identify(backEnd), ...more }, headers);
});

describe("A refresh token of a public client (RFC 9449 §5)", () => {
  it("works with its key only; what else comes with it spends nothing and ends nothing [dpop-3]", async () => {
    const first = await signIn(key);
    for (let turn = 0; turn < 2; turn += 1) {
      expectRefusal(
        await refresh(first.refresh_token, null),
        400,
        "invalid_dpop_proof",
        "dpop_proof_missing",
      );
      expectRefusal(
        await refresh(first.refresh_token, another),
        400,
        "invalid_dpop_proof",
        "dpop_key_mismatch",
      );
    }
    // By a statement of its own, not together with others.
    const form = { grant_type: "refresh_token", refresh_token: first.refresh_token, ...identify(app) };
    const alone = await postForm(server, { ...form, scope: "notes:read" }, dpop(another));
    expectRefusal(alone, 400, "invalid_dpop_proof", "dpop_key_mismatch");
    const next = tokensOf(await refresh(first.refresh_token, key));
    expect(next.token_type).toBe("DPoP");
    expect(await boundTo(next.access_token)).toBe(key.jkt);
    const audited = await auditOf(server, sessionIdOf(server, first.refresh_token));
    expect(audited.slice(0, 3)).toEqual([
      "session.created",
      "refresh_token.refused: dpop_proof_missing",
      "refresh_token.refused: dpop_key_mismatch",
    ]);
  });

  it("can be repeated after a lost answer, with the same key only [dpop-4]", async () => {
    const first = await signIn(key);
    const next = tokensOf(await refresh(first.refresh_token, key));
    expectRefusal(await refresh(first.refresh_token, null), 400, "invalid_dpop_proof", "dpop_proof_missing");
    expectRefusal(
      await refresh(first.refresh_token, another),
      400,
      "invalid_dpop_proof",
      "dpop_key_mismatch",
    );
    const again = tokensOf(await refresh(first.refresh_token, key));
    expect(again.refresh_token).toBe(next.refresh_token);
    expect(await boundTo(again.access_token)).toBe(key.jkt);
    tokensOf(await refresh(next.refresh_token, key));
  });

  it("is reused, whichever the key, once its successor has been used [dpop-5]", async () => {
    for (const by of [null, another, key]) {
      const first = await signIn(key);
      const next = tokensOf(await refresh(first.refresh_token, key));
      const last = tokensOf(await refresh(next.refresh_token, key));
      expectRefusal(await refresh(first.refresh_token, by), 400, "invalid_grant", "refresh_token_reused");
      expectRefusal(await refresh(last.refresh_token, key), 400, "invalid_grant", "refresh_token_revoked");
    }
  });

  it("gets one successor, and the same for all, where two are under way with its key [dpop-6]", async () => {
    const first = await signIn(key);
    const lock = await lockSessionRow(sessionIdOf(server, first.refresh_token));
    const under = [key, key, another, null].map((by) => refresh(first.refresh_token, by));
    await lock.waiting(4);
    await lock.release();
    const [one, other, thief, bare] = await Promise.all(under);
    expect(tokensOf(one as Answer).refresh_token).toBe(tokensOf(other as Answer).refresh_token);
    expectRefusal(thief as Answer, 400, "invalid_dpop_proof", "dpop_key_mismatch");
    expectRefusal(bare as Answer, 400, "invalid_dpop_proof", "dpop_proof_missing");
    tokensOf(await refresh(tokensOf(one as Answer).refresh_token, key));
  });

  it("is bound by the first refresh that has a proof, and stays so [dpop-7]", async () => {
    const first = await signIn(null);
    const next = tokensOf(await refresh(first.refresh_token, key));
    expect(await sessionOf(server, next.refresh_token)).toMatchObject({ jkt: key.jkt, jkt_generation: 1 });
    const again = tokensOf(await refresh(first.refresh_token, key));
    expect(again.refresh_token).toBe(next.refresh_token);
    expectRefusal(await refresh(next.refresh_token, null), 400, "invalid_dpop_proof", "dpop_proof_missing");
    const last = tokensOf(await refresh(next.refresh_token, key));
    expect(await sessionOf(server, last.refresh_token)).toMatchObject({ jkt: key.jkt, jkt_generation: 1 });
  });

  it("that a thief has bound to a key of theirs is found out by the client's next refresh [dpop-8]", async () => {
    for (const by of [null, key]) {
      const stolen = await signIn(null);
      const thiefs = tokensOf(await refresh(stolen.refresh_token, another));
      expectRefusal(await refresh(stolen.refresh_token, by), 400, "invalid_grant", "refresh_token_reused");
      expectRefusal(
        await refresh(thiefs.refresh_token, another),
        400,
        "invalid_grant",
        "refresh_token_revoked",
      );
    }
  });

  it("is not bound by a retry: the first answer was for a client without a key [dpop-9]", async () => {
    const first = await signIn(null);
    const next = tokensOf(await refresh(first.refresh_token, null));
    const retried = tokensOf(await refresh(first.refresh_token, key));
    expect(retried.refresh_token).toBe(next.refresh_token);
    expect(await boundTo(retried.access_token)).toBe(key.jkt);
    expect((await sessionOf(server, next.refresh_token)).jkt).toBeNull();
    tokensOf(await refresh(next.refresh_token, null));
  });

  it("without its key ends nothing by its network or its burst either [dpop-10]", async () => {
    const strict = await createClient(server, {
      secret: null,
      onAddressChange: "revoke",
      onRefreshBurst: "revoke",
      refreshBurst: 1,
    });
    const first = await signIn(key, strict);
    const next = tokensOf(await refresh(first.refresh_token, key, strict));
    const form = { grant_type: "refresh_token", refresh_token: next.refresh_token, ...identify(strict) };
    for (const [by, reason] of [
      [another, "dpop_key_mismatch"],
      [null, "dpop_proof_missing"],
    ] as const) {
      const answer = await postForm(behindProxy, form, { ...dpop(by), "x-forwarded-for": "203.0.113.9" });
      expectRefusal(answer, 400, "invalid_dpop_proof", reason);
    }
    expect((await sessionOf(server, next.refresh_token)).revoked_at).toBeNull();
  });
});

describe("A refresh token of a client that authenticates (RFC 9449 §5)", () => {
  it("is bound to the client, which may change its key: each access token is bound to its request's [dpop-11]", async () => {
    const first = await signIn(key, backEnd);
    expect((await sessionOf(server, first.refresh_token)).jkt).toBeNull();
    const next = tokensOf(await refresh(first.refresh_token, another, backEnd));
    expect(await boundTo(next.access_token)).toBe(another.jkt);
    const retried = tokensOf(await refresh(first.refresh_token, key, backEnd));
    expect(retried.refresh_token).toBe(next.refresh_token);
    const last = tokensOf(await refresh(next.refresh_token, null, backEnd));
    expect(last.token_type).toBe("Bearer");
  });
});

describe("require_dpop", () => {
  it("of a client refuses each request without a proof, before anything is spent [dpop-12]", async () => {
    const strict = await createApp(server, { requireDpop: true });
    const browser = await signedIn(server, user);
    const code = await getCode(browser, strict);
    expectRefusal(await redeem(server, strict, code), 400, "invalid_dpop_proof", "dpop_required");
    const first = tokensOf(await redeem(server, strict, code, {}, dpop(key)));
    expectRefusal(
      await refresh(first.refresh_token, null, strict),
      400,
      "invalid_dpop_proof",
      "dpop_required",
    );
    tokensOf(await refresh(first.refresh_token, another, strict));
  });

  it("of a resource does the same, where only a row knows the resource [dpop-13]", async () => {
    await server.db.query("update resources set require_dpop = true where uri = $1", [files.uri]);
    const client = await createApp(server, {
      resources: [files.uri],
      scope: files.scope,
      grantTypes: ["authorization_code", "refresh_token", "client_credentials", "password"],
    });
    const browser = await signedIn(server, user);
    const code = await getCode(browser, client);
    const refusals = [
      await askByClientCredentials(server, client),
      await redeem(server, client, code),
      await postForm(server, {
        grant_type: "password",
        username: user.email,
        password: "not even looked at",
        ...identify(client),
      }),
    ];
    const first = tokensOf(await redeem(server, client, code, {}, dpop(key)));
    refusals.push(await askByRefreshToken(server, client, first.refresh_token));
    for (const refusal of refusals) expectRefusal(refusal, 400, "invalid_dpop_proof", "dpop_required");
    tokensOf(await refresh(first.refresh_token, key, client));
    await server.db.query("update resources set require_dpop = false where uri = $1", [files.uri]);
  });
});

describe("A device", () => {
  it("gets tokens that are bound to the key of its last request, and has to have one where the API needs it [dpop-20]", async () => {
    const tool = await createTool(server, { resources: [files.uri], scope: files.scope });
    const device = await startDevice(server, tool);
    await decide(await signedIn(server, user), device);
    await server.db.query("update resources set require_dpop = true where uri = $1", [files.uri]);
    expectRefusal(await poll(server, tool, device), 400, "invalid_dpop_proof", "dpop_required");
    const form = { grant_type: deviceGrantType, device_code: device.device_code, ...identify(tool) };
    const first = tokensOf(await postForm(server, form, dpop(key)));
    await server.db.query("update resources set require_dpop = false where uri = $1", [files.uri]);
    expect(first.token_type).toBe("DPoP");
    expectRefusal(
      await refresh(first.refresh_token, another, tool),
      400,
      "invalid_dpop_proof",
      "dpop_key_mismatch",
    );
    tokensOf(await refresh(first.refresh_token, key, tool));
  });
});

describe("dpop_jkt (RFC 9449 §10)", () => {
  it("binds the code: without its key it is refused, and not spent [dpop-14]", async () => {
    const browser = await signedIn(server, user);
    for (const options of [{ secret: null }, {}]) {
      const client = await createApp(server, options);
      const code = await getCode(browser, client, { dpop_jkt: key.jkt });
      expectRefusal(await redeem(server, client, code), 400, "invalid_dpop_proof", "dpop_proof_missing");
      const thief = await redeem(server, client, code, {}, dpop(another));
      expectRefusal(thief, 400, "invalid_dpop_proof", "dpop_key_mismatch");
      const first = tokensOf(await redeem(server, client, code, {}, dpop(key)));
      for (const by of [null, another])
        expect((await redeem(server, client, code, {}, dpop(by))).body.error).toBe("invalid_dpop_proof");
      const next = tokensOf(await refresh(first.refresh_token, key, client));
      expectRefusal(await redeem(server, client, code, {}, dpop(key)), 400, "invalid_grant", "code_reused");
      expectRefusal(
        await refresh(next.refresh_token, key, client),
        400,
        "invalid_grant",
        "refresh_token_revoked",
      );
    }
  });

  it("has to be a thumbprint [dpop-15]", async () => {
    const client = await createApp(server);
    const browser = await signedIn(server, user);
    for (const jkt of ["short", `${key.jkt}A`, `${key.jkt.slice(1)}=`]) {
      const { location } = await browser.get(
        `/oauth2/authorize?${new URLSearchParams({
          response_type: "code",
          client_id: client.clientId,
          code_challenge: key.jkt,
          code_challenge_method: "S256",
          dpop_jkt: jkt,
        })}`,
      );
      const answer = new URL(location ?? "").searchParams;
      expect(answer.get("error")).toBe("invalid_request");
      expect(answer.get("error_uri")).toBe(`${issuer}/errors/dpop_jkt_malformed`);
    }
  });
});

describe("What is told about a bound token", () => {
  it("by introspection: its key and its type (RFC 9449 §6.2) [dpop-16]", async () => {
    const client = await createClient(server, { resources: [notes.uri] });
    const introspect = async (token: string) =>
      (
        await server.app.inject({
          method: "POST",
          url: "/oauth2/introspect",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          payload: new URLSearchParams({ ...identify(client), token }).toString(),
        })
      ).json();
    const tokens = await signIn(key, client);
    expect(await introspect(tokens.access_token)).toMatchObject({
      active: true,
      token_type: "DPoP",
      cnf: { jkt: key.jkt },
    });
    expect(await introspect((await signIn(null, client)).access_token)).toMatchObject({
      token_type: "Bearer",
    });
  });

  it("by the metadata: the algorithms of proofs (§5.1) [dpop-17]", async () => {
    const { dpop_signing_alg_values_supported: algorithms } = (
      await server.app.inject("/.well-known/oauth-authorization-server")
    ).json();
    expect(algorithms).toEqual(expect.arrayContaining(["ES256", "EdDSA", "RS256", "PS256"]));
  });
});

describe("A proof's time", () => {
  it("is the server's, a minute either way [dpop-18]", async () => {
    const tokens = await signIn(key);
    const made = proofBy(server, key);
    await passTime(server, 90);
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, ...identify(app) };
    expectRefusal(await postForm(server, form, { dpop: made }), 400, "invalid_dpop_proof", "dpop_proof_time");
    const at = Math.floor(server.context.now() / 1000);
    tokensOf(await postForm(server, form, dpop(key, { claims: { iat: at + 10 } })));
  });
});
