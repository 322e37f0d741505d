/** Clients that nobody here wrote, against both servers: what the README's table "Works with" says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badgateway } from "../clients/badgateway.js";
import { curl } from "../clients/curl.js";
import { oauth4webapi } from "../clients/oauth4webapi.js";
import { openidClient } from "../clients/openid-client.js";
import { passportOauth2 } from "../clients/passport-oauth2.js";
import { simpleOauth2 } from "../clients/simple-oauth2.js";
import type { Refusal, Report, Setting, Walk } from "../support/client-walk.js";
import { goClient, missing, type Package, pythonClient } from "../support/debian-clients.js";
import { findSession } from "../support/refresh-tokens.js";
import {
  type Client,
  registerApp,
  registerResource,
  registerUser,
  type User,
} from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { parseObject } from "../support/token-endpoint.js";
import { walkThrough } from "../support/user-agent.js";

/** Registered without a port, used with one, as native apps do (RFC 8252 §7.3). Nobody listens there. */
const registered = "http://127.0.0.1/callback";
const redirectUri = "http://127.0.0.1:53117/callback";

/** Its standard library is built once. */
const roomForGoBuildMs = 180_000;

interface Case {
  readonly name: string;
  readonly walk: Walk;
  /** Its error for a refused refresh. */
  readonly refusal: string;
  /** Its error for the API's 401, or the status where it shows the answer; absent where it calls no API. */
  readonly unauthorized?: string;
  readonly revokes?: true;
  readonly introspects?: true;
  /** Debian's, without which it is skipped. */
  readonly packages?: readonly Package[];
}

const all = { revokes: true, introspects: true } as const;
const panva = { refusal: "ResponseBodyError", unauthorized: "WWWAuthenticateChallengeError", ...all };

const clients: readonly Case[] = [
  { name: "oauth4webapi", walk: oauth4webapi, ...panva },
  { name: "openid-client", walk: openidClient, ...panva },
  { name: "simple-oauth2", walk: simpleOauth2, refusal: "Boom", revokes: true },
  { name: "@badgateway/oauth2-client", walk: badgateway, refusal: "OAuth2HttpError", ...all },
  { name: "passport-oauth2", walk: passportOauth2, refusal: "TokenError" },
  {
    name: "curl",
    walk: curl,
    refusal: "exit code 22",
    unauthorized: "exit code 22",
    ...all,
    packages: ["curl"],
  },
  {
    name: "Authlib",
    walk: pythonClient("authlib_client.py"),
    refusal: "OAuthError",
    unauthorized: "401",
    ...all,
    packages: ["python3-authlib"],
  },
  {
    name: "requests-oauthlib",
    walk: pythonClient("requests_oauthlib_client.py"),
    refusal: "InvalidGrantError",
    unauthorized: "401",
    revokes: true,
    packages: ["python3-requests-oauthlib"],
  },
  {
    name: "golang.org/x/oauth2",
    walk: goClient,
    refusal: "RetrieveError",
    unauthorized: "401",
    packages: ["golang-go", "golang-golang-x-oauth2-dev"],
  },
];

let stack: TestStack;
let user: User;
const registrations: Record<string, Client> = {};

beforeAll(async () => {
  stack = await startTestStack();
  await registerResource(stack);
  const app = ["--grant", "authorization_code", "--redirect-uri", registered];
  [user, registrations.confidential, registrations.public] = await Promise.all([
    registerUser(stack, "ada@example.com"),
    registerApp(stack, ...app, "--grant", "client_credentials"),
    registerApp(stack, ...app, "--public"),
  ]);
});
afterAll(() => stack.stop());

const cases = clients.flatMap((client) => [
  { ...client, kind: "confidential" },
  { ...client, kind: "public" },
]);

for (const { name, kind, walk, packages = [], ...expected } of cases) {
  describe.skipIf(missing(packages).length > 0)(`${name}, as a ${kind} client`, () => {
    let report: Report;
    const invalidGrant: Refusal = { kind: expected.refusal, error: "invalid_grant" };

    beforeAll(async () => {
      const setting: Setting = {
        issuer: stack.issuer,
        api: `${stack.resource}/whoami`,
        client: registrations[kind] as Client,
        redirectUri,
      };
      report = await walk(setting, (url, until) => walkThrough(url, user, until));
    }, roomForGoBuildMs);

    it("signs in with a code and PKCE and refreshes three times, and the API takes each access token", async () => {
      expect(new Set(report.session).size).toBe(4);
      for (const accessToken of report.session) {
        expect(await whoami(accessToken)).toMatchObject({ status: 200, sub: expect.any(String) });
      }
    });

    it("reports a refresh token that was used before as its own error, and the session has ended", async () => {
      expect(report.reuse).toEqual(invalidGrant);
      expect(await sessionOf(report.session[0])).toEqual({
        generation: 3,
        retry_count: 0,
        revoke_reason: "refresh_token_reused",
      });
    });

    if (expected.unauthorized !== undefined)
      it("reads the API's refusal of a made-up access token", () => {
        expect(report.madeUp).toEqual({ kind: expected.unauthorized, error: "invalid_token" });
      });

    if (expected.revokes)
      it("revokes a refresh token, and its refresh is refused", async () => {
        expect(report.revoked?.refusal).toEqual(invalidGrant);
        expect(await sessionOf(report.revoked?.accessToken)).toMatchObject({ revoke_reason: "client" });
      });

    if (kind === "confidential" && expected.introspects)
      it("introspects an access token: active, then revoked", () => {
        expect(report.introspected).toMatchObject([{ active: true }, { active: false }]);
      });

    if (kind === "confidential")
      it("gets an access token by client credentials, and the resource with it", async () => {
        const { client_id } = registrations.confidential as Client;
        expect(await whoami(report.service)).toMatchObject({ status: 200, sub: client_id });
      });
  });
}

async function whoami(accessToken = "") {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${stack.resource}/whoami`, { headers });
  return { ...parseObject(await answer.text()), status: answer.status };
}

/** The row of the session that an access token says it is from. */
function sessionOf(accessToken = "") {
  const [, claims = ""] = accessToken.split(".");
  const { sid } = parseObject(Buffer.from(claims, "base64url").toString());
  return findSession(stack.db, String(sid));
}
