import { describe, expect, inject, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { newSecret } from "../../src/secrets.js";
import {
  createClient,
  createResources,
  createUser,
  type TestClient,
  type TestUser,
} from "../support/fixtures.js";
import { jwksOf } from "../support/jwt.js";
import { lockKeys } from "../support/keys-lock.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { type Api, apiAt, replicas } from "../support/replicas.js";
import { everything } from "../support/rows.js";
import type { TestServer } from "../support/server.js";
import { refresh, signIn } from "../support/token-requests.js";

/** Two replicas, a signed-in user, and the command on their database. */
async function serving(env: Readonly<Record<string, string>> = {}) {
  const servers = await replicas(env);
  const { one, other, databaseUrl } = servers;
  await rotateKeys(one.context);
  await rotateKeys(other.context);
  await createResources(one);
  const [client, user] = [await createClient(one), await createUser(one)];
  const settings = { DATABASE_URL: databaseUrl, SECRETS: inject("secrets"), ...env };
  const rotateBy = (args: string, more = {}) =>
    regrant(["key", "rotate", ...args.split(" ").filter(Boolean)], { ...settings, ...more });
  return { ...servers, client, user, rotateBy, settings };
}

const accessToken = async (server: TestServer, client: TestClient, user: TestUser) =>
  (await signIn(server, client, user)).access_token;
const kidsOf = async (server: TestServer) => (await jwksOf(server)).keys.map(({ kid }) => kid);
const statesOf = async ({ db }: TestServer) => (await listSigningKeys(db)).map(({ state }) => state);
const unknownKid = expect.objectContaining({ reason: "token_kid_unknown", status: 401 });
const accepts = async ({ verifier }: Api, token: string) =>
  expect(await verifier.verify(token)).toHaveProperty("claims");
const refuses = ({ verifier }: Api, token: string) =>
  expect(verifier.verify(token)).rejects.toEqual(unknownKid);

describe("regrant key rotate --emergency", { timeout: 60_000 }, () => {
  it("takes the leaked key out of the key set at every replica's next look; a fresh one signs, and sessions go on", async () => {
    const { clock, one, other, client, user, rotateBy } = await serving();
    const api = await apiAt(one, clock);
    const first = await signIn(one, client, user);
    await accepts(api, first.access_token);
    const ownCheck = () => one.context.ownTokens.verify(first.access_token, null);
    expect(ownCheck()).toHaveProperty("claims");
    const [leaked = ""] = await kidsOf(one);

    const done = json(await rotateBy("--emergency --yes --json"));
    expect(done).toEqual({
      revoked: [leaked],
      activated: [expect.stringMatching(/^[\w-]{43}$/)],
      open_sessions: 1,
      longest_access_token_seconds: 600,
      replicas_seconds: 10,
      verifiers_seconds: 310,
    });
    await rotateKeys(one.context);
    expect(await kidsOf(one)).toEqual(done.activated);
    expect(ownCheck).toThrow(unknownKid);
    const second = await refresh(one, client, first.refresh_token);
    clock.seconds += 10;
    // The first token with an unknown kid makes the API fetch the keys, and so drop the leaked one.
    await accepts(api, second.access_token);
    await refuses(api, first.access_token);

    // A replica that has not reloaded signs with the revoked key: refused, and the next refresh works.
    clock.seconds += 10;
    const third = await refresh(other, client, second.refresh_token);
    await refuses(api, third.access_token);
    await rotateKeys(other.context);
    expect(await kidsOf(other)).toEqual(done.activated);
    await accepts(api, (await refresh(other, client, third.refresh_token)).access_token);
  });

  it("may cost the fresh key's tokens a minute at an API that asks a replica which has not looked yet", async () => {
    const { clock, one, other, client, user, rotateBy } = await serving();
    const api = await apiAt(other, clock);
    await accepts(api, await accessToken(one, client, user));
    json(await rotateBy("--emergency --yes --json"));
    await rotateKeys(one.context);
    clock.seconds += 10;
    const fresh = await accessToken(one, client, user);
    await refuses(api, fresh);
    await rotateKeys(other.context);
    clock.seconds += 59;
    await refuses(api, fresh);
    clock.seconds += 1;
    await accepts(api, fresh);
  });

  it("is noticed within max-age by an API that meets no token of the fresh key, and not before", async () => {
    const { clock, one, client, user, rotateBy } = await serving();
    const api = await apiAt(one, clock);
    const token = await accessToken(one, client, user);
    await accepts(api, token);
    json(await rotateBy("--emergency --yes --json"));
    await rotateKeys(one.context);
    clock.seconds += 299;
    await accepts(api, token);
    clock.seconds += 1;
    await refuses(api, token);
  });

  it("is noticed after the stale bound by an API that cannot reach the server: until then it accepts", async () => {
    const { clock, one, client, user, rotateBy } = await serving({ ACCESS_TOKEN_SECONDS: "86400" });
    const api = await apiAt(one, clock);
    const token = await accessToken(one, client, user);
    await accepts(api, token);
    json(await rotateBy("--emergency --yes --json"));
    await one.app.close();
    clock.seconds += 86_399;
    await accepts(api, token);
    clock.seconds += 1;
    await expect(api.verifier.verify(token)).rejects.toMatchObject({
      status: 503,
      reason: "keys_unavailable",
    });
  });

  it("leaves staged and retired keys alone, and with --all takes them too", async () => {
    const { clock, one, rotateBy } = await serving();
    json(await rotateBy("--json"));
    clock.seconds += 700;
    await rotateKeys(one.context);
    json(await rotateBy("--json"));
    expect(await statesOf(one)).toEqual(["retired", "active", "staged"]);
    const before = (await listSigningKeys(one.db)).map(({ kid }) => kid);

    const { revoked } = json(await rotateBy("--emergency --yes --json"));
    expect(revoked).toEqual([before[1]]);
    expect((await statesOf(one)).sort()).toEqual(["active", "retired", "staged"]);

    const all = json(await rotateBy("--emergency --all --yes --json"));
    expect(all.revoked).toEqual(expect.arrayContaining([before[0], before[2]]));
    expect((await listSigningKeys(one.db)).map(({ kid, state }) => [kid, state])).toEqual([
      [(all.activated as string[])[0], "active"],
    ]);
    const { rows } = await one.db.query("select event from audit_events where event = 'signing_key.revoked'");
    expect(rows).toHaveLength(4);
  });

  it("takes the active keys of all algorithms, or those of one", async () => {
    const { clock, one, other, rotateBy } = await serving();
    await one.db.query("update resources set signing_alg = 'ES256'");
    clock.seconds += 1;
    await rotateKeys(one.context);
    clock.seconds += 620;
    await rotateKeys(one.context);
    const keysNow = async () =>
      Object.fromEntries(
        (await listSigningKeys(one.db)).map(({ alg, kid, state }) => [`${alg} ${state}`, kid]),
      );
    const first = await keysNow();
    const byOne = json(await rotateBy("--emergency --alg ES256 --yes --json"));
    expect(byOne.revoked).toEqual([first["ES256 active"]]);
    const second = await keysNow();
    expect(second).toEqual({ "RS256 active": first["RS256 active"], "ES256 active": expect.any(String) });
    const all = json(await rotateBy("--emergency --yes --json"));
    expect((all.revoked as string[]).sort()).toEqual(Object.values(second).sort());
    await Promise.all([rotateKeys(one.context), rotateKeys(other.context)]);
    expect(Object.keys(await keysNow()).sort()).toEqual(["ES256 active", "RS256 active"]);
    expect(await kidsOf(other)).toEqual(expect.arrayContaining(all.activated as string[]));
    expectFailure(await rotateBy("--emergency --alg PS256 --yes"), 1, /no PS256 key is active/);
  });

  it("says beforehand what ends, when, and what stays open, and does nothing without a yes", async () => {
    const { one, client, user, rotateBy } = await serving();
    await createClient(one, { accessTokenSeconds: 3600 });
    await signIn(one, client, user);
    const before = await everything(one);
    const [kid] = await kidsOf(one);
    const asked = await rotateBy("--emergency");
    expectFailure(asked, 2, /no terminal to ask on; confirm with --yes/);
    for (const words of [
      new RegExp(`${kid} +RS256 +active`),
      /None would have lasted more than another 3600 s/,
      /stay open \(now: 1\)/,
      /within 10 s: all servers publish/,
      /on the first token signed with a new key/,
      /within 310 s: every verifier/,
      /JWKS_STALE_SECONDS \(24 h by default\)/,
    ]) {
      expect(asked.stderr).toMatch(words);
    }
    expectFailure(await rotateBy("--emergency --json"), 2, /confirm with --yes/);
    expect(await everything(one)).toBe(before);
  });

  it("waits for a replica that is at the keys, and for another operator; each time one key is active", async () => {
    const { one, other, rotateBy } = await serving();
    const lock = await lockKeys(one);
    const running = [rotateBy("--emergency --yes --json"), rotateBy("--emergency --yes --json")];
    await lock.waiting(2);
    await rotateKeys(other.context);
    await lock.release();
    const results = await Promise.all(running);
    expect(results.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    expect(results.map(({ stderr }) => stderr).join("")).toMatch(
      /the keys changed in the meantime; nothing was done/,
    );
    await Promise.all([rotateKeys(one.context), rotateKeys(other.context)]);
    expect(await statesOf(one)).toEqual(["active"]);
  });

  it("refuses SECRETS that do not open the active key, which no server could use; with --all they may be new", async () => {
    const { one, rotateBy } = await serving();
    const [kid] = await kidsOf(one);
    const changed = { SECRETS: `main:${newSecret()}` };
    expectFailure(
      await rotateBy("--emergency --yes", changed),
      1,
      /does not open with the SECRETS entry "main"/,
    );
    expectFailure(await rotateBy("", changed), 1, /does not open with the SECRETS entry "main"/);
    const added = { SECRETS: `added:${newSecret()}` };
    expectFailure(await rotateBy("--emergency --yes", added), 1, /"main", which is not set/);
    expect(await kidsOf(one)).toEqual([kid]);
    const all = await rotateBy("--emergency --all --yes", added);
    expect(all).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/first encrypted under "added"/),
    });
    // Even a server without the entry stops publishing and using the leaked key.
    await expect(rotateKeys(one.context)).rejects.toThrow(/"added", which is not set/);
    expect(await kidsOf(one)).not.toContain(kid);
    expect(one.context.keyRing.ready).toBe(false);
  });

  it("has nothing to revoke where no key has signed, and is the only one that takes --all and --yes", async () => {
    const { databaseUrl, one } = await replicas();
    const settings = { DATABASE_URL: databaseUrl, SECRETS: inject("secrets") };
    const emergency = await regrant(["key", "rotate", "--emergency", "--yes"], settings);
    expectFailure(emergency, 1, /no key is active.*--all/);
    expectFailure(await regrant(["key", "rotate", "--yes"], settings), 2, /require --emergency/);
    expectFailure(await regrant(["key", "rotate", "--all"], settings), 2, /require --emergency/);
    expect(await statesOf(one)).toEqual(["staged"]);
  });
});
