/** Sessions end, and every API refuses their tokens soon after, though it asks nobody at a request (Token Status List). */
import { type ServerProcess, sendForm, visit } from "@regrant/dev-stack";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { discover, insecure } from "../support/foreign-clients.js";
import { type Client, registerResource, registerUser, type User } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { parseObject, requestToken } from "../support/token-endpoint.js";

/** A list's `ttl`, and what one poll may take. */
const noticedWithinMs = 12_000;
const sessions = 1_000;
const redirectUri = "http://127.0.0.1/callback";
const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";

let stack: TestStack;
/** Poll the first authorization server, and the second; the third is another API. */
let apis: {
  readonly accepting: ServerProcess;
  readonly refusing: ServerProcess;
  readonly next: ServerProcess;
};
let user: User;
let app: Client;
/** The back end of the first API, which calls the next one for the user. */
let backEnd: Client;
/** The browser's, in which the user is signed in. */
const cookies = new Map<string, string>();

beforeAll(async () => {
  stack = await startTestStack({ authServers: 2, authServerEnv: { MAX_SESSIONS: String(2 * sessions) } });
  const [, second] = stack.authServers;
  const refusing = await stack.startResourceServer({
    AUDIENCE: stack.resource,
    JWKS_URL: `${second?.url}/.well-known/jwks.json`,
    REVOCATION_STALE_SECONDS: "20",
    REVOCATION_ON_STALE: "refuse",
  });
  const next = await stack.startResourceServer();
  apis = { accepting: stack.resourceServer, refusing, next };
  await registerResource(stack);
  await stack.regrant(["resource", "create", next.url, "--scope", "notes:read"]);
  const create = (...args: string[]) =>
    stack.regrant<Client>(["client", "create", "--name", "E2E", "--scope", "notes:read", ...args]);
  [user, app, backEnd] = await Promise.all([
    registerUser(stack, "ada@example.com"),
    create(
      ...["--first-party", "--grant", "authorization_code", "--grant", "refresh_token"],
      ...["--redirect-uri", redirectUri, "--resource", stack.resource],
    ),
    create(
      ...["--grant", grantType, "--resource", next.url],
      ...["--may-exchange", `${stack.resource} ${next.url}`],
    ),
  ]);
}, 120_000);
afterAll(() => stack.stop());

const codeVerifier = "a".repeat(43);
let asked = 0;

/** Opens a session, at one of the replicas; returns its access token. */
async function openSession(): Promise<string> {
  const url = new URL(`${stack.issuer}/oauth2/authorize`);
  url.search = new URLSearchParams({
    ...{ response_type: "code", client_id: app.client_id, redirect_uri: redirectUri, scope: "notes:read" },
    ...{
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    },
  }).toString();
  const { answer } = await visit(url, user, redirectUri, { cookies });
  const server = stack.authServers[asked++ % stack.authServers.length] ?? stack.authServers[0];
  const form = {
    grant_type: "authorization_code",
    code: answer.get("code") ?? "",
    redirect_uri: redirectUri,
  };
  const { status, body } = await requestToken(server.url, app, { ...form, code_verifier: codeVerifier });
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  return String(body.access_token);
}

/** What the API says: the status, and the reason of a refusal. */
async function ask(api: ServerProcess, token: string): Promise<string> {
  const answer = await fetch(`${api.url}/whoami`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  if (answer.status === 200) return "200";
  const challenge = answer.headers.get("www-authenticate") ?? "";
  const uri = /error_uri="([^"]*)"/.exec(challenge)?.[1] ?? String(parseObject(text).error_uri);
  return `${answer.status} ${uri.split("/").at(-1)}`;
}

/** The answers to all of these tokens, each once, with how many it came to. */
async function askAll(api: ServerProcess, tokens: readonly string[]): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (let from = 0; from < tokens.length; from += 50) {
    const some = await Promise.all(tokens.slice(from, from + 50).map((token) => ask(api, token)));
    for (const answer of some) answers[answer] = (answers[answer] ?? 0) + 1;
  }
  return answers;
}

/** Milliseconds until the API refuses the token. */
async function untilRefused(api: ServerProcess, token: string, since: number): Promise<number> {
  await eventually("the API refuses the token", async () => (await ask(api, token)) !== "200", {
    withinMs: 2 * noticedWithinMs,
    everyMs: 50,
  });
  return performance.now() - since;
}

const claimsOf = (token: string): Record<string, unknown> =>
  parseObject(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** As the first API does it, with an independent client. */
async function exchange(subjectToken: string): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(stack.issuer);
  expect(server.grant_types_supported).toContain(grantType);
  const client = { client_id: backEnd.client_id };
  const form = {
    subject_token: subjectToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource: apis.next.url,
  };
  const authentication = oauth.ClientSecretBasic(backEnd.client_secret ?? "");
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client,
    authentication,
    grantType,
    form,
    insecure,
  );
  return oauth.processGenericTokenEndpointResponse(server, client, response);
}

describe("A session that the user ends at /account", () => {
  it("is refused by every API within its list's ttl and one poll; so is what was exchanged for its token [offline-revocation-1]", async () => {
    const [ended, open] = [await openSession(), await openSession()];
    const exchanged = await exchange(ended);
    expect(exchanged.issued_token_type).toBe("urn:ietf:params:oauth:token-type:access_token");
    expect(claimsOf(exchanged.access_token)).toMatchObject({
      ...{ sub: claimsOf(ended).sub, sid: claimsOf(ended).sid, aud: apis.next.url },
      act: { sub: backEnd.client_id },
    });
    const { accepting, refusing, next } = apis;
    const askEach = () =>
      Promise.all([ask(accepting, ended), ask(refusing, ended), ask(next, exchanged.access_token)]);
    expect(await askEach()).toEqual(["200", "200", "200"]);
    expect(await ask(next, ended)).toBe("401 token_audience");
    const session = ["session", String(claimsOf(ended).sid)] as const;
    await sendForm(new URL(`${stack.issuer}/account`), "/account/sessions/end", session, cookies);
    const since = performance.now();
    const took = await Promise.all([
      untilRefused(accepting, ended, since),
      untilRefused(refusing, ended, since),
      untilRefused(next, exchanged.access_token, since),
    ]);
    expect(await askEach()).toEqual(Array(3).fill("401 token_revoked"));
    expect(Math.max(...took)).toBeLessThan(noticedWithinMs);
    expect(await askAll(accepting, [open])).toEqual({ 200: 1 });
    await expect(exchange(ended)).rejects.toMatchObject({ error: "invalid_request" });
  });
});

describe("A thousand sessions", () => {
  it("ended at once are refused by every API within twelve seconds [offline-revocation-2]", async () => {
    await openSession();
    const tokens: string[] = [];
    while (tokens.length < sessions)
      tokens.push(...(await Promise.all(Array.from({ length: 20 }, () => openSession()))));
    const { accepting, refusing } = apis;
    expect(await askAll(accepting, tokens)).toEqual({ 200: sessions });
    expect(await askAll(refusing, tokens)).toEqual({ 200: sessions });
    await stack.regrant(["session", "revoke", "--user", user.email, "--yes"]);
    const since = performance.now();
    const last = tokens.at(-1) ?? "";
    const took = await Promise.all([accepting, refusing].map((api) => untilRefused(api, last, since)));
    expect(await askAll(accepting, tokens)).toEqual({ "401 token_revoked": sessions });
    expect(await askAll(refusing, tokens)).toEqual({ "401 token_revoked": sessions });
    const all = performance.now() - since;
    expect(Math.max(...took)).toBeLessThan(noticedWithinMs);
    process.stdout.write(
      `      ${sessions} sessions ended: noticed after ${took.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(" and ")}; all asked after ${(all / 1_000).toFixed(1)} s\n`,
    );
  }, 240_000);
});

describe("The authorization servers stopped", () => {
  it("an API goes on with what it knows, or refuses once that is too old, as configured [offline-revocation-3]", async () => {
    cookies.clear();
    const [ended, open] = [await openSession(), await openSession()];
    const { accepting, refusing } = apis;
    expect(await askAll(accepting, [ended, open])).toEqual({ 200: 2 });
    expect(await askAll(refusing, [ended, open])).toEqual({ 200: 2 });
    await stack.regrant(["session", "revoke", String(claimsOf(ended).sid), "--yes"]);
    const since = performance.now();
    await Promise.all([accepting, refusing].map((api) => untilRefused(api, ended, since)));
    await Promise.all(stack.authServers.map((server) => server.kill()));
    expect([await ask(accepting, open), await ask(refusing, open)]).toEqual(["200", "200"]);
    await eventually("too old", async () => (await ask(refusing, open)) === "503 status_unavailable", {
      withinMs: 40_000,
      everyMs: 100,
    });
    expect(await ask(accepting, open)).toBe("200");
    expect(await ask(accepting, ended)).toBe("401 token_revoked");
    expect(await ask(refusing, ended)).toBe("401 token_revoked");
  }, 120_000);
});
