/** Clients that register themselves (RFC 7591). */
import { expect } from "vitest";
import type { TestClient } from "./fixtures.js";
import type { TestServer } from "./server.js";
import type { Answer } from "./token-requests.js";

export interface Registration {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
  readonly [member: string]: unknown;
}

export interface RegistrationAnswer extends Answer {
  readonly body: Answer["body"] & Partial<Registration>;
}

let networks = 0;

/** From a network that has registered nothing yet. */
export function freshNetwork(): { readonly remoteAddress: string } {
  networks += 1;
  return { remoteAddress: `10.${networks >> 8}.${networks & 255}.1` };
}

/** `remoteAddress` is where it comes from, the rest are headers. */
export type Asker = Readonly<Record<string, string>>;

export const askToRegister = (server: TestServer, metadata: object | string, asker: Asker = {}) =>
  askRegistration(server, "POST", "/oauth2/register", asker, metadata);

/** Read, replace or delete a registration. */
export const manage = (
  server: TestServer,
  method: "GET" | "PUT" | "DELETE",
  { registration_client_uri: uri, registration_access_token: token }: Registration,
  metadata?: object,
  asker: Asker = {},
) => askRegistration(server, method, uri, { authorization: `Bearer ${token}`, ...asker }, metadata);

export async function askRegistration(
  { app }: TestServer,
  method: "GET" | "POST" | "PUT" | "DELETE",
  uri: string,
  { remoteAddress = "203.0.113.9", ...headers }: Asker,
  metadata?: object | string,
): Promise<RegistrationAnswer> {
  const response = await app.inject({
    method,
    url: new URL(uri, "http://localhost:4000").pathname,
    remoteAddress,
    headers: { ...(metadata !== undefined && { "content-type": "application/json" }), ...headers },
    ...(metadata !== undefined && {
      payload: typeof metadata === "string" ? metadata : JSON.stringify(metadata),
    }),
  });
  const body = response.body === "" ? {} : response.json();
  return { status: response.statusCode, headers: response.headers, body };
}

/** Expect a client information response (RFC 7591 §3.2.1). */
export function expectRegistered({ status, body }: RegistrationAnswer, expected = 201): Registration {
  expect(body).not.toHaveProperty("error");
  expect(status).toBe(expected);
  return body as Registration;
}

export const clientOf = ({ client_id, client_secret = "" }: Registration): TestClient => ({
  clientId: client_id,
  secret: client_secret,
});
