/** simple-oauth2. It does not support PKCE, so the application adds the parameters. */
import { AuthorizationCode, ClientCredentials } from "simple-oauth2";
import { walkOf } from "../support/client-walk.js";
import { tokensOf } from "../support/token-endpoint.js";
import { codeIn, newPkce } from "./pkce.js";

/** Its errors are @hapi/boom's, from @hapi/wreck. */
interface Boom {
  readonly isBoom: boolean;
  readonly data: { readonly payload: { readonly error: string } };
}

export const simpleOauth2 = walkOf(({ issuer, client, redirectUri }, visit) => {
  const options = {
    // It requires a secret. An empty one becomes `Basic client_id:`, which public clients may send.
    client: { id: client.client_id, secret: client.client_secret ?? "" },
    auth: { tokenHost: issuer, tokenPath: "/oauth2/token", revokePath: "/oauth2/revoke" },
  };
  const flow = new AuthorizationCode({
    ...options,
    auth: { ...options.auth, authorizePath: "/oauth2/authorize" },
  });
  const toTokens = ({ token }: { token: Record<string, unknown> }) => tokensOf({ status: 200, body: token });

  return {
    async signIn() {
      const pkce = newPkce();
      const request = { redirect_uri: redirectUri, scope: "notes:read", ...pkce.challenge };
      const answer = await visit(new URL(flow.authorizeURL(request)), redirectUri);
      const { code_verifier } = pkce;
      const redemption = { code: codeIn(answer, pkce), redirect_uri: redirectUri, code_verifier };
      return toTokens(await flow.getToken(redemption));
    },
    refresh: async (refresh_token) => toTokens(await flow.createToken({ refresh_token }).refresh()),
    // It treats responses that are not JSON as failures, and this one is empty (RFC 7009 §2.2).
    revoke: (refresh_token) => flow.createToken({ refresh_token }).revoke("refresh_token", { json: true }),
    async clientCredentials() {
      const { token } = await new ClientCredentials(options).getToken({});
      return String(token.access_token);
    },
    refusalIn(failure) {
      const { isBoom, data } = failure as Boom;
      if (!isBoom) throw failure;
      return { kind: "Boom", error: data.payload.error };
    },
  };
});
