/** @badgateway/oauth2-client, with RFC 8414 discovery. Its fetch refreshes after a 401 and repeats the request. */
import {
  generateCodeVerifier,
  OAuth2Client,
  OAuth2Fetch,
  OAuth2HttpError,
  type OAuth2Token,
} from "@badgateway/oauth2-client";
import { walkOf } from "../support/client-walk.js";
import { tokensOf } from "../support/token-endpoint.js";
import { newPkce } from "./pkce.js";

export const badgateway = walkOf(({ issuer, api, client, redirectUri }, visit) => {
  const { client_id, client_secret } = client;
  const oauth = new OAuth2Client({
    server: issuer,
    clientId: client_id,
    ...(client_secret !== undefined && { clientSecret: client_secret }),
  });
  const toTokens = ({ accessToken, refreshToken }: OAuth2Token) =>
    tokensOf({ status: 200, body: { access_token: accessToken, refresh_token: refreshToken } });
  const held = { accessToken: "made-up", refreshToken: null, expiresAt: null };

  return {
    async signIn() {
      const codeVerifier = await generateCodeVerifier();
      const { state } = newPkce().challenge;
      const request = { redirectUri, state, codeVerifier };
      const url = await oauth.authorizationCode.getAuthorizeUri({ ...request, scope: ["notes:read"] });
      const answer = await visit(new URL(url), redirectUri);
      return toTokens(await oauth.authorizationCode.getTokenFromCodeRedirect(answer, request));
    },
    /** Through its fetch: the API's 401, the refresh, the request again. */
    async refresh(refreshToken) {
      const session = new OAuth2Fetch({
        client: oauth,
        getStoredToken: () => held,
        getNewToken: () => oauth.refreshToken({ ...held, refreshToken }),
        scheduleRefresh: false,
      });
      const { status } = await session.fetch(api);
      if (status !== 200) throw new Error(`the API answered ${status} after the refresh`);
      return toTokens(await session.getToken());
    },
    revoke: (refreshToken) => oauth.revoke({ ...held, refreshToken }, "refresh_token"),
    introspect: (accessToken) => oauth.introspect({ ...held, accessToken }),
    clientCredentials: async () => (await oauth.clientCredentials()).accessToken,
    refusalIn(failure) {
      if (failure instanceof OAuth2HttpError) return { kind: "OAuth2HttpError", error: failure.oauth2Code };
      throw failure;
    },
  };
});
