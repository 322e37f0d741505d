/**
 * A peer: oidc-provider in one process, in production mode, set up by its documentation for the same work that
 * Regrant does: one confidential client, JWT access tokens for one resource, rotated refresh tokens.
 *
 * It writes no log at all, it looks up no user on a refresh and its client lives in memory: all three in its favour.
 */
import type { AddressInfo } from "node:net";
import Provider, { type Configuration, type JWK } from "oidc-provider";
import { Pool } from "pg";
import { answerCalls } from "../../worker.js";
import type { PeerCommands, PeerSettings } from "../commands.js";
import { createTables, postgresAdapter } from "./adapter.js";

let signInOne: () => Promise<string>;

answerCalls({
  async listen(settings) {
    const db = new Pool({ connectionString: settings.databaseUrl, max: settings.poolSize });
    if (settings.makeTables) await createTables(db);
    const provider = new Provider("http://127.0.0.1:4000", configuration(settings, db));
    signInOne = () => signIn(provider, settings);
    const server = provider.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return (server.address() as AddressInfo).port;
  },
  signIn: (count) => Promise.all(Array.from({ length: count }, () => signInOne())),
} satisfies PeerCommands);

function configuration(settings: PeerSettings, db: Pool): Configuration {
  const { resource, scope, client, alg } = settings;
  return {
    adapter: (model: string) => postgresAdapter(db, model),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: "client_secret_basic",
        id_token_signed_response_alg: alg,
        grant_types: ["client_credentials", "refresh_token", "authorization_code"],
        response_types: ["code"],
        redirect_uris: ["http://127.0.0.1/callback"],
        scope,
      },
    ],
    cookies: { keys: ["bench"] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope, accessTokenFormat: "jwt", jwt: { sign: { alg } } }),
      },
    },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    jwks: { keys: [{ ...settings.signingKey, use: "sig", alg, kid: "bench" } as JWK] },
    rotateRefreshToken: true,
    scopes: ["offline_access", ...scope.split(" ")],
    ttl: {
      AccessToken: settings.accessTokenSeconds,
      ClientCredentials: settings.accessTokenSeconds,
      Grant: settings.refreshTokenSeconds,
      RefreshToken: settings.refreshTokenSeconds,
    },
  };
}

/** What the authorization code grant leaves behind, made through the provider's own models. */
async function signIn(provider: Provider, settings: PeerSettings): Promise<string> {
  const client = await provider.Client.find(settings.client.id);
  if (client === undefined) throw new Error("the peer's client is gone");
  const accountId = crypto.randomUUID();
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addResourceScope(settings.resource, settings.scope);
  const grantId = await grant.save();
  const { resource, scope } = settings;
  const authTime = Math.floor(Date.now() / 1000);
  const input = { client, accountId, grantId, scope, resource, authTime, gty: "authorization_code" };
  return new provider.RefreshToken(input).save();
}
