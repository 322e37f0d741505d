/**
 * axios with axios-auth-refresh: the API's 401, the refresh, and the request again. The rest is up to the
 * application.
 */
import axios, { isAxiosError } from "axios";
import { createAuthRefresh } from "axios-auth-refresh";
import { walkOf } from "../support/client-walk.js";
import { tokenForm, tokensOf } from "../support/token-endpoint.js";
import { codeIn, newPkce } from "./pkce.js";

export const axiosRefresh = walkOf(({ issuer, api, client, redirectUri }, visit) => {
  const { client_id, client_secret } = client;
  const authentication =
    client_secret === undefined ? {} : { auth: { username: client_id, password: client_secret } };
  const token = async (parameters: Record<string, string>) => {
    const form = client_secret === undefined ? tokenForm(client, parameters) : parameters;
    const { data } = await axios.post(`${issuer}/oauth2/token`, new URLSearchParams(form), authentication);
    return data;
  };

  return {
    async signIn() {
      const pkce = newPkce();
      const url = new URL("/oauth2/authorize", issuer);
      const request = { response_type: "code", client_id, redirect_uri: redirectUri, scope: "notes:read" };
      url.search = new URLSearchParams({ ...request, ...pkce.challenge }).toString();
      const code = codeIn(await visit(url, redirectUri), pkce);
      const { code_verifier } = pkce;
      const body = await token({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier,
      });
      return tokensOf({ status: 200, body });
    },
    /** As in an application: a refused request triggers it. */
    async refresh(refresh_token) {
      let body: Record<string, unknown> = {};
      const session = axios.create({ headers: { authorization: "Bearer made-up" } });
      // Its types match axios's CommonJS build, which differs.
      createAuthRefresh(session as never, async (failed) => {
        body = await token({ grant_type: "refresh_token", refresh_token });
        failed.response.config.headers.authorization = `Bearer ${body.access_token}`;
      });
      const { status } = await session.get(api);
      if (status !== 200) throw new Error(`the API answered ${status} after the refresh`);
      return tokensOf({ status: 200, body });
    },
    callApi: (accessToken) => axios.get(api, { headers: { authorization: `Bearer ${accessToken}` } }),
    clientCredentials: async () => (await token({ grant_type: "client_credentials" })).access_token,
    refusalIn(failure) {
      if (isAxiosError(failure)) return { kind: failure.name, error: failure.response?.data.error };
      throw failure;
    },
  };
});
