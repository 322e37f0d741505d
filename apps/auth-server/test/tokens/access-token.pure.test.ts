import type { Reason } from "@regrant/shared";
import { proofAlgorithms } from "@regrant/verifier/dpop";
import { createIssuerVerifier } from "@regrant/verifier/issuer";
import { beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { KeyRing } from "../../src/keys/key-ring.js";
import { signJws } from "../../src/keys/sign-jws.js";
import { makeSigningKey } from "../../src/keys/signing-key.js";
import { deriveSecrets } from "../../src/secrets.js";
import { signAccessToken } from "../../src/tokens/access-token.js";
import { createDpop } from "../../src/tokens/dpop.js";
import { checkAccessToken, verifyAccessToken } from "../../src/tokens/own-tokens.js";
import { expectChallenge } from "../support/challenge.js";
import { refusalIn, refusalOf } from "../support/refusals.js";

const secrets = deriveSecrets([{ name: "main", bytes: Buffer.alloc(32, 1) }]);
const issuer = "https://auth.example.com";
const at = 1_900_000_000;
const keyRing = new KeyRing();
const otherRing = new KeyRing();
const config = readConfig({
  ISSUER: issuer,
  DATABASE_URL: "postgres://db.example.com/regrant",
  SECRETS: `main:${"A".repeat(43)}`,
});
const keys = () => keyRing.jwks.keys;
const now = () => at * 1000;
const verification = {
  config,
  ownTokens: createIssuerVerifier({ issuer, keys, now }),
  dpop: createDpop(config, secrets, now),
};

beforeAll(async () => {
  for (const ring of [keyRing, otherRing]) {
    const key = await makeSigningKey(secrets, "RS256");
    const times = { stagedAt: new Date(0), activatedAt: new Date(0), retiredAt: null };
    ring.load(secrets, [{ ...key, ...times, kid: key.publicJwk.kid, alg: "RS256", state: "active" }]);
  }
});

const input = {
  issuer,
  subject: "user",
  audience: issuer,
  clientId: "app",
  scope: ["account", "admin:read"],
  tokenId: "jti",
  issuedAtSeconds: at,
  lifeSeconds: 600,
  status: null,
};
const claims = {
  iss: issuer,
  sub: "user",
  aud: issuer,
  exp: at + 600,
  iat: at,
  jti: "jti",
  client_id: "app",
  scope: "account admin:read",
};
type Changes = Readonly<Record<string, unknown>>;
/** A member set to undefined is left out. */
const sign = (changes: Changes = {}, ring = keyRing) =>
  signJws(ring.keyFor("RS256"), "at+jwt", { ...claims, ...changes });

/** Under another header, which the key then signs. */
const signUnder = (header: Changes) =>
  signJws(
    { ...keyRing.keyFor("RS256"), header: () => Buffer.from(JSON.stringify(header)).toString("base64url") },
    "at+jwt",
    claims,
  );
const present = (authorization: string | undefined, scope = "account", url = "/account/api/sessions") => {
  const rawHeaders = authorization === undefined ? [] : ["Authorization", authorization];
  return checkAccessToken(verification, { url, rawHeaders, headers: { authorization } }, scope);
};
const check = (token: string, scope?: string) => present(`Bearer ${token}`, scope);

describe("The claims of an access token", () => {
  it("are, for a client itself, these and no others", async () => {
    const token = await signAccessToken(keyRing.keyFor("RS256"), input);
    expect(await verifyAccessToken(verification, token)).toEqual(claims);
  });

  it("have no scope where none was granted", async () => {
    const token = await signAccessToken(keyRing.keyFor("RS256"), { ...input, scope: [] });
    expect(await verifyAccessToken(verification, token)).toEqual({ ...claims, scope: undefined });
    expect(await verifyAccessToken(verification, token)).not.toHaveProperty("scope");
  });

  it("have roles, auth_time and acr where a user takes part, and sid where there is a session", async () => {
    const user = { roles: ["editor"], authTimeSeconds: at - 60, amr: ["pwd"] };
    const own = { roles: ["editor"], auth_time: at - 60, acr: "1" };
    const without = await signAccessToken(keyRing.keyFor("RS256"), { ...input, user });
    expect(await verifyAccessToken(verification, without)).toEqual({ ...claims, ...own });
    expect(await verifyAccessToken(verification, without)).not.toHaveProperty("sid");
    const token = await signAccessToken(keyRing.keyFor("RS256"), {
      ...input,
      user: { ...user, sessionId: "s" },
    });
    expect(await verifyAccessToken(verification, token)).toEqual({ ...claims, ...own, sid: "s" });
  });
});

describe("An access token for this server's own APIs", () => {
  it("is taken in an Authorization header, and its claims returned", async () => {
    const token = await sign();
    for (const scheme of ["Bearer ", "bearer ", "BEARER   "])
      expect(await present(scheme + token)).toEqual(claims);
    expect(await check(token, "admin:read")).toEqual(claims);
  });

  it("is taken in its last moment, and from one's own clock", async () => {
    expect(await check(await sign({ exp: at + 1 }))).toMatchObject({ exp: at + 1 });
    expect(await verifyAccessToken(verification, await sign({ exp: at + 1 }))).not.toBeNull();
  });

  it.each([undefined, "", "Basic x", "x Bearer a", "Bearera"])("is missing in %j", async (authorization) => {
    const parameters = `scope="account", realm="${issuer}"`;
    expect(await refusalIn(() => present(authorization))).toBe(
      `401 invalid_token token_missing Bearer ${parameters}, DPoP ${parameters}, algs="${proofAlgorithms.join(" ")}"`,
    );
  });

  it.each(["Bearer", "Bearer ", "Bearer a b", "Bearer a, Bearer b"])(
    "is malformed in %j",
    async (authorization) => {
      const refusal = await refusalOf(() => present(authorization));
      expect(refusal).toMatchObject({
        status: 400,
        code: "invalid_request",
        reason: "authorization_malformed",
      });
      const { reason } = refusal;
      expectChallenge(refusal.headers["www-authenticate"], issuer, {
        error: "invalid_request",
        reason,
        scope: "account",
      });
    },
  );

  it("comes once, and never in the address, where logs would have it", async () => {
    const authorization = `Bearer ${await sign()}`;
    const rawHeaders = ["authorization", authorization, "Authorization", authorization];
    for (const attempt of [
      () => checkAccessToken(verification, { url: "/", rawHeaders, headers: { authorization } }, "account"),
      () => present(authorization, "account", "/?access_token=a"),
      () => present(undefined, "account", "/?a=b&access_token"),
    ])
      expect(await refusalOf(attempt)).toMatchObject({ status: 400, reason: "token_repeated" });
  });

  it.each<[Reason, () => Promise<string>]>([
    ["token_expired", () => sign({ exp: at })],
    ["token_audience", () => sign({ aud: "https://notes.example.com" })],
    ["token_issuer", () => sign({ iss: "https://other.example.com" })],
    ["token_claims", () => sign({ sub: undefined })],
    ["token_claims", () => sign({ exp: undefined })],
    ["token_claims", () => sign({ iat: undefined })],
    ["token_claims", () => sign({ client_id: undefined })],
    ["token_is_id_token", () => signUnder({ typ: "JWT", alg: "RS256", kid: keyRing.keyFor("RS256").kid })],
    [
      "token_is_logout_token",
      () => signUnder({ typ: "logout+jwt", alg: "RS256", kid: keyRing.keyFor("RS256").kid }),
    ],
    ["token_typ", () => signUnder({ typ: "dpop+jwt", alg: "RS256", kid: keyRing.keyFor("RS256").kid })],
    ["token_alg", () => signUnder({ typ: "at+jwt", alg: "RS384", kid: keyRing.keyFor("RS256").kid })],
    ["token_alg", () => signUnder({ typ: "at+jwt", alg: "none", kid: keyRing.keyFor("RS256").kid })],
    ["token_kid_unknown", () => sign({}, otherRing)],
    ["token_signature", async () => `${await sign()}`.replace(/\.[^.]+$/, `.${"A".repeat(342)}`)],
    ["token_malformed", async () => "abc"],
  ])("is refused: %s", async (reason, make) => {
    const token = await make();
    const refusal = await refusalOf(() => check(token));
    expect(refusal).toMatchObject({ status: 401, code: "invalid_token", reason });
    expectChallenge(refusal.headers["www-authenticate"], issuer, { error: "invalid_token", reason });
    expect(refusal.cause).toBeInstanceOf(Error);
  });

  it.each([{}, { scope: undefined }])("is refused without the scope: %j", async (changes) => {
    const token = await sign(changes);
    const { status, code, reason, headers } = await refusalOf(() => check(token, "admin:write"));
    expect([status, code, reason]).toEqual([403, "insufficient_scope", "scope_insufficient"]);
    expectChallenge(headers["www-authenticate"], issuer, { error: code, reason, scope: "admin:write" });
  });

  it("is known whatever API it is for, and none where it does not verify", async () => {
    const elsewhere = { aud: "https://notes.example.com" };
    expect(await verifyAccessToken(verification, await sign(elsewhere))).toEqual({ ...claims, ...elsewhere });
    const none = [
      ...["sub", "aud", "exp", "iat", "jti", "client_id"].map((name) => sign({ [name]: undefined })),
      ...[sign({ exp: at }), sign({ iss: "https://other.example.com" }), sign({}, otherRing)],
      ...[
        { typ: "JWT", alg: "RS256" },
        { typ: "logout+jwt", alg: "RS256" },
        { typ: "at+jwt", alg: "RS384" },
      ].map(signUnder),
    ];
    for (const token of none) expect(await verifyAccessToken(verification, await token)).toBeNull();
    expect(await verifyAccessToken(verification, "abc")).toBeNull();
  });
});
