/** oauth4webapi, with every request and check spelled out, and RFC 8414 discovery. */
import * as oauth from "oauth4webapi";
import { walkOf } from "../support/client-walk.js";
import { discover, insecure, toTokens } from "../support/foreign-clients.js";

export const oauth4webapi = walkOf(async ({ issuer, api, client, redirectUri }, visit) => {
  const server = await discover(issuer);
  const { client_id, client_secret } = client;
  const self: oauth.Client = { client_id };
  const authentication = client_secret === undefined ? oauth.None() : oauth.ClientSecretBasic(client_secret);

  return {
    async signIn() {
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      const url = new URL(server.authorization_endpoint ?? "");
      url.search = new URLSearchParams({
        client_id,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: "notes:read",
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        prompt: "consent",
        state,
      }).toString();
      const answer = oauth.validateAuthResponse(server, self, await visit(url, redirectUri), state);
      const redeemed = await oauth.authorizationCodeGrantRequest(
        server,
        self,
        authentication,
        answer,
        redirectUri,
        verifier,
        insecure,
      );
      return toTokens(await oauth.processAuthorizationCodeResponse(server, self, redeemed));
    },
    async refresh(refreshToken) {
      const sent = oauth.refreshTokenGrantRequest(server, self, authentication, refreshToken, insecure);
      return toTokens(await oauth.processRefreshTokenResponse(server, self, await sent));
    },
    callApi: (accessToken) =>
      oauth.protectedResourceRequest(accessToken, "GET", new URL(api), undefined, null, insecure),
    async revoke(refreshToken) {
      const sent = oauth.revocationRequest(server, self, authentication, refreshToken, insecure);
      await oauth.processRevocationResponse(await sent);
    },
    async introspect(accessToken) {
      const sent = oauth.introspectionRequest(server, self, authentication, accessToken, insecure);
      return oauth.processIntrospectionResponse(server, self, await sent);
    },
    async clientCredentials() {
      const sent = oauth.clientCredentialsGrantRequest(server, self, authentication, {}, insecure);
      return (await oauth.processClientCredentialsResponse(server, self, await sent)).access_token;
    },
    refusalIn(failure) {
      if (failure instanceof oauth.ResponseBodyError)
        return { kind: "ResponseBodyError", error: failure.error };
      if (!(failure instanceof oauth.WWWAuthenticateChallengeError)) throw failure;
      const { error = "" } = failure.cause[0]?.parameters ?? {};
      return { kind: "WWWAuthenticateChallengeError", error };
    },
  };
});
