/** openid-client, which also verifies the ID token's signature here. */
import * as openid from "openid-client";
import { appState, type Claims, partyWalkOf } from "../../support/relying-party.js";

export const openidClientParty = partyWalkOf(async (setting, { visit }) => {
  const { issuer, client, redirectUri, postLogoutRedirectUri } = setting;
  const config = await openid.discovery(new URL(issuer), client.client_id, client.client_secret, undefined, {
    execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
  });
  let idToken = "";
  let refreshToken = "";
  const keep = (tokens: Awaited<ReturnType<typeof openid.refreshTokenGrant>>): Claims => {
    [idToken, refreshToken] = [tokens.id_token ?? "", tokens.refresh_token ?? ""];
    return { ...tokens.claims() };
  };

  return {
    async signIn() {
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: "openid profile email",
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        state: expectedState,
        nonce: expectedNonce,
      });
      const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
      const tokens = await openid.authorizationCodeGrant(config, await visit(url, redirectUri), checks);
      const claims = keep(tokens);
      return {
        idToken: claims,
        user: await openid.fetchUserInfo(config, tokens.access_token, String(claims.sub)),
      };
    },
    refresh: async () => keep(await openid.refreshTokenGrant(config, refreshToken)),
    signOut() {
      const url = openid.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: postLogoutRedirectUri,
        state: appState,
      });
      return visit(url, postLogoutRedirectUri);
    },
  };
});
