/** curl: one command per request. */
import { type ExecFileException, execFile } from "node:child_process";
import { promisify } from "node:util";
import { walkOf } from "../support/client-walk.js";
import { parseObject, tokenForm, tokensOf } from "../support/token-endpoint.js";
import { codeIn, newPkce } from "./pkce.js";

const run = promisify(execFile);

export const curl = walkOf(({ issuer, api, client, redirectUri }, visit) => {
  const { client_id, client_secret } = client;
  const request = async (...args: string[]) =>
    (await run("curl", ["--silent", "--show-error", "--fail-with-body", ...args])).stdout;
  const post = (path: string, parameters: Record<string, string>) => {
    const authentication = client_secret === undefined ? [] : ["--user", `${client_id}:${client_secret}`];
    const form = client_secret === undefined ? tokenForm(client, parameters) : parameters;
    const fields = Object.entries(form).flatMap(([name, value]) => ["--data-urlencode", `${name}=${value}`]);
    return request(...authentication, ...fields, `${issuer}/oauth2/${path}`);
  };
  const token = async (parameters: Record<string, string>) => parseObject(await post("token", parameters));
  const tokens = async (parameters: Record<string, string>) =>
    tokensOf({ status: 200, body: await token(parameters) });

  return {
    async signIn() {
      const pkce = newPkce();
      const url = new URL("/oauth2/authorize", issuer);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id,
        redirect_uri: redirectUri,
        scope: "notes:read",
        ...pkce.challenge,
      }).toString();
      const code = codeIn(await visit(url, redirectUri), pkce);
      const { code_verifier } = pkce;
      return tokens({ grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier });
    },
    refresh: (refresh_token) => tokens({ grant_type: "refresh_token", refresh_token }),
    callApi: (accessToken) => request("--oauth2-bearer", accessToken, api),
    revoke: (refreshToken) => post("revoke", { token: refreshToken }),
    async introspect(accessToken) {
      const { active } = parseObject(await post("introspect", { token: accessToken }));
      return { active: active === true };
    },
    clientCredentials: async () => String((await token({ grant_type: "client_credentials" })).access_token),
    refusalIn(failure) {
      const { code, stdout } = failure as ExecFileException;
      return { kind: `exit code ${code}`, error: String(parseObject(stdout ?? "").error) };
    },
  };
});
