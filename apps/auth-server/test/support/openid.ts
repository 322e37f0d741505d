/** OpenID Connect, as a client uses it. */
import { hash } from "node:crypto";
import { signingAlgorithms, type TokenResponse } from "@regrant/shared";
import type { LightMyRequestResponse } from "fastify";
import { createLocalJWKSet, decodeProtectedHeader, type JWTPayload, jwtVerify } from "jose";
import { expect } from "vitest";
import { identityScopes } from "../../src/identity-scopes.js";
import { signJws } from "../../src/keys/sign-jws.js";
import { type Asked, createApp, getCode, issuer, redeem } from "./authorization.js";
import type { Browser } from "./browser.js";
import { type ClientOptions, notes, type TestClient, type TestUser } from "./fixtures.js";
import { jwksOf } from "./jwt.js";
import type { TestServer } from "./server.js";
import { expectRefreshToken, type Parameters } from "./token-requests.js";

/** An app that may sign users in and learn all about them. */
export const createRelyingParty = (server: TestServer, options: ClientOptions = {}): Promise<TestClient> =>
  createApp(server, { scope: [...notes.scope, ...identityScopes], ...options });

export type OpenIdTokens = TokenResponse & { readonly refresh_token: string; readonly id_token: string };

/** Sign in to a client with a browser whose user is signed in. */
export async function signInTo(
  server: TestServer,
  browser: Browser,
  client: TestClient,
  more: Asked = {},
): Promise<OpenIdTokens> {
  const code = await getCode(browser, client, { scope: "openid", ...more });
  const tokens = expectRefreshToken(await redeem(server, client, code));
  return { ...tokens, id_token: tokens.id_token ?? "" };
}

/** An ID token's claims, checked as a client does (OpenID Connect Core 1.0 §3.1.3.7). */
export async function readIdToken(
  server: TestServer,
  { id_token, access_token }: Partial<TokenResponse>,
  { clientId }: TestClient,
): Promise<JWTPayload & { readonly sid?: string; readonly auth_time?: number; readonly nonce?: string }> {
  const idToken = id_token ?? "";
  const keys = await jwksOf(server);
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
    issuer,
    audience: clientId,
    typ: "JWT",
    algorithms: [...signingAlgorithms],
    requiredClaims: ["sub", "iat", "exp", "auth_time", "at_hash"],
    currentDate: new Date(server.context.now()),
  });
  const { alg, kid: signedWith } = decodeProtectedHeader(idToken);
  expect(payload).toMatchObject({ aud: clientId, azp: clientId, at_hash: halfHash(access_token ?? "", alg) });
  expect(keys.keys.map(({ kid }) => kid)).toContain(signedWith);
  return payload;
}

/** Of its ASCII characters (§3.1.3.6). */
const halfHash = (token: string, alg = ""): string =>
  alg === "EdDSA"
    ? hash("sha512", token, "buffer").subarray(0, 32).toString("base64url")
    : hash("sha256", token, "buffer").subarray(0, 16).toString("base64url");

/** Ask the userinfo endpoint. */
export const askUserinfo = (
  { app }: TestServer,
  token: string,
  headers: Parameters = {},
): Promise<LightMyRequestResponse> =>
  app.inject({ url: "/oauth2/userinfo", headers: { authorization: `Bearer ${token}`, ...headers } });

export async function userinfoOf(server: TestServer, token: string): Promise<Record<string, unknown>> {
  const response = await askUserinfo(server, token);
  expect(response.statusCode).toBe(200);
  return response.json();
}

/** Every standard claim about a user that this server keeps. */
export const ada = {
  name: "Ada Lovelace",
  given_name: "Ada",
  middle_name: "King",
  family_name: "Lovelace",
  nickname: "Ada",
  preferred_username: "ada",
  birthdate: "1815-12-10",
  gender: "female",
  locale: "en-GB",
  zoneinfo: "Europe/London",
  website: "https://ada.example.com",
  profile: "https://ada.example.com/about",
  picture: "https://ada.example.com/ada.jpg",
  email_verified: true,
  phone_number: "+442079460000",
  phone_number_verified: true,
  address: { locality: "London", country: "United Kingdom" },
};

/** Replace all that is kept about a user. */
export const setClaims = async ({ db }: TestServer, { id }: TestUser, claims: object): Promise<void> => {
  await db.query("update users set claims = $2, claims_updated_at = now() where id = $1", [id, claims]);
};

/** Sign anything with the server's own key, as an ID token unless another type is named. */
export const signedByServer = (
  { context }: TestServer,
  claims: Readonly<Record<string, unknown>>,
  typ = "JWT",
): Promise<string> => signJws(context.keyRing.keyFor("RS256"), typ, claims);
