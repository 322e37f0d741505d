/** The page on which users add, rename and remove their passkeys. */
import { beforeAll, describe, expect, it } from "vitest";
import { removeFactors } from "../../src/factors/factor-acts.js";
import { mostPasskeys } from "../../src/factors/own-passkeys.js";
import { listPasskeys } from "../../src/factors/passkeys.sql.js";
import {
  Authenticator,
  addPasskey,
  type Lies,
  optionsOn,
  present,
  signInWith,
  verified,
} from "../support/authenticator.js";
import { authorizeUrl, createApp, login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestUser } from "../support/fixtures.js";
import { passTime, testServer } from "../support/server.js";

const server = await testServer({ env: { REQUIRE_MFA_ROLES: "admin" } });
const { db } = server;
beforeAll(() => createResources(server));

const added = "Passkey added.";
const passkeysOf = ({ id }: TestUser) => listPasskeys(db, id);

async function atFactors(roles: readonly string[] = []): Promise<[TestUser, Browser, Page]> {
  const user = await createUser(server, [...roles]);
  const browser = await signedIn(server, user);
  return [user, browser, await browser.visit("/account/factors")];
}

const remove = (browser: Browser, page: Page, id: string): Promise<Page> =>
  browser.submit(page, "/account/factors/passkeys/remove", { id });

describe("Adding a passkey (WebAuthn Level 3 §7.1)", () => {
  it("asks for one that is found without a user name, and unlocked by its user; for no attestation, nor a second on the same device", async () => {
    const [user, browser, page] = await atFactors();
    const authenticator = new Authenticator();
    expect(optionsOn(page)).toMatchObject({
      rp: { id: "localhost", name: "Regrant" },
      user: { id: Buffer.from(user.id.replaceAll("-", ""), "hex").toString("base64url"), name: user.email },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [],
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: "public-key" })),
    });
    const after = await addPasskey(browser, authenticator);
    expect(optionsOn(after)).toMatchObject({ excludeCredentials: [{ id: authenticator.id }] });
  });

  it("is audited, and names the passkey after where it was made", async () => {
    const [user, browser] = await atFactors();
    const made: [Lies, string][] = [
      [{}, "Firefox on Linux"],
      [{ attachment: "cross-platform", transports: ["usb", "nfc"] }, "Security key"],
      [{ attachment: "cross-platform", transports: ["hybrid", "internal"] }, "Phone or tablet"],
    ];
    for (const [how] of made) await addPasskey(browser, new Authenticator(), how);
    const passkeys = await passkeysOf(user);
    expect(passkeys.map(({ name }) => name)).toEqual(made.map(([, name]) => name));
    const { rows } = await db.query(
      "select event, detail, host(address) as address from audit_events where user_id = $1 and event like 'factor.%' order by id",
      [user.id],
    );
    expect(rows).toEqual(
      passkeys.map(({ id }) => ({
        event: "factor.added",
        detail: { kind: "passkey", id },
        address: "127.0.0.1",
      })),
    );
  });

  const x5c = new Map<string, unknown>([
    ["alg", -7],
    ["sig", new Uint8Array(70)],
    ["x5c", [new Uint8Array(10)]],
  ]);
  it.each<[string, Lies]>([
    ["for another origin", { origin: "https://regrant.example" }],
    ["for another relying party", { rpId: "example.com" }],
    ["as a sign-in", { type: "webauthn.get" }],
    ["from a frame", { crossOrigin: true }],
    ["with a challenge of its own", { challenge: "a".repeat(70) }],
    ["without presence", { flags: verified }],
    ["without verification: it would count as one factor", { flags: present }],
    ["with certificates, which name addresses to fetch", { format: "packed", statement: x5c }],
    ["with another attestation", { format: "tpm" }],
    [
      "with a wrong one of its own",
      {
        format: "packed",
        statement: new Map<string, unknown>([
          ["alg", -7],
          ["sig", new Uint8Array(70)],
        ]),
      },
    ],
    ["under another id", { id: "A".repeat(43) }],
  ])("is refused %s", async (_name, lie) => {
    const [user, browser] = await atFactors();
    const page = await addPasskey(browser, new Authenticator(), lie);
    expect([page.status, textOf(page.body)]).toEqual([400, expect.stringContaining("didn’t work")]);
    expect(await passkeysOf(user)).toEqual([]);
  });

  it("is refused of what is no answer", async () => {
    const [, browser, page] = await atFactors();
    for (const passkey of [
      "",
      "x",
      "null",
      "{}",
      '{"id":"x","rawId":"x","type":"public-key","response":{}}',
    ]) {
      const answer = await browser.submit(page, "/account/factors/passkeys", { passkey });
      expect(answer.status).toBe(400);
    }
  });

  it("is refused if somebody has it, the same challenge was answered, or it is another user's page", async () => {
    const [user, browser, page] = await atFactors();
    const [authenticator, other] = [new Authenticator(), new Authenticator()];
    const submit = (which: Authenticator) =>
      browser.submit(page, "/account/factors/passkeys", { passkey: which.create(optionsOn(page)) });
    expect((await submit(authenticator)).status).toBe(200);
    expect((await submit(other)).status).toBe(400);
    const [, stranger] = await atFactors();
    expect((await addPasskey(stranger, authenticator)).status).toBe(400);
    // Another user signs in with the same browser, before the form is sent.
    const stale = await browser.visit("/account/factors");
    const next = await createUser(server);
    await login(browser, await browser.visit("/login"), next);
    const passkey = other.create(optionsOn(stale));
    expect((await browser.submit(stale, "/account/factors/passkeys", { passkey })).status).toBe(400);
    expect([await passkeysOf(user), await passkeysOf(next)]).toEqual([[expect.anything()], []]);
  });

  it("in flight ten times adds one", async () => {
    const [user, browser, page] = await atFactors();
    const fields = {
      ...hiddenFields(page, "/account/factors/passkeys"),
      passkey: new Authenticator().create(optionsOn(page)),
    };
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => browser.at(server).post("/account/factors/passkeys", fields)),
    );
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await passkeysOf(user)).toHaveLength(1);
  });

  it(`ends at ${mostPasskeys}, in two tabs too`, async () => {
    const [user, browser] = await atFactors();
    for (let number = 1; number < mostPasskeys; number += 1) await addPasskey(browser, new Authenticator());
    const pages = [await browser.visit("/account/factors"), await browser.visit("/account/factors")];
    const sent = await Promise.all(
      pages.map((page) =>
        browser.at(server).post("/account/factors/passkeys", {
          ...hiddenFields(page, "/account/factors/passkeys"),
          passkey: new Authenticator().create(optionsOn(page)),
        }),
      ),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(await passkeysOf(user)).toHaveLength(mostPasskeys);
    expect((await browser.visit("/account/factors")).body).not.toContain("data-options");
  });

  it("comes with recovery codes, if it is the first factor, and counts for this sign-in at once", async () => {
    const [user, browser, page] = await atFactors();
    const submit = (at: Page) =>
      browser.submit(at, "/account/factors/passkeys", { passkey: new Authenticator().create(optionsOn(at)) });
    const codes = await submit(page);
    expect(codes.body.match(/<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){3}<\/code>/g)).toHaveLength(10);
    const again = await browser.visit("/account/factors");
    expect(again.path).toBe("/account/factors");
    expect(textOf((await submit(again)).body)).toContain(added);
    const { rows } = await db.query("select amr from sign_ins where user_id = $1", [user.id]);
    expect(rows).toEqual([{ amr: ["pwd", "hwk", "mfa"] }]);
  });

  it("leads on to the app that required it, or back without", async () => {
    const client = await createApp(server, { requireMfa: true, name: "The bank" });
    const [user, browser] = await atFactors();
    const page = await browser.visit(authorizeUrl(client));
    expect([page.path.split("?")[0], textOf(page.body)]).toEqual([
      "/account/factors",
      expect.stringContaining("The bank wants a second factor"),
    ]);
    const declined = await browser.post("/login/decline", hiddenFields(page, "/login/decline"));
    expect(declined.location).toContain("error=unmet_authentication_requirements");
    const passkey = new Authenticator().create(optionsOn(page));
    const codes = await browser.submit(page, "/account/factors/passkeys", { passkey });
    const [, goOn = ""] = /<a class="button main wide" href="([^"]+)"/.exec(codes.body) ?? [];
    expect((await browser.get(goOn)).location).toContain("code=");
    expect(await passkeysOf(user)).toHaveLength(1);
  });

  it("makes a password that is being checked meanwhile insufficient", async () => {
    const [user, browser, page] = await atFactors();
    const late = new Browser(server);
    const form = await late.visit("/login");
    // The passkey is added while the password is hashed.
    const [signIn] = await Promise.all([
      login(late, form, user),
      browser.submit(page, "/account/factors/passkeys", {
        passkey: new Authenticator().create(optionsOn(page)),
      }),
    ]);
    expect(signIn.path).not.toBe("/account");
    expect(late.cookie("regrant")).toBeUndefined();
  });
});

describe("The page", () => {
  it("asks who is there, if that was proven more than five minutes ago, and comes back", async () => {
    const [user, browser, page] = await atFactors();
    await passTime(server, 301);
    const again = await browser.visit("/account/factors");
    expect([again.path, textOf(again.body)]).toEqual([
      "/login?continue=%2Faccount%2Ffactors",
      expect.stringMatching(/to manage your account.*Confirm that it’s you/),
    ]);
    for (const [action, fields] of [
      ["/account/factors/passkeys/rename", { id: user.id, name: "x" }],
      ["/account/factors/passkeys/remove", { id: user.id }],
    ] as const) {
      const form = { ...hiddenFields(page, "/account/factors/passkeys"), ...fields };
      expect((await browser.post(action, form)).location).toBe("/login?continue=%2Faccount%2Ffactors");
    }
    expect((await login(browser, again, user)).path).toBe("/account/factors");
  });

  it("takes a passkey that the browser was asked for while the sign-in was recent, for two minutes", async () => {
    const [user, browser, page] = await atFactors();
    const submit = () =>
      browser.post("/account/factors/passkeys", {
        ...hiddenFields(page, "/account/factors/passkeys"),
        passkey: new Authenticator().create(optionsOn(page)),
      });
    await addPasskey(browser, new Authenticator());
    await passTime(server, 410);
    expect((await submit()).location).toBe("/account#done");
    expect(textOf((await browser.visit("/account")).body)).toContain(added);
    await passTime(server, 11);
    expect((await submit()).location).toBe("/login?continue=%2Faccount%2Ffactors");
    expect(await passkeysOf(user)).toHaveLength(2);
  });

  it("leads nowhere else than to the account's own pages", async () => {
    const user = await createUser(server);
    for (const path of [
      "/account/factors/../../evil",
      "/account//evil.example",
      "/accounts",
      "//evil.example",
      "/account/factors?x",
    ]) {
      const browser = new Browser(server);
      const page = await login(
        browser,
        await browser.visit(`/login?${new URLSearchParams({ continue: path })}`),
        user,
      );
      expect(page.path).toBe("/account");
    }
  });

  it("tells the browser which passkeys are still good, so that it offers no others", async () => {
    const [user, browser] = await atFactors();
    const authenticator = new Authenticator();
    const page = await addPasskey(browser, authenticator);
    const [, account = ""] = / data-account="([^"]*)"/.exec(page.body) ?? [];
    expect(JSON.parse(account.replaceAll("&quot;", '"'))).toEqual({
      rpId: "localhost",
      userId: expect.stringMatching(/^[\w-]{22}$/),
      name: user.email,
      displayName: user.email,
      allAcceptedCredentialIds: [authenticator.id],
    });
  });

  it("is linked from the account, which says how many there are", async () => {
    const [, browser] = await atFactors();
    expect(textOf((await browser.visit("/account")).body)).toContain("Only your password protects");
    await addPasskey(browser, new Authenticator());
    const page = await browser.visit("/account");
    expect(textOf(page.body)).toContain("1 passkey");
    expect(page.body).toContain('href="/account/factors"');
  });
});

describe("A passkey", () => {
  it("is renamed, and escaped as everything is", async () => {
    const [user, browser] = await atFactors();
    const page = await addPasskey(browser, new Authenticator());
    const name = `  <b>"Grüße" 🗝️ ${"x".repeat(200)}`;
    const after = await browser.submit(page, "/account/factors/passkeys/rename", { name });
    const [kept] = await passkeysOf(user);
    expect([...(kept?.name ?? "")]).toHaveLength(100);
    expect(after.body).toContain("&lt;b&gt;&quot;Grüße&quot; 🗝️");
    await browser.submit(page, "/account/factors/passkeys/rename", { name: " " });
    expect((await passkeysOf(user))[0]?.name).toBe(kept?.name);
  });

  it("of another user is neither renamed nor removed", async () => {
    const [owner, mine] = await atFactors();
    await addPasskey(mine, new Authenticator());
    const [passkey] = await passkeysOf(owner);
    const [, thief] = await atFactors();
    const page = await addPasskey(thief, new Authenticator());
    const id = passkey?.id ?? "";
    for (const wrong of [id, "", "x", id.toUpperCase()]) {
      expect((await remove(thief, page, wrong)).status).toBe(404);
      const fields = { id: wrong, name: "Mine" };
      expect((await thief.submit(page, "/account/factors/passkeys/rename", fields)).status).toBe(404);
    }
    expect(await passkeysOf(owner)).toEqual([passkey]);
  });

  it("signs nobody in once it is removed, not even by an answer that is under way", async () => {
    const [user, browser] = await atFactors();
    const authenticator = new Authenticator();
    const page = await addPasskey(browser, authenticator);
    const other = new Browser(server);
    const login = await other.visit("/login");
    const answer = {
      ...hiddenFields(login, "/login/passkey"),
      passkey: authenticator.get(optionsOn(login)),
    };
    const [, signIn] = await Promise.all([
      remove(browser, page, (await passkeysOf(user))[0]?.id ?? ""),
      other.post("/login/passkey", answer),
    ]);
    // Either it came first, or it is refused; never does it come after.
    if (signIn.status !== 303) expect(other.cookie("regrant")).toBeUndefined();
    expect((await signInWith(new Browser(server), authenticator)).status).toBe(400);
    const { rows } = await db.query(
      "select detail->>'kind' as kind from audit_events where user_id = $1 and event = 'factor.removed'",
      [user.id],
    );
    expect(rows).toEqual([{ kind: "passkey" }]);
  });

  it("that is the last second factor stays, if the user's role requires one; two tabs remove no more", async () => {
    const [user, browser] = await atFactors(["admin"]);
    await addPasskey(browser, new Authenticator());
    const page = await addPasskey(browser, new Authenticator());
    const passkeys = await passkeysOf(user);
    const pages = await Promise.all(passkeys.map(({ id }) => remove(browser.at(server), page, id)));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(pages.map(({ body }) => textOf(body)).join()).toContain("Your role requires a second factor.");
    expect(await passkeysOf(user)).toHaveLength(1);
    // Operators may, for whoever has lost it.
    const id = (await passkeysOf(user))[0]?.id ?? "";
    await removeFactors(db, user.id, { passkey: id }, { actor: "operator:ops" });
    expect(await passkeysOf(user)).toEqual([]);
  });

  it("that is all a user can sign in with stays", async () => {
    const [user, browser] = await atFactors();
    const page = await addPasskey(browser, new Authenticator());
    await db.query("update users set password_hash = null where id = $1", [user.id]);
    const refused = await remove(browser, page, (await passkeysOf(user))[0]?.id ?? "");
    expect(textOf(refused.body)).toContain("Nothing else would sign you in.");
    expect(await passkeysOf(user)).toHaveLength(1);
  });
});
