/** RFC 6749 figure 2, steps A to H, with real processes: by plain HTTP, and with third-party clients. */
import { setTimeout as delay } from "node:timers/promises";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonOf } from "../support/errors.js";
import { discover, type ForeignClient, foreignClients, insecure } from "../support/foreign-clients.js";
import { findSession, readRefreshToken } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerService,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { parseObject, refresh, signIn, type Tokens, tokensOf } from "../support/token-endpoint.js";

const shortLifeSeconds = 2;

let stack: TestStack;
let user: User;
let app: Client;
let service: Client;
let shortLived: Client;

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  [user, app, service, shortLived] = await Promise.all([
    registerUser(stack, "ada@example.com"),
    registerApp(stack),
    registerService(stack),
    registerApp(stack, "--access-token-seconds", String(shortLifeSeconds)),
  ]);
});
afterAll(() => stack.stop());

describe("the loop of RFC 6749 figure 2", () => {
  let tokens: Tokens;

  it("A, B: gives an access and a refresh token for a grant", async () => {
    tokens = await signIn(stack.issuer, shortLived, user);
    expect(tokens.refreshToken).toMatch(/^rgr_/);
  });

  it("C, D: gives the resource for the access token", async () => {
    const { status, body } = await whoami(tokens.accessToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      client_id: shortLived.client_id,
      iss: stack.issuer,
      aud: stack.resource,
      scope: "notes:read notes:write",
      roles: ["admin"],
    });
  });

  it("E, F: refuses the expired access token with the reason, RFC 6750 §3.1 [loop-1]", async () => {
    await delay((shortLifeSeconds + 1) * 1000);
    const { status, headers, body } = await whoami(tokens.accessToken);
    expect(status).toBe(401);
    expect(body.error).toBe("invalid_token");
    expect(reasonOf(body)).toBe("token_expired");
    expect(headers.get("www-authenticate")).toMatch(/^Bearer error="invalid_token", .*resource_metadata="/);
  });

  it("G, H: gives the next pair for the refresh token", async () => {
    const next = tokensOf(await refresh(stack.issuer, shortLived, tokens.refreshToken));
    expect(next.accessToken).not.toBe(tokens.accessToken);
    expect(readRefreshToken(next.refreshToken)).toEqual({
      sessionId: readRefreshToken(tokens.refreshToken).sessionId,
      generation: 1,
    });
    tokens = next;
  });

  it("C, D again: gives the resource for the new access token", async () => {
    const { status } = await whoami(tokens.accessToken);
    expect(status).toBe(200);
  });
});

describe.each(foreignClients)("%s with %s, by RFC 8414 discovery [loop-2]", (_library, method, connect) => {
  it("gets an access token by client credentials, and the resource with it", async () => {
    const { clientCredentials } = await connect(stack.issuer, service, method);
    const token = await clientCredentials({ scope: "notes:read", resource: stack.resource });
    expect(await whoami(token)).toMatchObject({ status: 200, body: { scope: "notes:read" } });
  });

  it("refreshes three times, each with the token of the time before [loop-3]", async () => {
    const client = await connect(stack.issuer, app, method);
    const { refreshToken } = await signIn(stack.issuer, app, user);
    const last = await refreshThrice(client, refreshToken);

    expect(await whoami(last.accessToken)).toMatchObject({ status: 200, body: { iss: stack.issuer } });
    expect(readRefreshToken(last.refreshToken).generation).toBe(3);
    const session = await findSession(stack.db, readRefreshToken(refreshToken).sessionId);
    expect(session).toEqual({ generation: 3, retry_count: 0, revoke_reason: null });
  });

  it("reads the refusal of a refresh token that was used before, and of one without a session", async () => {
    const client = await connect(stack.issuer, app, method);
    const { refreshToken } = await signIn(stack.issuer, app, user);
    await refreshThrice(client, refreshToken);
    expect(await client.refusalOf(refreshToken)).toEqual({ status: 400, error: "invalid_grant" });
    expect(await client.refusalOf("rgr_made-up")).toEqual({ status: 400, error: "invalid_grant" });
  });
});

describe("oauth4webapi at the resource server", () => {
  it("accepts the access token by RFC 9068, against the published keys alone", async () => {
    const { accessToken } = await signIn(stack.issuer, app, user);
    const request = new Request(stack.resource, { headers: { authorization: `Bearer ${accessToken}` } });
    const server = await discover(stack.issuer);
    const claims = await oauth.validateJwtAccessToken(server, request, stack.resource, insecure);
    expect(claims).toMatchObject({ iss: stack.issuer, client_id: app.client_id });
  });

  it("reads the challenge, and finds the authorization server by RFC 9728 [loop-4]", async () => {
    const refused = oauth.protectedResourceRequest(
      "made-up",
      "GET",
      new URL(`${stack.resource}/whoami`),
      undefined,
      null,
      insecure,
    );
    await expect(refused).rejects.toMatchObject({
      cause: [
        { scheme: "bearer", parameters: { error: "invalid_token" } },
        { scheme: "dpop", parameters: { algs: expect.stringContaining("ES256") } },
      ],
    });
    const resource = new URL(stack.resource);
    const response = await oauth.resourceDiscoveryRequest(resource, insecure);
    const metadata = await oauth.processResourceDiscoveryResponse(resource, response);
    expect(metadata.authorization_servers).toEqual([stack.issuer]);
  });
});

async function refreshThrice(client: ForeignClient, refreshToken: string): Promise<Tokens> {
  const first = await client.refresh(refreshToken);
  const second = await client.refresh(first.refreshToken);
  return client.refresh(second.refreshToken);
}

async function whoami(accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${stack.resource}/whoami`, { headers });
  return { status: answer.status, headers: answer.headers, body: parseObject(await answer.text()) };
}
