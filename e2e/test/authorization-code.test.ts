/** The authorization code flow with PKCE, by clients that nobody here wrote. */
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discover, insecure } from "../support/foreign-clients.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { walkThrough } from "../support/user-agent.js";

/** Registered without a port, used with one, as native apps do (RFC 8252 §7.3). */
const registered = "http://127.0.0.1/callback";
const redirectUri = "http://127.0.0.1:53117/callback";

let stack: TestStack;
let user: User;
let app: Client;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  [user, app] = await Promise.all([
    registerUser(stack, "ada@example.com"),
    registerApp(stack, "--public", "--grant", "authorization_code", "--redirect-uri", registered),
  ]);
});
afterAll(() => stack.stop());

async function whoami(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${stack.resource}/whoami`, { headers })).status;
}

describe("authorization code with PKCE (RFC 6749 §4.1, RFC 7636, RFC 9207)", () => {
  it("is completed by oauth4webapi, which then refreshes and revokes", async () => {
    const server = await discover(stack.issuer);
    const client: oauth.Client = { client_id: app.client_id };
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const url = new URL(server.authorization_endpoint ?? "");
    url.search = new URLSearchParams({
      client_id: app.client_id,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "notes:read",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      prompt: "consent",
      state,
    }).toString();
    const answer = oauth.validateAuthResponse(
      server,
      client,
      await walkThrough(url, user, redirectUri),
      state,
    );
    const nobody = oauth.None();
    const redeemed = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      nobody,
      answer,
      redirectUri,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, redeemed);
    expect(tokens.scope).toBe("notes:read");
    expect(await whoami(tokens.access_token)).toBe(200);

    const refresh = async (token = "") =>
      oauth.processRefreshTokenResponse(
        server,
        client,
        await oauth.refreshTokenGrantRequest(server, client, nobody, token, insecure),
      );
    const next = await refresh(tokens.refresh_token);
    expect(await whoami(next.access_token)).toBe(200);
    const revoked = await oauth.revocationRequest(server, client, nobody, next.refresh_token ?? "", insecure);
    await oauth.processRevocationResponse(revoked);
    await expect(refresh(next.refresh_token)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("is completed by openid-client, which then refreshes and revokes", async () => {
    const config = await openid.discovery(new URL(stack.issuer), app.client_id, undefined, openid.None(), {
      algorithm: "oauth2",
      execute: [openid.allowInsecureRequests],
    });
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: "notes:read notes:write",
      resource: stack.resource,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state: expectedState,
    });
    const answer = await walkThrough(url, user, redirectUri);
    const tokens = await openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState });
    expect(tokens.scope).toBe("notes:read notes:write");
    expect(await whoami(tokens.access_token)).toBe(200);

    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(await whoami(next.access_token)).toBe(200);
    await openid.tokenRevocation(config, next.refresh_token ?? "");
    const dead = openid.refreshTokenGrant(config, next.refresh_token ?? "");
    await expect(dead).rejects.toMatchObject({ error: "invalid_grant" });
  });
});
