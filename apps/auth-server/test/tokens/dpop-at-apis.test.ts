/** Bound access tokens at this server's own APIs: userinfo, account, admin (RFC 9449 §7). */
import type { Reason } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { createAdminResources } from "../support/admin.js";
import { issuer } from "../support/authorization.js";
import { createClient, createUser, notes } from "../support/fixtures.js";
import { newKey, proofBy, proofForApi } from "../support/proofs.js";
import { sessionIdOf } from "../support/rows.js";
import { testServer } from "../support/server.js";
import { identify, postForm } from "../support/token-requests.js";

const server = await testServer();
await createAdminResources(server);
await server.db.query("update resources set scope = scope || '{sessions:read}' where uri = $1", [issuer]);
const user = await createUser(server, ["admin"]);
const app = await createClient(server, {
  secret: null,
  scope: ["openid", ...notes.scope, "sessions:read", "admin:read"],
  resources: [notes.uri, issuer],
});
const [key, another] = [newKey(), newKey()];

async function tokensFor(resource: string, scope: string, by: typeof key | null = key) {
  const form = { grant_type: "password", username: user.email, password: user.password, ...identify(app) };
  const headers = by === null ? {} : { dpop: proofBy(server, by) };
  const { body } = await postForm(server, { ...form, resource, scope }, headers);
  return { access_token: body.access_token ?? "", refresh_token: body.refresh_token ?? "" };
}

const apis = [
  ["/oauth2/userinfo", notes.uri, "openid"],
  ["/account/api/sessions", issuer, "sessions:read"],
  ["/admin/v1/sessions", issuer, "admin:read"],
] as const;

const ask = (path: string, headers: Readonly<Record<string, string>>) =>
  server.app.inject({ method: "GET", url: `${path}?limit=50`, headers });

const challengeOf = (answer: Awaited<ReturnType<typeof ask>>, scheme: string) => {
  const header = String(answer.headers["www-authenticate"]);
  expect(header).toMatch(new RegExp(`^${scheme} `));
  expect(header.includes("algs=")).toBe(scheme === "DPoP");
  return {
    status: answer.statusCode,
    error: /error="(\w+)"/.exec(header)?.[1],
    uri: header.match(/errors\/(\w+)/)?.[1],
  };
};

describe.each(apis)("%s", (path, resource, scope) => {
  it("takes a bound token with a proof of its key, once [dpop-at-apis-1]", async () => {
    const { access_token } = await tokensFor(resource, scope);
    const authorization = `DPoP ${access_token}`;
    const headers = { authorization, dpop: proofForApi(server, key, ["GET", path], access_token) };
    expect((await ask(path, headers)).statusCode).toBe(200);
    const replayed = challengeOf(await ask(path, headers), "DPoP");
    expect(replayed).toEqual({ status: 401, error: "invalid_dpop_proof", uri: "dpop_proof_replayed" });
    const again = {
      authorization: `dpop ${access_token}`,
      dpop: proofForApi(server, key, ["GET", path], access_token),
    };
    expect((await ask(path, again)).statusCode).toBe(200);
  });

  it("refuses a bound token that comes without its proof, or with another [dpop-at-apis-2]", async () => {
    const [{ access_token }, other] = [await tokensFor(resource, scope), await tokensFor(resource, scope)];
    const authorization = `DPoP ${access_token}`;
    const proof = (by = key, claims = {}) => proofForApi(server, by, ["GET", path], access_token, claims);
    const cases: readonly [Readonly<Record<string, string>>, string, Reason][] = [
      [{ authorization: `Bearer ${access_token}` }, "invalid_token", "token_bound"],
      [{ authorization: `Bearer ${access_token}`, dpop: proof() }, "invalid_token", "token_bound"],
      [{ authorization }, "invalid_dpop_proof", "dpop_proof_missing"],
      [{ authorization, dpop: proof(another) }, "invalid_dpop_proof", "dpop_key_mismatch"],
      [{ authorization, dpop: proof(key, { ath: undefined }) }, "invalid_dpop_proof", "dpop_proof_token"],
      [
        { authorization, dpop: proofForApi(server, key, ["GET", path], other.access_token) },
        "invalid_dpop_proof",
        "dpop_proof_token",
      ],
      [{ authorization, dpop: proof(key, { htm: "POST" }) }, "invalid_dpop_proof", "dpop_proof_htm"],
      [{ authorization, dpop: proof(key, { htu: `${issuer}/` }) }, "invalid_dpop_proof", "dpop_proof_htu"],
      [{ authorization: "DPoP a.b.c", dpop: proof() }, "invalid_token", "token_malformed"],
    ];
    for (const [headers, error, uri] of cases)
      expect(challengeOf(await ask(path, headers), "DPoP")).toEqual({ status: 401, error, uri });
  });

  it("refuses a Bearer token that comes with a proof as if it were bound [dpop-at-apis-3]", async () => {
    const { access_token } = await tokensFor(resource, scope, null);
    const headers = {
      authorization: `DPoP ${access_token}`,
      dpop: proofForApi(server, key, ["GET", path], access_token),
    };
    const refused = challengeOf(await ask(path, headers), "DPoP");
    expect(refused).toEqual({ status: 401, error: "invalid_token", uri: "token_not_bound" });
    expect((await ask(path, { authorization: `Bearer ${access_token}` })).statusCode).toBe(200);
  });

  it("refuses in the token's own scheme once its session has ended [dpop-at-apis-4]", async () => {
    const { access_token, refresh_token } = await tokensFor(resource, scope);
    await server.db.query("update sessions set revoked_at = now(), revoke_reason = 'user' where id = $1", [
      sessionIdOf(server, refresh_token),
    ]);
    const headers = {
      authorization: `DPoP ${access_token}`,
      dpop: proofForApi(server, key, ["GET", path], access_token),
    };
    expect(challengeOf(await ask(path, headers), "DPoP")).toMatchObject({
      status: 401,
      error: "invalid_token",
    });
  });
});

describe("The userinfo endpoint", () => {
  it("refuses a bound token in the form, where no proof can protect it [dpop-at-apis-5]", async () => {
    const { access_token } = await tokensFor(notes.uri, "openid");
    const answer = await server.app.inject({
      method: "POST",
      url: "/oauth2/userinfo",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        dpop: proofForApi(server, key, ["POST", "/oauth2/userinfo"], access_token),
      },
      payload: new URLSearchParams({ access_token }).toString(),
    });
    expect(challengeOf(answer, "DPoP")).toEqual({ status: 401, error: "invalid_token", uri: "token_bound" });
  });
});

describe("Where sessions are listed", () => {
  it("it says which are bound, and to which key [dpop-at-apis-6]", async () => {
    const { access_token, refresh_token } = await tokensFor(issuer, "sessions:read admin:read");
    const id = sessionIdOf(server, refresh_token);
    for (const [path, list] of [
      ["/account/api/sessions", "sessions"],
      ["/admin/v1/sessions", "items"],
    ] as const) {
      const answer = await ask(path, {
        authorization: `DPoP ${access_token}`,
        dpop: proofForApi(server, key, ["GET", path], access_token),
      });
      const listed = answer.json()[list].find((session: { id: string }) => session.id === id);
      expect(listed.jkt).toBe(key.jkt);
    }
  });
});
