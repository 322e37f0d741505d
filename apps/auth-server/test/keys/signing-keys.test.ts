import type { JwkSet } from "@regrant/shared";
import { describe, expect, inject, it } from "vitest";
import { rotateKeys, stageFirstKey } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { newSecret } from "../../src/secrets.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { claimsOf, jwksOf, verify } from "../support/jwt.js";
import { lockKeys } from "../support/keys-lock.js";
import { replicas } from "../support/replicas.js";
import { type TestServer, testServer } from "../support/server.js";
import {
  askByClientCredentials,
  askByPassword,
  askByRefreshToken,
  expectRefusal,
  expectTokens,
  refresh,
  signIn,
} from "../support/token-requests.js";

const day = 86_400;

const statesOf = async ({ db }: TestServer) => (await listSigningKeys(db)).map(({ state }) => state);
const kidsOf = ({ keys }: JwkSet) => keys.map(({ kid }) => kid);

describe("The first signing key", () => {
  it("is staged at migration and activated when a server starts [signing-keys-1]", async () => {
    const { one } = await replicas();
    const [made] = await listSigningKeys(one.db);
    expect(made).toMatchObject({ state: "staged", activatedAt: null });
    await rotateKeys(one.context);
    const keys = await listSigningKeys(one.db);
    expect(keys).toEqual([expect.objectContaining({ kid: made?.kid, state: "active" })]);
    expect(kidsOf(await jwksOf(one))).toEqual([made?.kid]);
  });

  it("is one, though two migrate at once", async () => {
    const { one, other } = await replicas();
    await one.db.query("delete from signing_keys");
    const at = new Date();
    const made = await Promise.all([
      stageFirstKey(one.db, one.context.secrets, at, "operator:one"),
      stageFirstKey(other.db, other.context.secrets, at, "operator:other"),
    ]);
    expect(made.sort()).toEqual([false, true]);
    expect(await statesOf(one)).toEqual(["staged"]);
  });

  it("is made by the server where there is none", async () => {
    const { one } = await replicas();
    await one.db.query("delete from signing_keys");
    await rotateKeys(one.context);
    expect(await statesOf(one)).toEqual(["active"]);
  });

  it("lacking, nothing is granted, no token used up and no session opened: 503 until it is there [signing-keys-2]", async () => {
    const { one, other } = await replicas();
    await rotateKeys(one.context);
    await createResources(one);
    const [client, user] = [await createClient(one), await createUser(one)];
    const { refresh_token } = await signIn(one, client, user);
    const answers = [
      await askByClientCredentials(other, client),
      await askByPassword(other, client, user),
      await askByRefreshToken(other, client, refresh_token),
    ];
    for (const answer of answers) {
      expectRefusal(answer, 503, "temporarily_unavailable", "signing_key_unavailable");
    }
    const { rows } = await one.db.query("select generation from sessions");
    expect(rows).toEqual([{ generation: 0 }]);
    await rotateKeys(other.context);
    await refresh(other, client, refresh_token);
  });
});

describe("The rotation of signing keys", () => {
  it("keeps a token of the last key verifiable to its last second, after the change", async () => {
    const { clock, one } = await replicas({
      SIGNING_KEY_SECONDS: String(day),
      ACCESS_TOKEN_SECONDS: String(day),
    });
    await rotateKeys(one.context);
    await createResources(one);
    const client = await createClient(one);
    clock.seconds += day;
    await rotateKeys(one.context);
    const { access_token } = expectTokens(await askByClientCredentials(one, client));
    clock.seconds += 700;
    await rotateKeys(one.context);
    const after = expectTokens(await askByClientCredentials(one, client));
    const [before, next] = [await verify(one, access_token), await verify(one, after.access_token)];
    expect(next.header.kid).not.toBe(before.header.kid);
    clock.seconds = before.claims.exp - 1;
    await rotateKeys(one.context);
    expect((await verify(one, access_token)).claims).toEqual(before.claims);
    expect(one.context.ownTokens.verify(access_token, null).claims).toEqual(before.claims);
  });

  it("waits at a successor while another replica is at it, and has it at the next look", async () => {
    const { one, other } = await replicas();
    const lock = await lockKeys(one);
    await rotateKeys(other.context);
    expect(await statesOf(one)).toEqual(["staged"]);
    expect(other.context.keyRing.ready).toBe(false);
    await lock.release();
    await rotateKeys(other.context);
    expect(other.context.keyRing.ready).toBe(true);
  });

  it("can never have two active keys of one algorithm: the database refuses the second [signing-keys-3]", async () => {
    const { one } = await replicas();
    await rotateKeys(one.context);
    const second = one.db.query(
      `insert into signing_keys (kid, alg, state, public_jwk, private_key, secret_name, staged_at)
       select 'x', alg, 'active', public_jwk, private_key, secret_name, staged_at from signing_keys`,
    );
    await expect(second).rejects.toMatchObject({ constraint: "signing_keys_one_active" });
  });

  it("goes on under the new SECRETS entry, and still opens keys of the one behind it", async () => {
    const { clock, one, databaseUrl } = await replicas({ SIGNING_KEY_SECONDS: "3600" });
    await rotateKeys(one.context);
    const next = await testServer({
      databaseUrl,
      env: { SIGNING_KEY_SECONDS: "3600", SECRETS: `next:${newSecret()},${inject("secrets")}` },
      now: () => clock.seconds * 1000,
    });
    clock.seconds += 3600;
    await rotateKeys(next.context);
    expect((await listSigningKeys(next.db)).map(({ secretName }) => secretName)).toEqual(["main", "next"]);
    await createResources(next);
    const { access_token } = expectTokens(await askByClientCredentials(next, await createClient(next)));
    await claimsOf(one, access_token);
  });
});
