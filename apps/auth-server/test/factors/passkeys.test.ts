/** Signing in with a passkey, and every answer that must not sign anybody in. */
import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { countPurgeable } from "../../src/database/purge.sql.js";
import { checkPasskey, passkeyOptions } from "../../src/factors/passkeys.js";
import { purgeableChallenges } from "../../src/factors/passkeys.sql.js";
import {
  type Algorithm,
  Authenticator,
  addPasskey,
  answerTo,
  copied,
  copyable,
  type Lies,
  optionsOn,
  present,
  signInWith,
  verified,
} from "../support/authenticator.js";
import { authorizeUrl, createApp, redeem, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestUser } from "../support/fixtures.js";
import { createRelyingParty, readIdToken } from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import { expectRefreshToken } from "../support/token-requests.js";

const server = await testServer();
const { context, db } = server;
let user: TestUser;
let passkey: Authenticator;

/** A user with a passkey. */
async function withPasskey(authenticator = new Authenticator()): Promise<[TestUser, Authenticator]> {
  const someone = await createUser(server);
  const page = await addPasskey(await signedIn(server, someone), authenticator);
  expect(page.body).toContain(authenticator.id);
  return [someone, authenticator];
}

beforeAll(async () => {
  await createResources(server);
  [user, passkey] = await withPasskey();
});

const refused = "This passkey didn’t work. Sign in another way.";

const expectRefused = (page: Page, words = refused) => {
  expect([page.status, textOf(page.body)]).toEqual([400, expect.stringContaining(words)]);
  expect(page.setCookies.join()).not.toContain("regrant=");
};

/** The problem that the audit tells of. */
async function problemOf(userId: string | null): Promise<unknown> {
  await context.background.finish();
  const { rows } = await db.query(
    `select reason, detail - 'left_out' as detail from audit_events
      where event = 'factor.refused' and user_id is not distinct from $1 order by id desc limit 1`,
    [userId],
  );
  return rows[0];
}

describe("A passkey alone (WebAuthn Level 3 §7.2)", () => {
  it.each<Algorithm>(["ES256", "EdDSA", "RS256"])("signs in by %s", async (algorithm) => {
    const [someone, authenticator] = await withPasskey(new Authenticator({ algorithm }));
    const browser = new Browser(server);
    const page = await signInWith(browser, authenticator);
    expect([page.path, textOf(page.body)]).toEqual(["/account", expect.stringContaining(someone.email)]);
    await signInWith(browser, authenticator);
  });

  it("leads on to the app, which learns how: by a key in hardware, by the user, by two factors", async () => {
    const client = await createRelyingParty(server);
    const browser = new Browser(server);
    const login = await browser.visit(authorizeUrl(client, { scope: "openid", max_age: "60" }));
    const back = await browser.post("/login/passkey", answerTo(login, passkey));
    const { code = "" } = Object.fromEntries(
      new URL((await browser.follow(back)).location ?? "").searchParams,
    );
    const tokens = expectRefreshToken(await redeem(server, client, code));
    expect(await readIdToken(server, tokens, client)).toMatchObject({
      sub: user.id,
      amr: ["hwk", "user", "mfa"],
      acr: "2",
    });
  });

  it("that is synced is a key in software, and is known to be so by its own word", async () => {
    const [{ id }, synced] = await withPasskey(new Authenticator({ flags: present | verified | copyable }));
    await signInWith(new Browser(server), synced, { flags: present | verified | copyable | copied });
    const { rows } = await db.query(
      `select s.amr, p.backed_up, p.last_used_at > now() - interval '1 minute' as used
         from sign_ins s join passkeys p on p.user_id = s.user_id where s.user_id = $1 and 'user' = any (s.amr)`,
      [id],
    );
    expect(rows).toEqual([{ amr: ["swk", "user", "mfa"], backed_up: true, used: true }]);
  });

  it("proves anew who is there, where an app or a page asks", async () => {
    const browser = new Browser(server);
    await signInWith(browser, passkey);
    await passTime(server, 400);
    const again = await browser.visit("/account/factors");
    expect([again.path, textOf(again.body)]).toEqual([
      "/login?continue=%2Faccount%2Ffactors",
      expect.stringContaining("Confirm that it’s you."),
    ]);
    const page = await browser.follow(await browser.post("/login/passkey", answerTo(again, passkey)));
    expect(page.path).toBe("/account/factors");
  });

  it("is asked for by a page that names nobody's passkeys, whatever address was typed", async () => {
    const browser = new Browser(server);
    for (const page of [
      await browser.visit("/login"),
      await browser.submit(await browser.visit("/login"), "/login", { username: user.email, password: "x" }),
    ])
      expect(Object.keys(optionsOn(page))).toEqual(["rpId", "challenge", "timeout", "userVerification"]);
  });
});

const foreignKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

describe("A passkey's answer is refused, always in the same words,", () => {
  const lies: [string, Lies, string][] = [
    ["for another origin", { origin: "https://regrant.example" }, "origin"],
    ["for another port of this host", { origin: "http://localhost:4001" }, "origin"],
    ["for another relying party", { rpId: "example.com" }, "RP ID"],
    ["as a registration", { type: "webauthn.create" }, "type"],
    ["from a frame", { crossOrigin: true }, "across origins"],
    ["with a challenge of its own", { challenge: "a".repeat(70) }, "none of this page's"],
    ["without a challenge", { challenge: "" }, "none of this page's"],
    ["without presence", { flags: verified }, "not present"],
    ["without verification", { flags: present }, "could not be verified"],
    ["with another's signature", { key: foreignKey }, "signature"],
    ["as if it could be copied", { flags: present | verified | copyable }, "can be copied"],
    ["with a count that does not rise", { signCount: 0 }, "count"],
    ["for nobody's account", { userHandle: null }, "another account"],
    ["for another account", { userHandle: Buffer.alloc(16).toString("base64url") }, "another account"],
  ];

  it.each(lies)("%s", async (_name, lie, problem) => {
    const browser = new Browser(server);
    expectRefused(await signInWith(browser, passkey, lie));
    const about = [user.id, null];
    const told = await Promise.all(about.map(problemOf));
    expect(told).toContainEqual({
      reason: "passkey_refused",
      detail: expect.objectContaining({ kind: "passkey", problem: expect.stringContaining(problem) }),
    });
    // The next true one works.
    expect((await signInWith(browser, passkey)).path).toBe("/account");
  });

  it("of a passkey that nobody knows", async () => {
    expectRefused(await signInWith(new Browser(server), passkey, { id: "A".repeat(43) }));
    expect(await problemOf(null)).toMatchObject({ detail: { problem: "it is unknown" } });
  });

  it("that is none at all", async () => {
    const browser = new Browser(server);
    const fields = hiddenFields(await browser.visit("/login"), "/login/passkey");
    const noChallenge = { clientDataJSON: "bnVsbA", authenticatorData: "AA", signature: "AA" };
    for (const answer of [
      "",
      "x",
      "null",
      "{}",
      "[]",
      JSON.stringify({ id: "x", rawId: "x", type: "public-key", response: null }),
      JSON.stringify({ id: "x", rawId: "x", type: "public-key", response: noChallenge }),
      JSON.stringify({ id: "x".repeat(2000) }),
    ])
      expectRefused(await browser.post("/login/passkey", { ...fields, passkey: answer }));
  });

  it("given before", async () => {
    await passTime(server, 61); // the audit has ten refusals a minute
    const browser = new Browser(server);
    const answer = answerTo(await browser.visit("/login"), passkey);
    expect((await browser.post("/login/passkey", answer)).location).toBe("/account");
    expectRefused(await browser.post("/login/passkey", answer));
    expect(await problemOf(user.id)).toMatchObject({
      detail: { problem: "the challenge was answered before" },
    });
  });

  it("given to another browser, or to another page of the same", async () => {
    const [mine, yours] = [new Browser(server), new Browser(server)];
    const [page, other, another] = [
      await mine.visit("/login"),
      await mine.visit("/login"),
      await yours.visit("/login"),
    ];
    const answer = answerTo(page, passkey);
    expect((await yours.post("/login/passkey", answer)).status).toBe(403);
    for (const [browser, its] of [
      [yours, another],
      [mine, other],
    ] as const)
      expectRefused(
        await browser.post("/login/passkey", {
          ...hiddenFields(its, "/login/passkey"),
          passkey: answer.passkey,
        }),
      );
    expect((await mine.post("/login/passkey", answer)).location).toBe("/account");
  });

  it("made to add a passkey", async () => {
    const browser = await signedIn(server, await createUser(server));
    const page = await browser.visit("/account/factors");
    const { challenge } = optionsOn<{ challenge: string }>(page);
    const answer = passkey.get({ challenge, rpId: "localhost", userVerification: "required" });
    const fields = hiddenFields(page, "/account/factors/passkeys");
    expectRefused(await browser.post("/login/passkey", { ...fields, passkey: answer }));
  });
});

describe("A page that was open for more than ten minutes", () => {
  it("says so, and asks anew", async () => {
    const browser = new Browser(server);
    const page = await browser.visit("/login");
    await passTime(server, 601);
    const again = await browser.post("/login/passkey", answerTo(page, passkey));
    expectRefused(again, "This page was open for too long. Try again.");
    expect((await browser.post("/login/passkey", answerTo(again, passkey))).location).toBe("/account");
  });

  it("answered early leaves a row that the purge removes, long after it could be answered again", async () => {
    await signInWith(new Browser(server), passkey);
    const count = () => countPurgeable(db, purgeableChallenges);
    await db.query("delete from answered_challenges");
    await signInWith(new Browser(server), passkey);
    await db.query("update answered_challenges set expires_at = expires_at - interval '1199 seconds'");
    expect(await count()).toBe(0);
    await db.query("update answered_challenges set expires_at = expires_at - interval '2 seconds'");
    expect(await count()).toBe(1);
  });
});

describe("The user of a passkey", () => {
  it("who is disabled learns it by a true answer only", async () => {
    const [gone, authenticator] = await withPasskey();
    await db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    expectRefused(await signInWith(new Browser(server), authenticator, { key: foreignKey }));
    expectRefused(await signInWith(new Browser(server), authenticator), "This account is disabled");
  });

  it("who is gone has no passkey either", async () => {
    const [gone, authenticator] = await withPasskey();
    await db.query("delete from sign_ins where user_id = $1", [gone.id]);
    await db.query("delete from users where id = $1", [gone.id]);
    expectRefused(await signInWith(new Browser(server), authenticator));
  });
});

describe("In flight at once", () => {
  it("the same answer, ten times, signs in once", async () => {
    const browser = new Browser(server);
    const answer = answerTo(await browser.visit("/login"), passkey);
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => browser.at(server).post("/login/passkey", answer)),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(400)]);
  });

  it("of a device and its copy, which show the same count, one signs in", async () => {
    const count = 1000;
    const pages = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const browser = new Browser(server);
        return browser.post(
          "/login/passkey",
          answerTo(await browser.visit("/login"), passkey, { signCount: count }),
        );
      }),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400, 400]);
    expect(await problemOf(user.id)).toMatchObject({ detail: { problem: expect.stringContaining("copy") } });
    const late = await signInWith(new Browser(server), passkey, { signCount: count });
    expectRefused(late);
    await signInWith(new Browser(server), passkey, { signCount: count + 1 });
    await db.query("update passkeys set sign_count = 1 where user_id = $1", [user.id]);
  });
});

describe("A passkey after the password", () => {
  const origin = { address: "192.0.2.1", userAgent: null, requestId: "r" };
  const ask = async (userId: string, formToken = "token") => {
    const options = await passkeyOptions(context, { userId, formToken });
    if (options === null) throw new Error("no passkeys");
    return options as Parameters<Authenticator["get"]>[0];
  };
  const check = (userId: string, answer: string, formToken = "token") =>
    checkPasskey(context, { userId, formToken, answer, origin });

  it("is one of the user's own, and need not be unlocked", async () => {
    const options = await ask(user.id);
    expect(options).toMatchObject({
      userVerification: "discouraged",
      allowCredentials: [{ id: passkey.id }],
    });
    const lies = { flags: present, userHandle: null };
    expect(await check(user.id, passkey.get(options, lies))).toMatchObject({
      userId: user.id,
      amr: ["hwk", "mfa"],
    });
  });

  it("is refused if it is another user's, or was asked of another, or for a sign-in", async () => {
    const [other, another] = await withPasskey();
    const options = await ask(user.id);
    const reason = expect.objectContaining({ reason: "passkey_refused" });
    await expect(check(user.id, another.get(options))).rejects.toEqual(reason);
    await expect(check(other.id, another.get(options))).rejects.toEqual(reason);
    await expect(check(user.id, passkey.get(options), "another token")).rejects.toEqual(reason);
    const login = await new Browser(server).visit("/login");
    const { form_token: token } = hiddenFields(login, "/login/passkey");
    await expect(check(user.id, passkey.get(optionsOn(login)), token)).rejects.toEqual(reason);
  });

  it("is not asked for where there is none", async () => {
    const { id } = await createUser(server);
    expect(await passkeyOptions(context, { userId: id, formToken: "token" })).toBeNull();
  });

  it("is asked for: the password alone signs nobody in who has one", async () => {
    const browser = new Browser(server);
    const fields = { ...hiddenFields(await browser.visit("/login"), "/login"), username: user.email };
    const page = await browser.follow(await browser.post("/login", { ...fields, password: user.password }));
    expect(page.path).toBe("/login/factor");
    expect(browser.cookie("regrant")).toBeUndefined();
    const answer = (lies: Lies = {}) => ({ passkey: passkey.get(optionsOn(page), lies) });
    const wrong = await browser.submit(page, "/login/factor", answer({ key: foreignKey }));
    expectRefused(wrong);
    const after = await browser.submit(page, "/login/factor", answer({ flags: present }));
    expect(after.path).toBe("/account");
    const { rows } = await db.query(
      "select amr from sign_ins where user_id = $1 order by authenticated_at desc limit 1",
      [user.id],
    );
    expect(rows).toEqual([{ amr: ["pwd", "hwk", "mfa"] }]);
  });
});

describe("An issuer at an IP address", () => {
  it("has no passkeys, since no browser would make one", async () => {
    const there = await testServer({ env: { ISSUER: "http://127.0.0.1:4000" } });
    const page = await new Browser(there).visit("/login");
    expect(page.body).not.toContain("/login/passkey");
    expect(await passkeyOptions(there.context, { userId: user.id, formToken: "x" })).toBeNull();
  });
});

describe("The login page", () => {
  it("stays under 30 kB, with its script", async () => {
    const client = await createApp(server);
    const page = await new Browser(server).visit(
      authorizeUrl(client, { state: "s".repeat(200), ui_locales: "de" }),
    );
    expect(page.body).toContain("data-options");
    expect(Buffer.byteLength(page.body)).toBeLessThan(30_000);
  });
});
