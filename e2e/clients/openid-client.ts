/** openid-client, with RFC 8414 discovery. */
import * as openid from "openid-client";
import { walkOf } from "../support/client-walk.js";
import { toTokens } from "../support/foreign-clients.js";

export const openidClient = walkOf(async ({ issuer, api, client, redirectUri }, visit) => {
  const { client_id, client_secret } = client;
  const authentication = client_secret === undefined ? openid.None() : openid.ClientSecretPost(client_secret);
  const config = await openid.discovery(new URL(issuer), client_id, undefined, authentication, {
    algorithm: "oauth2",
    execute: [openid.allowInsecureRequests],
  });

  return {
    async signIn() {
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const expectedState = openid.randomState();
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: "notes:read notes:write",
        resource: new URL(api).origin,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        state: expectedState,
      });
      const answer = await visit(url, redirectUri);
      return toTokens(
        await openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState }),
      );
    },
    refresh: async (refreshToken) => toTokens(await openid.refreshTokenGrant(config, refreshToken)),
    callApi: (accessToken) => openid.fetchProtectedResource(config, accessToken, new URL(api), "GET"),
    revoke: (refreshToken) => openid.tokenRevocation(config, refreshToken),
    introspect: (accessToken) => openid.tokenIntrospection(config, accessToken),
    clientCredentials: async () => (await openid.clientCredentialsGrant(config)).access_token,
    refusalIn(failure) {
      if (failure instanceof openid.ResponseBodyError)
        return { kind: "ResponseBodyError", error: failure.error };
      if (!(failure instanceof openid.WWWAuthenticateChallengeError)) throw failure;
      const { error = "" } = failure.cause[0]?.parameters ?? {};
      return { kind: "WWWAuthenticateChallengeError", error };
    },
  };
});
