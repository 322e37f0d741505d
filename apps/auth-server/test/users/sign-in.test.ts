import { beforeAll, describe, expect, inject, it } from "vitest";
import { buildApp } from "../../src/app.js";
import { createMetrics } from "../../src/metrics.js";
import { hashSecret } from "../../src/secrets.js";
import { authorizeUrl, createApp, getCode, login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { cleanUp } from "../support/clean-up.js";
import { createResources, createUser, type TestUser } from "../support/fixtures.js";
import { everything } from "../support/rows.js";
import { passTime, testServer } from "../support/server.js";

const server = await testServer();
const secure = await testServer({ env: { ISSUER: "https://auth.example.com", SIGN_IN_SECONDS: "3600" } });
let user: TestUser;

beforeAll(async () => {
  await createResources(server);
  user = await createUser(server);
});

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get("/account")).status === 200;

/** The login page's response to this e-mail address and password. */
async function attempt(email: string, password: string, at = server): Promise<Page> {
  const browser = new Browser(at);
  return login(browser, await browser.visit("/login"), { email, password });
}

/** Without what differs between requests. */
const comparable = ({ status, headers, body }: Page, email: string) => ({
  status,
  headers: { ...headers, date: "", "x-request-id": "", "set-cookie": "", "content-length": "" },
  body: body
    .replaceAll(email, "")
    .replace(/name="form_token" value="[^"]+"|&quot;challenge&quot;:&quot;[\w-]+/g, ""),
});

describe("The cookie of a sign-in", () => {
  it("is __Host-, HttpOnly, Secure, SameSite=Lax and lives as long as the sign-in, for an https issuer [sign-in-1]", async () => {
    const browser = new Browser(secure);
    const sent = { origin: "https://auth.example.com" };
    const page = await browser.visit("/login");
    const token = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
    const form = { form_token: token, username: user.email, password: user.password };
    const { setCookies, headers } = await browser.post("/login", form, sent);
    expect(setCookies).toEqual([
      expect.stringMatching(
        /^__Host-regrant=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
      expect.stringMatching(/^__Host-regrant-known=/),
    ]);
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(page.setCookies).toEqual([
      expect.stringMatching(/^__Host-regrant-form=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it("goes without Secure and prefix for an http issuer on this machine", async () => {
    const browser = new Browser(server);
    const page = await browser.visit("/login");
    const posted = await browser.post("/login", {
      form_token: /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? "",
      username: user.email,
      password: user.password,
    });
    expect(posted.setCookies).toEqual([
      expect.stringMatching(/^regrant=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^regrant-known=/),
    ]);
    expect([posted.status, posted.location]).toEqual([303, "/account"]);
  });

  it("has 256 random bits, of which the database holds the hash [sign-in-2]", async () => {
    const tokens = await Promise.all(
      [1, 2, 3].map(async () => (await signedIn(server, user)).cookie("regrant") ?? ""),
    );
    expect(new Set(tokens).size).toBe(3);
    const database = await everything(server);
    for (const token of tokens) {
      expect(Buffer.from(token, "base64url")).toHaveLength(32);
      expect(database).toContain(hashSecret(token).toString("hex"));
      expect(database).not.toContain(token);
    }
  });

  it("that is made up, cut, overlong or the stored hash itself signs nobody in", async () => {
    const token = (await signedIn(server, user)).cookie("regrant") ?? "";
    const hash = hashSecret(token);
    for (const value of [
      "x",
      "",
      token.slice(1),
      "x".repeat(10_000),
      hash.toString("hex"),
      hash.toString("base64url"),
    ]) {
      const browser = new Browser(server);
      browser.setCookie("regrant", value);
      expect(await isSignedIn(browser)).toBe(false);
    }
  });
});

describe("A sign-in", () => {
  it("is answered by 303, so that no browser sends the password on (RFC 9700 §4.12) [sign-in-3]", async () => {
    const client = await createApp(server);
    const browser = new Browser(server);
    const page = await browser.visit(authorizeUrl(client));
    const form = { ...hiddenFields(page, "/login"), username: user.email, password: user.password };
    const back = await browser.post("/login", form);
    expect([back.status, back.location]).toEqual([303, expect.stringMatching(/^\/oauth2\/authorize\?/)]);
    expect((await browser.get(back.location ?? "")).status).toBe(303);
  });

  it("takes a new token, however good the one before: a planted cookie is worth nothing (session fixation) [sign-in-4]", async () => {
    const attacker = await signedIn(server, await createUser(server));
    const planted = attacker.cookie("regrant") ?? "";
    const victim = new Browser(server);
    victim.setCookie("regrant", planted);
    await login(victim, await victim.visit("/login"), user);
    expect(victim.cookie("regrant")).not.toBe(planted);
    expect(await isSignedIn(victim)).toBe(true);
    expect(await isSignedIn(attacker)).toBe(false);
  });

  it("anew by the same user ends the token before and keeps what the browser opened in sight", async () => {
    const browser = await signedIn(server, user);
    const copy = browser.at(server);
    const before = browser.cookie("regrant") ?? "";
    await login(browser, await browser.visit("/login"), user);
    copy.setCookie("regrant", before);
    expect(await isSignedIn(copy)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
    const { rows } = await server.db.query(
      "select count(distinct id)::int as ids from sign_ins where token_hash = $1",
      [hashSecret(browser.cookie("regrant") ?? "")],
    );
    expect(rows).toEqual([{ ids: 1 }]);
  });

  it("is over after SIGN_IN_SECONDS, used or not [sign-in-7]", async () => {
    const browser = await signedIn(server, user);
    await passTime(server, 7 * 86_400 - 5);
    expect(await isSignedIn(browser)).toBe(true);
    await passTime(server, 6);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("is over at once when the user is disabled", async () => {
    const gone = await createUser(server);
    const browser = await signedIn(server, gone);
    await server.db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    expect(await isSignedIn(browser)).toBe(false);
    const app = await createApp(server);
    await expect(getCode(browser, app)).rejects.toThrow();
  });

  it("is audited with address and device, and so is a refusal", async () => {
    const fresh = await createUser(server);
    await attempt(fresh.email, "wrong");
    await signedIn(server, fresh);
    await server.context.background.finish();
    const { rows } = await server.db.query(
      "select event, reason, host(address) as address, user_agent like '%Firefox%' as firefox from audit_events where user_id = $1 order by id",
      [fresh.id],
    );
    const from = { address: "127.0.0.1", firefox: true };
    expect(rows).toEqual([
      { event: "sign_in.refused", reason: "user_credentials_mismatch", ...from },
      { event: "sign_in.created", reason: null, ...from },
      { event: "sign_in.new_device", reason: null, ...from },
    ]);
  });
});

describe("A wrong password", () => {
  it("is answered alike for users that there are and are not, in text and headers [sign-in-5]", async () => {
    const email = "nobody@example.com";
    const unknown = await attempt(email, "wrong");
    const wrong = await attempt(user.email, "wrong");
    expect([unknown.status, unknown.setCookies.join("")]).toEqual([
      400,
      expect.not.stringContaining("regrant="),
    ]);
    expect(textOf(unknown.body)).toContain("Incorrect email or password.");
    expect(comparable(unknown, email)).toEqual(comparable(wrong, user.email));
  });

  it("costs the same work: one argon2id of the full strength, whether there is such a user or not [sign-in-6]", async () => {
    const hashes: (string | null)[] = [];
    const { verify } = server.context.passwords;
    const passwords = {
      ...server.context.passwords,
      verify: (...[hash, password, network]: Parameters<typeof verify>) => {
        hashes.push(hash);
        return verify(hash, password, network);
      },
    };
    const { pool, keyRing, now } = server.context;
    const metrics = createMetrics(pool, keyRing, { aheadSeconds: 0 }, now);
    const app = await buildApp({ ...server.context, passwords, metrics });
    cleanUp(() => app.close());
    const counting = { ...server, app };
    const without = await createUser(server, [], null);
    const emails = ["nobody2@example.com", "x".repeat(5000), "not an address", without.email, user.email];
    for (const email of emails) expect((await attempt(email, "wrong", counting)).status).toBe(400);
    expect(hashes).toEqual([null, null, null, null, inject("passwordHash")]);
  });

  it("says of a disabled user nothing to a stranger, and that it is so to its owner", async () => {
    const gone = await createUser(server);
    await server.db.query("update users set disabled_at = now() where id = $1", [gone.id]);
    expect(textOf((await attempt(gone.email, "wrong")).body)).toContain("Incorrect email or password.");
    const owner = await attempt(gone.email, gone.password);
    expect(textOf(owner.body)).toContain("This account is disabled");
    expect(owner.setCookies.join()).not.toContain("regrant=");
  });

  it("is nothing, too long or in the wrong case: never let in, never an error", async () => {
    const fresh = await createUser(server);
    for (const password of ["", "x".repeat(10_000), fresh.password.toUpperCase()]) {
      expect((await attempt(fresh.email, password)).status).toBe(400);
    }
    expect((await attempt("", "")).status).toBe(400);
  });

  it("does not stand in the page that says so", async () => {
    expect((await attempt(user.email, "wr0ng-p4ssword")).body).not.toContain("wr0ng-p4ssword");
  });
});
