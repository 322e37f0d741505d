/** Third-party clients against both servers, as listed in the README under "Works with". */
import { join } from "node:path";
import { visit } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { authCore } from "../clients/auth-core.js";
import { axiosRefresh } from "../clients/axios.js";
import { badgateway } from "../clients/badgateway.js";
import { curl } from "../clients/curl.js";
import { mcpClient } from "../clients/mcp-client.js";
import { oauth4webapi } from "../clients/oauth4webapi.js";
import { oidcClientTs } from "../clients/oidc-client-ts.js";
import { openidClient } from "../clients/openid-client.js";
import { passportOauth2 } from "../clients/passport-oauth2.js";
import { simpleOauth2 } from "../clients/simple-oauth2.js";
import { spring } from "../clients/spring.js";
import type { Refusal, Report, Setting, Walk } from "../support/client-walk.js";
import { pythonScript, walkOfProgram } from "../support/converse.js";
import { folderIn, type ProgramName } from "../support/foreign-programs.js";
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

/** Registered without a port and used with one, as native apps do (RFC 8252 §7.3). Nobody listens there. */
const registered = "http://127.0.0.1/callback";
/** Auth.js requires this path. */
const registeredForAuthJs = "http://127.0.0.1/auth/callback/regrant";
const redirectUri = "http://127.0.0.1:53117/callback";

interface Case {
  readonly name: string;
  readonly walk: Walk;
  /** Its error for a refused refresh. */
  readonly refusal: string;
  /** Its error for the API's 401, or the status if it exposes the response; absent if it calls no API. */
  readonly unauthorized?: string;
  readonly revokes?: true;
  /** It does not support client credentials. */
  readonly grants?: "user";
  readonly introspects?: true;
  /** The program it needs; skipped without it. */
  readonly program?: ProgramName;
}

const programs = inject("programs");
const folderOf = (name: ProgramName) => folderIn(programs, name);

const python = (script: string) => walkOfProgram(pythonScript(folderOf("python"), script));

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
    program: "curl",
  },
  {
    name: "Authlib",
    walk: python("authlib_client.py"),
    refusal: "OAuthError",
    unauthorized: "401",
    ...all,
    program: "python",
  },
  {
    name: "requests-oauthlib",
    walk: python("requests_oauthlib_client.py"),
    refusal: "InvalidGrantError",
    unauthorized: "401",
    revokes: true,
    program: "python",
  },
  {
    name: "golang.org/x/oauth2",
    walk: walkOfProgram([join(folderOf("go"), "client")]),
    refusal: "RetrieveError",
    unauthorized: "401",
    program: "go",
  },
  {
    name: "oauth2 (Rust)",
    walk: walkOfProgram([join(folderOf("rust"), "client")]),
    refusal: "ServerResponse",
    program: "rust",
  },
  {
    name: "Spring Security",
    walk: spring(join(folderOf("spring"), "client.jar")),
    refusal: "OAuth2AuthorizationException",
    unauthorized: "401",
    program: "spring",
  },
  { name: "oidc-client-ts", walk: oidcClientTs, refusal: "ErrorResponse", revokes: true, grants: "user" },
  { name: "@auth/core", walk: authCore, refusal: "RefreshTokenError", grants: "user" },
  {
    name: "axios with axios-auth-refresh",
    walk: axiosRefresh,
    refusal: "AxiosError",
    unauthorized: "AxiosError",
  },
  { name: "@modelcontextprotocol/client", walk: mcpClient, refusal: "OAuthError" },
];

let stack: TestStack;
let user: User;
const registrations: Record<string, Client> = {};

beforeAll(async () => {
  // The API is asked after the walk, whose last step ended the session.
  stack = await startTestStack({ resourceServerEnv: { REVOCATION: "off" } });
  await registerResource(stack);
  const redirectUris = [registered, registeredForAuthJs].flatMap((uri) => ["--redirect-uri", uri]);
  const app = ["--grant", "authorization_code", ...redirectUris];
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

for (const { name, kind, walk, program, ...expected } of cases) {
  const isMissing = program !== undefined && "missing" in programs[program];
  describe.skipIf(isMissing)(`${name}, as a ${kind} client`, () => {
    let report: Report;
    const invalidGrant: Refusal = { kind: expected.refusal, error: "invalid_grant" };

    beforeAll(async () => {
      const setting: Setting = {
        issuer: stack.issuer,
        api: `${stack.resource}/whoami`,
        client: registrations[kind] as Client,
        redirectUri,
      };
      report = await walk(setting, async (url, until) => (await visit(url, user, until)).address);
    });

    it("signs in with a code and PKCE and refreshes three times, and the API takes each access token [e2e-clients-1]", async () => {
      expect(new Set(report.session).size).toBe(4);
      for (const accessToken of report.session) {
        expect(await whoami(accessToken)).toMatchObject({ status: 200, sub: expect.any(String) });
      }
    });

    it("reports a refresh token that was used before as its own error, and the session has ended [e2e-clients-2]", async () => {
      expect(report.reuse).toEqual(invalidGrant);
      expect(await sessionOf(report.session[0])).toEqual({
        generation: 3,
        retry_count: 0,
        revoke_reason: "refresh_token_reused",
      });
    });

    if (expected.unauthorized !== undefined)
      it("reads the API's refusal of a made-up access token [e2e-clients-3]", () => {
        expect(report.madeUp).toEqual({ kind: expected.unauthorized, error: "invalid_token" });
      });

    if (expected.revokes)
      it("revokes a refresh token, and its refresh is refused [e2e-clients-4]", async () => {
        expect(report.revoked?.refusal).toEqual(invalidGrant);
        expect(await sessionOf(report.revoked?.accessToken)).toMatchObject({ revoke_reason: "client" });
      });

    if (kind === "confidential" && expected.introspects)
      it("introspects an access token: active, then revoked [e2e-clients-5]", () => {
        expect(report.introspected).toMatchObject([{ active: true }, { active: false }]);
      });

    if (kind === "confidential" && expected.grants !== "user")
      it("gets an access token by client credentials, and the resource with it [e2e-clients-6]", async () => {
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

/** The session row of an access token. */
function sessionOf(accessToken = "") {
  const [, claims = ""] = accessToken.split(".");
  const { sid } = parseObject(Buffer.from(claims, "base64url").toString());
  return findSession(stack.db, String(sid));
}
