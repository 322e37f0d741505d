/** Requests to the token endpoint, and the checks that all its responses must pass. */
import { type ErrorResponse, reasons, type TokenResponse } from "@regrant/shared";
import { expect } from "vitest";
import type { TestClient, TestUser } from "./fixtures.js";
import type { TestServer } from "./server.js";

export type Parameters = Readonly<Record<string, string>>;
type Headers = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Partial<TokenResponse & ErrorResponse>;
}

/** POST a raw body. */
export async function postToken(
  { app }: TestServer,
  payload: string | Buffer,
  headers: Headers = {},
): Promise<Answer> {
  const response = await app.inject({
    method: "POST",
    url: "/oauth2/token",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload,
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

export const postForm = (server: TestServer, form: Parameters, headers?: Headers): Promise<Answer> =>
  postToken(server, new URLSearchParams(form).toString(), headers);

/** The parameters that authenticate a client. */
export const identify = ({ clientId, secret }: TestClient): Parameters => ({
  client_id: clientId,
  ...(secret !== "" && { client_secret: secret }),
});

export const askByClientCredentials = (
  server: TestServer,
  client: TestClient,
  more: Parameters = {},
): Promise<Answer> => postForm(server, { grant_type: "client_credentials", ...identify(client), ...more });

export const askByPassword = (
  server: TestServer,
  client: TestClient,
  user: Pick<TestUser, "email" | "password">,
  more: Parameters = {},
): Promise<Answer> =>
  postForm(server, {
    grant_type: "password",
    username: user.email,
    password: user.password,
    ...identify(client),
    ...more,
  });

export const askByRefreshToken = (
  server: TestServer,
  client: TestClient,
  refreshToken: string,
  more: Parameters = {},
): Promise<Answer> =>
  postForm(server, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    ...identify(client),
    ...more,
  });

/** Expect a token response (RFC 6749 §5.1). */
export function expectTokens(answer: Answer): TokenResponse {
  expect(answer.body).not.toHaveProperty("error");
  expect(answer.status).toBe(200);
  expectUncached(answer);
  const { access_token, token_type, expires_in, ...optional } = answer.body;
  expect(access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(token_type).toBe("Bearer");
  expect(expires_in).toBeGreaterThan(0);
  expect(["refresh_token", "id_token", "issued_token_type", "scope"]).toEqual(
    expect.arrayContaining(Object.keys(optional)),
  );
  return answer.body as TokenResponse;
}

/** The same, with a refresh token. */
export function expectRefreshToken(answer: Answer): TokenResponse & { refresh_token: string } {
  const tokens = expectTokens(answer);
  expect(tokens.refresh_token).toMatch(/^rgr_[\w-]{92}$/);
  return { ...tokens, refresh_token: tokens.refresh_token ?? "" };
}

/** Expect a refusal (RFC 6749 §5.2) with this status, `error` and reason. */
export function expectRefusal(
  answer: Answer,
  status: number,
  error: string,
  reason: keyof typeof reasons,
): void {
  const { error_description: description, ...body } = answer.body;
  expect({ status: answer.status, ...body }).toEqual({
    status,
    error,
    error_uri: `http://localhost:4000/errors/${reason}`,
  });
  expect(description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(reasons[reason].error).toBe(error);
  expectUncached(answer);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  if (status === 503) expect(answer.headers["retry-after"]).toMatch(/^\d+$/);
}

function expectUncached({ headers }: Answer): void {
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers.pragma).toBe("no-cache");
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
}

/** Sign in by password. @returns the session's first tokens */
export async function signIn(
  server: TestServer,
  client: TestClient,
  user: TestUser,
  more: Parameters = {},
): Promise<TokenResponse & { refresh_token: string }> {
  return expectRefreshToken(await askByPassword(server, client, user, more));
}

/** Refresh, and expect the next tokens. */
export async function refresh(
  server: TestServer,
  client: TestClient,
  refreshToken: string,
  more: Parameters = {},
): Promise<TokenResponse & { refresh_token: string }> {
  return expectRefreshToken(await askByRefreshToken(server, client, refreshToken, more));
}
