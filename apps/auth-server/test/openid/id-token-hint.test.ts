/** `id_token_hint` of authentication requests (OpenID Connect Core 1.0 §3.1.2.1). */
import { exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { type Asked, answerOf, authorizeUrl, issuer, login, signedIn } from "../support/authorization.js";
import { Browser } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { jwksOf } from "../support/jwt.js";
import {
  createRelyingParty,
  type OpenIdTokens,
  readIdToken,
  signedByServer,
  signInTo,
} from "../support/openid.js";
import { passTime, testServer } from "../support/server.js";
import { refresh } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
let stranger: TestClient;
let user: TestUser;
let other: TestUser;
let browser: Browser;
let tokens: OpenIdTokens;
let claims: JWTPayload;

beforeAll(async () => {
  await createResources(server);
  [client, stranger] = [await createRelyingParty(server), await createRelyingParty(server)];
  [user, other] = [await createUser(server), await createUser(server)];
  browser = await signedIn(server, user);
  tokens = await signInTo(server, browser, client);
  claims = await readIdToken(server, tokens, client);
});

const visit = (by: Browser, id_token_hint: string, more: Asked = {}) =>
  by.visit(authorizeUrl(client, { scope: "openid", id_token_hint, ...more }));
const mismatch = {
  error: "login_required",
  error_uri: `${issuer}/errors/hint_user_mismatch`,
  state: "a state",
};

describe("An id_token_hint", () => {
  it("of who is signed in is answered at once: oidcc-id-token-hint [id-token-hint-1]", async () => {
    for (const prompt of ["none", undefined])
      expect(answerOf(await visit(browser, tokens.id_token, { prompt }))).toHaveProperty("code");
  });

  it("of a refresh is as good [id-token-hint-2]", async () => {
    const { refresh_token } = await signInTo(server, browser, client);
    const { id_token = "" } = await refresh(server, client, refresh_token);
    expect(answerOf(await visit(browser, id_token, { prompt: "none" }))).toHaveProperty("code");
  });

  it("may have expired long ago (§3.1.2.1), and its session ended [id-token-hint-3]", async () => {
    const old = await signedByServer(server, { ...claims, iat: 1, exp: 2, sid: crypto.randomUUID() });
    expect(answerOf(await visit(browser, old, { prompt: "none" }))).toHaveProperty("code");
  });

  it("of another user than the one signed in gives no code, with prompt=none or without [id-token-hint-4]", async () => {
    const theirs = await signedIn(server, other);
    for (const prompt of ["none", undefined, "consent"]) {
      const answer = answerOf(await visit(theirs, tokens.id_token, { prompt }));
      expect(answer).toMatchObject(mismatch);
      expect(answer).not.toHaveProperty("code");
    }
  });

  it("where nobody is signed in lets only that user in [id-token-hint-5]", async () => {
    expect(answerOf(await visit(new Browser(server), tokens.id_token, { prompt: "none" }))).toMatchObject({
      error: "login_required",
      error_uri: `${issuer}/errors/login_required`,
    });
    const wrong = new Browser(server);
    expect(answerOf(await login(wrong, await visit(wrong, tokens.id_token), other))).toMatchObject(mismatch);
    const right = new Browser(server);
    expect(answerOf(await login(right, await visit(right, tokens.id_token), user))).toHaveProperty("code");
  });

  it("of another user lets that user sign in with prompt=login or select_account [id-token-hint-6]", async () => {
    for (const prompt of ["login", "select_account"]) {
      const theirs = await signedIn(server, other);
      const page = await visit(theirs, tokens.id_token, { prompt });
      expect(page.path).toMatch(/^\/login\?/);
      expect(answerOf(await login(theirs, page, user))).toHaveProperty("code");
    }
  });
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unsigned = (header: object) => `${base64url(header)}.${base64url(claims)}.`;

/** What is no ID token of this server to this client, though some look much like one. */
const others: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["of another issuer", () => signedByServer(server, { ...claims, iss: "https://evil.example" })],
  ["of this issuer with a slash", () => signedByServer(server, { ...claims, iss: `${issuer}/` })],
  ["without an issuer", () => signedByServer(server, { ...claims, iss: undefined })],
  ["for another client", () => signedByServer(server, { ...claims, aud: stranger.clientId })],
  [
    "for several clients",
    () => signedByServer(server, { ...claims, aud: [client.clientId, stranger.clientId] }),
  ],
  ["of another client's own", async () => (await signInTo(server, browser, stranger)).id_token],
  ["that is an access token", () => tokens.access_token],
  ["that is an access token for the client", () => signedByServer(server, claims, "at+jwt")],
  ["that is a logout token", () => signedByServer(server, claims, "logout+jwt")],
  ["that is a refresh token", () => tokens.refresh_token],
  ["without a type", () => signedByServer(server, claims, "")],
  ["without a signature: alg none", () => unsigned({ alg: "none", typ: "JWT" })],
  [
    "without a signature: alg None, with a kid",
    () => unsigned({ alg: "None", typ: "JWT", kid: server.context.keyRing.keyFor("RS256").kid }),
  ],
  ["whose signature is cut off", () => tokens.id_token.replace(/[^.]+$/, "")],
  [
    "whose signature belongs to another",
    async () => {
      const { id_token } = await signInTo(server, browser, client);
      return tokens.id_token.replace(/[^.]+$/, id_token.split(".")[2] ?? "");
    },
  ],
  [
    "whose claims were changed",
    () => tokens.id_token.replace(/\.[^.]+\./, `.${base64url({ ...claims, extra: 1 })}.`),
  ],
  [
    "signed with HS256 by the public key",
    async () => {
      const [jwk] = (await jwksOf(server)).keys;
      const pem = await exportSPKI(
        (await importJWK({ ...jwk }, "RS256")) as Parameters<typeof exportSPKI>[0],
      );
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: String(jwk?.kid) })
        .sign(Buffer.from(pem));
    },
  ],
  [
    "signed with HS256 by the client's secret",
    () =>
      new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(Buffer.from(client.secret)),
  ],
  [
    "signed by a stranger's key under our kid",
    async () => {
      const { privateKey } = await generateKeyPair("RS256");
      const { kid } = server.context.keyRing.keyFor("RS256");
      return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid }).sign(privateKey);
    },
  ],
  [
    "with a key of its own inside",
    async () => {
      const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
      const jwk = await crypto.subtle.exportKey("jwk", publicKey);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", typ: "JWT", jwk: jwk as { kty: string } })
        .sign(privateKey);
    },
  ],
  ["that is garbage", () => "garbage"],
  ["that is only dots", () => ".."],
  ["that is five parts", () => "a.b.c.d.e"],
  ["that is JSON", () => JSON.stringify(claims)],
  ["of 7,000 characters", () => "x".repeat(7_000)],
];

describe("An id_token_hint that shows nobody", () => {
  it.each(others)("%s, lets nobody in unasked [id-token-hint-7]", async (_what, make) => {
    const hint = await make();
    expect(answerOf(await visit(browser, hint, { prompt: "none" }))).toMatchObject(mismatch);
  });

  it.each(others)("%s, is ignored where the user may be asked [id-token-hint-8]", async (_what, make) => {
    const hint = await make();
    expect(answerOf(await visit(browser, hint))).toHaveProperty("code");
    expect((await visit(new Browser(server), hint)).path).toMatch(/^\/login\?/);
  });

  it("is shown in no log [id-token-hint-9]", () => {
    const log = server.logLines.join("");
    expect(log).not.toContain(tokens.id_token);
    expect(log).not.toContain(tokens.id_token.split(".")[2]);
  });

  it("is one whose key is no longer published [id-token-hint-10]", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const gone = await new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "gone" })
      .sign(privateKey);
    expect(answerOf(await visit(browser, gone, { prompt: "none" }))).toMatchObject(mismatch);
  });

  it("is sent once: two are no request at all [id-token-hint-11]", async () => {
    const url = `${authorizeUrl(client, { scope: "openid" })}&id_token_hint=a&id_token_hint=b`;
    expect((await browser.get(url)).status).toBe(400);
    await passTime(server, 1);
  });
});
