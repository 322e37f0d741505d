/**
 * This server as a client of its providers. A provider is asked for nothing before somebody wants to sign in through it, and
 * one that is away costs neither the server nor the other ways to sign in anything.
 */
import { createRemoteJWKSet, customFetch as keysFetch } from "jose";
import { LRUCache } from "lru-cache";
import { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, customFetch, discovery, enableNonRepudiationChecks, None, } from "openid-client";
import { boundedFetch, ProviderUnreachable, requestSeconds, unreachableBehind } from "./bounded-fetch.js";
import { listProviders } from "./providers.sql.js";
import { openProviderSecret } from "./secret.js";
/** How long a provider's metadata is taken as they were. If they cannot be had anew then, they still are. */
const metadataMs = 3_600_000;
/** How long a provider that could not be reached is not asked again. */
const pauseMs = 10_000;
/** Requests that wait for one provider at a time, so that a slow one cannot take all places. */
const mostWaiting = 32;
/** How long a new or disabled provider may go unnoticed on the login page. */
const listMs = 5_000;
/** The provider, or what is set here about it, has to be changed. */
export class ProviderUnfit extends Error {
    name = "ProviderUnfit";
}
export function createProviderClients(db, secrets) {
    const lists = new LRUCache({
        max: 1,
        ttl: listMs,
        fetchMethod: async () => (await listProviders(db))
            .filter(({ disabledAt }) => disabledAt === null)
            .map(({ id, name }) => ({ id, name }))
            .sort((one, other) => one.name.localeCompare(other.name)),
    });
    const clients = new LRUCache({
        max: 100,
        ttl: metadataMs,
        fetchMethod: (_key, stale, { context: provider, options }) => discover(secrets, provider).catch((error) => {
            if (stale === undefined)
                throw error;
            options.ttl = pauseMs;
            return stale;
        }),
    });
    const failures = new LRUCache({ max: 100, ttl: pauseMs });
    const waiting = new Map();
    async function clientOf(provider) {
        const { issuer, clientId, clientSecret } = provider;
        const key = JSON.stringify([issuer, clientId, clientSecret?.toString("base64url")]);
        const failure = failures.get(key);
        if (failure !== undefined)
            throw failure;
        try {
            return await clients.forceFetch(key, { context: provider });
        }
        catch (error) {
            if (error instanceof Error)
                failures.set(key, error);
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
            }
            finally {
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
export async function discover(secrets, provider) {
    const { issuer, clientId } = provider;
    const isLocal = issuer.startsWith("http:");
    const fetch = boundedFetch(isLocal);
    const authentication = authenticationBy(secrets && openProviderSecret(secrets, provider));
    const configuration = await discovery(new URL(issuer), clientId, undefined, authentication, {
        [customFetch]: fetch,
        timeout: requestSeconds,
        // Else the signature is not checked of tokens that come from the provider itself.
        execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
    }).catch((cause) => {
        throw unreachableBehind(cause) ?? new ProviderUnfit("has no metadata that could be used", { cause });
    });
    const { issuer: ownName, jwks_uri } = configuration.serverMetadata();
    // Letter for letter: its tokens say the same, and openid-client makes exceptions for issuers that anybody may be behind.
    if (ownName !== issuer)
        throw new ProviderUnfit(`calls itself "${ownName}": regrant provider update ${provider.id} --issuer …`);
    if (jwks_uri === undefined)
        throw new ProviderUnfit("has no jwks_uri in its metadata");
    const keys = createRemoteJWKSet(new URL(jwks_uri), {
        [keysFetch]: (url, { headers, ...options }) => fetch(url, { ...options, body: undefined, headers: Object.fromEntries(headers) }),
        timeoutDuration: requestSeconds * 1000,
    });
    return { configuration, keys };
}
/** By the method of the two that the provider takes; Basic is what it takes if it does not say (OpenID Connect Discovery 1.0 §3). */
function authenticationBy(secret) {
    if (secret === null)
        return None();
    const [byBasic, byPost] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
    return (server, ...request) => {
        const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
        return (methods.includes("client_secret_basic") ? byBasic : byPost)(server, ...request);
    };
}
//# sourceMappingURL=provider-clients.js.map