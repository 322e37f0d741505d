/** oidc-client-ts without OpenID: plain OAuth, configured by hand because it does not read RFC 8414 metadata. */
import {
  ErrorResponse,
  InMemoryWebStorage,
  OidcClient,
  type RefreshState,
  type SigninResponse,
  WebStorageStateStore,
} from "oidc-client-ts";
import { walkOf } from "../support/client-walk.js";
import { tokensOf } from "../support/token-endpoint.js";

export const oidcClientTs = walkOf(({ issuer, client, redirectUri }, visit) => {
  const { client_id, client_secret } = client;
  const oidc = new OidcClient({
    authority: issuer,
    client_id,
    redirect_uri: redirectUri,
    scope: "notes:read",
    ...(client_secret !== undefined && { client_secret }),
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
    },
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
  const toTokens = ({ access_token, refresh_token }: SigninResponse) =>
    tokensOf({ status: 200, body: { access_token, refresh_token } });

  return {
    async signIn() {
      const { url } = await oidc.createSigninRequest({});
      return toTokens(await oidc.processSigninResponse((await visit(new URL(url), redirectUri)).href));
    },
    async refresh(refresh_token) {
      // What its UserManager stores about a user; the class itself is not exported.
      const profile = { sub: "", iss: issuer, aud: client_id, exp: 0, iat: 0 };
      const state: RefreshState = { refresh_token, session_state: null, scope: "notes:read", profile };
      return toTokens(await oidc.useRefreshToken({ state }));
    },
    revoke: (refreshToken) => oidc.revokeToken(refreshToken, "refresh_token"),
    refusalIn(failure) {
      if (failure instanceof ErrorResponse) return { kind: failure.name, error: failure.error ?? "" };
      throw failure;
    },
  };
});
