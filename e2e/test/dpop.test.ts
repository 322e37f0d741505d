/** DPoP (RFC 9449) as others' clients do it, with server nonces: code, refresh, userinfo, and an API that verifies offline. */
import { freePort, visit } from "@regrant/dev-stack";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discover, insecure } from "../support/foreign-clients.js";
import { type Client, registerResource, registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  readonly token_type: string;
}

/** A library's operations, each with a proof and a second try where it is asked for a nonce. */
interface Library {
  signIn(): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  userinfo(accessToken: string): Promise<string>;
  callApi(accessToken: string): Promise<Response>;
}

const scope = "openid notes:read";
const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
let stack: TestStack;
let ada: User;
let client: Client;

beforeAll(async () => {
  stack = await startTestStack({ authServerEnv: { DPOP_NONCE: "on" } });
  await registerResource(stack);
  ada = await registerUser(stack, "ada@example.com");
  client = await stack.regrant([
    ...["client", "create", "--name", "E2E", "--public", "--require-dpop", "--resource", stack.resource],
    ...["--grant", "authorization_code", "--grant", "refresh_token", "--redirect-uri", redirectUri],
    ...["--scope", "openid", "--scope", "notes:read"],
  ]);
});
afterAll(() => stack.stop());

const goTo = async (url: URL): Promise<URL> => (await visit(url, ada, redirectUri)).address;

async function oauth4webapi(): Promise<Library> {
  const server = await discover(stack.issuer);
  const self: oauth.Client = { client_id: client.client_id };
  const DPoP = oauth.DPoP(self, await oauth.generateKeyPair("ES256"));
  const options = { ...insecure, DPoP };
  /** It has taken the nonce from the refusal. */
  const again = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (oauth.isDPoPNonceError(error)) return ask();
      throw error;
    }
  };
  return {
    async signIn() {
      const verifier = oauth.generateRandomCodeVerifier();
      const url = new URL(server.authorization_endpoint ?? "");
      url.search = new URLSearchParams({
        client_id: self.client_id,
        redirect_uri: redirectUri,
        response_type: "code",
        scope,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        dpop_jkt: await DPoP.calculateThumbprint(),
      }).toString();
      const answer = oauth.validateAuthResponse(server, self, await goTo(url), oauth.expectNoState);
      return again(async () => {
        const redeemed = await oauth.authorizationCodeGrantRequest(
          server,
          self,
          oauth.None(),
          answer,
          redirectUri,
          verifier,
          options,
        );
        return oauth.processAuthorizationCodeResponse(server, self, redeemed);
      });
    },
    refresh: (refreshToken) =>
      again(async () => {
        const sent = oauth.refreshTokenGrantRequest(server, self, oauth.None(), refreshToken, options);
        return oauth.processRefreshTokenResponse(server, self, await sent);
      }),
    userinfo: (accessToken) =>
      again(async () => {
        const answer = await oauth.userInfoRequest(server, self, accessToken, options);
        return (await oauth.processUserInfoResponse(server, self, oauth.skipSubjectCheck, answer)).sub;
      }),
    callApi: (accessToken) =>
      again(() =>
        oauth.protectedResourceRequest(
          accessToken,
          "GET",
          new URL("/whoami", stack.resource),
          undefined,
          null,
          options,
        ),
      ),
  };
}

async function openidClient(): Promise<Library> {
  const config = await openid.discovery(new URL(stack.issuer), client.client_id, undefined, openid.None(), {
    execute: [openid.allowInsecureRequests],
  });
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair("ES256"));
  return {
    async signIn() {
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        dpop_jkt: await DPoP.calculateThumbprint(),
      });
      return openid.authorizationCodeGrant(config, await goTo(url), { pkceCodeVerifier }, undefined, {
        DPoP,
      });
    },
    refresh: (refreshToken) => openid.refreshTokenGrant(config, refreshToken, undefined, { DPoP }),
    userinfo: async (accessToken) =>
      (await openid.fetchUserInfo(config, accessToken, openid.skipSubjectCheck, { DPoP })).sub,
    callApi: (accessToken) =>
      openid.fetchProtectedResource(
        config,
        accessToken,
        new URL("/whoami", stack.resource),
        "GET",
        undefined,
        undefined,
        { DPoP },
      ),
  };
}

describe.each([
  ["oauth4webapi", oauth4webapi],
  ["openid-client", openidClient],
] as const)("%s", (_name, connect) => {
  it("gets bound tokens, renews them, and uses them at userinfo and an API", async () => {
    const library = await connect();
    const first = await library.signIn();
    const second = await library.refresh(first.refresh_token ?? "");
    for (const { access_token, token_type } of [first, second]) {
      expect(token_type.toLowerCase()).toBe("dpop");
      expect(await library.userinfo(access_token)).toMatch(/^[0-9a-f-]{36}$/);
      const answer = await library.callApi(access_token);
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
      const stolen = await fetch(new URL("/whoami", stack.resource), {
        headers: { authorization: `Bearer ${access_token}` },
      });
      expect(stolen.status).toBe(401);
      expect(stolen.headers.get("www-authenticate")).toContain("DPoP ");
      await stolen.body?.cancel();
    }
    const thief = await connect();
    await expect(thief.refresh(second.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_dpop_proof",
    });
    await library.refresh(second.refresh_token ?? "");
  });
});
