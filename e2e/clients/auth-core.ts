/**
 * @auth/core (Auth.js) with a custom provider. It signs in; refreshing is up to the application, by the recipe in its
 * documentation.
 */
import { Auth, type AuthConfig } from "@auth/core";
import { type Setting, walkOf } from "../support/client-walk.js";
import { type Tokens, tokenForm, tokensOf } from "../support/token-endpoint.js";

/** Thrown by the recipe if the token endpoint refuses. */
class RefreshTokenError extends Error {
  override readonly name = "RefreshTokenError";
}

export const authCore = walkOf((setting, visit) => {
  const { issuer, client } = setting;
  return {
    async signIn() {
      const { config, signedIn } = configOf(setting);
      const { origin } = new URL(setting.redirectUri);
      const browse = browserOf(config, origin);
      const { csrfToken } = (await (await browse("/auth/csrf")).json()) as { csrfToken: string };
      const begun = await browse("/auth/signin/regrant", new URLSearchParams({ csrfToken }));
      const callback = await visit(new URL(begun.headers.get("location") ?? ""), `${origin}/auth/callback/`);
      await browse(`/auth/callback/regrant${callback.search}`);
      return signedIn();
    },
    async refresh(refresh_token) {
      const parameters = tokenForm(client, { grant_type: "refresh_token", refresh_token });
      const answer = await fetch(`${issuer}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams(parameters),
      });
      const body = (await answer.json()) as Record<string, unknown>;
      if (!answer.ok) throw new RefreshTokenError(String(body.error));
      return tokensOf({ status: 200, body });
    },
    refusalIn(failure) {
      if (failure instanceof RefreshTokenError) return { kind: failure.name, error: failure.message };
      throw failure;
    },
  };
});

function configOf({ issuer, api, client }: Setting) {
  let tokens: Tokens | undefined;
  const config: AuthConfig = {
    basePath: "/auth",
    secret: "of this test, and long enough to be one",
    trustHost: true,
    providers: [
      {
        id: "regrant",
        name: "Regrant",
        type: "oauth",
        issuer, // required for responses with `iss`
        authorization: { url: `${issuer}/oauth2/authorize`, params: { scope: "notes:read" } },
        token: `${issuer}/oauth2/token`,
        userinfo: {
          url: api,
          request: async ({ tokens: { access_token } }: { tokens: { access_token?: string } }) =>
            (await fetch(api, { headers: { authorization: `Bearer ${access_token}` } })).json(),
        },
        profile: ({ sub }: { sub: string }) => ({ id: sub }),
        checks: ["pkce", "state"],
        clientId: client.client_id,
        clientSecret: client.client_secret ?? "",
        client: {
          token_endpoint_auth_method: client.client_secret === undefined ? "none" : "client_secret_basic",
        },
      },
    ],
    callbacks: {
      jwt({ token, account }) {
        if (account) tokens = tokensOf({ status: 200, body: { ...account } });
        return token;
      },
    },
  };
  const signedIn = (): Tokens => {
    if (tokens === undefined) throw new Error("the application has no tokens");
    return tokens;
  };
  return { config, signedIn };
}

/** The application in this process, with a browser's cookies. */
export function browserOf(config: AuthConfig, origin: string) {
  const cookies = new Map<string, string>();
  return async (path: string, form?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = new Request(new URL(path, origin), {
      headers: { cookie },
      ...(form && { method: "POST", body: form }),
    });
    const response = await Auth(request, config);
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}
