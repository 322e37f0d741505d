import { describe, expect, inject, it } from "vitest";
import { rotateKeys } from "../../src/keys/rotation.js";
import { listSigningKeys } from "../../src/keys/signing-keys.sql.js";
import { newSecret } from "../../src/secrets.js";
import { jwksOf } from "../support/jwt.js";
import { expectFailure, json, regrant } from "../support/regrant.js";
import { replicas } from "../support/replicas.js";

const day = 86_400;

/** Servers with one active key, and the command on their database. */
async function serving() {
  const servers = await replicas();
  await rotateKeys(servers.one.context);
  const settings = { DATABASE_URL: servers.databaseUrl, SECRETS: inject("secrets") };
  const key = (args: string, more = {}) => regrant(["key", ...args.split(" ")], { ...settings, ...more });
  return { ...servers, key };
}

/** The only key that the command says anything of. */
const keyIn = (result: Awaited<ReturnType<typeof regrant>>) => {
  const { keys } = json(result) as { keys: { kid: string; staged: boolean; signs_from: string }[] };
  expect(keys).toHaveLength(1);
  return keys[0] as (typeof keys)[number];
};

const later = (from: string, seconds: number) => new Date(Date.parse(from) + seconds * 1000).toISOString();

interface Listed {
  kid: string;
  state: string;
  since: string;
}

describe("regrant key list", { timeout: 60_000 }, () => {
  it("says of each key since when it is what, what comes next and when, and which SECRETS entry it needs", async () => {
    const { clock, one, key } = await serving();
    const list = async (env = {}) => json(await key("list --json", env)).keys as Listed[];
    const [only] = await list();
    const since = new Date(clock.seconds * 1000).toISOString();
    const secret = { secret: "main", in_secrets: true };
    const policy = { stage: 90 * day - 620, activate: 620, remove: day + 70 };
    expect(only).toEqual({
      ...{ kid: expect.stringMatching(/^[\w-]{43}$/), alg: "RS256", state: "active", since, ...secret },
      ...{ next_step: "stage a successor", due: later(since, policy.stage) },
    });
    const [sooner] = await list({ SIGNING_KEY_SECONDS: "3600" });
    expect(sooner).toMatchObject({ due: later(since, 3600 - 620) });

    json(await key("rotate --json"));
    const [active, staged] = await list();
    const due = later(String(staged?.since), policy.activate);
    expect(active).toEqual({ ...only, next_step: "retire", due });
    expect(staged).toMatchObject({ state: "staged", next_step: "activate", due, ...secret });

    clock.seconds += 700;
    await rotateKeys(one.context);
    const [retired, next] = await list();
    const changed = new Date(clock.seconds * 1000).toISOString();
    expect(retired).toMatchObject({
      ...{ kid: only?.kid, state: "retired", since: changed },
      ...{ next_step: "remove", due: later(changed, policy.remove) },
    });
    expect(next).toMatchObject({ kid: staged?.kid, state: "active", since: changed });

    const elsewhere = await list({ SECRETS: `other:${newSecret()}` });
    expect(elsewhere[0]).toMatchObject({ secret: "main", in_secrets: false });
  });

  it("shows a table to people, and no private material to anyone", async () => {
    const { one, key } = await serving();
    const [table, object] = [await key("list"), await key("list --json")];
    const [stored] = await listSigningKeys(one.db);
    expect(table.stdout).toMatch(/^kid +alg +state +since +next_step +due +secret +in_secrets\n/);
    expect(table.stdout).toMatch(new RegExp(`^${stored?.kid} +RS256 +active +2\\d{3}-.*main +true$`, "m"));
    for (const { stdout } of [table, object]) {
      expect(stdout).not.toContain(stored?.privateKey.toString("base64").slice(0, 40));
      expect(stdout).not.toMatch(/[\w-]{44}/);
    }
    await one.db.query("delete from signing_keys");
    expect((await key("list")).stdout).toMatch(/no signing key.*regrant migrate/);
  });

  it("names the settings that are missing or wrong", async () => {
    const { key } = await serving();
    expectFailure(await key("list", { SECRETS: "" }), 1, /SECRETS: missing/);
    expectFailure(await key("list", { SIGNING_KEY_SECONDS: "90" }), 1, /SIGNING_KEY_SECONDS: is "90"/);
    expectFailure(await key("list", { DATABASE_URL: "" }), 1, /DATABASE_URL: missing/);
    expectFailure(await key("list more"), 2, /too many arguments/);
  });
});

describe("regrant key rotate", { timeout: 60_000 }, () => {
  it("stages a key that the clock activates once every verifier has it, and says when [cli-keys-1]", async () => {
    const { clock, one, other, key } = await serving();
    const [before] = (await jwksOf(one)).keys;
    const { kid, ...said } = keyIn(await key("rotate --json"));
    const [, staged] = await listSigningKeys(one.db);
    expect(said).toEqual({
      alg: "RS256",
      staged: true,
      signs_from: later(String(staged?.stagedAt.toISOString()), 620),
    });
    expect(staged).toMatchObject({ kid, state: "staged" });

    const due = Date.parse(String(said.signs_from)) / 1000;
    clock.seconds = Math.floor(due) - 1;
    await Promise.all([rotateKeys(one.context), rotateKeys(other.context)]);
    expect(one.context.keyRing.keyFor("RS256").kid).toBe(before?.kid);
    expect((await jwksOf(other)).keys.map((jwk) => jwk.kid)).toEqual([before?.kid, kid]);
    clock.seconds = Math.ceil(due);
    await rotateKeys(one.context);
    await rotateKeys(other.context);
    expect([one, other].map(({ context }) => context.keyRing.keyFor("RS256").kid)).toEqual([kid, kid]);
    expect((await jwksOf(one)).keys).toHaveLength(2);
  });

  it("stages the next key of each algorithm in use, or of the one that is named", async () => {
    const { one, key } = await serving();
    await one.db.query("insert into resources (uri, signing_alg) values ('https://es.example', 'ES256')");
    const stagedBy = async (args: string) => {
      const { keys } = json(await key(`rotate --json${args}`)) as {
        keys: { alg: string; staged: boolean }[];
      };
      return keys.map(({ alg, staged }) => `${alg} ${staged}`);
    };
    expect(await stagedBy(" --alg ES256")).toEqual(["ES256 true"]);
    expect(await stagedBy("")).toEqual(["RS256 true", "ES256 false"]);
    expectFailure(await key("rotate --alg PS256"), 1, /No API and no client has chosen PS256/);
    expectFailure(await key("rotate --alg HS256"), 2, /Allowed choices are RS256, PS256, ES256, EdDSA/);
    expect((await key("list")).stdout).toMatch(/^\S{43} +ES256 +staged +\S+ +activate/m);
  });

  it("stages one key, however often and by however many it is asked for", async () => {
    const { one, key } = await serving();
    const results = await Promise.all([key("rotate --json"), key("rotate --json")]);
    const [first, second] = results.map(keyIn);
    expect([first?.staged, second?.staged].sort()).toEqual([false, true]);
    expect(first).toEqual({ ...second, staged: first?.staged });
    expect((await key("rotate")).stdout).toMatch(/is already staged.*signs from +2\d{3}-/s);
    expect((await listSigningKeys(one.db)).map(({ state }) => state)).toEqual(["active", "staged"]);
    const { rows } = await one.db.query("select event from audit_events where event = 'signing_key.staged'");
    expect(rows).toHaveLength(2);
  });
});
