/**
 * @auth/core (Auth.js) with a provider of type oidc. It takes the user from the ID token, so the client is registered with
 * `id_token_claims: scope`. Refreshing and signing out at the provider are up to the application.
 */
import type { AuthConfig } from "@auth/core";
import {
  type Claims,
  claimsIn,
  endSessionUrl,
  type PartySetting,
  partyWalkOf,
} from "../../support/relying-party.js";
import { tokenForm } from "../../support/token-endpoint.js";
import { browserOf } from "../auth-core.js";

export const authCoreParty = partyWalkOf((setting, { visit }) => {
  const { issuer, client, origin, postLogoutRedirectUri } = setting;
  let tokens: Record<string, unknown> = {};
  let user: Claims = {};
  const config = configOf(setting, (account, profile) => {
    [tokens, user] = [account, profile];
  });

  return {
    async signIn() {
      const browse = browserOf(config, origin);
      const { csrfToken } = (await (await browse("/auth/csrf")).json()) as { csrfToken: string };
      const begun = await browse("/auth/signin/regrant", new URLSearchParams({ csrfToken }));
      const callback = await visit(new URL(begun.headers.get("location") ?? ""), `${origin}/auth/callback/`);
      await browse(`/auth/callback/regrant${callback.search}`);
      return { idToken: claimsIn(String(tokens.id_token)), user };
    },
    async refresh() {
      const form = tokenForm(client, {
        grant_type: "refresh_token",
        refresh_token: String(tokens.refresh_token),
      });
      const answer = await fetch(`${issuer}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams(form),
      });
      tokens = (await answer.json()) as Record<string, unknown>;
      return claimsIn(String(tokens.id_token));
    },
    signOut: () => visit(endSessionUrl(setting, String(tokens.id_token)), postLogoutRedirectUri),
  };
});

const configOf = (
  { issuer, client }: PartySetting,
  signedIn: (account: Record<string, unknown>, profile: Claims) => void,
): AuthConfig => ({
  basePath: "/auth",
  secret: "of this test, and long enough to be one",
  trustHost: true,
  providers: [
    {
      id: "regrant",
      name: "Regrant",
      type: "oidc",
      issuer,
      clientId: client.client_id,
      clientSecret: client.client_secret ?? "",
      checks: ["pkce", "state", "nonce"],
    },
  ],
  callbacks: {
    jwt({ token, account, profile }) {
      if (account) signedIn({ ...account }, { ...profile });
      return token;
    },
  },
});
