import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { newSecret, parseSecrets } from "../../src/secrets.js";
import { Browser } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { createClient, createResources, createUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { replicas } from "../support/replicas.js";
import { everything } from "../support/rows.js";
import { testServer } from "../support/server.js";
import { askByClientCredentials, expectTokens, refresh, signIn } from "../support/token-requests.js";
import { enterCode, toFactorPage, withTotp } from "../support/totp.js";

const init = (...args: readonly string[]) => regrant(["secret", "init", ...args]);

async function envFile(content?: string, mode = 0o600): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "regrant-env-"));
  cleanUp(() => rm(folder, { recursive: true }));
  const path = join(folder, ".env");
  if (content !== undefined) await writeFile(path, content);
  if (content !== undefined) await chmod(path, mode);
  return { folder, path };
}
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe("regrant secret init", { timeout: 60_000 }, () => {
  it("makes a value of SECRETS, named by the date, without a database or settings", async () => {
    const { stdout, stderr, exitCode } = await init();
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/Keep SECRETS/),
    });
    const [, value = ""] = /^SECRETS=(s20\d{6}:[\w-]{43})\n$/.exec(stdout) ?? [];
    expect(parseSecrets(value)).toEqual([{ name: value.slice(0, 9), bytes: expect.any(Buffer) }]);
    expect(value.slice(1, 9)).toBe(new Date().toISOString().slice(0, 10).replaceAll("-", ""));
    expect((await init()).stdout).not.toBe(stdout);
    const named = json(await init("--name", "eu-1", "--with", "POSTGRES_PASSWORD", "--json"));
    expect(named).toEqual({
      SECRETS: expect.stringMatching(/^eu-1:[\w-]{43}$/),
      POSTGRES_PASSWORD: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it("writes an env file that only its owner reads, with further values, and shows none of them", async () => {
    const { path } = await envFile();
    const made = await init("--into", path, "--with", "POSTGRES_PASSWORD", "--with", "OTHER");
    expect(made).toMatchObject({ exitCode: 0, stderr: "" });
    const text = await readFile(path, "utf8");
    expect(text).toMatch(/^SECRETS=s\d{8}:[\w-]{43}\nPOSTGRES_PASSWORD=[\w-]{43}\nOTHER=[\w-]{43}\n$/);
    expect(await modeOf(path)).toBe(0o600);
    for (const value of text.match(/[\w-]{43}/g) ?? []) expect(made.stdout).not.toContain(value);
    const other = await envFile();
    const said = await init("--into", other.path, "--json");
    expect(json(said)).toEqual({ env_file: other.path, written: ["SECRETS"] });
  });

  it("keeps what the file has, fills in an empty line, and closes the file to others", async () => {
    const before = "# SECRETS=no\nISSUER=https://auth.example.com\nSECRETS=\nLOG_LEVEL=info";
    const { folder, path } = await envFile(before, 0o644);
    await init("--into", path, "--with", "POSTGRES_PASSWORD");
    expect(await readFile(path, "utf8")).toMatch(
      /^# SECRETS=no\nISSUER=https:\/\/auth\.example\.com\nSECRETS=s\d{8}:[\w-]{43}\nLOG_LEVEL=info\nPOSTGRES_PASSWORD=[\w-]{43}\n$/,
    );
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual([".env"]);
  });

  it("never overwrites a value: the file stays as it was", async () => {
    for (const kept of [
      "SECRETS=main:abc",
      "  export SECRETS = main:abc",
      "SECRETS=\nPOSTGRES_PASSWORD=hunter2\n",
    ]) {
      const { folder, path } = await envFile(kept, 0o640);
      const failed = await init("--into", path, "--with", "POSTGRES_PASSWORD");
      expectFailure(failed, 1, /already has a value for (SECRETS|POSTGRES_PASSWORD); nothing was written/);
      expect(failed.stderr).not.toMatch(/main:abc|hunter2/);
      expect(await readFile(path, "utf8")).toBe(kept);
      expect(await modeOf(path)).toBe(0o640);
      expect(await readdir(folder)).toEqual([".env"]);
    }
  });

  it("says what is wrong with names and paths", async () => {
    expectFailure(await init("--name", "a:b"), 2, /1 to 64 letters/);
    expectFailure(await init("--with", "a-b"), 2, /name of a setting/);
    expectFailure(await init("--with", "SECRETS"), 2, /other than SECRETS/);
    const { folder } = await envFile();
    expectFailure(await init("--into", folder), 1, /cannot write .*EISDIR/);
    expectFailure(await init("--into", join(folder, "none", ".env")), 1, /cannot write .*ENOENT/);
  });
});

describe("regrant secret rewrap", { timeout: 60_000 }, () => {
  const before = inject("secrets");
  const added = `added:${newSecret()}`;
  const extendedEnv = { SECRETS: `${added},${before}` };

  /** A server before the change, and two keys: active and staged. */
  async function serving() {
    const { one, clock, databaseUrl } = await replicas();
    await rotateKeys(one.context);
    const settings = { DATABASE_URL: databaseUrl };
    json(await regrant(["key", "rotate", "--json"], { ...settings, SECRETS: before }));
    await createResources(one);
    const [client, user] = [await createClient(one), await createUser(one)];
    const rewrap = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      regrant(["secret", "rewrap", ...args], { ...settings, ...env });
    const start = (env: Readonly<Record<string, string>>) =>
      testServer({ databaseUrl, env, now: () => clock.seconds * 1000 });
    return { one, clock, client, user, rewrap, start };
  }
  const entriesOf = async ({ db }: Parameters<typeof everything>[0]) =>
    (await listSigningKeys(db)).map(({ secretName }) => secretName);

  it("encrypts every key under the first entry; running servers go on, new ones sign without the old entry [cli-secrets-1]", async () => {
    const { one, clock, client, user, rewrap, start } = await serving();
    const extended = await start(extendedEnv);
    const session = await signIn(one, client, user);
    const [kidBefore, sealedBefore] = [
      one.context.keyRing.keyFor("RS256").kid,
      await listSigningKeys(one.db),
    ];

    expect(json(await rewrap(extendedEnv, "--json"))).toEqual({
      secret: "added",
      signing_keys: 2,
      rewrapped: 2,
      authenticators_rewrapped: 0,
      providers_rewrapped: 0,
      not_needed_by_signing_keys: ["main"],
    });
    expect(await entriesOf(one)).toEqual(["added", "added"]);
    const sealed = await listSigningKeys(one.db);
    expect(sealed.map(({ privateKey: _, secretName: __, ...key }) => key)).toEqual(
      sealedBefore.map(({ privateKey: _, secretName: __, ...key }) => key),
    );

    for (const server of [one, extended]) {
      await rotateKeys(server.context);
      const { access_token } = expectTokens(await askByClientCredentials(server, client));
      await claimsOf(one, access_token);
      expect(server.context.keyRing.keyFor("RS256").kid).toBe(kidBefore);
    }
    const next = await refresh(extended, client, session.refresh_token);
    const without = await start({ SECRETS: added });
    await claimsOf(one, expectTokens(await askByClientCredentials(without, client)).access_token);
    await refresh(without, client, next.refresh_token);
    clock.seconds += 700;
    await rotateKeys(without.context);
    const { access_token } = expectTokens(await askByClientCredentials(without, client));
    await claimsOf(without, access_token);
    expect(without.context.keyRing.keyFor("RS256").kid).not.toBe(kidBefore);
  });

  it("has nothing to do the second time, and says which entries no key needs", async () => {
    const { one, rewrap } = await serving();
    const first = await rewrap(extendedEnv);
    expect(first.stdout).toMatch(
      /2 of 2 signing keys.*"added".*No signing key, authenticator app or provider needs main any more\. Sessions/s,
    );
    const stored = await everything(one);
    expect((await rewrap(extendedEnv)).stdout).toMatch(/0 of 2 signing keys/);
    expect(await everything(one)).toBe(stored);
    const { rows } = await one.db.query(
      "select event from audit_events where event = 'signing_key.rewrapped'",
    );
    expect(rows).toHaveLength(2);
  });

  it("refuses where a key's entry is missing or changed, and changes no key", async () => {
    const { one, rewrap } = await serving();
    const stored = await everything(one);
    expectFailure(
      await rewrap({ SECRETS: added }),
      1,
      /under the SECRETS entry "main", which is not set: put it back/,
    );
    const changed = { SECRETS: `${added},main:${newSecret()}` };
    expectFailure(await rewrap(changed), 1, /does not open with the SECRETS entry "main"/);
    // One key that can be decrypted and one that cannot: neither is changed.
    await one.db.query("update signing_keys set secret_name = 'third' where state = 'staged'");
    const mixed = await everything(one);
    expectFailure(await rewrap(extendedEnv), 1, /"third", which is not set/);
    expect(await everything(one)).toBe(mixed);
    expect(mixed).not.toBe(stored);
    expectFailure(await rewrap({}), 1, /SECRETS: missing.*regrant secret init/);
  });

  it("re-encrypts the secrets of authenticator apps, whose codes go on being right [cli-secrets-2]", async () => {
    const { one, user, rewrap, start } = await serving();
    const { app } = await withTotp(one, user);
    const others = await Promise.all(Array.from({ length: 3 }, () => createUser(one)));
    for (const other of others) await withTotp(one, other);
    const sealedUnder = async () =>
      (await one.db.query("select distinct secret_name from totp_authenticators")).rows.map(
        (row) => row.secret_name,
      );
    expect(await sealedUnder()).toEqual(["main"]);
    expectFailure(
      await rewrap({ SECRETS: `${added},main:${newSecret()}` }),
      1,
      /does not open with the SECRETS entry "main"/,
    );
    expect(json(await rewrap(extendedEnv, "--json"))).toMatchObject({ authenticators_rewrapped: 4 });
    expect(await sealedUnder()).toEqual(["added"]);
    expect(json(await rewrap(extendedEnv, "--json"))).toMatchObject({ authenticators_rewrapped: 0 });
    const without = await start({ SECRETS: added });
    const browser = new Browser(without);
    expect((await enterCode(browser, await toFactorPage(browser, user), app.code())).path).toBe("/account");
  });

  it("refuses where the entry of an authenticator app is missing, and a server says whose", async () => {
    const { one, user, rewrap, start } = await serving();
    const { app } = await withTotp(one, user);
    await one.db.query("update totp_authenticators set secret_name = 'gone', secret = '\\x00'");
    expectFailure(
      await rewrap(extendedEnv),
      1,
      /SECRETS lacks gone, under which secrets of authenticator apps/,
    );
    const server = await start(extendedEnv);
    const browser = new Browser(server);
    expect((await enterCode(browser, await toFactorPage(browser, user), app.code())).status).toBe(500);
    expect(server.logLines.join()).toContain(
      `no entry of SECRETS opens the authenticator of user ${user.id}`,
    );
  });
});
