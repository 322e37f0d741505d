/** Authorization requests that clients push (RFC 9126). */
import type { ErrorResponse } from "@regrant/shared";
import { expect } from "vitest";
import { type Asked, authorizationRequest } from "./authorization.js";
import type { TestClient } from "./fixtures.js";
import type { TestServer } from "./server.js";
import { type Answer, identify, type Parameters } from "./token-requests.js";

interface PushAnswer extends Omit<Answer, "body"> {
  readonly body: Partial<{ request_uri: string; expires_in: number } & ErrorResponse>;
}

/** §2.1; the client authenticates in the body. */
export async function push(
  { app }: TestServer,
  client: TestClient,
  more: Asked = {},
  { remoteAddress = "203.0.113.7", ...headers }: Parameters = {},
): Promise<PushAnswer> {
  const form = { ...authorizationRequest(client, more), ...identify(client) };
  const response = await app.inject({
    method: "POST",
    url: "/oauth2/par",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams(form).toString(),
    remoteAddress,
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

/** Push a request. @returns where the client sends its user */
export async function pushedUrl(server: TestServer, client: TestClient, more: Asked = {}): Promise<string> {
  const { status, body } = await push(server, client, more);
  expect({ status, body }).toMatchObject({ status: 201 });
  const { request_uri = "" } = body;
  return `/oauth2/authorize?${new URLSearchParams({ client_id: client.clientId, request_uri })}`;
}
