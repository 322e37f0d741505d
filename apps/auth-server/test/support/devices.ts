/** Devices that wait for their user (RFC 8628). */
import { expect } from "vitest";
import { deviceGrantType } from "../../src/clients/grant-types.js";
import type { Browser, Page } from "./browser.js";
import { type ClientOptions, createClient, type TestClient } from "./fixtures.js";
import type { TestServer } from "./server.js";
import { type Answer, identify, type Parameters, postForm } from "./token-requests.js";

export interface DeviceCode {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
}

/** A public first-party command-line tool. */
export const createTool = (server: TestServer, options: ClientOptions = {}): Promise<TestClient> =>
  createClient(server, {
    name: "The tool",
    secret: null,
    grantTypes: [deviceGrantType, "refresh_token"],
    ...options,
  });

/** Ask at the device authorization endpoint (§3.1). */
export async function askForCode(
  { app }: TestServer,
  client: TestClient,
  more: Parameters | string = {},
  { remoteAddress = "203.0.113.7", ...headers }: Parameters = {},
): Promise<Answer> {
  const response = await app.inject({
    method: "POST",
    url: "/oauth2/device_authorization",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": "the-tool/1.0",
      ...headers,
    },
    payload:
      typeof more === "string" ? more : new URLSearchParams({ ...identify(client), ...more }).toString(),
    remoteAddress,
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

export async function startDevice(
  server: TestServer,
  client: TestClient,
  more?: Parameters,
  from?: Parameters,
): Promise<DeviceCode> {
  const { status, body } = await askForCode(server, client, more, from);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as DeviceCode;
}

/** §3.4; an empty value removes a parameter. */
export const poll = (
  server: TestServer,
  client: TestClient,
  { device_code }: Pick<DeviceCode, "device_code">,
  more: Parameters = {},
): Promise<Answer> =>
  postForm(server, { grant_type: deviceGrantType, device_code, ...identify(client), ...more });

export const pageOf = ({ verification_uri_complete: uri }: DeviceCode): string => {
  const { pathname, search } = new URL(uri);
  return pathname + search;
};

/** Follow the link, and decide. */
export async function decide(
  browser: Browser,
  device: DeviceCode,
  decision: "allow" | "deny" = "allow",
): Promise<Page> {
  return browser.submit(await browser.visit(pageOf(device)), "/device", { decision });
}
