/** Other people's clients that hold keys: pushed requests, DPoP with nonces, private_key_jwt (RFC 9126, RFC 9449, RFC 7523). */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { visit } from "@regrant/dev-stack";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discover, insecure } from "../support/foreign-clients.js";
import { type Client, registerResource, registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

const redirectUri = "https://app.example.com/callback";
const scope = "openid notes:read";
let stack: TestStack;
let user: User;
let client: Client;
let key: CryptoKeyPair;

beforeAll(async () => {
  stack = await startTestStack({ authServerEnv: { DPOP_NONCE: "on" } });
  await registerResource(stack);
  user = await registerUser(stack, "ada@example.com");
  key = await oauth.generateKeyPair("ES256");
  const jwk = await crypto.subtle.exportKey("jwk", key.publicKey);
  const file = join(stack.folder, "client-jwks.json");
  writeFileSync(file, JSON.stringify({ keys: [{ ...jwk, alg: "ES256", use: "sig" }] }));
  client = await stack.regrant([
    ...["client", "create", "--name", "A bank's app", "--resource", stack.resource],
    ...["--token-endpoint-auth-method", "private_key_jwt", "--jwks-file", file],
    ...["--require-par", "--require-dpop", "--redirect-uri", redirectUri],
    ...["--grant", "authorization_code", "--grant", "refresh_token"],
    ...scope.split(" ").flatMap((token) => ["--scope", token]),
  ]);
});
afterAll(() => stack.stop());

const comeBack = async (url: URL) => (await visit(url, user, redirectUri)).address;

describe("openid-client", () => {
  it("pushes, proves and signs, and calls the API with what it gets [keyed-clients-1]", async () => {
    const authentication = openid.PrivateKeyJwt(key.privateKey);
    const config = await openid.discovery(
      new URL(stack.issuer),
      client.client_id,
      undefined,
      authentication,
      {
        execute: [openid.allowInsecureRequests],
      },
    );
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair("ES256"));
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const asked = {
      redirect_uri: redirectUri,
      scope,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state: expectedState,
    };
    const url = await openid.buildAuthorizationUrlWithPAR(config, asked, { DPoP });
    expect([...url.searchParams.keys()].sort()).toEqual(["client_id", "request_uri"]);
    const answer = await comeBack(url);
    const checks = { pkceCodeVerifier, expectedState };
    const tokens = await openid.authorizationCodeGrant(config, answer, checks, undefined, { DPoP });
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "", undefined, { DPoP });
    const api = new URL(`${stack.resource}/whoami`);
    const called = await openid.fetchProtectedResource(
      config,
      next.access_token,
      api,
      "GET",
      undefined,
      undefined,
      {
        DPoP,
      },
    );
    expect(called.status).toBe(200);
    expect(
      await openid.fetchUserInfo(config, next.access_token, tokens.claims()?.sub ?? "", { DPoP }),
    ).toHaveProperty("sub");
  });
});

describe("oauth4webapi", () => {
  it("is asked for a nonce once, with an assertion that is still good [keyed-clients-2]", async () => {
    const server = await discover(stack.issuer);
    const self: oauth.Client = { client_id: client.client_id };
    const authentication = oauth.PrivateKeyJwt(key.privateKey);
    const DPoP = oauth.DPoP(self, await oauth.generateKeyPair("ES256"));
    const options = { ...insecure, DPoP };
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const parameters = {
      response_type: "code",
      redirect_uri: redirectUri,
      scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    };
    const push = async () => {
      const sent = oauth.pushedAuthorizationRequest(server, self, authentication, parameters, options);
      return oauth.processPushedAuthorizationResponse(server, self, await sent);
    };
    const refusal = await push().then(
      () => null,
      (error: unknown) => error,
    );
    expect(oauth.isDPoPNonceError(refusal)).toBe(true);
    const { request_uri, expires_in } = await push();
    expect(expires_in).toBe(90);
    const url = new URL(server.authorization_endpoint ?? "");
    url.search = new URLSearchParams({ client_id: client.client_id, request_uri }).toString();
    const answer = oauth.validateAuthResponse(server, self, await comeBack(url), oauth.expectNoState);
    const redeemed = oauth.authorizationCodeGrantRequest(
      ...([server, self, authentication, answer, redirectUri, codeVerifier, options] as const),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, self, await redeemed);
    expect(tokens.token_type).toBe("dpop");
    const refreshed = oauth.refreshTokenGrantRequest(
      server,
      self,
      authentication,
      tokens.refresh_token ?? "",
      options,
    );
    expect(await oauth.processRefreshTokenResponse(server, self, await refreshed)).toMatchObject({
      token_type: "dpop",
    });
    await expect(comeBack(url)).rejects.toThrow("request_uri_used");
  });
});
