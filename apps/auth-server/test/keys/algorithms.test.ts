/** What is signed with which algorithm, by two replicas, from an algorithm's first key to its last. */
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { explainAccessToken } from "../../src/cli/explain/access-token.js";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { verifyIdTokenHint } from "../../src/tokens/id-token-hint.js";
import {
  createOpenIdClient,
  receiver,
  tellClients,
  until,
  verifyLogoutToken,
} from "../support/back-channel.js";
import { createResources, createUser, files, notes } from "../support/fixtures.js";
import { claimsOf, verify } from "../support/jwt.js";
import { readIdToken, userinfoOf } from "../support/openid.js";
import { replicas } from "../support/replicas.js";
import { identify, refresh, signIn } from "../support/token-requests.js";

const day = 86_400;

const { clock, one, other } = await replicas();
await createResources(one);
const rotate = () => Promise.all([one, other].map(({ context }) => rotateKeys(context)));
await rotate();
await rotate();
const user = await createUser(one);
const app = await receiver();
const client = await createOpenIdClient(one, app.uri, {
  scope: ["openid", ...notes.scope, ...files.scope],
  resources: [notes.uri, files.uri],
});
const first = await signIn(one, client, user, { scope: "openid notes:read" });

const choose = async (signingAlg: string, idTokenAlg: string) => {
  await one.db.query("update resources set signing_alg = $2 where uri = $1", [notes.uri, signingAlg]);
  await one.db.query("update clients set id_token_signed_response_alg = $1", [idTokenAlg]);
  for (const { context } of [one, other]) context.forgetClient(client.clientId);
};
/** `alg state` of each key. */
const keysNow = async () => (await listSigningKeys(one.db)).map(({ alg, state }) => `${alg} ${state}`).sort();
const algOf = (token = "") => decodeProtectedHeader(token).alg;

// The tests follow each other in time.
describe("An algorithm that an API or a client has chosen", () => {
  it("gets one key, though two replicas see it at once, published by both before it signs", async () => {
    clock.seconds += 1;
    await choose("ES256", "EdDSA");
    await rotate();
    expect(await keysNow()).toEqual(["ES256 staged", "EdDSA staged", "RS256 active"]);
    await rotate();
    for (const { context } of [one, other])
      expect(context.keyRing.jwks.keys.map(({ alg }) => alg).sort()).toEqual(["ES256", "EdDSA", "RS256"]);
  });

  it("has RS256 sign in its place until every verifier has fetched the key, on every replica", async () => {
    clock.seconds += 619;
    await rotate();
    for (const server of [one, other]) {
      const tokens = await signIn(server, client, user, { scope: "openid notes:read" });
      expect([algOf(tokens.access_token), algOf(tokens.id_token)]).toEqual(["RS256", "RS256"]);
      expect(await readIdToken(server, tokens, client)).toMatchObject({ sub: user.id });
    }
  });

  it("signs from then on: access tokens as the API has chosen, ID tokens as the client has", async () => {
    clock.seconds += 1;
    await rotate();
    await rotate();
    expect(await keysNow()).toEqual(["ES256 active", "EdDSA active", "RS256 active"]);
    for (const server of [one, other]) {
      const tokens = await signIn(server, client, user, { scope: "openid notes:read" });
      expect([algOf(tokens.access_token), algOf(tokens.id_token)]).toEqual(["ES256", "EdDSA"]);
      expect(await readIdToken(server, tokens, client)).toMatchObject({ sub: user.id });
      expect((await claimsOf(server, tokens.access_token)).aud).toBe(notes.uri);
    }
    const refreshed = await refresh(one, client, first.refresh_token);
    expect([algOf(refreshed.access_token), algOf(refreshed.id_token)]).toEqual(["ES256", "EdDSA"]);
  });

  it("is verified by the server itself: userinfo, introspection, the hint of an ID token, regrant explain", async () => {
    const { access_token, id_token = "" } = await signIn(one, client, user, { scope: "openid notes:read" });
    expect(await userinfoOf(other, access_token)).toMatchObject({ sub: user.id });
    const introspected = await other.app.inject({
      method: "POST",
      url: "/oauth2/introspect",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ token: access_token, ...identify(client) }).toString(),
    });
    expect(introspected.json()).toMatchObject({ active: true, sub: user.id, aud: notes.uri });
    expect(await verifyIdTokenHint(other.context, id_token)).toMatchObject({ subject: user.id });
    const { config, secrets } = one.context;
    const asked = { config, db: one.db, secrets, nowMs: clock.seconds * 1000, logLines: null };
    expect(await explainAccessToken(asked, access_token)).toMatchObject({ works: true });
  });

  it("is refused by the server itself where the header names another algorithm than the key's", async () => {
    const { access_token } = await signIn(one, client, user, { scope: "openid notes:read" });
    const [header = "", ...rest] = access_token.split(".");
    const { kid } = decodeProtectedHeader(access_token);
    for (const alg of ["RS256", "EdDSA", "none"]) {
      const changed = Buffer.from(JSON.stringify({ typ: "at+jwt", alg, kid })).toString("base64url");
      expect(changed).not.toBe(header);
      expect(() => one.context.ownTokens.verify([changed, ...rest].join("."), null)).toThrow(
        expect.objectContaining({ reason: "token_alg" }),
      );
    }
  });

  it("signs nothing for another API, which may not know it", async () => {
    const elsewhere = await signIn(one, client, user, { resource: files.uri, scope: "openid files:read" });
    expect(algOf(elsewhere.access_token)).toBe("RS256");
    await verify(other, elsewhere.access_token);
  });

  it("signs logout tokens as the client's ID tokens (Back-Channel Logout 1.0 §2.4), and no status lists", async () => {
    const { sid } = decodeJwt(first.access_token);
    await one.db.query("update sessions set revoked_at = now(), revoke_reason = 'logout' where id = $1", [
      sid,
    ]);
    const stop = tellClients(one);
    await until(() => app.received.length > 0);
    await stop();
    const [received] = app.received;
    if (received === undefined) throw new Error("nothing was received");
    const told = await verifyLogoutToken(one, client, received);
    expect([told.header.alg, told.claims.sid]).toEqual(["EdDSA", sid]);
    expect(algOf((await one.app.inject("/status/0")).body)).toBe("RS256");
  });

  it("has a successor staged by the clock, like any other", async () => {
    clock.seconds += 90 * day - 620;
    await rotate();
    expect((await keysNow()).filter((key) => key.includes("staged"))).toEqual([
      ...["ES256 staged", "EdDSA staged", "RS256 staged"],
    ]);
    clock.seconds += 620;
    await rotate();
    await rotate();
    expect((await keysNow()).filter((key) => key.includes("active"))).toEqual([
      ...["ES256 active", "EdDSA active", "RS256 active"],
    ]);
  });

  it("goes when nothing has chosen it any more: its key signs no longer than its time, then is gone", async () => {
    await choose("RS256", "RS256");
    clock.seconds += 90 * day - 1;
    await rotate();
    expect(await keysNow()).toEqual(["ES256 active", "EdDSA active", "RS256 active", "RS256 staged"]);
    clock.seconds += 1;
    await rotate();
    expect(await keysNow()).toEqual(["ES256 retired", "EdDSA retired", "RS256 active", "RS256 staged"]);
    clock.seconds += day + 70;
    await rotate();
    expect((await keysNow()).filter((key) => !key.startsWith("RS256"))).toEqual([]);
    const { rows } = await one.db.query(
      "select detail->>'alg' as alg from audit_events where event = 'signing_key.retired' order by 1",
    );
    expect(rows).toEqual([{ alg: "ES256" }, { alg: "EdDSA" }]);
  });
});
