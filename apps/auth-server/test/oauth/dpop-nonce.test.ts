/** Server nonces of DPoP proofs (RFC 9449 §8, §9), and what browser apps may send and read. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { createApp, getCode, redeem, signedIn } from "../support/authorization.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { newKey, proofBy, proofForApi } from "../support/proofs.js";
import { passTime, testServer } from "../support/server.js";
import { type Answer, expectRefusal, identify, postForm } from "../support/token-requests.js";

const env = { DPOP_NONCE: "on" };
const server = await testServer({ env });
const replica = await testServer({ env });
await createResources(server);
const user = await createUser(server);
const client = await createClient(server);
const key = newKey();

const askWith = (nonce: string | undefined, at = server): Promise<Answer> =>
  postForm(
    at,
    { grant_type: "client_credentials", ...identify(client) },
    { dpop: proofBy(at, key, { claims: { nonce } }) },
  );

const nonceOf = (answer: Answer): string => {
  expect(answer.headers["dpop-nonce"]).toMatch(/^[\w-]{43}$/);
  return String(answer.headers["dpop-nonce"]);
};

describe("Nonces", () => {
  it("are asked for with each proof, handed out with the refusal, and good at every replica [dpop-nonce-1]", async () => {
    const asked = await askWith(undefined);
    expectRefusal(asked, 400, "use_dpop_nonce", "dpop_nonce_required");
    const nonce = nonceOf(asked);
    for (const at of [server, replica]) {
      const answer = await askWith(nonce, at);
      expect(answer.body.token_type).toBe("DPoP");
      expect(nonceOf(answer)).toBe(nonce);
    }
    expectRefusal(await askWith(`${nonce.slice(1)}A`), 400, "use_dpop_nonce", "dpop_nonce_required");
  });

  it("are good for a while after the next, which comes with the answer: nobody who keeps asking is refused [dpop-nonce-2]", async () => {
    let nonce = nonceOf(await askWith(undefined));
    for (let turn = 0; turn < 3; turn += 1) {
      await passTime(server, 290);
      const answer = await askWith(nonce);
      expect(answer.body.token_type).toBe("DPoP");
      nonce = nonceOf(answer);
    }
    await passTime(server, 601);
    expectRefusal(await askWith(nonce), 400, "use_dpop_nonce", "dpop_nonce_required");
  });

  it("are asked for before anything is spent: the code is still good [dpop-nonce-3]", async () => {
    const app = await createApp(server, { secret: null });
    const code = await getCode(await signedIn(server, user), app, { dpop_jkt: key.jkt });
    const asked = await redeem(server, app, code, {}, { dpop: proofBy(server, key) });
    expectRefusal(asked, 400, "use_dpop_nonce", "dpop_nonce_required");
    const dpop = proofBy(server, key, { claims: { nonce: nonceOf(asked) } });
    expect((await redeem(server, app, code, {}, { dpop })).body.token_type).toBe("DPoP");
  });

  it("are asked for at an API with 401 and a challenge (§9) [dpop-nonce-4]", async () => {
    const app = await createClient(server, { scope: ["openid"] });
    const nonce = nonceOf(await askWith(undefined));
    const form = { grant_type: "password", username: user.email, password: user.password, ...identify(app) };
    const dpop = proofBy(server, key, { claims: { nonce } });
    const token = (await postForm(server, { ...form, scope: "openid" }, { dpop })).body.access_token ?? "";
    const ask = (claims: object) =>
      server.app.inject({
        url: "/oauth2/userinfo",
        headers: {
          authorization: `DPoP ${token}`,
          dpop: proofForApi(server, key, ["GET", "/oauth2/userinfo"], token, { ...claims }),
        },
      });
    const asked = await ask({});
    expect(asked.statusCode).toBe(401);
    expect(asked.headers["www-authenticate"]).toMatch(/^DPoP error="use_dpop_nonce", .*algs="/);
    expect(asked.headers["dpop-nonce"]).toBe(nonce);
    expect((await ask({ nonce })).statusCode).toBe(200);
  });

  it("are not spoken of without a proof, nor where they are off [dpop-nonce-5]", async () => {
    const bearer = await postForm(server, { grant_type: "client_credentials", ...identify(client) });
    expect(bearer.headers).not.toHaveProperty("dpop-nonce");
    const without = await testServer();
    const answer = await askWith(undefined, without);
    expect(answer.body.token_type).toBe("DPoP");
    expect(answer.headers).not.toHaveProperty("dpop-nonce");
  });
});

describe("DPOP_NONCE", () => {
  const read = (DPOP_NONCE: string) =>
    readConfig({
      DATABASE_URL: "postgres://db.example.com/regrant",
      SECRETS: `main:${"A".repeat(43)}`,
      DPOP_NONCE,
    }).dpopNonceSeconds;

  it("is off, on or a number of seconds [dpop-nonce-6]", () => {
    expect(["", "off", "on", "30", "86400"].map(read)).toEqual([0, 0, 300, 30, 86_400]);
    for (const wrong of ["29", "86401", "yes", "1.5e2"]) expect(() => read(wrong)).toThrow(/DPOP_NONCE: is/);
  });
});

describe("A browser app on another origin", () => {
  it("may send a proof, and read the nonce and the challenge [dpop-nonce-7]", async () => {
    const origin = "https://browser.example.com";
    const app = await createClient(server, { secret: null, allowedOrigins: [origin] });
    for (const url of ["/oauth2/token", "/oauth2/userinfo", "/account/api/sessions"]) {
      const preflight = await server.app.inject({
        method: "OPTIONS",
        url,
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization, dpop",
        },
      });
      expect(preflight.headers["access-control-allow-headers"]).toBe("authorization, dpop");
    }
    const asked = await postForm(
      server,
      { grant_type: "password", username: user.email, password: user.password, ...identify(app) },
      { origin, dpop: proofBy(server, key) },
    );
    expect(asked.body.error).toBe("use_dpop_nonce");
    expect(asked.headers["access-control-allow-origin"]).toBe(origin);
    expect(String(asked.headers["access-control-expose-headers"]).split(", ")).toEqual(
      expect.arrayContaining(["www-authenticate", "dpop-nonce"]),
    );
  });
});
