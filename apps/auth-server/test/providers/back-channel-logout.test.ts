/** A provider tells that its session has ended (OpenID Connect Back-Channel Logout 1.0). */
import { beforeAll, describe, expect, it } from "vitest";
import { linkIdentity } from "../../src/providers/link.js";
import { answerOf, authorizeUrl, issuer, login, redeem } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { createRelyingParty } from "../support/openid.js";
import { addProvider, scriptedProvider, signInThrough } from "../support/scripted-provider.js";
import { testServer } from "../support/server.js";
import { expectRefreshToken, postForm } from "../support/token-requests.js";

const server = await testServer();
const scripted = await scriptedProvider();
const provider = await addProvider(server, scripted);
const second = await scriptedProvider();
const other = await addProvider(server, second);
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  client = await createRelyingParty(server);
});

const event = "http://schemas.openid.net/event/backchannel-logout";
const seconds = () => Math.floor(Date.now() / 1000);
type Claims = Readonly<Record<string, unknown>>;
const claimsOf = (more: Claims): Claims => ({
  iss: scripted.issuer,
  aud: "regrant",
  iat: seconds(),
  exp: seconds() + 120,
  jti: crypto.randomUUID(),
  events: { [event]: {} },
  ...more,
});
const tell = (logout_token: string, id = provider.id) =>
  server.app.inject({
    method: "POST",
    url: `/login/providers/${id}/logout`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ logout_token }).toString(),
  });
const logout = async (more: Claims, typ = "logout+jwt") =>
  tell(await scripted.signJwt(claimsOf(more), { typ }));

let people = 0;
/** A user who has signed in through the provider, and to an app. */
async function opened(sid: string | undefined, user?: TestUser, sub?: string) {
  people += 1;
  const who = { sub: sub ?? `person-${people}` };
  const owner = user ?? (await createUser(server));
  const identity = { providerId: provider.id, subject: who.sub, userId: owner.id, email: null };
  if (sub === undefined) await linkIdentity(server.db, identity, "signed_in", {});
  const browser = new Browser(server);
  scripted.idToken = { sid };
  const page = await signInThrough(
    browser,
    scripted,
    provider,
    who,
    authorizeUrl(client, { scope: "openid" }),
  );
  const tokens = expectRefreshToken(await redeem(server, client, answerOf(page).code ?? ""));
  const isOpen = async () => {
    const refreshed = await postForm(server, {
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token,
      client_id: client.clientId,
      client_secret: client.secret,
    });
    const signedIn = (await browser.visit("/account")).path === "/account";
    return { signedIn, session: refreshed.status === 200 };
  };
  return { sub: who.sub, user: owner, isOpen };
}
const open = { signedIn: true, session: true };
const ended = { signedIn: false, session: false };

describe("A logout token", () => {
  it.each(["logout+jwt", "application/logout+jwt", "JWT"])(
    "typed %s ends the sign-in of its sid with its sessions, and no other",
    async (typ) => {
      const sid = crypto.randomUUID();
      const one = await opened(sid);
      const two = await opened("another", one.user, one.sub);
      const three = await opened("a third");
      const answer = await logout({ sid, sub: one.sub }, typ);
      expect([answer.statusCode, answer.body, answer.headers["cache-control"]]).toEqual([
        200,
        "",
        "no-store",
      ]);
      expect(await one.isOpen()).toEqual(ended);
      expect([await two.isOpen(), await three.isOpen()]).toEqual([open, open]);
      const { rows } = await server.db.query(
        "select event, reason, actor from audit_events where user_id = $1 and reason = 'provider_logout' order by event",
        [one.user.id],
      );
      const actor = `provider:${provider.id}`;
      expect(rows).toEqual([
        { event: "session.revoked", reason: "provider_logout", actor },
        { event: "sign_in.ended", reason: "provider_logout", actor },
      ]);
    },
  );

  it("with a sid alone, or a sub alone, is enough; a sub ends all of that person", async () => {
    const sid = crypto.randomUUID();
    const one = await opened(sid);
    const two = await opened(undefined, one.user, one.sub);
    expect((await logout({ sid })).statusCode).toBe(200);
    expect([await one.isOpen(), await two.isOpen()]).toEqual([ended, open]);
    expect((await logout({ sub: one.sub })).statusCode).toBe(200);
    expect(await two.isOpen()).toEqual(ended);
  });

  it("of nothing that is open here changes nothing", async () => {
    const one = await opened("a session");
    expect((await logout({ sub: "nobody" })).statusCode).toBe(200);
    expect((await logout({ sub: one.sub, sid: "another session" })).statusCode).toBe(200);
    expect(await one.isOpen()).toEqual(open);
  });

  it("sent again ends nothing that was opened later", async () => {
    const one = await opened(undefined);
    const token = await scripted.signJwt(claimsOf({ sub: one.sub, iat: seconds() - 90 }), {
      typ: "logout+jwt",
    });
    expect((await tell(token)).statusCode).toBe(200);
    expect(await one.isOpen()).toEqual(open);
  });

  it("reaches a sign-in that its user has confirmed by password meanwhile", async () => {
    const one = await opened("a session to confirm");
    const browser = new Browser(server);
    scripted.idToken = { sid: "confirmed" };
    await signInThrough(browser, scripted, provider, { sub: one.sub });
    await login(browser, await browser.visit("/login?continue=/account/password"), one.user);
    expect((await browser.visit("/account")).path).toBe("/account");
    await logout({ sub: one.sub, sid: "confirmed" });
    expect((await browser.visit("/account")).path).toBe("/login");
  });

  it.each<[string, Claims, string?]>([
    ["of another issuer", { iss: "https://evil.example" }],
    ["for another client", { aud: "another" }],
    ["that has expired", { exp: seconds() - 100 }],
    ["from the future", { iat: seconds() + 600, exp: seconds() + 900 }],
    ["old and without an end", { iat: seconds() - 600, exp: undefined }],
    ["without an iat", { iat: undefined }],
    ["without a jti", { jti: undefined }],
    ["without events", { events: undefined }],
    ["with other events", { events: { "http://schemas.openid.net/event/other": {} } }],
    ["with events that are a list", { events: [event] }],
    ["with a nonce: it is an ID token", { nonce: "n" }],
    ["with neither sub nor sid", { sub: undefined }],
    ["with a sub that is no text", { sub: 7 }],
    ["with a sub that has a NUL", { sub: "a\0" }],
    ["typed as an access token", {}, "at+jwt"],
  ])("%s is refused with 400 in JSON", async (_case, more, typ) => {
    const one = await opened("a session");
    const answer = await logout({ sub: one.sub, ...more }, typ);
    expect([answer.statusCode, answer.json(), answer.headers["cache-control"]]).toEqual([
      400,
      {
        error: "invalid_request",
        error_description: expect.stringMatching(/^The logout token is refused: [^"\\]+\.$/),
        error_uri: `${issuer}/errors/logout_token_invalid`,
      },
      "no-store",
    ]);
    expect(await one.isOpen()).toEqual(open);
  });

  it("that is unsigned, signed by another, or another provider's is refused", async () => {
    const one = await opened("a session");
    const none = Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString("base64url");
    const body = Buffer.from(JSON.stringify(claimsOf({ sub: one.sub }))).toString("base64url");
    const tokens = [
      `${none}.${body}.`,
      await second.signJwt(claimsOf({ sub: one.sub }), { typ: "logout+jwt" }),
      "not a token",
    ];
    for (const token of tokens) expect((await tell(token)).statusCode).toBe(400);
    // Of that provider, and about a person of the same name there.
    const theirs = await second.signJwt(claimsOf({ iss: second.issuer, sub: one.sub }), {
      typ: "logout+jwt",
    });
    expect((await tell(theirs, other.id)).statusCode).toBe(200);
    expect((await tell(theirs)).statusCode).toBe(400);
    expect(await one.isOpen()).toEqual(open);
  });
});

describe("The address", () => {
  it("takes forms of 16 KiB at most, by POST, of providers that exist", async () => {
    expect((await tell("x".repeat(20_000))).statusCode).toBe(400);
    expect((await tell("x", "nobody")).statusCode).toBe(404);
    expect((await tell("")).json()).toMatchObject({ error: "invalid_request" });
    const json = await server.app.inject({
      method: "POST",
      url: `/login/providers/${provider.id}/logout`,
      payload: { logout_token: "x" },
    });
    expect(json.statusCode).toBe(400);
    const got = await server.app.inject({ url: `/login/providers/${provider.id}/logout` });
    expect(got.statusCode).toBe(404);
  });

  it("answers 503 while the keys cannot be had, so that the provider tells it again", async () => {
    const gone = await addProvider(server, { issuer: "http://127.0.0.1:9", clientSecret: "secret" });
    const answer = await tell(await scripted.signJwt(claimsOf({ sub: "x" })), gone.id);
    expect([answer.statusCode, answer.json().error]).toEqual([503, "temporarily_unavailable"]);
  });
});
