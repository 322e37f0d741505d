/** A client with the profile fapi2 (FAPI 2.0 Security Profile), from its push to its refresh. */
import { beforeAll, describe, expect, it } from "vitest";
import { settingsOfProfile } from "../../src/clients/fapi2.js";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { clientAssertion, heldKey, keySet } from "../support/assertion-keys.js";
import {
  type Asked,
  answerOf,
  authorizationRequest,
  authorizeUrl,
  callback,
  createApp,
  issuer,
  signedIn,
  verifier,
} from "../support/authorization.js";
import type { Browser } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { newKey, proofBy } from "../support/proofs.js";
import { passTime, testServer } from "../support/server.js";
import { expectRefusal, type Parameters, postForm } from "../support/token-requests.js";

const server = await testServer();
const key = heldKey("ES256");
const dpopKey = newKey();
const fapi2 = { profile: "fapi2" } as const;
let client: TestClient;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, {
    ...fapi2,
    ...settingsOfProfile(fapi2),
    scope: ["openid", "notes:read"],
    jwks: keySet(key),
  });
  // Its key waits until every verifier has it.
  await rotateKeys(server.context);
  await passTime(server, 900);
  await rotateKeys(server.context);
  browser = await signedIn(server, await createUser(server));
});

async function push(more: Asked = {}, assertion: Readonly<Record<string, unknown>> = {}) {
  const response = await server.app.inject({
    method: "POST",
    url: "/oauth2/par",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({
      ...authorizationRequest(client, more),
      ...(await clientAssertion(server, client.clientId, key, assertion)),
    }).toString(),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

async function getCode(): Promise<string> {
  const { body } = await push({ scope: "openid notes:read" });
  const asked = new URLSearchParams({ client_id: client.clientId, request_uri: body.request_uri });
  return answerOf(await browser.get(`/oauth2/authorize?${asked}`)).code ?? "";
}

const ask = async (form: Parameters, headers: Parameters = { dpop: proofBy(server, dpopKey) }) =>
  postForm(server, { ...form, ...(await clientAssertion(server, client.clientId, key)) }, headers);

const redeem = (code: string, headers?: Parameters) =>
  ask({ grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: verifier }, headers);

const algOf = (jwt = "") => JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()).alg;

describe("A client with the profile fapi2", () => {
  it("gets bound tokens and an ID token that is not signed with RS256 [fapi2-4]", async () => {
    const { body } = await redeem(await getCode());
    expect(body).toMatchObject({ token_type: "DPoP", scope: "openid notes:read" });
    expect(algOf(body.id_token)).toBe("ES256");
  });

  it("keeps its refresh token, by another assertion and another proof each time [fapi2-5]", async () => {
    const { body: first } = await redeem(await getCode());
    const { refresh_token = "" } = first;
    for (let turn = 0; turn < 2; turn += 1) {
      const { body: next } = await ask({ grant_type: "refresh_token", refresh_token });
      expect(next).toMatchObject({ token_type: "DPoP", refresh_token });
    }
    const stolen = await postForm(server, {
      grant_type: "refresh_token",
      refresh_token,
      client_id: client.clientId,
    });
    expect(stolen).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  });

  it("gets nothing without a proof, and keeps its code [fapi2-6]", async () => {
    const code = await getCode();
    expectRefusal(await redeem(code, {}), 400, "invalid_dpop_proof", "dpop_required");
    expect(await redeem(code)).toMatchObject({ status: 200 });
  });

  it("has to push, and names the issuer as aud, in a string [fapi2-7]", async () => {
    expect(answerOf(await browser.get(authorizeUrl(client)))).toMatchObject({
      error_uri: `${issuer}/errors/par_required`,
    });
    for (const aud of [[issuer], `${issuer}/oauth2/par`, `${issuer}/oauth2/token`]) {
      expectRefusal(await push({}, { aud }), 401, "invalid_client", "client_assertion_audience");
    }
  });

  it("may repeat a request, with its assertion, that came before the key that signs for it", async () => {
    const { keyRing, secrets, db } = server.context;
    const stored = await listSigningKeys(db);
    const code = await getCode();
    const assertion = await clientAssertion(server, client.clientId, key);
    const repeat = () =>
      postForm(
        server,
        {
          grant_type: "authorization_code",
          code,
          redirect_uri: callback,
          code_verifier: verifier,
          ...assertion,
        },
        { dpop: proofBy(server, dpopKey) },
      );
    keyRing.load(
      secrets,
      stored.filter(({ alg }) => alg !== "ES256"),
    );
    const early = await repeat().finally(() => keyRing.load(secrets, stored));
    expectRefusal(early, 503, "temporarily_unavailable", "signing_key_unavailable");
    expect(await repeat()).toMatchObject({ status: 200 });
  });

  it("says where to answer, though there is one place only [fapi2-8]", async () => {
    expectRefusal(await push({ redirect_uri: undefined }), 400, "invalid_request", "parameter_missing");
  });

  it("may have a clock that is ten seconds ahead, and not a minute [fapi2-9]", async () => {
    const ahead = (seconds: number) => Math.floor(server.context.now() / 1000) + seconds;
    expect(await push({}, { iat: ahead(10), nbf: ahead(10) })).toMatchObject({ status: 201 });
    const early = await push({}, { iat: ahead(65), exp: ahead(300) });
    expectRefusal(early, 401, "invalid_client", "client_assertion_not_yet_valid");
  });

  it("may push again with the assertion of a push that was refused for something else", async () => {
    const jti = "a jti of its own";
    expectRefusal(
      await push({ code_challenge: undefined }, { jti }),
      400,
      "invalid_request",
      "pkce_required",
    );
    expect(await push({}, { jti })).toMatchObject({ status: 201 });
    expectRefusal(await push({}, { jti }), 401, "invalid_client", "client_assertion_replayed");
  });
});
