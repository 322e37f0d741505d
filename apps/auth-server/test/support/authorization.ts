/** The authorization code flow, as a client and its user go through it. */
import { expect } from "vitest";
import { codeChallengeOf } from "../../src/codes/pkce.js";
import { newSecret } from "../../src/secrets.js";
import { Browser, type Page, textOf } from "./browser.js";
import { type ClientOptions, createClient, type TestClient, type TestUser } from "./fixtures.js";
import type { TestServer } from "./server.js";
import { type Answer, identify, type Parameters, postForm } from "./token-requests.js";

export const callback = "https://app.example.com/callback";
export const issuer = "http://localhost:4000";

/** A first-party app with a secret and one redirect URI, which may use codes and refresh. */
export const createApp = (server: TestServer, options: ClientOptions = {}): Promise<TestClient> =>
  createClient(server, {
    name: "The app",
    grantTypes: ["authorization_code", "refresh_token"],
    redirectUris: [callback],
    ...options,
  });

/** RFC 7636 §4.1: one verifier per authorization request; one is enough for the tests. */
export const verifier = newSecret();

/** Parameters to add or replace; `undefined` removes one. */
export type Asked = Readonly<Record<string, string | undefined>>;

export function authorizationRequest({ clientId }: TestClient, more: Asked = {}): Parameters {
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: callback,
    state: "a state",
    code_challenge: codeChallengeOf(verifier),
    code_challenge_method: "S256",
    ...more,
  };
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export const authorizeUrl = (client: TestClient, more: Asked = {}): string =>
  `/oauth2/authorize?${new URLSearchParams(authorizationRequest(client, more))}`;

/** Fill in the login page. */
export const login = (
  browser: Browser,
  page: Page,
  user: Pick<TestUser, "email" | "password">,
): Promise<Page> => browser.submit(page, "/login", { username: user.email, password: user.password });

/** A browser in which the user has signed in. */
export async function signedIn(server: TestServer, user: TestUser, headers = {}): Promise<Browser> {
  const browser = new Browser(server, headers);
  const page = await login(browser, await browser.visit("/login"), user);
  expect(page.path).toBe("/account");
  return browser;
}

/** The parameters of the redirect to the client. */
export function answerOf({ status, location, body }: Page, redirectUri = callback): Parameters {
  // Too long for a header, so a page leads there.
  const byPage = (location?.length ?? 0) > 2_560;
  expect({ status, location, text: textOf(body) }).toEqual({
    status: byPage ? 200 : 303,
    location: expect.stringMatching(/^[a-z.]+:/),
    text: byPage ? expect.stringContaining("Just a moment") : "",
  });
  const url = new URL(location ?? "");
  const parameters = Object.fromEntries(url.searchParams);
  url.search = "";
  expect(url.href).toBe(new URL(redirectUri).href);
  return parameters;
}

/** Get a code with a browser whose user is signed in. */
export async function getCode(browser: Browser, client: TestClient, more: Asked = {}): Promise<string> {
  const { code = "", ...rest } = answerOf(await browser.get(authorizeUrl(client, more)), more.redirect_uri);
  expect(rest).toEqual({ state: "a state", iss: issuer });
  expect(code).toMatch(/^[\w-]{43}$/);
  return code;
}

/** Redeem a code; an empty value removes a parameter. */
export const redeem = (
  server: TestServer,
  client: TestClient,
  code: string,
  more: Parameters = {},
  headers: Parameters = {},
): Promise<Answer> =>
  postForm(
    server,
    {
      grant_type: "authorization_code",
      code,
      redirect_uri: callback,
      code_verifier: verifier,
      ...identify(client),
      ...more,
    },
    headers,
  );
