/**
 * Two third-party clients with one interface: oauth4webapi, which shows each request and validates each response, and
 * openid-client, which applications use.
 */
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import type { Client } from "./registrations.js";
import { type Tokens, tokensOf } from "./token-endpoint.js";

export interface ForeignClient {
  /** @returns the access token */
  clientCredentials(parameters: Record<string, string>): Promise<string>;
  refresh(refreshToken: string): Promise<Tokens>;
  /** How the library reports the refusal of this refresh token. */
  refusalOf(refreshToken: string): Promise<{ readonly status: number; readonly error: string }>;
}

type Method = "client_secret_basic" | "client_secret_post";

/** Loads the metadata first. */
type Connect = (issuer: string, client: Client, method: Method) => Promise<ForeignClient>;

export const foreignClients: readonly [library: string, Method, Connect][] = [
  ["oauth4webapi", "client_secret_basic", connectOauth4webapi],
  ["oauth4webapi", "client_secret_post", connectOauth4webapi],
  ["openid-client", "client_secret_basic", connectOpenidClient],
  ["openid-client", "client_secret_post", connectOpenidClient],
];

/** Both libraries refuse plain HTTP unless told otherwise; this is loopback. */
export const insecure = { [oauth.allowInsecureRequests]: true };

export async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, { algorithm: "oauth2", ...insecure });
  return oauth.processDiscoveryResponse(url, response);
}

async function connectOauth4webapi(
  issuer: string,
  { client_id, client_secret = "" }: Client,
  method: Method,
): Promise<ForeignClient> {
  const server = await discover(issuer);
  const client: oauth.Client = { client_id };
  const authentication = {
    client_secret_basic: oauth.ClientSecretBasic,
    client_secret_post: oauth.ClientSecretPost,
  }[method](client_secret);

  const refresh = async (refreshToken: string) => {
    const sent = oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, insecure);
    return toTokens(await oauth.processRefreshTokenResponse(server, client, await sent));
  };
  return {
    async clientCredentials(parameters) {
      const sent = oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, insecure);
      return (await oauth.processClientCredentialsResponse(server, client, await sent)).access_token;
    },
    refresh,
    refusalOf: (refreshToken) => refusalOf(refresh(refreshToken), oauth.ResponseBodyError),
  };
}

async function connectOpenidClient(
  issuer: string,
  { client_id, client_secret = "" }: Client,
  method: Method,
): Promise<ForeignClient> {
  const authentication = {
    client_secret_basic: openid.ClientSecretBasic,
    client_secret_post: openid.ClientSecretPost,
  }[method](client_secret);
  const options: openid.DiscoveryRequestOptions = {
    algorithm: "oauth2",
    execute: [openid.allowInsecureRequests],
  };
  const config = await openid.discovery(new URL(issuer), client_id, undefined, authentication, options);

  const refresh = async (token: string) => toTokens(await openid.refreshTokenGrant(config, token));
  return {
    clientCredentials: async (parameters) =>
      (await openid.clientCredentialsGrant(config, parameters)).access_token,
    refresh,
    refusalOf: (refreshToken) => refusalOf(refresh(refreshToken), openid.ResponseBodyError),
  };
}

export const toTokens = (body: oauth.TokenEndpointResponse): Tokens => tokensOf({ status: 200, body });

async function refusalOf(
  refreshed: Promise<Tokens>,
  kind: typeof oauth.ResponseBodyError | typeof openid.ResponseBodyError,
): Promise<{ status: number; error: string }> {
  const failure = await refreshed.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof kind) return { status: failure.status, error: failure.error };
  throw new Error("it was not refused", { cause: failure });
}
