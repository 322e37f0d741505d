/**
 * @modelcontextprotocol/client: `auth()` finds the authorization server through the API's metadata; the client is
 * registered.
 */
import {
  auth,
  ClientCredentialsProvider,
  discoverAuthorizationServerMetadata,
  type OAuthClientProvider,
  OAuthError,
  type OAuthTokens,
  refreshAuthorization,
} from "@modelcontextprotocol/client";
import { type Setting, walkOf } from "../support/client-walk.js";
import { tokensOf } from "../support/token-endpoint.js";

export const mcpClient = walkOf((setting, visit) => {
  const { issuer, api, client, redirectUri } = setting;
  const serverUrl = api;
  const metadata = discoverAuthorizationServerMetadata(issuer);
  const toTokens = (body: OAuthTokens | undefined) => tokensOf({ status: 200, body: { ...body } });

  return {
    async signIn() {
      const { provider, kept } = providerOf(setting);
      await auth(provider, { serverUrl });
      const answer = await visit(kept.url, redirectUri);
      const { code: authorizationCode = "", iss = "" } = Object.fromEntries(answer.searchParams);
      await auth(provider, { serverUrl, authorizationCode, iss });
      return toTokens(kept.tokens);
    },
    async refresh(refreshToken) {
      const found = await metadata;
      return toTokens(
        await refreshAuthorization(issuer, {
          clientInformation: client,
          refreshToken,
          ...(found && { metadata: found }),
        }),
      );
    },
    async clientCredentials() {
      const { client_id, client_secret = "" } = client;
      const provider = new ClientCredentialsProvider({
        clientId: client_id,
        clientSecret: client_secret,
        expectedIssuer: issuer,
      });
      await auth(provider, { serverUrl });
      return provider.tokens()?.access_token ?? "";
    },
    refusalIn(failure) {
      if (failure instanceof OAuthError) return { kind: "OAuthError", error: failure.code };
      throw failure;
    },
  };
});

function providerOf({ client, redirectUri }: Setting) {
  const kept = { url: new URL("about:blank"), verifier: "", tokens: undefined as OAuthTokens | undefined };
  const provider: OAuthClientProvider = {
    redirectUrl: redirectUri,
    clientMetadata: { redirect_uris: [redirectUri], scope: "notes:read" },
    clientInformation: () => client,
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens;
    },
    redirectToAuthorization: (url) => {
      kept.url = url;
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier,
  };
  return { provider, kept };
}
