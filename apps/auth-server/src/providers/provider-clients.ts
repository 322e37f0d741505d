/**
 * This server as a client of its providers. A provider is asked for nothing before somebody wants to sign in through it, and
 * one that is away costs neither the server nor the other ways to sign in anything.
 */
import { createRemoteJWKSet, customFetch as keysFetch, type RemoteJWKSet } from "jose";
import { LRUCache } from "lru-cache";
import type { ClientAuth, Configuration } from "openid-client";
import type { Db } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { boundedFetch, ProviderUnreachable, requestSeconds, unreachableBehind } from "./bounded-fetch.js";
import { listProviders, type Provider } from "./providers.sql.js";
import { openProviderSecret } from "./secret.js";

/** How long a provider's metadata is taken as they were. If they cannot be had anew then, they still are. */
const metadataMs = 3_600_000;
/** How long a provider that could not be reached is not asked again. */
const pauseMs = 10_000;
/** Requests that wait for one provider at a time, so that a slow one cannot take all places. */
const mostWaiting = 32;
/** How long a new or disabled provider may go unnoticed on the login page. */
const listMs = 5_000;

/** Loaded when somebody comes by way of a provider. */
export const openidClient = () => import("openid-client");
export type OpenidClient = Awaited<ReturnType<typeof openidClient>>;

/** The provider, or what is set here about it, has to be changed. */
export class ProviderUnfit extends Error {
  override readonly name = "ProviderUnfit";
}

export interface ProviderClient {
  readonly configuration: Configuration;
  /** For what is not a token response. */
  readonly keys: RemoteJWKSet;
}

export type NamedProvider = Pick<Provider, "id" | "name">;

export interface ProviderClients {
  /** Those that can be signed in with, in order of their names. */
  list(): Promise<readonly NamedProvider[]>;
  /** After a change by this process, which it should see at once. */
  forgetList(): void;
  /** Work that waits for the provider. @throws {ProviderUnreachable} and whatever the work throws */
  ask<T>(provider: Provider, work: (client: ProviderClient) => Promise<T>): Promise<T>;
}

export function createProviderClients(db: Db, secrets: Secrets): ProviderClients {
  const lists = new LRUCache<"all", readonly NamedProvider[]>({
    max: 1,
    ttl: listMs,
    fetchMethod: async () =>
      (await listProviders(db))
        .filter(({ disabledAt }) => disabledAt === null)
        .map(({ id, name }) => ({ id, name }))
        .sort((one, other) => one.name.localeCompare(other.name)),
  });
  const clients = new LRUCache<string, ProviderClient, Provider>({
    max: 100,
    ttl: metadataMs,
    fetchMethod: (_key, stale, { context: provider, options }) =>
      discover(secrets, provider).catch((error: unknown) => {
        if (stale === undefined) throw error;
        options.ttl = pauseMs;
        return stale;
      }),
  });
  const failures = new LRUCache<string, Error>({ max: 100, ttl: pauseMs });
  const waiting = new Map<string, number>();

  async function clientOf(provider: Provider): Promise<ProviderClient> {
    const { issuer, clientId, clientSecret } = provider;
    const key = JSON.stringify([issuer, clientId, clientSecret?.toString("base64url")]);
    const failure = failures.get(key);
    if (failure !== undefined) throw failure;
    try {
      return await clients.forceFetch(key, { context: provider });
    } catch (error) {
      if (error instanceof Error) failures.set(key, error);
      throw error;
    }
  }

  return {
    list: () => lists.forceFetch("all"),
    forgetList: () => lists.clear(),
    async ask(provider, work) {
      const others = waiting.get(provider.id) ?? 0;
      if (others >= mostWaiting)
        throw new ProviderUnreachable(`${mostWaiting} other requests are waiting for it already`);
      waiting.set(provider.id, others + 1);
      try {
        return await work(await clientOf(provider));
      } finally {
        waiting.set(provider.id, (waiting.get(provider.id) ?? 1) - 1);
      }
    },
  };
}

/**
 * Read a provider's metadata.
 *
 * @throws {ProviderUnreachable} and openid-client's errors
 */
export async function discover(secrets: Secrets | null, provider: Provider): Promise<ProviderClient> {
  const { issuer, clientId } = provider;
  const isLocal = issuer.startsWith("http:");
  const fetch = boundedFetch(isLocal);
  const openid = await openidClient();
  const authentication = authenticationBy(openid, secrets && openProviderSecret(secrets, provider));
  const configuration = await openid
    .discovery(new URL(issuer), clientId, undefined, authentication, {
      [openid.customFetch]: fetch,
      timeout: requestSeconds,
      // Else the signature is not checked of tokens that come from the provider itself.
      execute: [openid.enableNonRepudiationChecks, ...(isLocal ? [openid.allowInsecureRequests] : [])],
    })
    .catch((cause: unknown) => {
      throw unreachableBehind(cause) ?? new ProviderUnfit("has no metadata that could be used", { cause });
    });
  const { issuer: ownName, jwks_uri } = configuration.serverMetadata();
  // Letter for letter: its tokens say the same, and openid-client makes exceptions for issuers that anybody may be behind.
  if (ownName !== issuer)
    throw new ProviderUnfit(`calls itself "${ownName}": regrant provider update ${provider.id} --issuer …`);
  if (jwks_uri === undefined) throw new ProviderUnfit("has no jwks_uri in its metadata");
  const keys = createRemoteJWKSet(new URL(jwks_uri), {
    [keysFetch]: (url, { headers, ...options }) =>
      fetch(url, { ...options, body: undefined, headers: Object.fromEntries(headers) }),
    timeoutDuration: requestSeconds * 1000,
  });
  return { configuration, keys };
}

/** By the method of the two that the provider takes; Basic is what it takes if it does not say (OpenID Connect Discovery 1.0 §3). */
function authenticationBy(
  { ClientSecretBasic, ClientSecretPost, None }: OpenidClient,
  secret: string | null,
): ClientAuth {
  if (secret === null) return None();
  const [byBasic, byPost] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? byBasic : byPost)(server, ...request);
  };
}
